//! When two names are one reader's.

use crate::quiz::fold::caseless;

/// Names with the same key are one reader's: José in either of Unicode's forms, `Ada` and `ADA `, `Ada  Lovelace` and
/// `ada lovelace`.
pub fn key(name: &str) -> String {
    caseless(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn neither_form_nor_case_nor_spaces_make_another_reader() {
        assert_eq!(key("José"), key("Jose\u{301}"));
        assert_eq!(key(" ADA  Lovelace "), key("Ada Lovelace"));
        assert_eq!(key("STRASSE"), key("Straße"));
        assert_ne!(key("Anna-Maria"), key("Annamaria"));
        assert_ne!(key("00429"), key("429"));
    }
}
