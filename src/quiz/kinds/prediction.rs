//! **prediction**: what will a run measure? Options for it, of which the engine knows the right one.

#[cfg(grader)]
use std::collections::BTreeMap;

#[cfg(grader)]
use serde_json::{Value as Json, json};

use super::{Kind, QuestionKind, Row};
use crate::quiz::choices::{self, Choice};
#[cfg(grader)]
use crate::quiz::computed_key;
use crate::quiz::order::Shuffle;
use crate::quiz::page::{PageReader, PageWriter};
#[cfg(grader)]
use crate::quiz::read::{Named, Table};
use crate::quiz::submission::Response;
use crate::quiz::verdict::Verdict;
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// A choice of what a run measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// What the run measured, times the key's `scale`.
    pub measured: f64,
    /// As written, the one whose range holds what was measured is right; pages show them shuffled.
    pub options: Vec<Choice>,
    /// The range of each option: from the first number on, and below the second.
    pub ranges: Vec<(f64, f64)>,
}

/// (Native.) Its own keys.
#[cfg(grader)]
const KEYS: &[Key] = &[
    Key::new("key", Takes::Table, "How an engine measures what is asked for."),
    Key::new("answer", Takes::Number, "What it measures; where there is a key too, they must agree."),
    Key::new("options", Takes::Tables, "What may come of it, at least two, each with its range.").required(),
];

/// (Native.) The keys of an option.
#[cfg(grader)]
const OPTION_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its id, unique in the question.").required(),
    Key::new("text", Takes::Text, "What it says.").required(),
    Key::new("from", Takes::Number, "It is right from this value on; without it, however small the value is."),
    Key::new("below", Takes::Number, "It is right below this value; without it, however large the value is."),
    Key::new("feedback", Takes::Text, "What to tell a reader who chose it."),
];

pub(super) const ROW: Row = Row {
    name: "prediction",
    read_page: |page| Kind::Prediction(read_page(page)),
    #[cfg(grader)]
    read: |table, named| read(table, named).map(Kind::Prediction),
    #[cfg(grader)]
    title: "Questions for what a run will measure",
    #[cfg(grader)]
    help: "One option is right: the one whose range holds what the engine measures.",
    #[cfg(grader)]
    keys: &[("Keys of the question", KEYS), ("Keys of `[[questions.options]]`", OPTION_KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "prediction-example"
kind = "prediction"
prompt = "Of a ring of nine nodes and ten thousand keys one node fails. How many keys move?"
answer = 1111.0
options = [
  { id = "few", text = "fewer than a hundred", below = 100.0, feedback = "The node held a share of its own." },
  { id = "share", text = "about a ninth", from = 100.0, below = 2000.0 },
  { id = "nearly-all", text = "nearly all", from = 2000.0, feedback = "So it is with modulo." },
]
"#,
};

impl QuestionKind for Prediction {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn choices(&self) -> &[Choice] {
        &self.options
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        choices::grade_one(&self.options, response, ROW.name)
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Option(String::new())
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        choices::map_texts(&mut self.options, map);
    }

    fn write_page(&self, page: &mut PageWriter) {
        page.number(self.measured);
        choices::write_page(&self.options, page);
        page.list(&self.ranges, |(from, below), page| {
            page.number(*from);
            page.number(*below);
        });
    }

    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json) {
        tree["answer"] = self.measured.into();
        let written = self.options.iter().zip(&self.ranges).map(|(option, &(from, below))| {
            let mut tree = json!({ "id": option.id, "text": option.text });
            for (key, bound) in [("from", from), ("below", below)] {
                if bound.is_finite() {
                    tree[key] = bound.into();
                }
            }
            tree
        });
        tree["options"] = written.collect();
    }

    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json) {
        choices::write_said(&self.options, tree);
    }

    #[cfg(grader)]
    fn forget(&mut self) {
        choices::forget(&mut self.options);
        self.measured = 0.0;
        self.ranges.clear();
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        choices::the_right_one(&self.options)
    }
}

fn read_page(page: &mut PageReader) -> Prediction {
    Prediction {
        measured: page.number(),
        options: choices::read_page(page),
        ranges: page.list(|page| (page.number(), page.number())),
    }
}

#[cfg(grader)]
fn read(table: &mut Table, named: Named) -> Option<Prediction> {
    let told = table.problems.len();
    table.only_with(KEYS);
    let is_told = table.problems.len() > told;
    let answers = computed_key::answers(table, named, ROW.name, is_told);
    let measured = answers[1].or(answers[0])?;
    // What is written was read off a run, rounded.
    computed_key::agree(table, answers, 1e-3 * measured.abs());
    let (mut options, mut ranges) = (Vec::new(), Vec::new());
    let (mut ids, mut texts) = (BTreeMap::new(), BTreeMap::new());
    for entry in table.entries("options") {
        let mut table = table.inside(entry);
        table.only(&[OPTION_KEYS]);
        let id = table.id(&mut ids, "option of this question");
        let text = table.required("text");
        table.differs("text", "option of this question", &text, &mut texts);
        let range @ (from, below) =
            (table.number("from").unwrap_or(f64::NEG_INFINITY), table.number("below").unwrap_or(f64::INFINITY));
        if from >= below {
            table.problem("below", "no value is both from `from` on and below `below`");
        }
        let correct = (from..below).contains(&measured);
        options.push(Choice { id, text, correct, feedback: table.text("feedback") });
        ranges.push(range);
    }
    if table.has_fewer("options", 2) {
        table.problem("options", "a prediction needs at least two `[[questions.options]]`");
    } else if !options.is_empty() {
        let right: Vec<&str> =
            options.iter().filter(|option| option.correct).map(|option| option.id.as_str()).collect();
        if right.len() != 1 {
            let which = if right.is_empty() { "no option".to_string() } else { right.join(" and ") };
            table.problem("options", format!("the run gives {measured}, for which {which} holds: one option must"));
        }
    }
    (!options.is_empty()).then_some(Prediction { measured, options, ranges })
}
