//! The text of a page by its sections, as plain words.

use scraper::{ElementRef, Html, Node};

use super::{Found, Kind};

/// What is no text of its section: plates and quizzes are found for themselves, drawings and the heads of tables have no words
/// to find, a formula is put in a line, and anchors and the marks of notes are none of the sentence.
fn is_passed_over(element: &scraper::node::Element) -> bool {
    let has_class = |name: &str| element.classes().any(|class| class == name);
    matches!(element.name(), "svg" | "math" | "script" | "style" | "nav" | "thead")
        || ["plate", "quiz", "map", "anchor", "note-ref", "admonition-title"].iter().any(|class| has_class(class))
        || element.attr("role") == Some("doc-backlink")
}

/// Whether the words inside an element go on those before it.
fn is_inline(name: &str) -> bool {
    const INLINE: &str = "a abbr b bdi cite code data em i kbd mark math q s small span strong sub sup time u var";
    INLINE.split(' ').any(|inline| inline == name)
}

/// The sections of a page's text, each from a heading with an id to the next; what stands before the first is under the
/// page's own title, and of the kind `first`.
pub fn sections(path: &str, first: Kind, title: &str, place: &str, html: &str) -> Vec<Found> {
    let document = |kind, title: String, address: String| Found {
        kind,
        title,
        place: place.to_string(),
        address,
        text: String::new(),
    };
    let mut all = vec![document(first, title.to_string(), path.to_string())];
    walk(html, |step| match step {
        Step::Heading(id, title) => all.push(document(Kind::Section, title, format!("{path}#{id}"))),
        Step::Words(words) => {
            if let Some(section) = all.last_mut() {
                section.text.push_str(words);
            }
        }
    });
    for section in &mut all {
        section.text = joined(&section.text);
    }
    all
}

/// The words of a piece of HTML.
pub fn plain(html: &str) -> String {
    let mut text = String::new();
    walk(html, |step| match step {
        Step::Heading(_, words) => text.push_str(&words),
        Step::Words(words) => text.push_str(words),
    });
    joined(&text)
}

/// Words with one space between them.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

enum Step<'a> {
    /// A heading that a link can lead to, by its id, and its words.
    Heading(&'a str, String),
    /// Text, or the space that an element parts it with.
    Words(&'a str),
}

fn walk(html: &str, mut take: impl FnMut(Step<'_>)) {
    let html = Html::parse_fragment(html);
    // The element that is passed over while the walk is inside it.
    let mut over = None;
    for edge in html.root_element().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        if over.is_some() {
            over = over.filter(|over| opens || *over != node.id());
            continue;
        }
        match node.value() {
            Node::Text(text) if opens => take(Step::Words(text)),
            Node::Element(element) => {
                if !is_inline(element.name()) || element.attr("display") == Some("block") {
                    take(Step::Words(" "));
                }
                if let (true, "math", Some(math)) = (opens, element.name(), ElementRef::wrap(node)) {
                    take(Step::Words(&in_a_line(math)));
                }
                let heading = matches!(element.name(), "h2" | "h3").then(|| element.attr("id")).flatten();
                if let (true, Some(id), Some(heading)) = (opens, heading, ElementRef::wrap(node)) {
                    take(Step::Heading(id, of_heading(heading)));
                }
                if opens && (heading.is_some() || is_passed_over(element)) {
                    over = Some(node.id());
                }
            }
            _ => {}
        }
    }
}

/// A formula in a line of text; only that there is one, where it stands on more lines than one.
fn in_a_line(math: ElementRef<'_>) -> String {
    const FLAT: [&str; 8] = ["math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace"];
    const RELATIONS: [&str; 6] = ["=", "<", ">", "≤", "≥", "≈"];
    if !math.descendent_elements().all(|it| FLAT.contains(&it.value().name())) {
        return "…".to_string();
    }
    let pieces = math.text().map(|text| match text.trim() {
        relation if RELATIONS.contains(&relation) => format!(" {relation} "),
        // Signs that only say how it is meant, such as that a function is applied.
        _ => text.replace(|c| ('\u{2061}'..='\u{2064}').contains(&c), ""),
    });
    pieces.collect()
}

/// The words of a heading, without the link to itself.
fn of_heading(heading: ElementRef<'_>) -> String {
    let texts = heading.descendants().filter(|node| {
        let is_anchor = |node: ego_tree::NodeRef<'_, Node>| node.value().as_element().is_some_and(is_passed_over);
        node.value().is_text() && !node.ancestors().any(is_anchor)
    });
    joined(&texts.filter_map(|node| node.value().as_text().map(|text| text.to_string())).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_parted_at_its_headings_and_keeps_only_words() {
        let html = "<p>Before <em>it</em>.</p><h2 id=\"ring\">The <code>ring</code> <a class=\"anchor\" href=\"#ring\">#</a></h2>\
                    <p>A&amp;B<sup class=\"note-ref\"><a href=\"#fn-x\">1</a></sup> on</p><ul><li>a</li><li>list</li></ul>\
                    <figure class=\"plate\"><p>no</p></figure><svg><text>no</text></svg><h3>Without id</h3>";
        let found = sections("p/index.html", Kind::Chapter, "Page", "1.1 Page", html);
        let said: Vec<_> = found.iter().map(|it| (it.title.as_str(), it.address.as_str(), it.text.as_str())).collect();
        let expected =
            [("Page", "p/index.html", "Before it."), ("The ring", "p/index.html#ring", "A&B on a list Without id")];
        assert_eq!(said, expected);
        assert_eq!(plain("Is <code>N</code> even?"), "Is N even?");
    }

    #[test]
    fn a_formula_stands_in_its_sentence() {
        let delay = "after a delay <math display=\"inline\"><mi>d</mi></math>, a second";
        assert_eq!(plain(delay), "after a delay d, a second");
        let law =
            "<p>Little:</p><p><math display=\"block\"><mi>L</mi><mo>=</mo><mi>λ</mi><mi>W</mi></math></p><p>So</p>";
        assert_eq!(plain(law), "Little: L = λW So");
        let half = "It is <math><mfrac><mi>m</mi><mi>n</mi></mfrac></math>, at which";
        assert_eq!(plain(half), "It is …, at which");
    }
}
