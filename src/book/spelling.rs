//! One spelling for a name: accents composed (NFC), whatever a file system or an editor made of them, and percent signs only
//! in what is written into a page. And one for an address of the web.

use std::cell::Cell;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization as _;
use url::{SyntaxViolation, Url};

/// What ends a path or means something else in an address.
const SPECIAL: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`');

/// A text with its accents composed.
pub(super) fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The name that a piece of an address stands for; as it is if its escapes are not those of UTF-8.
pub(super) fn decoded(address: &str) -> String {
    percent_decode_str(address).decode_utf8().map_or_else(|_| composed(address), |text| composed(&text))
}

/// A name as a piece of an address; letters of any script stay.
pub(super) fn encoded(name: &str) -> String {
    let piece = |c: char| match c.is_ascii() {
        true => utf8_percent_encode(c.encode_utf8(&mut [0; 4]), SPECIAL).to_string(),
        false => c.to_string(),
    };
    name.chars().map(piece).collect()
}

/// An address of the web or of a mailbox, held to the URL standard.
///
/// # Errors
/// Says what in it is wrong, or that it leads elsewhere.
pub(super) fn address(text: &str) -> Result<Url, String> {
    let violation = Cell::new(None);
    let note = |found: SyntaxViolation| violation.set(Some(found.description().to_string()));
    let url = Url::options().syntax_violation_callback(Some(&note)).parse(text);
    let url = url.map_err(|error| error.to_string())?;
    match violation.take() {
        Some(violation) => Err(violation),
        None if matches!(url.scheme(), "http" | "https" | "mailto") => Ok(url),
        None => Err(format!("`{}:` is not of the web", url.scheme())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_spelling() {
        assert_eq!(decoded("figures/my%20ring%232.svg"), "figures/my ring#2.svg");
        assert_eq!(decoded("gr%C3%B6%C3%9Fe"), "größe");
        assert_eq!(decoded("gro\u{308}ße"), "größe");
        assert_eq!(decoded("50%"), "50%");
        assert_eq!(decoded("%ff"), "%ff");
        assert_eq!(encoded("figures/my ring#2%.svg"), "figures/my%20ring%232%25.svg");
        assert_eq!(encoded("größe"), "größe");
    }
}
