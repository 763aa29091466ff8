//! Parse: Markdown as a flat list of items with their places, code blocks gathered into one item each.

mod told;
mod wrong;

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, RefDefs, Tag, TagEnd, TextMergeWithOffset,
};

use super::results::{Piece, pieces};
use super::spelling::composed;
pub use told::told;
pub use wrong::Wrong;

/// Stands for the `|` of an inline result while the parser looks for table cells.
const BAR: &str = "\u{1f}";
/// Stands for the `$` of a price while the parser looks for maths.
const DOLLAR: &str = "\u{1e}";

/// Stand for braces and brackets that an author wrote as text, behind a backslash or as an entity, until they are shown.
const LITERAL: [(char, char); 3] = [('{', '\u{fdd0}'), ('}', '\u{fdd1}'), ('[', '\u{fdd2}')];

/// The words that open a fence which is no code.
pub const BLOCKS: &[&str] = &["lab", "quiz", "timeline", "aside"];

/// A piece of a document.
#[derive(Clone, Debug)]
pub enum Item {
    /// An event of the Markdown parser.
    Event(Event<'static>),
    /// A fenced or indented code block.
    Fence(Fence),
    /// A mistake in how the text is laid out.
    Wrong(Wrong),
    /// The line that gives a label of links its address, `[label]: …`; after everything else.
    Definition {
        /// The label.
        label: String,
        /// The line.
        line: String,
    },
}

/// A code block, or a block in its form (`lab`, `quiz`, `timeline`, `aside`).
#[derive(Clone, Debug)]
pub struct Fence {
    /// What stands after the opening fence: a language, or a kind with its argument.
    pub info: String,
    /// What it holds.
    pub text: String,
    /// Where its text begins in the document.
    pub start: usize,
    /// Whether its text stands in the document byte for byte (it does not inside a list or a quotation).
    pub exact: bool,
}

impl Fence {
    /// The first word of its info string: `lab` of `lab hash-ring`.
    pub fn kind(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or_default()
    }

    /// What follows the kind: `hash-ring` of `lab hash-ring`.
    pub fn argument(&self) -> &str {
        self.info.trim_start().trim_start_matches(self.kind()).trim()
    }
}

/// An item and the bytes of the document that it came from.
pub type Placed = (Item, Range<usize>);

/// Reads a document.
pub fn parse(text: &str) -> Vec<Placed> {
    let masked = without_prices(mask(text));
    let parser = Parser::new_with_broken_link_callback(&masked, options(), Some(undefined)).into_offset_iter();
    let definitions = definitions(text, parser.reference_definitions());
    let mut items = Vec::new();
    let mut fence: Option<Fence> = None;
    let (mut columns, mut surplus) = (0, Vec::new());
    let mut unshowable = Vec::new();
    let events = parser.map(|(event, range)| {
        unshowable.extend(wrong::character(&event).map(|wrong| (Item::Wrong(wrong), range.clone())));
        (literal(event, &masked, &range), range)
    });
    let mut events = TextMergeWithOffset::new(events).peekable();
    while let Some((event, range)) = events.next() {
        match (event, &mut fence) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                if let Some(wrong) = wrong::fence(text, &range).filter(|_| matches!(kind, CodeBlockKind::Fenced(_))) {
                    items.push((Item::Wrong(wrong), range.clone()));
                }
                fence = Some(open_fence(kind, range.start));
            }
            (Event::Text(piece), Some(fence)) => {
                if fence.text.is_empty() {
                    fence.start = range.start;
                }
                fence.text.push_str(&shown(&unmask(&piece)));
            }
            (Event::End(TagEnd::CodeBlock), _) => {
                if let Some(mut fence) = fence.take() {
                    fence.exact = text[fence.start..].starts_with(&fence.text);
                    items.push((Item::Fence(fence), range));
                }
            }
            (event, _) => {
                if let Event::Start(Tag::Table(alignments)) = &event {
                    columns = alignments.len();
                }
                // The text of an item in a tight list is in no paragraph.
                let text_at =
                    events.peek().filter(|(next, _)| matches!(next, Event::Text(_))).map(|(_, next)| next.start);
                let in_item = text_at.filter(|_| matches!(event, Event::Start(Tag::Item)));
                if let Some((at, wrong)) = in_item.and_then(|at| wrong::item(&masked, at..range.end)) {
                    items.push((Item::Wrong(wrong), at..range.end));
                }
                if let Some((at, wrong)) = wrong::of_event(&event, &masked, &range, columns) {
                    // Between rows nothing is rendered.
                    let told = if matches!(event, Event::Start(Tag::TableRow)) { &mut surplus } else { &mut items };
                    told.push((Item::Wrong(wrong), range.start + at..range.end));
                }
                let ends_table = matches!(event, Event::End(TagEnd::Table));
                items.push((Item::Event(unmask_event(event)), range));
                if ends_table {
                    items.append(&mut surplus);
                }
            }
        }
    }
    items.extend(definitions);
    items.extend(unshowable);
    items
}

fn definitions(text: &str, all: &RefDefs<'_>) -> Vec<Placed> {
    let line = |range: &Range<usize>| text[range.clone()].trim().to_string();
    all.iter()
        .map(|(label, it)| (Item::Definition { label: label.into(), line: line(&it.span) }, it.span.clone()))
        .collect()
}

/// Makes of `[text][label]` whose label is not defined a link of an unknown kind, which is told when it is rendered. What
/// stands in brackets alone is text.
fn undefined<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    matches!(link.link_type, LinkType::Reference | LinkType::Collapsed).then_some((link.reference, "".into()))
}

/// The index of the item that ends what the item at `start` begins.
pub fn end_of(items: &[Placed], start: usize) -> usize {
    let mut depth = 0;
    for (index, (item, _)) in items.iter().enumerate().skip(start) {
        match item {
            Item::Event(Event::Start(_)) => depth += 1,
            Item::Event(Event::End(_)) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    items.len()
}

/// The text of some items without its marks.
pub fn plain_text(items: &[Placed]) -> String {
    let pieces = items.iter().filter_map(|(item, _)| match item {
        Item::Event(Event::Text(text) | Event::Code(text) | Event::InlineMath(text)) => Some(text.as_ref()),
        Item::Event(Event::SoftBreak | Event::HardBreak) => Some(" "),
        _ => None,
    });
    pieces.collect()
}

/// The id of a heading: its words in lower case, joined by hyphens.
pub fn slug(text: &str) -> String {
    let lower = composed(text).to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(|word| word.replace(['\'', '’'], "")).collect();
    words.join("-")
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

fn open_fence(kind: CodeBlockKind<'_>, start: usize) -> Fence {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info.trim().to_string(),
        CodeBlockKind::Indented => String::new(),
    };
    Fence { info, text: String::new(), start, exact: false }
}

/// A text of the parser, in which nothing is looked for in a brace or a bracket that is written as text.
fn literal<'a>(event: Event<'a>, text: &str, range: &Range<usize>) -> Event<'a> {
    let Event::Text(piece) = &event else { return event };
    let Some(&(mark, stand_in)) = LITERAL.iter().find(|(mark, _)| piece.starts_with(*mark)) else { return event };
    let before = &text[..range.start];
    let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
    let is_entity = !text[range.start..].starts_with(mark);
    if is_escaped || is_entity { Event::Text(piece.replacen(mark, &stand_in.to_string(), 1).into()) } else { event }
}

/// A text with the braces and brackets that its author wrote as text.
pub fn shown(text: &str) -> String {
    LITERAL.iter().fold(text.to_string(), |text, (mark, stand_in)| text.replace(*stand_in, &mark.to_string()))
}

/// Hides the `|` of inline results, which would otherwise part the cells of a table. No offset changes.
fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => masked.push_str(text),
            Piece::Result(inside) => {
                masked.extend(["{{", &inside.replace('|', BAR), "}}"]);
            }
        }
    }
    masked
}

/// Hides the `$` of prices: maths closes with a `$` behind which no figure stands. No offset changes.
fn without_prices(mut text: String) -> String {
    loop {
        let events = Parser::new_ext(&text, options()).into_offset_iter();
        let maths = events.filter(|(event, _)| matches!(event, Event::InlineMath(_))).map(|(_, range)| range);
        let prices = maths.filter(|range| text[range.end..].starts_with(|c: char| c.is_ascii_digit()));
        let prices: Vec<Range<usize>> = prices.collect();
        if prices.is_empty() {
            return text;
        }
        for Range { start, end } in prices {
            text.replace_range(start..=start, DOLLAR);
            text.replace_range(end - 1..end, DOLLAR);
        }
    }
}

fn unmask(text: &str) -> String {
    text.replace(BAR, "|").replace(DOLLAR, "$")
}

fn unmask_event(event: Event<'_>) -> Event<'static> {
    let unmasked = |text: CowStr<'_>| CowStr::from(unmask(&text));
    match event {
        Event::Text(text) => Event::Text(unmasked(text)),
        Event::Code(text) => Event::Code(unmasked(text)),
        Event::InlineMath(text) => Event::InlineMath(unmasked(text)),
        Event::DisplayMath(text) => Event::DisplayMath(unmasked(text)),
        Event::Html(text) => Event::Html(unmasked(text)),
        Event::InlineHtml(text) => Event::InlineHtml(unmasked(text)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let (dest_url, title) = (unmasked(dest_url), unmasked(title));
            Event::Start(Tag::Link { link_type, dest_url, title, id }.into_static())
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let (dest_url, title) = (unmasked(dest_url), unmasked(title));
            Event::Start(Tag::Image { link_type, dest_url, title, id }.into_static())
        }
        other => other.into_static(),
    }
}

/// The languages that code can be highlighted in.
pub static SYNTAXES: LazyLock<syntect::parsing::SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inline_result_does_not_part_a_table_cell() {
        let items = parse("| a | b |\n|---|---|\n| {{x.y|2}} | c |\n");
        let cells = items.iter().filter(|(item, _)| matches!(item, Item::Event(Event::Start(Tag::TableCell))));
        assert_eq!(cells.count(), 4);
        let texts = plain_text(&items);
        assert!(texts.contains("{{x.y|2}}"), "{texts}");
    }

    #[test]
    fn a_fence_knows_where_its_text_stands() {
        let text = "x\n\n```lab hash-ring\nid = 1\nb = 2\n```\n\n- item\n\n  ```toml\n  a = 1\n  b = 2\n  ```\n";
        let items = parse(text);
        let fences: Vec<&Fence> = items
            .iter()
            .filter_map(|(item, _)| if let Item::Fence(fence) = item { Some(fence) } else { None })
            .collect();
        assert_eq!((fences[0].kind(), fences[0].argument()), ("lab", "hash-ring"));
        assert!(fences[0].exact);
        assert_eq!(&text[fences[0].start..][..6], "id = 1");
        assert_eq!(fences[1].text, "a = 1\nb = 2\n");
        assert!(!fences[1].exact);
    }

    #[test]
    fn a_slug_keeps_words_and_nothing_else() {
        assert_eq!(slug("Why modulo moves (nearly) everything"), "why-modulo-moves-nearly-everything");
        assert_eq!(slug("The mean doesn’t lie & p99.9"), "the-mean-doesnt-lie-p99-9");
    }
}
