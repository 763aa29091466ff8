//! The bytes of a text in whatever encoding an editor saved them.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text, and what a person should know of how it was read.
///
/// # Errors
/// Why it is no text.
pub(in crate::grading) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<&'static str>), String> {
    let (marked, mark) = Encoding::for_bom(bytes).map_or((None, 0), |(encoding, mark)| (Some(encoding), mark));
    let body = &bytes[mark..];
    // JSON begins with a character of ASCII, so that the zeros of UTF-16 show where its mark is missing.
    let wide = match (marked, bytes) {
        (Some(encoding), _) if encoding == UTF_16LE || encoding == UTF_16BE => Some(encoding),
        (None, [1..=255, 0, ..]) => Some(UTF_16LE),
        (None, [0, 1..=255, ..]) => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        let (text, damaged) = encoding.decode_without_bom_handling(body);
        let why = "this is saved as UTF-16 and damaged; export it again, or save it as UTF-8";
        return if damaged { Err(why.to_string()) } else { Ok((text, None)) };
    }
    if let Ok(text) = std::str::from_utf8(body) {
        return Ok((text.into(), None));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(body);
    Ok((text, Some("it is not in UTF-8 and was read as Windows-1252: look at letters with accents")))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn a_text_is_read_from_what_editors_save() {
        let text = r#"{"reader":"José"}"#;
        let wide = |order: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xfeff);
            mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect()
        };
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let plain = text.as_bytes().to_vec();
        for bytes in [
            plain,
            marked,
            wide(u16::to_le_bytes, true),
            wide(u16::to_be_bytes, true),
            wide(u16::to_le_bytes, false),
            wide(u16::to_be_bytes, false),
        ] {
            assert_eq!(decode(&bytes), Ok((text.into(), None)));
        }
        let (read, note) = decode(b"{\"reader\":\"Jos\xe9\"}").unwrap();
        assert_eq!(read, text);
        assert!(note.is_some_and(|note| note.contains("Windows-1252")));
        assert!(decode(b"\xff\xfe\x00").is_err());
    }
}
