//! TOML as the tree that scenarios, plates and quizzes are read from, with the place of every value.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value as Json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Place};
use crate::scenario::Problem;

/// A TOML document as JSON, and where each dotted path (`params.nodes`, `questions.0.id`) stands.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The values.
    pub json: Json,
    ranges: BTreeMap<String, Range<usize>>,
}

impl Tree {
    /// Reads TOML; what cannot be read is a mistake each, and the rest is kept.
    pub fn parse(text: &str, place: Place<'_>) -> (Self, Vec<Diagnostic>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mistakes = errors.iter().map(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            place.mistake(offset, format!("this is not valid TOML: {}", error.message()))
        });
        let mistakes = mistakes.collect();
        let mut ranges = BTreeMap::new();
        let json = from_table(table.get_ref(), "", &mut ranges);
        (Self { json, ranges }, mistakes)
    }

    /// Where the value at a path begins (a key, where it has one); the nearest parent's place if it is not there.
    pub fn offset(&self, path: &str) -> usize {
        let mut path = path;
        loop {
            match (self.ranges.get(path), path.rfind('.')) {
                (Some(range), _) => return range.start,
                (None, Some(dot)) => path = &path[..dot],
                (None, None) => return 0,
            }
        }
    }

    /// From the beginning of a key to the end of its value, if both are there.
    pub fn range(&self, path: &str) -> Option<Range<usize>> {
        self.ranges.get(path).cloned()
    }

    /// The text at a key of the top table.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.json.get(key).and_then(Json::as_str)
    }

    /// Problems in this document as diagnostics.
    pub fn diagnostics(&self, problems: Vec<Problem>, place: Place<'_>) -> Vec<Diagnostic> {
        let located = |problem: Problem| Diagnostic::of_problem(place.position(self.offset(&problem.path)), problem);
        problems.into_iter().map(located).collect()
    }
}

fn from_table(table: &DeTable<'_>, prefix: &str, ranges: &mut BTreeMap<String, Range<usize>>) -> Json {
    let mut map = Map::new();
    for (key, value) in table {
        let path = join(prefix, key.get_ref());
        ranges.insert(path.clone(), key.span().start..value.span().end);
        map.insert(key.get_ref().to_string(), from_value(value, &path, ranges));
    }
    map.into()
}

fn from_value(value: &Spanned<DeValue<'_>>, path: &str, ranges: &mut BTreeMap<String, Range<usize>>) -> Json {
    match value.get_ref() {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(value) => (*value).into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).map_or(Json::Null, Json::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Json::Null, Json::from),
        DeValue::Datetime(moment) => moment.to_string().into(),
        DeValue::Table(table) => from_table(table, path, ranges),
        DeValue::Array(array) => {
            let entries = array.iter().enumerate().map(|(index, entry)| {
                let path = join(path, &index.to_string());
                ranges.insert(path.clone(), entry.span());
                from_value(entry, &path, ranges)
            });
            entries.collect()
        }
    }
}

fn join(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") }
}

#[cfg(test)]
mod tests {
    use super::super::diagnostic::Source;
    use super::*;

    fn parse(text: &str) -> (Tree, Vec<Diagnostic>) {
        let source = Source { path: "x.toml".into(), text: text.into() };
        Tree::parse(text, Place::exact(&source, 0))
    }

    #[test]
    fn every_path_knows_its_place() {
        let text = "a = 1\n[params]\nnodes = 0x10\n[[actions]]\ndo = \"join\"\n[[actions]]\ndo = \"leave\"\n";
        let (tree, mistakes) = parse(text);
        assert_eq!(mistakes, []);
        assert_eq!(tree.json["params"]["nodes"], 16);
        assert_eq!(&text[tree.offset("params.nodes")..][..5], "nodes");
        assert_eq!(&text[tree.offset("actions.1.do")..][..12], "do = \"leave\"");
        assert_eq!(tree.offset("params.nodes.missing"), tree.offset("params.nodes"));
    }

    #[test]
    fn all_syntax_errors_are_reported_at_once() {
        let (_, mistakes) = parse("a = \nb = 1\nc = [\n");
        let lines: std::collections::BTreeSet<u32> = mistakes.iter().map(|mistake| mistake.at.line).collect();
        assert!(lines.contains(&1) && lines.contains(&3), "{mistakes:?}");
    }
}
