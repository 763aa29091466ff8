//! Parse: a Markdown file as its front matter and its items.

use super::diagnostic::{Diagnostic, Place, Source};
use super::markdown::{self, Item, Placed, Wrong};
use super::results::Results;
use super::tree::Tree;
use crate::scenario::Problem;
use crate::scenario::keys::{self, Key, Takes};

/// The line before and after the front matter.
const FENCE: &str = "+++";

/// The keys in the front matter of the front page and of a part's overview.
pub const PAGE_KEYS: &[Key] = &[
    Key::new("title", Takes::Text, "The page’s title; plain text with numbers.").required(),
    Key::new("breaks", Takes::Text, "One sentence under the title: what breaks."),
    Key::new("summary", Takes::Text, "One sentence for lists, search engines and link previews.").required(),
];

/// The keys in the front matter of a chapter.
pub const CHAPTER_FRONT_KEYS: &[Key] = &[
    Key::new("title", Takes::Text, "The chapter’s title; plain text with numbers.").required(),
    Key::new("breaks", Takes::Text, "One sentence under the title: what breaks.").required(),
    Key::new("summary", Takes::Text, "One sentence for lists, search engines and link previews.").required(),
    Key::new(
        "axes",
        Takes::Texts,
        "Conditions of the part’s `map.toml`: where it is at home, then what makes it worse.",
    ),
    Key::new("villains", Takes::Tables, "The villains of the part’s `map.toml` that it meets."),
];

/// A page as its author wrote it.
#[derive(Debug)]
pub struct Document<'a> {
    /// Its front matter.
    front: Tree,
    front_place: Place<'a>,
    /// Where its body stands in the file.
    pub place: Place<'a>,
    /// Its body.
    pub items: Vec<Placed>,
    /// Whether its end could not be read as its author means it: a fence that is not closed takes up what follows.
    pub is_partial: bool,
}

/// Reads a file. `keys` are those that its front matter may have.
pub fn document<'a>(source: &'a Source, keys: &[Key]) -> (Document<'a>, Vec<Diagnostic>) {
    let (front_start, front, body_start) = split(&source.text);
    let front_place = Place::exact(source, front_start);
    let (tree, mut mistakes) = Tree::parse(front, front_place);
    if front_start == 0 && !source.is_missing() {
        let (message, hint) = if source.text.trim().is_empty() {
            ("this page is empty", "begin with `+++`, then `title = \"…\"`, then `+++`")
        } else if source.text.trim_start().starts_with(FENCE) {
            ("the front matter is not closed", "end it with a second line `+++`")
        } else {
            ("this page has no front matter", "begin with `+++`, then `title = \"…\"`, then `+++`")
        };
        mistakes.push(source.mistake(0, message).hint(hint));
    }
    // After a syntax error the keys that follow it are missing only because of it.
    if front_start > 0 && mistakes.is_empty() {
        let map = tree.json.as_object().cloned().unwrap_or_default();
        let here =
            |problem: Problem| Problem { message: format!("{} in the front matter", problem.message), ..problem };
        let missing = keys::missing(&map, keys).into_iter().map(here);
        let problems = missing.chain(keys::wrong(&map, keys)).collect();
        mistakes.extend(tree.diagnostics(problems, front_place));
    }
    let place = Place::exact(source, body_start);
    let mut items = markdown::parse(&source.text[body_start..]);
    let is_blank = source.text.trim().is_empty() && !source.is_missing();
    let is_partial =
        is_blank || items.iter().any(|(item, _)| matches!(item, Item::Wrong(wrong) if wrong.hides_the_rest));
    // A mistake before it may be its cause.
    let first = items.iter().enumerate().find_map(|(index, (item, range))| match item {
        Item::Wrong(wrong) if is_partial => Some((index, wrong.clone(), range.start)),
        _ => None,
    });
    if let Some((index, Wrong { message, hint, .. }, at)) = first {
        items.truncate(index);
        mistakes.push(place.mistake(at, message).hint(hint));
    }
    (Document { front: tree, front_place, place, items, is_partial }, mistakes)
}

impl Document<'_> {
    /// Whether its file could not be read, or not to its end.
    pub fn is_missing(&self) -> bool {
        self.is_partial || self.place.is_missing()
    }

    /// Its front matter as a tree, and where that stands.
    pub fn front_matter(&self) -> (&Tree, Place<'_>) {
        (&self.front, self.front_place)
    }

    /// A text of the front matter with its inline results written out.
    pub fn front(&self, key: &str, results: &Results, mistakes: &mut Vec<Diagnostic>) -> String {
        let (text, problems) = results.plain(self.front.text(key));
        let at = self.front_place.position(self.front.offset(key));
        mistakes.extend(problems.into_iter().map(|problem| Diagnostic::of_problem(at.clone(), problem)));
        text
    }
}

/// Where the front matter begins, the front matter, where the body begins. Without front matter all is body.
fn split(text: &str) -> (usize, &str, usize) {
    let mut read = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        read += line.len();
        (line.trim_end(), read - line.len()..read)
    });
    let mut lines = lines.skip_while(|(line, _)| line.is_empty());
    let opening = lines.next().filter(|(line, _)| *line == FENCE);
    let fences = opening.zip(lines.find(|(line, _)| *line == FENCE));
    fences.map_or((0, "", 0), |((_, opening), (_, closing))| {
        (opening.end, &text[opening.end..closing.start], closing.end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_body_keep_their_lines() {
        let text = "+++\ntitle = \"T\"\ncolour = 1\n+++\n\nBody {{x.y}}\n";
        let source = Source::new("a.md", text);
        let (document, mistakes) = document(&source, PAGE_KEYS);
        let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "a.md:2:1: `summary = \"…\"` is missing in the front matter",
                "a.md:3:1: unknown key `colour` (one of: title, breaks, summary)"
            ]
        );
        assert_eq!(document.place.position(1).line, 6);
    }

    #[test]
    fn a_page_without_front_matter_is_told_how_to_begin() {
        let source = Source::new("a.md", "# Hello\n");
        let (_, mistakes) = document(&source, PAGE_KEYS);
        assert_eq!(mistakes.len(), 1);
        assert!(mistakes[0].message.contains("no front matter"));
    }

    #[test]
    fn of_front_matter_that_cannot_be_read_only_that_is_told() {
        let said = |text: &str| {
            let source = Source::new("a.md", text);
            document(&source, PAGE_KEYS).1.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            said("+++\ntitle = \"T\"\n\nBody\n"),
            ["a.md:1:1: the front matter is not closed (end it with a second line `+++`)"]
        );
        assert_eq!(
            said("+++\ntitle = \"T\nsummary = \"S\n+++\n").len(),
            2,
            "each line that is wrong, and no key is missing besides"
        );
        assert_eq!(
            said("+++\ntitle = \"T\"\nsumary = \"S\"\n+++\n"),
            ["a.md:3:1: unknown key `sumary` (did you mean `summary`?)"]
        );
    }

    #[test]
    fn braces_that_are_not_closed_in_front_matter_are_told_with_their_key() {
        let text = "+++\ntitle = \"T {{a.b\"\nsummary = \"S\"\n+++\n";
        let source = Source::new("a.md", text);
        let mut mistakes = Vec::new();
        document(&source, PAGE_KEYS).0.front("title", &Results::default(), &mut mistakes);
        assert_eq!(mistakes.len(), 1);
        assert!(mistakes[0].to_string().starts_with("a.md:2:1: `{{` is not closed on its line"), "{mistakes:?}");
    }
}
