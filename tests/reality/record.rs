//! The records in the book: `content/**/reality/NAME.toml`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value as Json;

/// The records that there are, each with its chapter.
pub(crate) const ALL: [(&str, &str); 7] = [
    ("postgresql", "dual-writes"),
    ("rabbitmq", "exactly-once"),
    ("tcp", "backpressure"),
    ("channel", "backpressure"),
    ("redis", "hot-partitions"),
    ("pfcount", "probabilistic"),
    ("haproxy", "consistent-hashing"),
];

/// The file of a record.
pub(crate) fn path(name: &str) -> PathBuf {
    let (_, chapter) = ALL.into_iter().find(|(known, _)| *known == name).expect("one of the records");
    PathBuf::from(format!("{}/content/part-10/{chapter}/reality/{name}.toml", env!("CARGO_MANIFEST_DIR")))
}

/// A record as it was committed.
#[derive(Clone, Debug)]
pub(crate) struct Record(Json);

impl Record {
    /// Reads it.
    pub(crate) fn read(name: &str) -> Self {
        let path = path(name);
        let text = fs::read_to_string(&path);
        let text = text.unwrap_or_else(|error| panic!("{}: {error}; `make reality` writes it", path.display()));
        Self(toml::from_str(&text).expect("a record is TOML"))
    }

    /// One of its numbers.
    pub(crate) fn value(&self, key: &str) -> f64 {
        self.0["values"][key]["value"].as_f64().unwrap_or_else(|| panic!("the record has no number `{key}`"))
    }

    /// One of the texts that every record has.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_else(|| panic!("the record has no text `{key}`"))
    }

    /// The same record with another number.
    pub(crate) fn with(&self, key: &str, value: f64) -> Self {
        let mut other = self.clone();
        other.0["values"][key]["value"] = value.into();
        other
    }
}

/// A record while it is measured.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    texts: Vec<(&'static str, String)>,
    values: String,
}

impl Measured {
    /// Adds a number with its unit, the digits that it is shown with, and what it is.
    pub(crate) fn value(&mut self, key: &str, value: impl Into<f64>, (unit, decimals): (&str, usize), help: &str) {
        let value: f64 = value.into();
        println!("    {key:26} {value:.decimals$} {unit}");
        let unit = if unit.is_empty() { String::new() } else { format!("unit = \"{unit}\"\n") };
        let decimals_line = if decimals == 0 { String::new() } else { format!("decimals = {decimals}\n") };
        let _ = write!(
            self.values,
            "\n[values.{key}]\nvalue = {value:.decimals$}\n{unit}{decimals_line}help = \"{help}\"\n"
        );
    }

    /// Adds a whole number.
    pub(crate) fn count(&mut self, key: &str, count: u64, unit: &str, help: &str) {
        self.value(key, count as f64, (unit, 0), help);
    }

    /// Adds a text that the prose may name.
    pub(crate) fn text(&mut self, key: &'static str, text: impl Into<String>) {
        self.texts.push((key, text.into()));
    }

    /// Writes the record into the book.
    pub(crate) fn write(mut self, name: &str, version: &str) {
        self.text("kernel", kernel());
        let date = said("date", &["--utc", "+%F"]);
        let mut text = format!(
            "# Measured by `make reality`; not to be edited by hand.\nversion = \"{version}\"\ndate = \"{date}\"\n\
             command = \"make reality\"\n\n[texts]\n"
        );
        for (key, value) in &self.texts {
            let _ = writeln!(text, "{key} = \"{value}\"");
        }
        text.push_str(&self.values);
        let path = path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the record");
        fs::write(&path, text).expect("the record is written");
        println!("    written to {}", path.display());
    }
}

/// Linux's own version, without what a distribution adds to it.
pub(crate) fn kernel() -> String {
    said("uname", &["-r"]).split(['-', '+']).next().unwrap_or_default().to_string()
}

/// What a program prints.
pub(crate) fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program} failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_string()
}
