//! TOML as the tree that scenarios, plates and quizzes are read from, with the place of every value.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Map, Value as Json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Place};
use super::spelling::unshowable;
use crate::scenario::Problem;
use crate::scenario::keys::{self, Key};
use crate::scenario::problem::suggested;

/// A TOML document as JSON, and where each dotted path (`params.nodes`, `questions.0.id`) stands.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The values.
    pub json: Json,
    ranges: BTreeMap<String, Range<usize>>,
}

impl From<Json> for Tree {
    /// A tree without places.
    fn from(json: Json) -> Self {
        Self { json, ranges: BTreeMap::new() }
    }
}

impl Tree {
    /// Reads TOML; what cannot be read is a mistake each, and the rest is kept.
    pub fn parse(text: &str, place: Place<'_>) -> (Self, Vec<Diagnostic>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let errors = errors.iter().map(|error| (error.span().map_or(0, |span| span.start), error.message()));
        let mut reader = Reader::default();
        let json = reader.table(table.get_ref(), "");
        let tree = Self { json, ranges: reader.ranges };
        let errors = tree.told_once(text, errors.collect());
        let mistake = |(offset, message)| place.mistake(offset, format!("this is not valid TOML: {message}"));
        let unusable =
            reader.unusable.into_iter().map(|(offset, message, hint)| place.mistake(offset, message).hint(hint));
        (tree, errors.into_iter().map(mistake).chain(unusable).collect())
    }

    /// Of a line the first error: the others follow from it. A list or a table in braces that is not closed takes up all
    /// that comes after it, and each line of that is an error to the parser; it is one, where the key of the list stands.
    fn told_once<'m>(&self, text: &str, mut errors: Vec<(usize, &'m str)>) -> Vec<(usize, &'m str)> {
        let is_unclosed =
            |message: &str| ["unclosed array,", "unclosed inline table"].iter().any(|it| message.starts_with(it));
        let Some(unclosed) = errors.iter().map(|(_, message)| *message).find(|message| is_unclosed(message)) else {
            errors.sort_unstable();
            errors.dedup_by_key(|(offset, _)| text[..text.floor_char_boundary(*offset)].rfind('\n'));
            return errors;
        };
        let inside = |message: &str| ["array", "inline table", "key-value pairs"].iter().any(|it| message.contains(it));
        let first = errors.iter().filter(|(_, message)| inside(message)).map(|(offset, _)| *offset).min();
        let opens = |range: &&Range<usize>| {
            let value = text.get((*range).clone()).and_then(|written| written.split_once('='));
            value.is_some_and(|(_, value)| value.trim_start().starts_with(['[', '{']))
        };
        let before = self.ranges.values().filter(opens).filter(|range| Some(range.start) <= first);
        let innermost = before.max_by_key(|range| range.start);
        let around = innermost.and_then(|inner| {
            self.ranges
                .values()
                .filter(opens)
                .filter(|range| range.contains(&inner.start))
                .map(|range| range.start)
                .min()
        });
        let opening = around.or(first).unwrap_or_default();
        errors.retain(|(offset, _)| *offset < opening);
        errors.push((opening, unclosed));
        errors
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

    /// The value at a path; all of the document at the empty one.
    pub fn value(&self, path: &str) -> Option<&Json> {
        if path.is_empty() { Some(&self.json) } else { self.json.pointer(&format!("/{}", path.replace('.', "/"))) }
    }

    /// The text at a path without the spaces around it; empty where there is none, which its key has told.
    pub fn text(&self, path: &str) -> &str {
        self.value(path).and_then(Json::as_str).unwrap_or_default().trim()
    }

    /// What is wrong with the keys of the table at a path, if there is one.
    pub fn held(&self, path: &str, known: &[Key]) -> Vec<Problem> {
        let Some(map) = self.value(path).and_then(Json::as_object) else { return Vec::new() };
        let problems = keys::held(map, known).into_iter();
        problems.map(|problem| if path.is_empty() { problem } else { problem.under(path) }).collect()
    }

    /// Problems in this document as diagnostics. A key that is missing because it is misspelt is told as misspelt.
    pub fn diagnostics(&self, problems: Vec<Problem>, place: Place<'_>) -> Vec<Diagnostic> {
        let unknown = problems.iter().filter(|problem| problem.message.starts_with("unknown key"));
        let swallowed = unknown.flat_map(|problem| self.swallowed(&problem.path));
        let meant: BTreeSet<String> =
            problems.iter().flat_map(|problem| self.meant(problem)).chain(swallowed).collect();
        // What is said of a table for want of a key that is misspelt in it names the key.
        let misspelt: Vec<String> = problems.iter().filter_map(|problem| self.meant(problem)).collect();
        let follows = |problem: &Problem| {
            let is_of = |path: &String| {
                let (table, key) = path.rsplit_once('.').unwrap_or(("", path));
                let beside = problem.path.rsplit_once('.').map_or("", |(table, _)| table);
                let names = [format!("`{key}"), format!(".{key}]")];
                (problem.path == table || beside == table) && names.iter().any(|it| problem.message.contains(it))
            };
            self.meant(problem).is_none() && misspelt.iter().any(is_of)
        };
        let own = problems.into_iter().filter(|problem| {
            !follows(problem) && (self.range(&problem.path).is_some() || !meant.contains(&problem.path))
        });
        together(own).into_iter().map(|problem| self.diagnostic(problem, place)).collect()
    }

    /// The paths that the keys of a table would have beside its own: a line `[x]` takes those that follow it.
    fn swallowed(&self, path: &str) -> Vec<String> {
        let beside = path.rsplit_once('.').map_or("", |(table, _)| table);
        let table = self.value(path).and_then(Json::as_object);
        table.into_iter().flat_map(Map::keys).map(|key| join(beside, key)).collect()
    }

    /// The path of the key that an unknown one is taken for.
    fn meant(&self, problem: &Problem) -> Option<String> {
        let (table, key) = problem.path.rsplit_once('.').unwrap_or(("", &problem.path));
        let name = suggested(problem.hint.as_deref()?)?;
        problem.message.ends_with(&format!(" `{key}`")).then(|| join(table, name))
    }

    fn diagnostic(&self, problem: Problem, place: Place<'_>) -> Diagnostic {
        let at = |path: &str| place.position(self.offset(path));
        let first = problem.first.as_deref().map(at);
        let diagnostic = Diagnostic::of_problem(at(&problem.path), problem);
        match first {
            Some(first) => diagnostic.hint(format!("the first is in {}", first.line())),
            None => diagnostic,
        }
    }
}

/// Unknown keys of one table, none of which is like a known one, told together: the line `[x]` above them may be missing.
fn together(problems: impl Iterator<Item = Problem>) -> Vec<Problem> {
    let table = |path: &str| path.rsplit_once('.').map_or(String::new(), |(table, _)| table.to_string());
    let is_unlike = |problem: &Problem| {
        let is_unknown = ["unknown key ", "unknown parameter "].iter().any(|it| problem.message.starts_with(it));
        is_unknown && problem.hint.as_deref().and_then(suggested).is_none()
    };
    let (mut told, mut firsts): (Vec<Problem>, BTreeMap<String, usize>) = <_>::default();
    for problem in problems {
        if is_unlike(&problem) {
            let first = *firsts.entry(table(&problem.path)).or_insert(told.len());
            if let (Some(first), Some((_, key))) = (told.get_mut(first), problem.message.split_once('`')) {
                first.message += &format!(", `{key}");
                continue;
            }
        }
        told.push(problem);
    }
    told
}

/// Turns values of TOML into those of JSON.
#[derive(Default)]
struct Reader {
    ranges: BTreeMap<String, Range<usize>>,
    /// Numbers that are not finite or not of 64 bits, dates, and texts that no page can show: where they stand, what to say and how to mend it.
    unusable: Vec<(usize, String, &'static str)>,
}

impl Reader {
    fn table(&mut self, table: &DeTable<'_>, prefix: &str) -> Json {
        let mut map = Map::new();
        for (key, value) in table {
            let path = join(prefix, key.get_ref());
            self.ranges.insert(path.clone(), key.span().start..value.span().end);
            map.insert(key.get_ref().to_string(), self.value(value, &path));
        }
        map.into()
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Json {
        let mut unusable = |message: String, hint: &'static str| {
            self.unusable.push((value.span().start, message, hint));
            Json::Null
        };
        let mut number = |number: Option<Json>, written: &str| {
            let message = || format!("nothing can be computed with the number `{written}`");
            number.filter(|number| !number.is_null()).unwrap_or_else(|| unusable(message(), "write a finite one"))
        };
        match value.get_ref() {
            DeValue::String(text) => match unshowable(text) {
                // Written as an escape.
                Some((_, message)) => unusable(message, "take it away"),
                None => text.as_ref().into(),
            },
            DeValue::Boolean(value) => (*value).into(),
            DeValue::Integer(whole) => {
                let read = i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(Json::from);
                number(read, whole.as_str())
            }
            // JSON has nothing for what is not finite.
            DeValue::Float(real) => number(real.as_str().parse::<f64>().ok().map(Json::from), real.as_str()),
            DeValue::Datetime(moment) => {
                unusable(format!("`{moment}` is a date or a time, and nothing takes one"), "write it in quotes")
            }
            DeValue::Table(table) => self.table(table, path),
            DeValue::Array(array) => {
                let entries = array.iter().enumerate().map(|(index, entry)| {
                    let path = join(path, &index.to_string());
                    self.ranges.insert(path.clone(), entry.span());
                    self.value(entry, &path)
                });
                entries.collect()
            }
        }
    }
}

fn join(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") }
}

#[cfg(test)]
mod tests;
