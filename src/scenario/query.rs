//! The pairs of a URL's query, as forms write them (the URL standard's `application/x-www-form-urlencoded`).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters escaped in a value: all but letters, digits and the marks used in values and actions, so
/// that a link stays readable.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*').remove(b':').remove(b',').remove(b'@');

/// The names and values of a query, unescaped. Anything is a query: what is no escape stands for itself, and what is no
/// UTF-8 becomes the replacement character.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned()
}

/// A value as it stands in a query.
pub(super) fn escape(value: &str) -> String {
    utf8_percent_encode(value, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_escape_stands_for_itself() {
        let read: Vec<(String, String)> = pairs("a=1+2%3a&&b&=%&c=%4&%64=%zz=%ff").collect();
        let expected = [("a", "1 2:"), ("b", ""), ("", "%"), ("c", "%4"), ("d", "%zz=\u{fffd}")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_string(), value.to_string())));
    }

    proptest! {
        #[test]
        fn a_value_survives_its_escaping(value in "\\PC*") {
            let query = format!("name={}", escape(&value));
            prop_assert!(query.is_ascii());
            prop_assert_eq!(pairs(&query).collect::<Vec<_>>(), [("name".to_string(), value)]);
        }
    }
}
