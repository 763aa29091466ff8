//! The glossary: `content/glossary.toml` says what the book's terms mean.
//!
//! It becomes a page of its own; the first use of a term in a chapter's text leads there, and its definition shows on hover
//! and focus. The definitions are not in the chapters: a script brings them when the first is asked for.

mod page;
mod uses;

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::diagnostic::{Diagnostic, Place, Source};
use super::render::{self, Link};
use super::results::Results;
use super::search::{Found, Kind, plain};
use super::tree::Tree;
use crate::scenario::keys::{self, Key, Takes};
use crate::scenario::{Problem, id};
use crate::ui::phrases::page as say;

pub use page::page;
pub use uses::Uses;

/// The page, from the site's root.
pub const PATH: &str = "glossary/index.html";

/// The keys of `glossary.toml`.
pub const GLOSSARY_KEYS: &[Key] =
    &[Key::new("terms", Takes::Tables, "The terms; the page lists them by the alphabet.")];

/// The keys of an entry of `[[terms]]`.
pub const TERM_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its anchor on the page.").required(),
    Key::new(
        "term",
        Takes::Text,
        "The term, as it stands in the middle of a sentence: one in small letters is found with a capital too.",
    )
    .required(),
    Key::new("also", Takes::Texts, "Other names that mean the same. A plural in `s` or `es` is found by itself."),
    Key::new("definition", Takes::Text, "What it is, in one or two sentences of Markdown, without links and numbers.")
        .required(),
    Key::new("chapter", Takes::Text, "Where it is taught: `PART/CHAPTER`, or `PART/CHAPTER/PAGE`.").required(),
    Key::new("section", Takes::Text, "The anchor there."),
];

/// A term.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// Its anchor.
    pub id: String,
    /// As it stands in the middle of a sentence.
    pub term: String,
    /// Other forms and names.
    pub also: Vec<String>,
    /// What it is, as HTML.
    pub definition: String,
    /// The page where it is taught, from the site's root.
    pub taught: String,
    /// The anchor there; empty for the page as a whole.
    pub section: String,
}

/// The glossary and the links in it that are still to be checked.
pub type Read = (Vec<Term>, Vec<Link>, Vec<Diagnostic>);

/// Reads the glossary.
pub fn read(source: &Source) -> Read {
    let place = Place::exact(source, 0);
    let (tree, mut mistakes) = Tree::parse(&source.text, place);
    let is_sound = mistakes.is_empty();
    let mut reader = Reader { source, tree: &tree, problems: Vec::new(), mistakes: Vec::new(), links: Vec::new() };
    let terms = reader.terms();
    let Reader { problems, mistakes: found, links, .. } = reader;
    // After a syntax error the keys that follow it are missing only because of it.
    if is_sound {
        mistakes.extend(tree.diagnostics(problems, place));
        mistakes.extend(found);
    }
    (terms, links, mistakes)
}

struct Reader<'a> {
    source: &'a Source,
    tree: &'a Tree,
    problems: Vec<Problem>,
    mistakes: Vec<Diagnostic>,
    links: Vec<Link>,
}

impl Reader<'_> {
    fn terms(&mut self) -> Vec<Term> {
        self.problems.extend(self.tree.held("", GLOSSARY_KEYS));
        let (mut ids, mut names) = (BTreeMap::new(), BTreeMap::new());
        let count = self.tree.value("terms").and_then(Json::as_array).map_or(0, Vec::len);
        let mut terms: Vec<Term> = (0..count).map(|index| self.term(index, &mut ids, &mut names)).collect();
        terms.sort_by_cached_key(|term| term.term.to_lowercase());
        terms
    }

    fn term(&mut self, index: usize, ids: &mut BTreeMap<String, String>, names: &mut BTreeMap<String, String>) -> Term {
        let path = format!("terms.{index}");
        let at = |key: &str| format!("{path}.{key}");
        self.problems.extend(self.tree.held(&path, TERM_KEYS));
        let [id, term, chapter, section] =
            ["id", "term", "chapter", "section"].map(|key| self.tree.text(&at(key)).to_string());
        if let Some(fault) = id::fault(&id).filter(|_| !id.is_empty()) {
            self.problems.push(Problem::new(at("id"), format!("the id {fault}")));
        }
        self.once(ids, &id, &at("id"), "id");
        self.once(names, &term, &at("term"), "term");
        let also = self.tree.value(&at("also")).and_then(Json::as_array).cloned().unwrap_or_default();
        let also: Vec<String> = also.iter().filter_map(Json::as_str).map(|name| name.trim().to_string()).collect();
        for (number, name) in also.iter().enumerate() {
            self.once(names, name, &format!("{}.{number}", at("also")), "term");
        }
        let definition = self.definition(&at("definition"));
        let taught = format!("{chapter}/index.html");
        if !chapter.is_empty() {
            // A misspelt anchor is told where it stands, a misspelt chapter at its own key.
            let key = if section.is_empty() { "chapter" } else { "section" };
            let anchor = if section.is_empty() { String::new() } else { format!("#{section}") };
            let at = self.source.position(self.tree.offset(&at(key)));
            self.links.push(Link { href: format!("../{taught}{anchor}"), at });
        }
        Term { id, term, also, definition, taught, section }
    }

    /// A definition as HTML. It is shown over any page, so that it has no links, and no number is computed in it.
    fn definition(&mut self, path: &str) -> String {
        let text = self.tree.text(path);
        self.problems.extend(keys::braces(path, text));
        if text.contains("{{") {
            return String::new();
        }
        let place = Place::fixed(self.source, self.tree.offset(path));
        let (html, mut body) = render::fragment(text, place, true, &Results::default());
        if html.contains("<a ") {
            let hint = "say it in words; `chapter` leads to where it is taught";
            body.mistakes.push(place.mistake(0, "no link can stand in a definition").hint(hint));
        }
        self.mistakes.append(&mut body.mistakes);
        html
    }

    /// Tells an id or a name that stands a second time.
    fn once(&mut self, seen: &mut BTreeMap<String, String>, name: &str, path: &str, what: &str) {
        if name.is_empty() {
            return;
        }
        match seen.get(&name.to_lowercase()) {
            Some(first) => {
                self.problems.push(Problem::second(path, first, format!("the {what} `{name}` stands here twice")));
            }
            None => {
                seen.insert(name.to_lowercase(), path.to_string());
            }
        }
    }
}

/// The definitions as a script, which works without a server too: it sets `self.faultlinesGlossary` to the name and the
/// definition of each term by its id.
pub fn script(terms: &[Term]) -> String {
    let all: Json = terms.iter().map(|term| (term.id.clone(), json!([term.term, term.definition]))).collect();
    format!("self.faultlinesGlossary={all};\n")
}

/// The terms as they can be searched for.
pub fn findable(terms: &[Term]) -> Vec<Found> {
    let document = |term: &Term| Found {
        kind: Kind::Term,
        title: capitalized(&term.term),
        place: say::GLOSSARY.text(),
        address: format!("{PATH}#{}", term.id),
        text: [plain(&term.definition), also(term)].join(" ").trim().to_string(),
    };
    terms.iter().map(document).collect()
}

/// The other names of a term, as its definition ends.
fn also(term: &Term) -> String {
    if term.also.is_empty() { String::new() } else { say::ALSO.of([term.also.join(", ")]) }
}

/// A term as it begins a line.
fn capitalized(term: &str) -> String {
    let mut letters = term.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
