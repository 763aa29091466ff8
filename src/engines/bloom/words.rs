//! The words by which people know the keys of a small run, and a word as a number.
//!
//! The first keys have names. A word that a reader types is one of these keys, or else a key of its own, behind all that
//! have numbers.

/// The names of the first keys.
const NAMES: &[&str] = &[
    "apple", "badger", "cherry", "dolphin", "elder", "falcon", "ginger", "heron", "iris", "jackal", "kiwi", "lemon",
    "mango", "newt", "olive", "plum", "quail", "robin", "sage", "tiger", "urchin", "viper", "walnut", "yak", "zebra",
    "acorn", "beaver", "clover", "daisy", "eagle", "fennel", "gecko", "hazel", "ibis", "jasmine", "koala", "lark",
    "maple", "nettle", "otter", "peach", "quince", "raven", "salmon", "thyme", "vole", "willow", "yarrow", "zander",
    "ant", "basil", "carp", "dill", "egret", "fig", "goose", "hare", "ivy", "jay", "kale", "lynx", "mint", "oak",
    "pear", "rook", "seal", "toad", "vetch", "wren", "aster", "bison", "cumin", "dove", "elm", "fox", "grape", "hawk",
    "larch", "mole", "onion", "panda", "rose", "squid", "tulip", "wasp",
];

/// The most letters of a typed word: its number is one that every reader of JSON keeps exactly.
pub const MAX_LETTERS: usize = 11;

/// The greatest number of a word.
pub const MAX_WORD: i64 = 27i64.pow(MAX_LETTERS as u32) - 1;

/// Keys from here on are typed words; below are those of the run.
const TYPED: u64 = 1 << 54;

/// The number of a word: its letters a to z as digits 1 to 26 of base 27. `None` of a text that is no word of up to eleven
/// such letters.
pub fn number_of(word: &str) -> Option<i64> {
    let word = word.trim();
    let is_word = !word.is_empty() && word.len() <= MAX_LETTERS && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_word.then(|| word.bytes().fold(0, |number, byte| 27 * number + i64::from(byte & 31)))
}

/// The key of a word by its number: one that has this name, or else one of its own.
pub fn key_of(number: i64) -> u64 {
    let known = NAMES.iter().position(|&name| number_of(name) == Some(number));
    known.map_or(TYPED + number.unsigned_abs(), |key| key as u64)
}

/// The key of the run with this number, if it is no typed word.
pub fn numbered(key: u64) -> Option<u32> {
    u32::try_from(key).ok()
}

/// What people call a key: its name, its letters or its number.
pub fn name(key: u64) -> String {
    // A typed word's key is wider than an index of WebAssembly's.
    if let Some(name) = numbered(key).and_then(|key| NAMES.get(key as usize)) {
        return name.to_string();
    }
    if key < TYPED {
        return key.to_string();
    }
    let (mut letters, mut rest) = (String::new(), key - TYPED);
    while rest > 0 {
        // A number that spells no word has digits of 0.
        letters.insert(0, if rest % 27 == 0 { '-' } else { char::from(b'`' + (rest % 27) as u8) });
        rest /= 27;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_its_number_and_a_known_one_its_key() {
        for word in ["a", "zzzzzzzzzzz", "Faultlines", " plum "] {
            let number = number_of(word).expect("a word");
            assert!((1..=MAX_WORD).contains(&number), "{word}");
            assert_eq!(name(key_of(number)), word.trim().to_ascii_lowercase());
        }
        assert_eq!(key_of(number_of("plum").expect("a word")), 15);
        assert!(["", "twelveletters", "na\u{ef}ve", "two words", "k9"].iter().all(|text| number_of(text).is_none()));
        assert_eq!(name(key_of(27)), "a-");
        assert_eq!(name(1_234), "1234");
    }

    #[test]
    fn no_two_keys_have_one_name() {
        for (index, name) in NAMES.iter().enumerate() {
            assert!(number_of(name).is_some() && !NAMES[..index].contains(name), "{name}");
        }
    }
}
