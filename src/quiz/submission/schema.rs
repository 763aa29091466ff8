//! (Native.) The answer file as JSON Schemas, for programs of others that write or read one.
//!
//! The types mirror the form of a file and are only described, never filled: a page writes and the grader reads trees,
//! which may hold keys that no version knows yet. Tests hold the two together.

#![expect(dead_code, reason = "the fields are described, and none is read")]

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::{BOOK, FORMAT, VERSION};
use crate::quiz::variants::LAST_DRAW;

/// The versions of the answer file that are described.
pub const VERSIONS: [u64; 2] = [1, VERSION];

/// The path of a version's schema from the root of a built book.
pub fn path(version: u64) -> String {
    format!("schemas/answers-{version}.schema.json")
}

/// The schema of a version of the answer file, as text; `None` of a version that there is not.
pub fn text(version: u64) -> Option<String> {
    // As a page writes it: what it may leave out is not required.
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema: Schema = match version {
        1 => generator.into_root_schema_for::<First>(),
        VERSION => generator.into_root_schema_for::<Second>(),
        _ => return None,
    };
    Some(format!("{:#}\n", schema.to_value()))
}

/// What a reader of the book Faultlines hands in: the answers to the quizzes of one or more chapters (version 2). Keys that
/// are not named here are passed over. A file of which nothing is missing may still hold answers to other questions than the
/// book has: a schema knows no quiz.
#[derive(JsonSchema)]
#[schemars(title = "Faultlines answer file, version 2")]
struct Second {
    /// What kind of file this is.
    #[schemars(extend("const" = FORMAT))]
    format: String,
    /// The version of its form.
    #[schemars(extend("const" = VERSION))]
    version: u64,
    /// The book that was answered.
    #[schemars(extend("const" = BOOK))]
    book: String,
    /// The course in which it was answered: `course` of the book's `book.toml`.
    #[schemars(skip_serializing_if = "String::is_empty")]
    course: String,
    /// The version of the program that wrote it.
    #[schemars(skip_serializing_if = "String::is_empty")]
    book_version: String,
    /// The reader's name or number; empty if the reader gave none.
    #[schemars(skip_serializing_if = "String::is_empty")]
    reader: String,
    /// The number that the reader's browser drew. It decided the order in which options and items were shown.
    #[schemars(skip_serializing_if = "String::is_empty", regex(pattern = "^[0-9a-fA-F]{16}$"))]
    reader_id: String,
    /// When the page wrote the file, by the clock of the reader's machine.
    #[schemars(skip_serializing_if = "String::is_empty", extend("format" = "date-time"))]
    exported_at: String,
    /// The chapters, each at most once.
    #[schemars(length(min = 1))]
    chapters: Vec<Chapter>,
    /// Against damage: XXH3-128 of the same JSON with sorted keys, without white space and without this key.
    #[schemars(skip_serializing_if = "String::is_empty", regex(pattern = "^[0-9a-f]{32}$"))]
    checksum: String,
}

/// The answers to the quiz of one chapter.
#[derive(JsonSchema)]
struct Chapter {
    /// The chapter's folder in the book: `part-10/tail-latency`.
    #[schemars(length(min = 1))]
    chapter: String,
    /// The hash of the quiz that was answered.
    #[schemars(skip_serializing_if = "String::is_empty")]
    quiz_hash: String,
    /// At most one for each question.
    answers: Vec<Answer>,
    /// What was filled in and not checked, at most one for each question; it earns nothing.
    #[schemars(skip_serializing_if = "Vec::is_empty")]
    drafts: Vec<Draft>,
    /// The score that the page showed.
    #[schemars(skip_serializing_if = "Option::is_none", with = "Claimed")]
    claimed: Option<Claimed>,
}

/// Every response to one question that is kept.
#[derive(JsonSchema)]
struct Answer {
    /// The question's id.
    question: String,
    /// The hash of the question when it was answered.
    #[schemars(skip_serializing_if = "String::is_empty")]
    question_hash: String,
    /// How often a response was checked; attempts between the first and the last ones may be left out.
    #[schemars(range(min = 1))]
    checked: u32,
    /// The responses that are kept, in the order in which they were checked.
    #[schemars(length(min = 1))]
    attempts: Vec<Attempt>,
}

/// A response that was checked.
#[derive(JsonSchema)]
struct Attempt {
    /// When, by the clock of the reader's machine.
    #[schemars(skip_serializing_if = "String::is_empty", extend("format" = "date-time"))]
    at: String,
    /// The share of the credit that the page showed, 0 to 1.
    #[schemars(skip_serializing_if = "Option::is_none", with = "f64")]
    claimed: Option<f64>,
    /// Of an experiment, the runs that its plate showed on the way, the last twenty.
    #[schemars(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Evidence>,
    /// What was answered.
    response: Response,
    /// Which draw of the question's numbers is answered; without it the first one.
    #[schemars(skip_serializing_if = "Option::is_none", with = "u32", range(min = 1, max = LAST_DRAW))]
    variant: Option<u32>,
}

/// A run that a plate showed to the reader.
#[derive(JsonSchema)]
struct Evidence {
    /// When, by the clock of the reader's machine; empty if nobody knows.
    #[schemars(skip_serializing_if = "String::is_empty")]
    at: String,
    /// The scenario: what a link to it says behind its `?`.
    link: String,
}

/// What stands in the inputs of one question.
#[derive(JsonSchema)]
struct Draft {
    /// The question's id.
    question: String,
    /// The hash of the question when it was filled in.
    #[schemars(skip_serializing_if = "String::is_empty")]
    question_hash: String,
    /// What was filled in.
    response: Response,
    /// Which draw of the question's numbers is answered; without it the first one.
    #[schemars(skip_serializing_if = "Option::is_none", with = "u32", range(min = 1, max = LAST_DRAW))]
    variant: Option<u32>,
}

/// One answer, by the kind of its question.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Response {
    /// The id of the option chosen.
    Option(String),
    /// The ids of the options chosen.
    Options(Vec<String>),
    /// A number, as typed.
    Number(Typed),
    /// The ids of the items, in the reader's order.
    Order(Vec<String>),
    /// For the id of each item the id of the target chosen for it.
    Pairs(BTreeMap<String, String>),
    /// The results of steps, each as typed; empty for one that was not done.
    Steps(Vec<String>),
    /// A run of a lab.
    Run(Run),
    /// Words, as typed.
    Text(String),
}

/// As typed, `9,1 %`; or, in a file made by hand, the number itself.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Typed {
    Text(String),
    Number(f64),
}

/// A run of a lab. It is run again by whoever grades.
#[derive(JsonSchema)]
struct Run {
    /// The scenario: what a link to it says behind its `?`; empty for none.
    link: String,
    /// What the page says that it measured, by the metric's name.
    #[schemars(skip_serializing_if = "BTreeMap::is_empty")]
    metrics: BTreeMap<String, f64>,
}

/// The score that a page showed.
#[derive(JsonSchema)]
struct Claimed {
    /// Points reached.
    points: f64,
    /// Points to be had.
    out_of: f64,
}

/// What readers of early editions of the book Faultlines handed in: the answers to the quiz of one chapter (version 1).
#[derive(JsonSchema)]
#[schemars(title = "Faultlines answer file, version 1")]
struct First {
    /// What kind of file this is.
    #[schemars(extend("const" = FORMAT))]
    format: String,
    /// The version of its form.
    #[schemars(extend("const" = 1))]
    version: u64,
    /// The book that was answered.
    #[schemars(extend("const" = BOOK))]
    book: String,
    /// The reader's name or number; empty if the reader gave none.
    #[schemars(skip_serializing_if = "String::is_empty")]
    reader: String,
    /// The number that the reader's browser drew.
    #[schemars(skip_serializing_if = "String::is_empty", regex(pattern = "^[0-9a-fA-F]{16}$"))]
    reader_id: String,
    /// The chapter's folder in the book: `part-10/tail-latency`.
    chapter: String,
    /// The hash of the quiz that was answered.
    #[schemars(skip_serializing_if = "String::is_empty")]
    quiz_hash: String,
    /// At most one for each question.
    answers: Vec<FirstAnswer>,
    /// The score that the page showed.
    #[schemars(skip_serializing_if = "Option::is_none", with = "Claimed")]
    claimed: Option<Claimed>,
}

/// The first and the last response to one question.
#[derive(JsonSchema)]
struct FirstAnswer {
    /// The question's id.
    question: String,
    /// The hash of the question when it was answered.
    #[schemars(skip_serializing_if = "String::is_empty")]
    question_hash: String,
    /// The response that was checked last.
    response: Response,
    /// How often a response was checked.
    #[schemars(skip_serializing_if = "Option::is_none", with = "u32", range(min = 1))]
    attempts: Option<u32>,
    /// The response that was checked first, where that was another.
    #[schemars(skip_serializing_if = "Option::is_none", with = "Response")]
    first_response: Option<Response>,
}
