//! The page for authors: everything that can be written into a book, with an example of each. It is made of the tables
//! that the check reads, so it cannot fall behind them; a test builds a book of nothing but its examples.
//!
//! `faultlines help content` prints the same as text.

mod quiz;
mod sections;

use std::fmt::Write as _;

use super::diagnostic::Source;
use super::drawing::Drawing;
use super::render::{Heading, escaped};
use crate::scenario::keys::Key;

/// The drawing of the example of a figure.
pub const BARS: &str = include_str!("authors/examples/bars.svg");

/// A part of the page: one thing that can be written.
#[derive(Debug)]
pub struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What to know of it, a paragraph each; what stands between backticks is code.
    pub text: Vec<String>,
    /// Its keys or names, a table each with its caption.
    pub tables: Vec<(&'static str, Vec<Row>)>,
    /// How it looks.
    pub example: Example,
}

/// A line of a table.
#[derive(Debug)]
pub struct Row {
    /// What is typed.
    pub name: String,
    /// The type of its value, and whether it must be there; empty where there is no value.
    pub takes: String,
    /// What it is.
    pub help: String,
}

/// A piece of content that builds.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The file that it is from, under the content folder.
    pub file: &'static str,
    /// What stands there.
    pub text: &'static str,
}

impl Row {
    fn of_key(key: &Key) -> Self {
        let takes = if key.required { format!("{}; required", key.takes.words()) } else { key.takes.words().into() };
        Self { name: key.name.into(), takes, help: key.help.into() }
    }

    fn new(name: impl Into<String>, help: impl Into<String>) -> Self {
        Self { name: name.into(), takes: String::new(), help: help.into() }
    }
}

fn rows(keys: &[Key]) -> Vec<Row> {
    keys.iter().map(Row::of_key).collect()
}

/// Every section, in the page's order.
pub fn sections() -> Vec<Section> {
    let mut sections = sections::sections();
    sections.extend(quiz::sections());
    sections
}

/// The page's body and its headings.
pub fn body() -> (String, Vec<Heading>) {
    let mut html = String::from(
        "<p>Everything that can be written into the book, with an example of each. <code>faultlines check</code> reports \
         what is wrong, all at once, with its place and a way to mend it; <code>faultlines new chapter</code> writes a \
         chapter to begin with. The labs, with their parameters and metrics, are in the \
         <a href=\"../reference/index.html\">reference of all labs</a>.</p>\n",
    );
    let mut headings = Vec::new();
    for section in sections() {
        let (id, title) = (section.id, section.title);
        headings.push(Heading { level: 2, id: id.into(), text: title.into() });
        let _ = writeln!(
            html,
            "<h2 id=\"{id}\">{title} <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to “{title}”\">#</a></h2>"
        );
        for paragraph in &section.text {
            let _ = writeln!(html, "<p>{}</p>", marked(paragraph));
        }
        for (caption, rows) in &section.tables {
            table(&mut html, caption, rows);
        }
        let Example { file, text } = section.example;
        let _ = writeln!(
            html,
            "<pre class=\"code\" data-file=\"{file}\" tabindex=\"0\"><code>{}</code></pre>",
            escaped(text)
        );
        if id == "figures" {
            let source = Source::new("figures/bars.svg", BARS);
            let drawing = Drawing::read(&source).0.html("bars", "Two bars, the lower one three times as long", &[]);
            let _ = writeln!(html, "<p>Its drawing:</p>\n<div class=\"figure\">{drawing}</div>");
        }
    }
    (html, headings)
}

fn table(html: &mut String, caption: &str, rows: &[Row]) {
    let caption = marked(caption);
    let typed = rows.iter().any(|row| !row.takes.is_empty());
    let column = if typed { "<th scope=\"col\">Value</th>" } else { "" };
    let _ = writeln!(
        html,
        "<div class=\"scroll-x\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\"><table class=\"data\">\n\
         <caption>{caption}</caption>\n<thead><tr><th scope=\"col\">Name</th>{column}<th scope=\"col\">What it is</th></tr></thead>\n<tbody>",
        label = escaped(&caption.replace("<code>", "").replace("</code>", "")),
    );
    for row in rows {
        let takes = if typed { format!("<td>{}</td>", marked(&row.takes)) } else { String::new() };
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\"><code>{}</code></th>{takes}<td>{}</td></tr>",
            escaped(&row.name),
            marked(&row.help)
        );
    }
    html.push_str("</tbody></table></div>\n");
}

/// Text as HTML, what stands between backticks as code.
fn marked(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    let pieces = pieces.map(|(index, piece)| match index % 2 {
        0 => escaped(piece),
        _ => format!("<code>{}</code>", escaped(piece)),
    });
    pieces.collect()
}

/// The same as text, for a terminal.
pub fn text() -> String {
    let mut text = String::from(
        "What can be written into the book. `faultlines check` reports every mistake with its place;\n\
         `faultlines run --list` names the labs with their parameters and metrics.\n",
    );
    for section in sections() {
        let _ = writeln!(text, "\n{}\n{}", section.title, "=".repeat(section.title.chars().count()));
        for paragraph in &section.text {
            let _ = writeln!(text, "{paragraph}");
        }
        for (caption, rows) in &section.tables {
            let _ = writeln!(text, "\n{caption}:");
            let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
            for Row { name, takes, help } in rows {
                let takes = if takes.is_empty() { String::new() } else { format!(" ({takes})") };
                let _ = writeln!(text, "  {name:width$}  {help}{takes}");
            }
        }
        let _ = writeln!(text, "\nIn {}:\n", section.example.file);
        for line in section.example.text.lines() {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_and_name_of_a_section_stands_in_its_example() {
        for section in sections() {
            for (caption, rows) in &section.tables {
                for row in rows {
                    let shown = section.example.text.contains(row.name.as_str());
                    assert!(shown, "{}: `{}` of {caption} is not in the example", section.title, row.name);
                }
            }
        }
    }
}
