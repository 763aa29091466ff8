//! When two names are one reader's.

use crate::quiz::fold::caseless;

/// Names with the same key are one reader's: José in either of Unicode's forms, `Ada` and `ADA `, `Ada  Lovelace` and
/// `ada lovelace`, with or without marks that nobody sees.
pub fn key(name: &str) -> String {
    let seen: String = name.chars().filter(|&c| !is_unseen(c)).collect();
    caseless(&seen).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character has no shape and no width: soft hyphen, joiners, marks of direction and of byte order.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn neither_form_nor_case_nor_spaces_make_another_reader() {
        assert_eq!(key("José"), key("Jose\u{301}"));
        assert_eq!(key(" ADA  Lovelace "), key("Ada Lovelace"));
        assert_eq!(key("STRASSE"), key("Straße"));
        assert_eq!(key("\u{feff}Ada\u{200b} Lovelace"), key("Ada Lovelace"));
        assert_ne!(key("Anna-Maria"), key("Annamaria"));
        assert_ne!(key("00429"), key("429"));
    }
}
