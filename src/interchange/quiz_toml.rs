//! A quiz as a chapter's `quiz.toml`, laid out as an author would.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use super::Draft;
use crate::quiz::Quiz;
use crate::quiz::kinds::KINDS;
use crate::quiz::read::COMMON_KEYS;

/// The text of a `quiz.toml`.
pub fn text(draft: &Draft) -> String {
    let Draft { title, questions } = draft.clone();
    let [chapter, course, hash] = [(); 3].map(|()| String::new());
    let tree = Quiz { chapter, course, title, questions, is_exam: false, exam_hash: hash.clone(), hash }.to_json();
    let mut out = String::new();
    let _ = writeln!(out, "title = {}", literal(&tree["title"]));
    for question in tree["questions"].as_array().into_iter().flatten().filter_map(Json::as_object) {
        out.push_str("\n[[questions]]\n");
        let keys = keys(question["kind"].as_str().unwrap_or_default());
        let (tables, values): (Vec<_>, Vec<_>) = in_order(question, &keys).partition(|(_, value)| is_tables(value));
        write_values(&mut out, values.into_iter());
        for (key, list) in tables {
            for entry in list.as_array().into_iter().flatten().filter_map(Json::as_object) {
                let _ = writeln!(out, "\n[[questions.{key}]]");
                write_values(&mut out, in_order(entry, &keys));
            }
        }
    }
    out
}

/// The keys of a kind, in the order in which authors are told them.
fn keys(kind: &str) -> Vec<&'static str> {
    let own = KINDS.iter().filter(|row| row.name == kind).flat_map(|row| row.keys).flat_map(|(_, keys)| *keys);
    COMMON_KEYS.iter().chain(own).map(|key| key.name).collect()
}

fn in_order<'a>(map: &'a Map<String, Json>, keys: &[&str]) -> impl Iterator<Item = (&'a String, &'a Json)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(key, _)| keys.iter().position(|known| known == key));
    entries.into_iter()
}

fn is_tables(value: &Json) -> bool {
    value.as_array().is_some_and(|list| list.iter().any(Json::is_object))
}

fn write_values<'a>(out: &mut String, values: impl Iterator<Item = (&'a String, &'a Json)>) {
    for (key, value) in values {
        let is_default = value == "" || (key == "points" && value == 1);
        if !is_default {
            let _ = writeln!(out, "{key} = {}", literal(value));
        }
    }
}

/// A value as TOML.
pub(super) fn literal(value: &Json) -> String {
    match value {
        Json::String(text) => toml::Value::from(text.as_str()).to_string(),
        Json::Number(number) => match number.as_f64() {
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => format!("{whole:.0}"),
            Some(number) => toml::Value::from(number).to_string(),
            None => number.to_string(),
        },
        Json::Array(list) => format!("[{}]", list.iter().map(literal).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
