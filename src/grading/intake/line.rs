//! An answer file as one line of text, which a field or a message takes: `faultlines1:`, then the JSON as it is or deflated
//! (zlib), in the letters of base64url, then a point.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::ZlibDecoder;

use super::MAX_BYTES;

/// What such a line begins with.
const MARK: &str = "faultlines1:";

/// Whether there is such a line in a file: it may be the page of a message.
pub(super) fn stands_in(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|part| part == MARK.as_bytes())
}

/// The text of each line's file, or why it cannot be had.
pub(super) fn unpack(text: &str) -> Vec<Result<String, String>> {
    text.split(MARK).skip(1).map(one).collect()
}

fn one(after_mark: &str) -> Result<String, String> {
    let (packed, _) =
        after_mark.split_once('.').ok_or("the line of answers has no point at its end: its end is missing")?;
    // A program for messages breaks the line, and marks what is quoted.
    let packed: String = packed.chars().filter(|&c| !c.is_whitespace() && c != '>').collect();
    let changed = "the line of answers was changed on its way: copy it again, or export the file";
    let bytes = URL_SAFE_NO_PAD.decode(packed).map_err(|_| changed)?;
    let mut text = String::new();
    if bytes.starts_with(b"{") {
        return String::from_utf8(bytes).map_err(|_| changed.to_string());
    }
    let read = ZlibDecoder::new(bytes.as_slice()).take(MAX_BYTES + 1).read_to_string(&mut text);
    match read.map_err(|_| changed)? as u64 {
        0..=MAX_BYTES => Ok(text),
        _ => Err("the line of answers unpacks to more than any answer file holds".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflated(text: &str) -> String {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        format!("{MARK}{}.", URL_SAFE_NO_PAD.encode(encoder.finish().unwrap()))
    }

    #[test]
    fn a_line_is_found_in_what_a_message_makes_of_it() {
        let text = r#"{"reader":"José"}"#;
        let plain = format!("{MARK}{}.", URL_SAFE_NO_PAD.encode(text));
        let broken = deflated(text).chars().flat_map(|c| [Some(c), (c == 'A').then_some('\n')]).flatten().collect();
        for line in [&plain, &deflated(text), &broken] {
            let message = format!("Dear all,\n> {line}\nRegards. And: {line}");
            assert!(stands_in(message.as_bytes()));
            assert_eq!(unpack(&message), vec![Ok(text.to_string()); 2], "{message}");
        }
        assert_eq!(unpack("nothing"), []);
    }

    #[test]
    fn a_line_that_was_cut_changed_or_blown_up_is_refused_in_words() {
        let line = deflated(r#"{"reader":"José"}"#);
        for (line, why) in [
            (line.replace('.', ""), "its end is missing"),
            (line.replace("faultlines1:", "faultlines1:AAAA"), "changed on its way"),
            (line.replace("faultlines1:", "faultlines1:ä"), "changed on its way"),
            (deflated(&" ".repeat(MAX_BYTES as usize + 1)), "more than any answer file"),
        ] {
            let said = unpack(&line).remove(0).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
    }
}
