//! The pairs of a URL's query, as forms write them (the URL standard's `application/x-www-form-urlencoded`).

/// The names and values of a query, unescaped. Anything is a query: what is no escape stands for itself, and what is no
/// UTF-8 becomes the replacement character.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unescape(name), unescape(value))
    })
}

fn unescape(text: &str) -> String {
    let text = text.as_bytes();
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let (byte, length) = match (text[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => ((high * 16 + low) as u8, 3),
            (b'+', ..) => (b' ', 1),
            (byte, ..) => (byte, 1),
        };
        bytes.push(byte);
        at += length;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A value as it stands in a query. Values of the schema are of letters, digits and `-_.:,@`, which need no escaping; a
/// plate's id may come from a page that someone else wrote.
pub fn escape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' | b'*' | b':' | b',' | b'@' => {
                text.push(byte.into())
            }
            b' ' => text.push('+'),
            _ => {
                text.push('%');
                text.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
            }
        }
    }
    text
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
