//! What CommonMark reads without a word and no author means: fences that are not closed, cells that are cut off, prices that
//! become maths.

use std::ops::Range;

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
pub(super) fn paragraph(text: &str, kinds: &[&str]) -> Option<(usize, Wrong)> {
    let mut before: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let word = line.trim().strip_prefix("``").and_then(|rest| rest.split_whitespace().next());
        if word.is_some_and(|word| kinds.contains(&word)) && line.matches('`').count() == 2 {
            return Some((
                at,
                Wrong::new("a fence opens with three marks", "write ```` ``` ````, here and at its end"),
            ));
        }
        if let Some(head) = before.filter(|head| head.contains('|') && is_delimiter(line)) {
            let (cells, columns) = (separators(head).len() + 1, separators(line).len() + 1);
            let message = format!("the head of this table has {cells} cells, and the line below it {columns}");
            return Some((
                at,
                Wrong::new(message, "give both as many; a bar in a cell is written `\\|`, in maths `\\mid`"),
            ));
        }
        before = Some(line);
        at += line.len();
    }
    None
}

/// Whether a line parts the head of a table from its rows: `|---|:--:|`.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// The offset in a row of a table at which a cell begins that the head has no column for.
pub(super) fn surplus_cell(row: &str, columns: usize) -> Option<(usize, Wrong)> {
    let separators = separators(row);
    let at = separators.get(columns - 1)? + 1;
    let message = format!("this row has {} cells, and its table {columns} columns", separators.len() + 1);
    Some((at, Wrong::new(message, "a bar in a cell is written `\\|`, in maths `\\mid`")))
}

/// The offsets of the bars between the cells of a row.
fn separators(row: &str) -> Vec<usize> {
    let is_bar = |(at, _): &(usize, &str)| !row[..*at].ends_with('\\');
    let mut bars: Vec<usize> = row.match_indices('|').filter(is_bar).map(|(at, _)| at).collect();
    let (begins, ends) = (row.len() - row.trim_start().len(), row.trim_end().len());
    bars.retain(|at| *at != begins && at + 1 != ends);
    bars
}

/// What stands between two `$`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Dollars {
    /// Maths.
    Maths,
    /// Prose with prices.
    Prose,
    /// One or the other.
    Doubtful(Wrong),
}

/// Reads `$…$` at a range of the text: a price has a figure behind its `$`, and maths closes before none.
pub(super) fn dollars(text: &str, range: &Range<usize>) -> Dollars {
    let tex = text[range.clone()].trim_matches('$');
    let begins_with_figure = tex.starts_with(|c: char| c.is_ascii_digit());
    let follows_letter = text[..range.start].ends_with(char::is_alphabetic);
    let is_word = |word: &str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    let has_words = !tex.contains('\\') && tex.split(|c: char| !c.is_alphanumeric()).any(is_word);
    let is_price = begins_with_figure && (follows_letter || has_words && !tex.contains("{{"));
    if !(is_price || text[range.end..].starts_with(|c: char| c.is_ascii_digit())) {
        return Dollars::Maths;
    }
    if !tex.contains(['*', '_', '`', '[', '<', '\\', '^']) {
        return Dollars::Prose;
    }
    Dollars::Doubtful(Wrong::new("this may be maths, and may be prices", "write `\\$` for a dollar"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_prose_and_formulas_are_maths() {
        let read = |text: &str| {
            let (start, end) = (text.find('$').unwrap(), text.rfind('$').unwrap() + 1);
            dollars(text, &(start..end))
        };
        for text in ["from US$5 to US$7", "$0.09/GB-$0.12/GB", "$5 a month or 12$ a year", "US$5/3$ or"] {
            assert_eq!(read(text), Dollars::Prose, "{text}");
        }
        for text in ["$p^n$", "2$n$ keys", "$1 - (1 - p)^n$", "$2^{64}$", "the $n$th", "$1-q$ more", "$5 {{a.bcd}}$"] {
            assert_eq!(read(text), Dollars::Maths, "{text}");
        }
        assert!(matches!(read("$x_1$2"), Dollars::Doubtful(_)));
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
