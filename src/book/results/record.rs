//! Records: what was measured on real systems, once, and written down. Prose reads them as it reads scenarios.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::format::{Number, written};
use crate::scenario::Problem;
use crate::scenario::keys::{self, Key, Takes};

/// The keys of a record.
pub const RECORD_KEYS: &[Key] = &[
    Key::new("version", Takes::Text, "The version of what was measured.").required(),
    Key::new("date", Takes::Text, "The day on which it was measured.").required(),
    Key::new("command", Takes::Text, "The command that measures it anew.").required(),
    Key::new("texts", Takes::Table, "What else the prose may name: other versions, settings; texts in quotes."),
    Key::new("values", Takes::Table, "The numbers, `[values.NAME]` each.").required(),
];

/// The keys of a number of a record.
pub const VALUE_KEYS: &[Key] = &[
    Key::new("value", Takes::Number, "The number.").required(),
    Key::new("unit", Takes::Text, "Its unit; a fraction has none."),
    Key::new("decimals", Takes::Whole, "So many decimals, unless the prose asks for others; 0 without this."),
    Key::new("help", Takes::Text, "A sentence: what it is."),
];

/// A record that was read.
#[derive(Debug, Default)]
pub struct Record {
    texts: BTreeMap<String, String>,
    values: BTreeMap<String, Measured>,
}

/// A number of a record.
#[derive(Debug)]
struct Measured {
    value: f64,
    unit: String,
    decimals: u8,
}

impl Record {
    /// Reads a record, and says what is wrong with it.
    pub fn from_json(json: &Json) -> (Self, Vec<Problem>) {
        let empty = Map::new();
        let map = json.as_object().unwrap_or(&empty);
        let mut problems = keys::held(map, RECORD_KEYS);
        let mut record = Self::default();
        for key in RECORD_KEYS.iter().filter(|key| key.takes == Takes::Text) {
            record.text(key.name, map.get(key.name));
        }
        for (name, text) in table(map, "texts") {
            if !record.text(name, Some(text)) {
                problems.push(Problem::new(format!("texts.{name}"), format!("`{name}` must be text in quotes")));
            }
        }
        for (name, value) in table(map, "values") {
            let path = format!("values.{name}");
            match value.as_object() {
                Some(value) => {
                    let found = keys::held(value, VALUE_KEYS).into_iter();
                    problems.extend(found.map(|problem| problem.under(&path)));
                    record.values.extend(Measured::from_json(value).map(|measured| (name.clone(), measured)));
                }
                None => {
                    let hint = Some(format!("`[{path}]`, and below it `value = …`"));
                    let message = format!("`{name}` must be a table of `value`, `unit`, `decimals` and `help`");
                    problems.push(Problem { hint, ..Problem::new(&path, message) });
                }
            }
            if record.texts.contains_key(name) {
                problems.push(Problem::new(&path, format!("the name `{name}` is that of a text too")));
            }
        }
        (record, problems)
    }

    /// Adds a text, if it is one.
    fn text(&mut self, name: &str, text: Option<&Json>) -> bool {
        let text = text.and_then(Json::as_str);
        self.texts.extend(text.map(|text| (name.to_string(), text.to_string())));
        text.is_some()
    }

    /// What stands under a name, as the reader sees it, and its value if it is a number.
    ///
    /// # Errors
    /// If there is no such name, or the format does not fit.
    pub fn inline(&self, name: &str, format: Option<&str>) -> Result<(String, Option<f64>), Problem> {
        if let Some(Measured { value, unit, decimals }) = self.values.get(name) {
            let number = Number { value: *value, unit, decimals: *decimals };
            return Ok((written(number, format)?, Some(*value)));
        }
        match (self.texts.get(name), format) {
            (Some(text), None) => Ok((text.clone(), None)),
            (Some(_), Some(format)) => {
                let hint = Some(format!("take `|{format}` away"));
                Err(Problem { hint, ..Problem::new("", format!("`{name}` is a text, and no format is for texts")) })
            }
            (None, _) => {
                let known = self.values.keys().chain(self.texts.keys()).map(String::as_str);
                Err(Problem::unknown("", "value", name, known))
            }
        }
    }
}

impl Measured {
    fn from_json(map: &Map<String, Json>) -> Option<Self> {
        let decimals = map.get("decimals").and_then(Json::as_u64).unwrap_or(0);
        Some(Self {
            value: map.get("value")?.as_f64()?,
            unit: map.get("unit").and_then(Json::as_str).unwrap_or_default().to_string(),
            decimals: u8::try_from(decimals.min(12)).unwrap_or_default(),
        })
    }
}

/// The entries of a table inside a table; none if it is no table.
fn table<'a>(map: &'a Map<String, Json>, name: &str) -> impl Iterator<Item = (&'a String, &'a Json)> {
    map.get(name).and_then(Json::as_object).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_gives_numbers_and_texts_by_name() {
        let (record, problems) = Record::from_json(&json!({
            "version": "15.18", "date": "2026-11-27", "command": "make reality", "texts": { "kernel": "6.1" },
            "values": { "lost": { "value": 100, "unit": "rows" }, "fraction": { "value": 0.5, "decimals": 2 } },
        }));
        assert_eq!(problems, []);
        let inline = |name, format| record.inline(name, format).map_err(|problem| problem.to_string());
        assert_eq!(inline("lost", None), Ok(("100".into(), Some(100.0))));
        assert_eq!(inline("fraction", None), Ok(("0.50".into(), Some(0.5))));
        assert_eq!(inline("fraction", Some("%0")), Ok(("50\u{a0}%".into(), Some(0.5))));
        assert_eq!(inline("kernel", None), Ok(("6.1".into(), None)));
        assert_eq!(inline("version", None), Ok(("15.18".into(), None)));
        let told = "`kernel` is a text, and no format is for texts (take `|0` away)";
        assert_eq!(inline("kernel", Some("0")), Err(told.into()));
        assert_eq!(inline("losst", None), Err("unknown value `losst` (did you mean `lost`?)".into()));
    }
}
