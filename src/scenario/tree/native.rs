//! Trees as serde_json's values.

use serde_json::Value as Json;

use super::Tree;

impl Tree {
    /// Reads a JSON text.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str::<Json>(text).ok().map(Self::from)
    }

    /// The JSON text, on lines of their own for people.
    pub fn to_text(&self, pretty: bool) -> String {
        let json = Json::from(self.clone());
        if pretty { format!("{json:#}") } else { json.to_string() }
    }
}

impl From<Json> for Tree {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(flag) => Self::Flag(flag),
            Json::Number(number) => number.as_f64().map_or(Self::Null, Self::Number),
            Json::String(text) => Self::Text(text),
            Json::Array(list) => Self::List(list.into_iter().map(Self::from).collect()),
            Json::Object(map) => Self::Table(map.into_iter().map(|(key, value)| (key, value.into())).collect()),
        }
    }
}

impl From<Tree> for Json {
    fn from(tree: Tree) -> Self {
        match tree {
            Tree::Null => Self::Null,
            Tree::Flag(flag) => flag.into(),
            // As JavaScript writes it: a whole number has no point.
            Tree::Number(number) if number.abs() < 1e15 && number.fract() == 0.0 => (number as i64).into(),
            Tree::Number(number) => number.into(),
            Tree::Text(text) => text.into(),
            Tree::List(list) => list.into_iter().map(Self::from).collect(),
            Tree::Table(entries) => Self::Object(entries.into_iter().map(|(key, value)| (key, value.into())).collect()),
        }
    }
}
