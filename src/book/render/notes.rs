//! Notes: what a document defines by labels, the references to notes, and the list of them at its end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag};

use super::super::diagnostic::{Diagnostic, Place, Position};
use super::super::guesses::Guesses;
use super::super::markdown::{Item, Placed, slug};
use super::blocks::linked_heading;
use super::{Heading, Writer, escaped};
use crate::scenario::problem::suggested;
use crate::ui::phrases::page as say;

/// The notes of a document by their anchors, and whatever else it defines by a label.
#[derive(Debug, Default)]
pub(super) struct Notes {
    defined: BTreeMap<String, Note>,
    /// Anchors in the order of the first references.
    order: Vec<String>,
    /// The lines that define notes and links, by their labels, [folded](folded).
    lines: BTreeMap<String, String>,
    guesses: Guesses,
}

#[derive(Debug)]
struct Note {
    label: String,
    at: Position,
    html: String,
    /// Its number among those that are referred to, and how often it is.
    number: usize,
    references: u32,
}

/// A label as Markdown compares it: the case of its letters and the width of its blanks mean nothing.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// The anchor of a note, however its label is written.
fn anchor(label: &str) -> String {
    slug(&folded(label))
}

impl Notes {
    /// Adds what a text defines. A note that is defined twice is a mistake, and so are two that make one anchor.
    pub(super) fn add(&mut self, items: &[Placed], place: Place<'_>, mistakes: &mut Vec<Diagnostic>) {
        for (item, range) in items {
            let label = match item {
                Item::Event(Event::Start(Tag::FootnoteDefinition(label))) => label.to_string(),
                Item::Definition { label, line } => {
                    self.lines.insert(folded(label), line.clone());
                    continue;
                }
                _ => continue,
            };
            self.lines.insert(folded(&format!("^{label}")), format!("[^{label}]: ."));
            let at = place.position(range.start);
            let Some(first) = self.defined.get(&anchor(&label)) else {
                let note = Note { label: label.clone(), at, html: String::new(), number: 0, references: 0 };
                self.defined.insert(anchor(&label), note);
                continue;
            };
            mistakes.push(if folded(&first.label) == folded(&label) {
                let hint = format!("the first is in {}", first.at.line());
                Diagnostic::new(at, format!("the note `[^{label}]` is defined twice")).hint(hint)
            } else {
                let message = format!("the notes `[^{}]` and `[^{label}]` have one anchor", first.label);
                Diagnostic::new(at, message).hint("call this one by another word")
            });
        }
    }

    /// The lines that define what a piece of the document refers to: it is parsed apart, and must know them.
    pub(super) fn lines_for(&self, text: &str) -> BTreeSet<&str> {
        let labels = text.split('[').filter_map(|rest| rest.split_once(']'));
        labels.filter_map(|(label, _)| self.lines.get(&folded(label)).map(String::as_str)).collect()
    }
}

impl Writer<'_, '_> {
    /// Renders a note, of which the first definition counts.
    pub(super) fn note(&mut self, label: &str, inner: &[Placed]) {
        let html = self.apart(|writer| writer.items(inner));
        if let Some(note) = self.body.notes.defined.get_mut(&anchor(label)).filter(|note| note.html.is_empty()) {
            note.html = html;
        }
    }

    /// The parser leaves a reference to a note that is not defined as text.
    pub(super) fn unknown_notes(&mut self, text: &str, at: usize) {
        for (open, _) in text.match_indices("[^") {
            let Some(label) = text[open + 2..].split(['[', ']']).next() else { continue };
            let is_closed = text[open + 2 + label.len()..].starts_with(']');
            if is_closed && !label.is_empty() && !label.contains(char::is_whitespace) {
                let known = self.body.notes.defined.values().map(|note| note.label.as_str());
                let mut problem = self.body.notes.guesses.unknown("note", label, known);
                if problem.hint.as_deref().and_then(suggested).is_none() {
                    let hint = format!(
                        "define it, `[^{label}]: …` on a line of its own; where it is text, write `\\[^{label}]`"
                    );
                    problem.hint = Some(hint);
                }
                self.problem(at + open, problem);
            }
        }
    }

    /// A reference to a note: numbered by first appearance.
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let anchor = anchor(label);
        let notes = &mut self.body.notes;
        let Some(note) = notes.defined.get_mut(&anchor) else { return };
        if note.references == 0 {
            notes.order.push(anchor.clone());
            note.number = notes.order.len();
        }
        note.references += 1;
        let again = if note.references > 1 { format!(".{}", note.references) } else { String::new() };
        let number = note.number;
        let _ = write!(
            self.out,
            "<sup class=\"note-ref\"><a href=\"#fn-{anchor}\" id=\"ref-{anchor}{again}\" role=\"doc-noteref\" \
             aria-label=\"{}\">{number}</a></sup>",
            escaped(&say::NOTE.of([number.to_string()]))
        );
    }

    /// The notes, at the end of the page, in the order of their first references.
    pub(super) fn footnotes(&mut self) {
        let mut notes = std::mem::take(&mut self.body.notes);
        // A reference that is misspelt is told as such.
        let suggested: BTreeSet<&str> = self.body.mistakes.iter().filter_map(Diagnostic::suggestion).collect();
        let unused = notes.defined.values().filter(|note| note.references == 0);
        let unused = unused.filter(|note| !suggested.contains(note.label.as_str()));
        let unused: Vec<Diagnostic> = unused
            .map(|note| Diagnostic::new(note.at.clone(), format!("nothing refers to the note `[^{}]`", note.label)))
            .collect();
        self.body.mistakes.extend(unused);
        if notes.order.is_empty() {
            return;
        }
        self.html("<section class=\"footnotes\" role=\"doc-endnotes\">\n");
        if !self.body.ids.contains_key("references") {
            let title = say::REFERENCES.text();
            let heading = linked_heading(2, "references", &escaped(&title), &title);
            let _ = writeln!(self.out, "{heading}");
            self.body.headings.push(Heading { level: 2, id: "references".into(), text: title });
        }
        self.html("<ol>\n");
        let back = escaped(&say::BACK_TO_TEXT.text());
        for (anchor, note) in notes.order.iter().filter_map(|anchor| notes.defined.remove_entry(anchor)) {
            let html = note.html.trim_end();
            // The way back stands inside the last paragraph, where the eye is; behind a list or a table it is one of its own.
            let _ = match html.strip_suffix("</p>") {
                Some(open) => write!(self.out, "<li id=\"fn-{anchor}\">{open}"),
                None => write!(self.out, "<li id=\"fn-{anchor}\">{html}\n<p>"),
            };
            for again in 1..=note.references {
                let suffix = if again > 1 { format!(".{again}") } else { String::new() };
                let _ = write!(
                    self.out,
                    " <a href=\"#ref-{anchor}{suffix}\" role=\"doc-backlink\" aria-label=\"{back}\">↩</a>"
                );
            }
            self.html("</p></li>\n");
        }
        self.html("</ol>\n</section>\n");
    }
}
