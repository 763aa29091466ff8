//! What CommonMark reads without a word and no author means: fences that are not closed, cells that are cut off, prices that
//! become maths, anchors that are none.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::super::spelling::unshowable;
use super::BLOCKS;

/// A mistake in how the text is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: String,
    /// Whether what follows it is not what its author wrote.
    pub hides_the_rest: bool,
}

impl Wrong {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), hides_the_rest: false }
    }
}

/// What is wrong with an event, with its offset in what the event stands for. A table has so many columns.
pub(super) fn of_event(event: &Event<'_>, text: &str, range: &Range<usize>, columns: usize) -> Option<(usize, Wrong)> {
    let written = &text[range.clone()];
    match event {
        Event::Start(Tag::TableRow) => {
            let row = text[range.start..].lines().next().unwrap_or_default();
            surplus_cell(row, columns).or_else(|| cut_cell(row))
        }
        Event::Start(Tag::Paragraph) => {
            let next = text[range.end..].split_inclusive('\n').next().unwrap_or_default();
            paragraph(&text[range.start..range.end + next.len()], BLOCKS)
        }
        Event::Start(Tag::Heading { id, .. }) => heading(written, id.as_deref()),
        Event::InlineMath(tex) => maths(tex).or_else(|| in_doubt(tex, &text[..range.start])),
        Event::DisplayMath(tex) => maths(tex),
        Event::Text(_) => unread_maths(&super::unmask(written)),
        _ => None,
    }
}

/// An entity that stands for a character of which a page has none: in the file itself there is no such character.
pub(super) fn character(event: &Event<'_>) -> Option<Wrong> {
    let texts = match event {
        Event::Text(text) => vec![text],
        Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => vec![dest_url, title],
        _ => return None,
    };
    let message = texts.into_iter().find_map(|text| Some(unshowable(&super::unmask(text))?.1))?;
    Some(Wrong::new(message, "take the entity away"))
}

/// What is wrong with a fence whose opening mark begins at `range.start`.
pub(super) fn fence(text: &str, range: &Range<usize>) -> Option<Wrong> {
    let block = &text[range.clone()];
    let mark = block.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = marks(block, mark);
    let lines: Vec<&str> = block.lines().skip(1).map(|line| line.trim_start_matches([' ', '\t', '>'])).collect();
    let inner = lines.iter().find(|line| opens(line, mark, length));
    let last = lines.last().map(|line| line.trim_end()).unwrap_or_default();
    let is_closed = marks(last, mark) >= length && last.chars().all(|c| c == mark);
    let closing = mark.to_string().repeat(length);
    if is_closed && inner.is_none() {
        return None;
    }
    let message = match inner {
        Some(_) => "this fence is not closed before the next one opens",
        None => "this fence is not closed",
    };
    let wrong = Wrong::new(message, format!("end it with a line `{closing}`; around fences stand longer marks"));
    Some(Wrong { hides_the_rest: true, ..wrong })
}

/// How many of the same mark a line begins with.
fn marks(line: &str, mark: char) -> usize {
    line.chars().take_while(|c| *c == mark).count()
}

/// Whether a line opens a fence that says what it is.
fn opens(line: &str, mark: char, length: usize) -> bool {
    let info = line.trim_start_matches(mark).trim();
    marks(line, mark) >= length && info.starts_with(|c: char| c.is_ascii_alphabetic()) && !info.contains(mark)
}

/// What is wrong with the lines of a paragraph, each with its offset: a fence that opens with too few marks, a table whose
/// head has more cells than the line below it.
fn paragraph(text: &str, kinds: &[&str]) -> Option<(usize, Wrong)> {
    let mut before: Option<&str> = None;
    let mut at = 0;
    for written in text.split_inclusive('\n') {
        // The marks of a list or a quotation around it are none of a table's.
        let line = written.trim_start_matches(['>', ' ', '\t']);
        let word = line.trim().strip_prefix("``").and_then(|rest| rest.split_whitespace().next());
        if word.is_some_and(|word| kinds.contains(&word)) && line.matches('`').count() == 2 {
            return Some((
                at,
                Wrong::new("a fence opens with three marks", "write ```` ``` ````, here and at its end"),
            ));
        }
        if let Some(head) = before.filter(|head| head.contains('|') && is_delimiter(line)) {
            let (cells, columns) = (separators(head).len() + 1, separators(line).len() + 1);
            if cells == columns {
                // A table of an item.
                return None;
            }
            let message = format!("the head of this table has {cells} cells, and the line below it {columns}");
            return Some((
                at,
                Wrong::new(message, "give both as many; a bar in a cell is written `\\|`, in maths `\\mid`"),
            ));
        }
        before = Some(line);
        at += written.len();
    }
    row_alone(text)
}

/// A row of no table: a text has none that begins and ends with a bar.
fn row_alone(text: &str) -> Option<(usize, Wrong)> {
    let mut at = 0;
    for written in text.split_inclusive('\n') {
        let line = written.trim_start_matches(['>', ' ', '\t']).trim_end();
        if line.len() > 1 && line.starts_with('|') && line.ends_with('|') && !line.ends_with("\\|") {
            let hint = "its head stands right above a line `|---|---|`, of hyphens and of as many cells, and its rows right below";
            return Some((at, Wrong::new("this row stands in no table", hint)));
        }
        at += written.len();
    }
    None
}

/// The same for the text of an item in a tight list, up to what stands in the item beside it; with its offset in the whole.
pub(super) fn item(text: &str, range: Range<usize>) -> Option<(usize, Wrong)> {
    let of_text = |line: &&str| {
        let line = line.trim_start_matches(['>', ' ', '\t']);
        !line.trim().is_empty() && !line.starts_with("```") && !line.starts_with("~~~")
    };
    let length: usize = text[range.clone()].split_inclusive('\n').take_while(of_text).map(str::len).sum();
    let (at, wrong) = paragraph(&text[range.start..range.start + length], &[])?;
    Some((range.start + at, wrong))
}

/// Whether a line parts the head of a table from its rows: `|---|:--:|`.
fn is_delimiter(line: &str) -> bool {
    let is_of_one = |c: char| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '\n');
    line.contains('|') && line.contains('-') && line.chars().all(is_of_one)
}

/// The offset in a row of a table at which a cell begins that the head has no column for.
fn surplus_cell(row: &str, columns: usize) -> Option<(usize, Wrong)> {
    let separators = separators(row);
    let at = separators.get(columns - 1)? + 1;
    let message = format!("this row has {} cells, and its table {columns} columns", separators.len() + 1);
    Some((at, Wrong::new(message, "a bar in a cell is written `\\|`, in maths `\\mid`")))
}

/// The offset in a row of a bar that cuts maths or code in two.
fn cut_cell(row: &str) -> Option<(usize, Wrong)> {
    let bars = separators(row);
    let is_cut = |bar: &usize| {
        let before = row[..*bar].rsplit('|').next().unwrap_or_default();
        let after = row[bar + 1..].split('|').next().unwrap_or_default();
        let is_odd = |cell: &str, mark| cell.matches(mark).count() % 2 == 1;
        // A `$` that opens maths is followed by something, and one that closes it comes after something.
        let opens = before.rsplit_once('$').is_some_and(|(_, rest)| !rest.starts_with(' ') && !rest.is_empty());
        let closes = after.split_once('$').is_some_and(|(inside, rest)| {
            !inside.is_empty() && !inside.ends_with([' ', '\\']) && !rest.starts_with(|c: char| c.is_ascii_digit())
        });
        let is_link = before.rsplit_once("](").is_some_and(|(_, rest)| !rest.contains(')')) && after.contains(')');
        let is_maths = is_odd(before, '$') && is_odd(after, '$') && opens && closes;
        is_odd(before, '`') && is_odd(after, '`') || is_maths || is_link
    };
    let hint = "a bar in a cell is written `\\|`, in maths `\\mid`, in an address `%7C`";
    bars.into_iter()
        .find(is_cut)
        .map(|bar| (bar, Wrong::new("this bar ends a cell within maths, code or a link", hint)))
}

/// The offsets of the bars between the cells of a row.
fn separators(row: &str) -> Vec<usize> {
    let is_bar = |(at, _): &(usize, &str)| !row[..*at].ends_with('\\');
    let mut bars: Vec<usize> = row.match_indices('|').filter(is_bar).map(|(at, _)| at).collect();
    let (begins, ends) = (row.len() - row.trim_start().len(), row.trim_end().len());
    bars.retain(|at| *at != begins && at + 1 != ends);
    bars
}

/// What is wrong with maths: words, which are those of a text between two dollars.
fn maths(tex: &str) -> Option<(usize, Wrong)> {
    // Two letters are two variables, but not these between blanks.
    const SHORT: [&str; 12] = ["an", "as", "at", "by", "if", "in", "is", "of", "on", "or", "to", "up"];
    let is_word = |word: &str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    let has_words = tex.split(|c: char| !c.is_alphanumeric()).any(is_word)
        || tex.split(' ').skip(1).any(|word| SHORT.contains(&word));
    let is_text = has_words && !tex.contains('\\') && !tex.contains("{{");
    let hint = "write `\\$` for a dollar; in maths words stand in `\\text{…}`";
    is_text.then(|| (0, Wrong::new("this is read as maths, and holds words", hint)))
}

/// What may be a price or a variable of a shell as well as maths: a dollar behind a figure or a letter opens it, or it ends
/// as no formula does.
fn in_doubt(tex: &str, before: &str) -> Option<(usize, Wrong)> {
    let is_behind_a_word = before.ends_with(|c: char| c.is_alphanumeric());
    let is_cut_off = tex.ends_with(['/', '=', '+', '-', '*', ';', ':', ',', '(', '<', '>']);
    let hint = "write `\\$` for a dollar; before maths stands a blank or a mark, and it ends with a term";
    let wrong = || Wrong::new("this is read as maths, and may be two prices", hint);
    (is_behind_a_word || is_cut_off).then(|| (0, wrong()))
}

/// Maths that the parser left in a text.
fn unread_maths(text: &str) -> Option<(usize, Wrong)> {
    let begins =
        |at: &usize| !text[..*at].ends_with('\\') && text[at + 2..].starts_with(|c: char| c.is_ascii_alphabetic());
    let at = text.match_indices("$\\").map(|(at, _)| at).find(begins)?;
    let hint = "close every brace, and then the maths with a `$` that no figure follows; write `\\$` for a dollar";
    Some((at, Wrong::new("this maths does not end", hint)))
}

/// What is wrong with a heading as written, whose anchor was read as `id`: braces that hold anything else.
fn heading(written: &str, id: Option<&str>) -> Option<(usize, Wrong)> {
    let line = written.trim_end_matches(|c: char| c.is_whitespace() || "#=-".contains(c)).strip_suffix('}')?;
    let (before, inside) = line.rsplit_once('{')?;
    let is_text = inside.ends_with(['\\', '}']) || before.ends_with('{');
    let is_anchor = id.is_some_and(|id| inside.trim() == format!("#{id}")) && !before.ends_with('\\');
    let is_other = is_text || is_anchor;
    let hint = "its anchor is one word, `{#my-anchor}`; braces that are text are written `\\{` and `\\}`";
    let message = format!("`{{{inside}}}` is no anchor of a heading");
    (!is_other).then(|| (before.len(), Wrong::new(message, hint)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maths_holds_no_words() {
        for tex in ["p^n", "1 - (1 - p)^n", "2^{64}", "5 {{a.bcd}}", "\\text{cost per year}", "kn"] {
            assert_eq!(maths(tex), None, "{tex}");
        }
        for text in ["5 a month or 12", "HOME/bin:"] {
            assert!(maths(text).is_some(), "{text}");
        }
        let unread = |text: &str| unread_maths(text).map(|(at, _)| at);
        assert_eq!(["a $\\frac{1$", "\\$\\frac", "$\\$", "$5"].map(unread), [Some(2), None, None, None]);
    }

    #[test]
    fn a_row_is_parted_at_its_bars() {
        assert_eq!(separators("| a | b\\|c |\n"), [4]);
        assert_eq!(separators("a | b"), [2]);
        assert_eq!(surplus_cell("| 1 | 2 | 3 |", 2).map(|(at, _)| at), Some(9));
        assert_eq!(surplus_cell("| 1 | 2 |", 2), None);
        assert!(is_delimiter("|---|:-:|\n") && !is_delimiter("---") && !is_delimiter("| a |"));
    }

    #[test]
    fn a_fence_closes_with_its_own_mark() {
        let told = |text: &str| fence(text, &(0..text.len())).map(|wrong| wrong.message);
        for closed in
            ["```lab x\na = 1\n```", "~~~~\n```rust\n~~~~\n", "````md\n```lab x\n```\n````", "> ```\n> x\n> ```"]
        {
            assert_eq!(told(closed.trim_start_matches("> ")), None, "{closed}");
        }
        for open in ["```", "```rust\nx\n", "~~~lab x\na = 1\n```\n", "````\nx\n```\n"] {
            assert_eq!(told(open).unwrap(), "this fence is not closed", "{open}");
        }
        assert_eq!(
            told("```rust\nx\n\n```lab y\n```\n").unwrap(),
            "this fence is not closed before the next one opens"
        );
    }
}
