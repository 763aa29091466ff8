//! Documents as trees: what an answer file holds, read and written on both targets.
//!
//! Natively serde_json reads and writes the text. In WASM the host does: a second reader of JSON would weigh more than
//! everything that a page uses it for.

#[cfg_attr(grader, path = "tree/native.rs")]
#[cfg_attr(not(grader), path = "tree/host.rs")]
mod text;

/// A value of JSON. Its numbers are those that a page has: doubles.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// `null`, and what lies deeper than anything that we write.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// Keys and values, in the order in which they are written.
    Table(Vec<(String, Tree)>),
}

impl Tree {
    /// A table with these entries.
    pub fn table<const N: usize>(entries: [(&str, Self); N]) -> Self {
        Self::Table(entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
    }

    /// Adds an entry to a table.
    pub fn push(&mut self, key: &str, value: Self) {
        if let Self::Table(entries) = self {
            entries.push((key.to_string(), value));
        }
    }

    /// The entries of a table; none of anything else.
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The number, if it is a whole one and not negative.
    pub fn as_whole(&self) -> Option<u64> {
        self.as_number().filter(|number| (*number as u64) as f64 == *number).map(|number| number as u64)
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<f64> for Tree {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
