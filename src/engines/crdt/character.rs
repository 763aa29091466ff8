//! The characters of a text: each has a number of its own, by which it is told from any other, and a letter that shows.

use crate::kernel::ChoiceTable;

/// The bits of a character that hold its number; those above hold its letter, if a reader chose it.
const NUMBER_BITS: u32 = 16;

/// The words that a reader can type.
pub const WORDS: ChoiceTable<&str, 10> = ChoiceTable::new([
    ("the", "the", "the"),
    ("cat", "cat", "cat"),
    ("dog", "dog", "dog"),
    ("fox", "fox", "fox"),
    ("sat", "sat", "sat"),
    ("ran", "ran", "ran"),
    ("bread", "bread", "bread"),
    ("eggs", "eggs", "eggs"),
    ("milk", "milk", "milk"),
    ("tea", "tea", "tea"),
]);

/// The character with this number, below 65,536, that shows this ASCII letter.
pub fn character(number: u32, letter: u8) -> u32 {
    u32::from(letter) << NUMBER_BITS | number
}

/// Its number: that of the intent that typed it.
pub fn number(character: u32) -> u32 {
    character & ((1 << NUMBER_BITS) - 1)
}

/// What shows. Where nobody chose a letter, the number decides: twenty-six are enough to recognise a character.
pub fn letter(character: u32) -> char {
    match (character >> NUMBER_BITS) as u8 {
        0 => char::from(b'a' + (character % 26) as u8),
        letter => char::from(letter),
    }
}
