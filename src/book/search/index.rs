//! MiniSearch's index: which words stand how often in which field of which document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value as Json, json};

use super::{FIELDS, STOP_WORDS};

/// Where MiniSearch parts a text into words, unless it is told otherwise.
static BETWEEN_WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\n\r\p{Z}\p{P}]+").ok());

/// An index that documents are added to.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Of each word, of each field, of each document: how often.
    words: BTreeMap<String, BTreeMap<usize, BTreeMap<usize, u32>>>,
    /// Of each document, how many different words its fields have.
    lengths: Vec<[usize; FIELDS.len()]>,
    /// What results show of each document.
    stored: Vec<Json>,
}

impl Index {
    /// Adds a document by its fields and what results show of it.
    pub(super) fn add(&mut self, fields: [&str; FIELDS.len()], stored: Json) {
        let document = self.stored.len();
        let mut lengths = [0; FIELDS.len()];
        for (field, text) in fields.into_iter().enumerate() {
            let words = words(text);
            // Counted as they stand, with those that are left out.
            lengths[field] = words.iter().collect::<BTreeSet<_>>().len();
            for word in words {
                let word = word.to_lowercase();
                if !word.is_empty() && !STOP_WORDS.contains(&word.as_str()) {
                    *self.words.entry(word).or_default().entry(field).or_default().entry(document).or_default() += 1;
                }
            }
        }
        self.lengths.push(lengths);
        self.stored.push(stored);
    }

    /// The index as MiniSearch reads it (`serializationVersion` 2). A document's id is its number.
    pub(super) fn to_json(&self) -> Json {
        let count = self.stored.len();
        let numbered = |values: Vec<Json>| -> Json {
            values.into_iter().enumerate().map(|(number, value)| (number.to_string(), value)).collect()
        };
        let index: Vec<Json> = self.words.iter().map(|(word, fields)| json!([word, fields])).collect();
        json!({
            "documentCount": count,
            "nextId": count,
            "documentIds": numbered((0..count).map(Json::from).collect()),
            "fieldIds": FIELDS.iter().enumerate().map(|(id, field)| (field.to_string(), Json::from(id))).collect::<Json>(),
            "fieldLength": numbered(self.lengths.iter().map(|lengths| json!(lengths)).collect()),
            "averageFieldLength": self.average_lengths(),
            "storedFields": numbered(self.stored.clone()),
            "dirtCount": 0,
            "index": index,
            "serializationVersion": 2,
        })
    }

    /// Added up as MiniSearch adds, document by document, for the same last bit.
    fn average_lengths(&self) -> [f64; FIELDS.len()] {
        let mut averages = [0.0; FIELDS.len()];
        for (count, lengths) in self.lengths.iter().enumerate() {
            for (average, length) in averages.iter_mut().zip(lengths) {
                *average = (*average * count as f64 + *length as f64) / (count + 1) as f64;
            }
        }
        averages
    }
}

/// A text's words as MiniSearch parts them; what stands before the first mark and behind the last may be empty.
fn words(text: &str) -> Vec<&str> {
    BETWEEN_WORDS.as_ref().map_or_else(Vec::new, |between| between.split(text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_at_spaces_and_punctuation_alone() {
        assert_eq!(
            words("At-least-once, p99: 1 + 1\u{a0}=\n“two”."),
            ["At", "least", "once", "p99", "1", "+", "1", "=", "two", ""]
        );
        assert_eq!(words(""), [""]);
    }

    #[test]
    fn a_word_is_counted_by_field_and_document_without_its_case() {
        let mut index = Index::default();
        index.add(["The Ring", "A ring of the hosts."], json!({}));
        index.add(["Hosts", "ring"], json!({}));
        let written = index.to_json();
        assert_eq!(
            written["index"],
            json!([["hosts", {"0": {"1": 1}, "1": {"0": 1}}], ["ring", {"0": {"0": 1}, "1": {"0": 1, "1": 1}}]])
        );
        assert_eq!(written["fieldLength"], json!({"0": [2, 6], "1": [1, 1]}));
        assert_eq!(written["averageFieldLength"], json!([1.5, 3.5]));
    }
}
