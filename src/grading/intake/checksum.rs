//! The checksum of an answer file, against damage: XXH3-128 of its JSON with sorted keys, no white space, and without the
//! checksum itself.

use serde_json::Value as Json;
use xxhash_rust::xxh3::xxh3_128;

use crate::scenario::Tree;

/// The key that holds it.
pub(super) const KEY: &str = "checksum";

/// The checksum of what a file holds: 32 hexadecimal digits.
pub fn checksum(tree: &Tree) -> String {
    let entries = tree.entries().iter().filter(|(key, _)| key != KEY);
    let bare = Tree::Table(entries.cloned().collect());
    let mut text = String::new();
    write(&bare, &mut text);
    format!("{:032x}", xxh3_128(text.as_bytes()))
}

fn write(tree: &Tree, text: &mut String) {
    let mut parts = |marks: [char; 2], parts: &mut dyn Iterator<Item = (Option<&str>, &Tree)>| {
        text.push(marks[0]);
        for (place, (key, value)) in parts.enumerate() {
            if place > 0 {
                text.push(',');
            }
            if let Some(key) = key {
                text.push_str(&Json::from(key).to_string());
                text.push(':');
            }
            write(value, text);
        }
        text.push(marks[1]);
    };
    match tree {
        Tree::List(list) => parts(['[', ']'], &mut list.iter().map(|value| (None, value))),
        Tree::Table(entries) => {
            let mut sorted: Vec<&(String, Tree)> = entries.iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            parts(['{', '}'], &mut sorted.into_iter().map(|(key, value)| (Some(key.as_str()), value)));
        }
        plain => text.push_str(&Json::from(plain.clone()).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_the_order_of_keys_nor_white_space_nor_the_checksum_itself_changes_it() {
        let of = |text: &str| checksum(&Tree::parse(text).unwrap());
        let expected = format!("{:032x}", xxh3_128(r#"{"a":[1,"ü\n",2.5],"b":{"c":null,"d":true}}"#.as_bytes()));
        assert_eq!(of(r#"{ "b": {"d": true, "c": null}, "checksum": "0", "a": [1.0, "ü\n", 2.5] }"#), expected);
        assert_ne!(of(r#"{"a":[1,"ü\n",2.6],"b":{"c":null,"d":true}}"#), expected);
    }
}
