//! Languages that are made of English by rule, so that tests see what a translation would meet: a string that no catalogue has,
//! a longer text, the other direction. Every phrase stands in brackets that nothing else has.

use super::{Piece, pieces};

/// The brackets around every phrase.
const BRACKETS: [&str; 2] = ["⟦", "⟧"];

/// What makes a phrase a third longer.
const FILLER: &str = " one two three four five six seven eight nine ten eleven twelve";

/// `en-XA`: accents on the letters, and a third longer. `⟦Çöpý ļîñķ one⟧`
pub(super) fn accented(text: &str) -> String {
    let accented = pieces(text).map(|piece| match piece {
        Piece::Text(text) => text.chars().map(accent).collect(),
        Piece::Hole(hole) => format!("{{{hole}}}"),
    });
    let accented: String = accented.collect();
    let longer = text.chars().count().div_ceil(3);
    // Whole words of the filler, as many as it takes.
    let filler: String = FILLER
        .split_inclusive(' ')
        .scan(0, |length, word| {
            let goes_on = *length < longer;
            *length += word.len();
            goes_on.then_some(word)
        })
        .collect();
    [BRACKETS[0], &accented, " ", filler.trim(), BRACKETS[1]].concat()
}

/// `ar-XB`: as it stands, embedded from right to left.
pub(super) fn mirrored(text: &str) -> String {
    [BRACKETS[0], "\u{202b}", text, "\u{202c}", BRACKETS[1]].concat()
}

/// A letter with an accent that leaves it legible.
fn accent(letter: char) -> char {
    const PLAIN: &str = "aAcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ";
    const ACCENTED: &str = "áÁçÇðÐéÉĝĜĥĤîÎĵĴķĶļĻñÑöÖŕŔšŠţŢûÛŵŴýÝžŽ";
    PLAIN.chars().zip(ACCENTED.chars()).find(|(plain, _)| *plain == letter).map_or(letter, |(_, accented)| accented)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_accented_longer_and_in_brackets_and_keeps_its_holes() {
        assert_eq!(accented("Copy link"), "⟦Çöpý ļîñķ one⟧");
        assert_eq!(accented("Plate {number}"), "⟦Pļáţé {number} one⟧");
        let long = "Name and answers stay on this machine until you hand in the file yourself.";
        assert!(accented(long).chars().count() * 3 >= long.chars().count() * 4);
    }

    #[test]
    fn a_mirrored_phrase_keeps_its_words() {
        assert_eq!(mirrored("Play"), "⟦\u{202b}Play\u{202c}⟧");
    }
}
