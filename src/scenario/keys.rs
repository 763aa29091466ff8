//! (Native.) The keys that a table of the book may hold. What authors are told of a key and what the check holds it to are
//! the same line of a table.

use serde_json::{Map, Value as Json};

use super::Problem;
use crate::kernel::{ParamKind, ParamSpec};

/// One key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As an author types it.
    pub name: &'static str,
    /// The type of its value.
    pub takes: Takes,
    /// Whether it must be there.
    pub required: bool,
    /// A sentence for authors: what it is, its unit or range, what holds without it.
    pub help: &'static str,
}

/// The type of a key's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Text in quotes.
    Text,
    /// A number without quotes.
    Number,
    /// A whole number from 0, without quotes.
    Whole,
    /// A number without quotes, or a name in quotes.
    Value,
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    Texts,
    /// A list of whole numbers from 0.
    Wholes,
    /// A table: `[name]` with lines below it, or `{ … }`.
    Table,
    /// A list of tables: `[[name]]`, once for each.
    Tables,
}

impl Key {
    /// A key that may be left out.
    pub const fn new(name: &'static str, takes: Takes, help: &'static str) -> Self {
        Self { name, takes, required: false, help }
    }

    /// The same key, which must be there.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// That it is not there, as its author would write it.
    fn missing(&self) -> Problem {
        let value = if self.takes == Takes::Text { "\"…\"" } else { "…" };
        Problem::new(self.name, format!("`{} = {value}` is missing", self.name))
    }
}

impl Takes {
    /// The type in words, as it follows "must be".
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text in quotes",
            Self::Number => "a number without quotes",
            Self::Whole => "a whole number without quotes",
            Self::Value => "a number without quotes, or a name in quotes",
            Self::Flag => "true or false",
            Self::Texts => "a list of texts",
            Self::Wholes => "a list of whole numbers",
            Self::Table => "a table of `name = value`",
            Self::Tables => "a list of tables",
        }
    }

    /// Whether a value is of this type.
    fn fits(self, value: &Json) -> bool {
        let list_of = |fits: fn(&Json) -> bool| value.as_array().is_some_and(|entries| entries.iter().all(fits));
        match self {
            Self::Text => value.is_string(),
            Self::Number => value.is_number(),
            Self::Whole => value.is_u64(),
            Self::Value => value.is_number() || value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Texts => list_of(Json::is_string),
            Self::Wholes => list_of(Json::is_u64),
            Self::Table => value.is_object(),
            Self::Tables => list_of(Json::is_object),
        }
    }
}

/// The keys of a table that have no meaning there.
pub fn unknown(map: &Map<String, Json>, keys: &[Key]) -> Vec<Problem> {
    let unknown = map.keys().filter(|name| !keys.iter().any(|key| key.name == name.as_str()));
    unknown.map(|name| Problem::unknown(name.as_str(), "key", name, keys.iter().map(|key| key.name))).collect()
}

/// Whether a text that must be there is not, or is empty. One of another type is there; that is a mistake of its own.
pub fn is_missing(map: &Map<String, Json>, name: &str) -> bool {
    map.get(name).is_none_or(|value| value.as_str().is_some_and(|text| text.trim().is_empty()))
}

/// The keys that a table must have and has not.
pub fn missing(map: &Map<String, Json>, keys: &[Key]) -> Vec<Problem> {
    keys.iter().filter(|key| key.required && is_missing(map, key.name)).map(Key::missing).collect()
}

/// All that is wrong with the keys of a table: those that are missing, and what is [wrong] with those that are there.
pub fn held(map: &Map<String, Json>, keys: &[Key]) -> Vec<Problem> {
    let mut problems = missing(map, keys);
    problems.extend(wrong(map, keys));
    problems
}

/// What is wrong with a text in which an author wants a number computed, where none is.
pub fn braces(path: &str, text: &str) -> Option<Problem> {
    let key = path.rsplit('.').next().unwrap_or(path);
    let hint = Some("write it in words".to_string());
    let problem =
        || Problem { hint, ..Problem::new(path, format!("`{key}` has braces, and nothing is computed there")) };
    text.contains("{{").then(problem)
}

/// The keys of a table that have no meaning there, and those whose value is of another type than theirs.
pub fn wrong(map: &Map<String, Json>, keys: &[Key]) -> Vec<Problem> {
    let mut problems = unknown(map, keys);
    for key in keys {
        if map.get(key.name).is_some_and(|value| !key.takes.fits(value)) {
            problems.push(Problem::new(key.name, format!("`{}` must be {}", key.name, key.takes.words())));
        }
    }
    problems
}

/// The parameters in a table whose values are of another type than the schema's. A value that a person types on the
/// command line is text, and so is one in a link; in a file a number stands without quotes.
pub fn wrong_params(map: &Map<String, Json>, params: &[ParamSpec]) -> Vec<Problem> {
    params.iter().filter_map(|param| wrong_value(map, param.name, param)).collect()
}

/// What is wrong with the type of a parameter's value under this key, if it is there.
pub fn wrong_value(map: &Map<String, Json>, key: &'static str, param: &ParamSpec) -> Option<Problem> {
    let takes = match param.kind {
        ParamKind::Choice { .. } => Takes::Text,
        ParamKind::Integer { .. } | ParamKind::Number { .. } => Takes::Number,
    };
    let wrong = !takes.fits(map.get(key)?);
    wrong.then(|| Problem::new(key, format!("`{key}` must be {}", takes.words())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_that_is_missing_is_told_as_it_would_be_written() {
        const KEYS: &[Key] = &[
            Key::new("title", Takes::Text, "").required(),
            Key::new("max", Takes::Number, "").required(),
            Key::new("unit", Takes::Text, ""),
        ];
        let map = json!({ "title": " ", "units": "s" });
        let said: Vec<String> = held(map.as_object().unwrap(), KEYS).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["`title = \"…\"` is missing", "`max = …` is missing", "unknown key `units` (did you mean `unit`?)"]
        );
    }

    #[test]
    fn a_value_of_another_type_is_told_by_the_type_that_it_should_have() {
        const KEYS: &[Key] = &[
            Key::new("title", Takes::Text, ""),
            Key::new("max", Takes::Number, ""),
            Key::new("position", Takes::Whole, ""),
            Key::new("controls", Takes::Texts, ""),
        ];
        let map = json!({ "title": 1, "max": "9", "position": 1.5, "controls": ["a", 2], "maks": 1 });
        let said: Vec<String> = wrong(map.as_object().unwrap(), KEYS).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "unknown key `maks` (did you mean `max`?)",
                "`title` must be text in quotes",
                "`max` must be a number without quotes",
                "`position` must be a whole number without quotes",
                "`controls` must be a list of texts",
            ]
        );
    }
}
