//! A text of the book for a reader of plain CommonMark: the numbers written out, and nothing left that only the book reads.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::super::results::{Piece, pieces};
use super::{DOLLAR, mask, options, without_prices};

/// The text with each `{{…}}` as `number` writes what stands in it, each address of a link as `address` writes it, and the
/// dollars of prices behind a backslash. Code and maths stay as they are.
pub fn told(text: &str, mut number: impl FnMut(&str) -> String, mut address: impl FnMut(&str) -> String) -> String {
    // No offset changes.
    let masked = without_prices(mask(text));
    let mut kept: Vec<Range<usize>> = Vec::new();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(&masked, options()).into_offset_iter() {
        match event {
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::Start(Tag::CodeBlock(_)) => {
                kept.push(range);
            }
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.is_empty() => {
                let at = masked[range.clone()].rfind(dest_url.as_ref()).map(|at| range.start + at);
                edits.extend(at.map(|at| (at..at + dest_url.len(), address(&dest_url))));
            }
            _ => {}
        }
    }
    let is_kept = |at: usize| kept.iter().any(|range| range.contains(&at));
    edits.extend(masked.match_indices(DOLLAR).map(|(at, _)| (at..at + 1, "\\$".to_string())));
    let mut at = 0;
    for piece in pieces(text) {
        let end = match piece {
            Piece::Text(text) => at + text.len(),
            Piece::Result(inside) => {
                let end = at + inside.len() + 4;
                if !is_kept(at) {
                    edits.push((at..end, number(inside)));
                }
                end
            }
        };
        at = end;
    }
    edits.sort_by_key(|(range, _)| range.start);
    let (mut told, mut done) = (String::with_capacity(text.len()), 0);
    for (range, new) in edits.into_iter().filter(|(range, _)| !is_kept(range.start)) {
        if range.start >= done {
            told.push_str(&text[done..range.start]);
            told.push_str(&new);
            done = range.end;
        }
    }
    told + &text[done..]
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn numbers_are_written_out_and_code_maths_and_prices_stay_what_they_are() {
        let told = |text: &str| {
            told(
                text,
                |inside| format!("<{inside}>"),
                |href| if href == "../x" { "https://a/x".into() } else { href.into() },
            )
        };
        assert_eq!(told("a {{b.c|%1}} and {{d.e}}"), "a <b.c|%1> and <d.e>");
        assert_eq!(told("`{{b.c}}` and $\\frac{{a}}{b}$ and {{d.e}}"), "`{{b.c}}` and $\\frac{{a}}{b}$ and <d.e>");
        assert_eq!(told("from $5/$6 to $7"), "from \\$5/\\$6 to $7");
        assert_eq!(told("see [x](../x) and [y](https://y)"), "see [x](https://a/x) and [y](https://y)");
        assert_eq!(told("x\u{a0}é {{b.c}} ü"), "x\u{a0}é <b.c> ü");
    }
}
