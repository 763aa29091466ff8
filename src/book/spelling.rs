//! One spelling for a name: accents composed (NFC), whatever a file system or an editor made of them, and percent signs only
//! in what is written into a page. One for an address of the web. And the characters of which a page has none.

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
    let piece = |c: char| match c.is_ascii() || is_unshowable(c) {
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

/// Whether the HTML standard has no place for a character in a page: one that controls a machine, or that Unicode keeps
/// for use inside a program, as [`markdown`](super::markdown) does.
pub(super) fn is_unshowable(c: char) -> bool {
    let is_kept = matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    is_kept || c.is_control() && !matches!(c, '\t' | '\n' | '\x0c' | '\r')
}

/// The first such character of a text: where it stands, and what to say of it.
pub(super) fn unshowable(text: &str) -> Option<(usize, String)> {
    let (at, c) = text.char_indices().find(|(_, c)| is_unshowable(*c))?;
    Some((at, format!("no page can show the character U+{:04X}", u32::from(c))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_letters_and_blanks_and_nothing_that_controls_a_machine() {
        assert_eq!(unshowable("a\tb\r\n\x0c é\u{202e}\u{fffd}\u{10fffd}"), None);
        for c in ['\0', '\u{1}', '\u{b}', '\u{1f}', '\u{7f}', '\u{9f}', '\u{fdd0}', '\u{fffe}', '\u{10ffff}'] {
            assert_eq!(unshowable(&format!("é{c}")).map(|(at, _)| at), Some(2), "{c:?}");
        }
        assert_eq!(encoded("a\u{85}"), "a%C2%85");
    }

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
