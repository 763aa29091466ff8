//! What a reader can search for, and its index: made with the pages, loaded when the search is first opened.
//!
//! The search itself is MiniSearch's (`assets/parts/`). Its index is written here as that library serializes one, so that a
//! browser has nothing to compute and the search works without a server; `tests/book/search.rs` holds it to MiniSearch's own.

mod index;
mod sections;

use serde_json::{Value as Json, json};

use super::names::Plates;
use super::results::Results;
use crate::quiz::Quiz;
use crate::ui::phrases::search as say;
use index::Index;
pub use sections::{plain, sections};

/// One thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Its title, which counts for more than its text; that of a plate has its number: `10.1.1 An eleventh node joins ten`.
    pub title: String,
    /// The page that it is on, as readers know it: `10.1 Consistent hashing`.
    pub place: String,
    /// Its address from the site's root: `part-10/consistent-hashing/index.html#ring`.
    pub address: String,
    /// Its words, plain.
    pub text: String,
}

/// The kinds of things that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A chapter, by its title and what stands before its first section.
    Chapter,
    /// A section of a page.
    Section,
    /// A plate, by its title and caption.
    Plate,
    /// A question of a quiz, by its prompt alone.
    Question,
    /// A term of the glossary.
    Term,
}

impl Kind {
    fn word(self) -> String {
        let word = match self {
            Self::Chapter => say::CHAPTER,
            Self::Section => say::SECTION,
            Self::Plate => say::PLATE,
            Self::Question => say::QUESTION,
            Self::Term => say::TERM,
        };
        word.text()
    }
}

/// The fields of a document that are searched, as MiniSearch is told.
pub const FIELDS: [&str; 2] = ["title", "text"];

/// Words that stand in nearly every text and find nothing; left out of the index and of what is asked.
pub const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "all", "an", "and", "any", "are", "as", "at", "be", "been", "before", "but", "by", "can",
    "do", "does", "for", "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "more", "no",
    "not", "of", "on", "one", "only", "or", "s", "so", "t", "than", "that", "the", "their", "them", "then", "there",
    "they", "this", "those", "to", "was", "were", "what", "when", "where", "which", "who", "will", "with", "would",
    "you",
];

impl Found {
    /// What a result shows, as MiniSearch stores it.
    fn stored(&self) -> Json {
        let Self { kind, title, place, address, text } = self;
        json!({ "kind": kind.word(), "title": title, "place": place, "address": address, "text": text })
    }
}

/// The index as a script, which works without a server too: it sets `self.faultlinesSearch` to the fields, the words left
/// out, and the index in MiniSearch's second form of serialization.
pub fn script(documents: &[Found]) -> String {
    let mut index = Index::default();
    for document in documents {
        index.add([&document.title, &document.text], document.stored());
    }
    let all = json!({ "fields": FIELDS, "stop": STOP_WORDS, "index": index.to_json() });
    format!("self.faultlinesSearch={all};\n")
}

/// The plates of a page and its questions, whose texts are HTML.
pub fn of_page(path: &str, place: &str, plates: &Plates, quiz: Option<&Quiz>, results: &Results) -> Vec<Found> {
    let document = |kind, id: &str, title: String, text: String| Found {
        kind,
        title,
        place: place.to_string(),
        address: format!("{path}#{id}"),
        text,
    };
    let plates = plates.values().flatten().map(|plate| {
        let [title, caption] = [&plate.title, &plate.caption].map(|text| results.plain(text).0);
        // One on a page without a number has none.
        document(Kind::Plate, &plate.id, format!("{} {title}", plate.number).trim_start().to_string(), caption)
    });
    let questions = quiz.into_iter().flat_map(|quiz| &quiz.questions).map(|question| {
        let text = plain(&question.prompt);
        // The first sentence is what it is called by.
        let end = ["? ", ". "].iter().filter_map(|end| text.find(end)).min().map_or(text.len(), |end| end + 1);
        let (first, rest) = text.split_at(end);
        document(Kind::Question, &format!("quiz-{}-form", question.id), first.to_string(), rest.trim().to_string())
    });
    plates.chain(questions).collect()
}
