//! JSON of a stranger: as much as an answer file can hold and no more, and no key twice.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::quiz::submission::brief;
use crate::scenario::Tree;

/// The most values in a file.
const MAX_VALUES: u32 = 200_000;
/// The most keys of one table; ours have a dozen.
const MAX_KEYS: usize = 200;
/// The most keys that are named for standing twice.
const MAX_TWICE: usize = 20;

/// Reads a text, and names the keys that stand twice in one table: such a key says nothing, its value is `Null`.
///
/// # Errors
/// Why it is no JSON, or more of it than anybody writes.
pub(super) fn parse(text: &str) -> Result<(Tree, Vec<String>), String> {
    let state = State::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = Values(&state).deserialize(&mut reader).and_then(|tree| reader.end().map(|()| tree));
    let tree = tree.map_err(|error| {
        let cut = if error.is_eof() { " (it ends in the middle, as after a download that was cut off)" } else { "" };
        format!("this is not valid JSON: {error}{cut}")
    })?;
    Ok((tree, state.twice.into_inner()))
}

#[derive(Default)]
struct State {
    values: Cell<u32>,
    twice: RefCell<Vec<String>>,
}

#[derive(Clone, Copy)]
struct Values<'a>(&'a State);

impl<'de> DeserializeSeed<'de> for Values<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Tree, D::Error> {
        self.0.values.set(self.0.values.get() + 1);
        if self.0.values.get() > MAX_VALUES {
            return Err(D::Error::custom(format!("it holds more than {MAX_VALUES} values, and no answer file does")));
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Values<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Tree::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Tree, A::Error> {
        let mut entries: Vec<(String, Tree)> = Vec::new();
        while let Some(key) = table.next_key::<String>()? {
            let value = table.next_value_seed(self)?;
            if let Some((_, first)) = entries.iter_mut().find(|(other, _)| *other == key) {
                *first = Tree::Null;
                let mut twice = self.0.twice.borrow_mut();
                if twice.len() < MAX_TWICE {
                    twice.push(brief(&key));
                }
                continue;
            }
            if entries.len() == MAX_KEYS {
                return Err(A::Error::custom(format!(
                    "a table of more than {MAX_KEYS} keys, and no answer file has one"
                )));
            }
            entries.push((key, value));
        }
        Ok(Tree::Table(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_stands_twice_says_nothing() {
        let (tree, twice) = parse(r#"{"a":1,"b":[{"a":2,"a":3}]}"#).unwrap();
        assert_eq!((tree.get("a"), twice), (Some(&Tree::Number(1.0)), vec!["a".to_string()]));
        assert_eq!(tree.get("b"), Some(&Tree::List(vec![Tree::table([("a", Tree::Null)])])));
    }

    #[test]
    fn what_no_answer_file_holds_is_refused_in_words() {
        let keys: Vec<String> = (0..=MAX_KEYS).map(|key| format!("\"{key}\":0")).collect();
        for (text, why) in [
            (format!("[{}0]", "0,".repeat(MAX_VALUES as usize)), "more than 200000 values"),
            (format!("{{{}}}", keys.join(",")), "more than 200 keys"),
            ("[".repeat(100_000), "not valid JSON"),
            ("{\"a\":".to_string(), "ends in the middle"),
            ("{\"a\":1e999}".to_string(), "not valid JSON"),
            ("{} {}".to_string(), "not valid JSON"),
        ] {
            let said = parse(&text).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
    }
}
