//! What can be written into quiz.toml. The kinds and their keys are read in one place, [`kinds`].

use super::{Example, Row, Section, rows};
use crate::scenario::keys::{Key, Takes};

const FILE: &str = "part-1/gossip/quiz.toml";

/// A kind of question, for authors.
struct Kind {
    name: &'static str,
    title: &'static str,
    help: &'static str,
    tables: Vec<(&'static str, &'static [Key])>,
    example: &'static str,
}

const COMMON: &[Key] = &[
    Key::new("id", Takes::Text, "Its id: a–z, 0–9 and `-`, unique in the quiz.").required(),
    Key::new("kind", Takes::Text, "How it is answered.").required(),
    Key::new("prompt", Takes::Text, "What is asked: Markdown with numbers.").required(),
    Key::new("points", Takes::Whole, "What full credit is worth, 1 to 100; 1 if it is left out."),
    Key::new("explanation", Takes::Text, "Why the right answer is right, for after the answer."),
];

const OPTION: &[Key] = &[
    Key::new("id", Takes::Text, "Its id, unique in the question.").required(),
    Key::new("text", Takes::Text, "What it says.").required(),
    Key::new("correct", Takes::Flag, "Whether it is right; false if it is left out."),
    Key::new("feedback", Takes::Text, "What to tell a reader who chose it."),
];

const NUMERIC: &[Key] = &[
    Key::new("answer", Takes::Number, "The right number; where there is a key too, they must agree."),
    Key::new("key", Takes::Table, "How an engine computes the right number."),
    Key::new(
        "tolerance_percent",
        Takes::Number,
        "How far from it still counts, per cent of it; or `tolerance`, in its unit.",
    ),
    Key::new("unit", Takes::Text, "The unit, shown after the field."),
    Key::new("feedback_correct", Takes::Text, "What to tell a reader who is right."),
    Key::new("feedback_low", Takes::Text, "What to tell a reader whose number is too small."),
    Key::new("feedback_high", Takes::Text, "What to tell a reader whose number is too large."),
];

const NUMERIC_KEY: &[Key] = &[
    Key::new("scenario", Takes::Text, "A named scenario; or `lab`, `params`, `seed` and `actions` in its place."),
    Key::new("metric", Takes::Text, "The metric that is the answer.").required(),
    Key::new("scale", Takes::Number, "What the metric is multiplied by; 1 if it is left out."),
];

const ORDERING: &[Key] = &[
    Key::new("items", Takes::Tables, "The items in the right order, each with `id` and `text`; readers see another.")
        .required(),
    Key::new("feedback_correct", Takes::Text, "What to tell a reader who is right."),
    Key::new("feedback_wrong", Takes::Text, "What to tell a reader who is not."),
];

const SHORT: &[Key] = &[
    Key::new("accepted", Takes::Texts, "What counts as right; letter case, spaces and punctuation do not matter.")
        .required(),
    Key::new("feedback_correct", Takes::Text, "What to tell a reader who is right."),
    Key::new("feedback_wrong", Takes::Text, "What to tell a reader who is not."),
];

/// Every kind of question with its own keys.
fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            name: "single",
            title: "Questions with one right option",
            help: "Exactly one of at least two options is right.",
            tables: vec![("Keys of `[[questions.options]]`", OPTION)],
            example: include_str!("examples/single.toml"),
        },
        Kind {
            name: "multiple",
            title: "Questions with several right options",
            help: "Any number of the options is right, at least one.",
            tables: Vec::new(),
            example: include_str!("examples/multiple.toml"),
        },
        Kind {
            name: "numeric",
            title: "Questions for a number",
            help: "The answer is a number with a tolerance, written or computed.",
            tables: vec![("Keys of the question", NUMERIC), ("Keys of `[questions.key]`", NUMERIC_KEY)],
            example: include_str!("examples/numeric.toml"),
        },
        Kind {
            name: "ordering",
            title: "Questions for an order",
            help: "Items are put in order.",
            tables: vec![("Keys of the question", ORDERING)],
            example: include_str!("examples/ordering.toml"),
        },
        Kind {
            name: "short",
            title: "Questions for a word",
            help: "A word or two, compared without regard to case and punctuation.",
            tables: vec![("Keys of the question", SHORT)],
            example: include_str!("examples/short.toml"),
        },
    ]
}

pub(super) fn sections() -> Vec<Section> {
    let quiz = Section {
        id: "quiz",
        title: "The quiz: quiz.toml",
        text: vec![
            "A chapter ends in a quiz: `title`, then `[[questions]]`; an empty ```` ```quiz ```` fence says where it goes. All \
             its texts are Markdown with numbers."
                .replace("```` ```quiz ````", "`quiz`"),
        ],
        tables: vec![("Keys of the quiz", vec![Row::new("title", "The heading above the questions.")])],
        example: Example { file: FILE, text: "title = \"Check yourself\"\n" },
    };
    let common = Some(("Keys of every question", COMMON));
    let kinds = kinds().into_iter().enumerate().map(|(index, kind)| {
        let tables = common.filter(|_| index == 0).into_iter().chain(kind.tables);
        Section {
            id: kind.name,
            title: kind.title,
            text: vec![format!("`kind = \"{}\"`: {}", kind.name, kind.help)],
            tables: tables.map(|(caption, keys)| (caption, rows(keys))).collect(),
            example: Example { file: FILE, text: kind.example },
        }
    });
    [quiz].into_iter().chain(kinds).collect()
}
