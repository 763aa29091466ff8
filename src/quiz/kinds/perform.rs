//! **perform**: the reader carries an algorithm out, step by step, and the engine knows each step.

#[cfg(grader)]
use serde_json::{Value as Json, json};

use super::{Kind, QuestionKind, Row};
use crate::kernel::decimal;
use crate::quiz::fold::fold;
use crate::quiz::number;
use crate::quiz::order::Shuffle;
use crate::quiz::page::{PageReader, PageWriter};
#[cfg(grader)]
use crate::quiz::read::Table;
use crate::quiz::submission::Response;
use crate::quiz::verdict::{Remark, Verdict};
#[cfg(grader)]
use crate::quiz::{performed, write};
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// An algorithm to carry out.
#[derive(Clone, Debug, PartialEq)]
pub struct Perform {
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One step of a [`Perform`].
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is to be done.
    pub prompt: String,
    /// What comes of it: a number, or words.
    pub answer: String,
    /// How far from a number still counts, in `unit`; inclusive.
    pub tolerance: f64,
    /// The unit, shown after the field; empty for a pure number and for words.
    pub unit: String,
    /// What to tell a reader whose result is another; may be empty.
    pub hint: String,
}

/// (Native.) Its own keys.
#[cfg(grader)]
const KEYS: &[Key] = &[
    Key::new(
        "run",
        Takes::Text,
        "The run in which the engine takes these steps: what a plate’s “Copy link” says behind its `?`.",
    ),
    Key::new("steps", Takes::Tables, "The steps, in order, at least two.").required(),
];

/// (Native.) The keys of a step.
#[cfg(grader)]
const STEP_KEYS: &[Key] = &[
    Key::new("prompt", Takes::Text, "What is to be done: Markdown with numbers.").required(),
    Key::new("run", Takes::Text, "A run of its own, in place of the question’s."),
    Key::new("metric", Takes::Text, "The metric of the run that is the result."),
    Key::new("scale", Takes::Number, "What the metric is multiplied by; 1 if it is left out."),
    Key::new(
        "event",
        Takes::Whole,
        "The event of the run whose `field` is the result, counted from 1; with `kind` among those of its kind.",
    ),
    Key::new("kind", Takes::Text, "The kind of the event."),
    Key::new("field", Takes::Text, "The particular of the event that is the result."),
    Key::new("answer", Takes::Text, "The result as text; where there is a metric or a field too, they must agree."),
    Key::new("tolerance", Takes::Number, "How far from a number still counts; 0 if it is left out."),
    Key::new("unit", Takes::Text, "The unit, shown after the field."),
    Key::new("hint", Takes::Text, "What to tell a reader whose result is another."),
];

pub(super) const ROW: Row = Row {
    name: "perform",
    read_page: |page| Kind::Perform(read_page(page)),
    #[cfg(grader)]
    read: |table, _| read(table).map(Kind::Perform),
    #[cfg(grader)]
    title: "Algorithms to carry out",
    #[cfg(grader)]
    help: "Each step has a result that a run of the engine gives: a metric, or a particular of one of its events.",
    #[cfg(grader)]
    keys: &[("Keys of the question", KEYS), ("Keys of `[[questions.steps]]`", STEP_KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "perform-example"
kind = "perform"
prompt = "Nine nodes hold a thousand keys on a ring. A tenth joins. Count what moves."
run = "lab=hash-ring&nodes=9&vnodes=100&keys=1000&join=1"
steps = [
  { prompt = "How many keys move, if the shares are even?", answer = "100", unit = "keys", hint = "One share of ten." },
  { prompt = "And in this run, in per cent?", metric = "moved_fraction", scale = 100.0, tolerance = 0.1, unit = "%" },
  { prompt = "Which node joins?", event = 1, kind = "join", field = "node", hint = "They are counted from 0." },
]
"#,
};

impl Step {
    /// Whether this is the result; `None` if it is nothing.
    pub fn is_right(&self, typed: &str) -> Option<bool> {
        if words(typed).is_empty() {
            return None;
        }
        let Some(answer) = decimal::parse(&self.answer) else { return Some(words(typed) == words(&self.answer)) };
        // The slack keeps the bounds inclusive where 9.2 − 9.1 is a hair above 0.1.
        let slack = 1e-9 * answer.abs().max(self.tolerance);
        let near = |reading: &f64| (reading - answer).abs() <= self.tolerance + slack;
        Some(number::readings(typed, &self.unit).iter().any(near))
    }
}

/// The words and numbers of a text, whatever stands between them: `[2, 1, 0]` is `2 1 0`, and not `21 0`; `c, g and h` is
/// `c g h`.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(fold).filter(|word| word != "and").collect()
}

impl QuestionKind for Perform {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        let Response::Steps(typed) = response else { return Verdict::of_another_kind(ROW.name) };
        if typed.len() != self.steps.len() {
            return Err("This answer has another number of steps.".to_string());
        }
        let judged = self.steps.iter().zip(typed).enumerate().filter_map(|(index, (step, typed))| {
            let right = step.is_right(typed)?;
            let text = if right { String::new() } else { step.hint.clone() };
            Some(Remark { option: Some(index.to_string()), right, text })
        });
        let remarks: Vec<Remark> = judged.collect();
        if remarks.is_empty() {
            return Err("Do the first step first.".to_string());
        }
        let right = remarks.iter().filter(|remark| remark.right).count();
        Ok(Verdict { credit: Some(right as f64 / self.steps.len() as f64), remarks })
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Steps(vec![String::new(); self.steps.len()])
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        for (index, step) in self.steps.iter_mut().enumerate() {
            map(&mut step.prompt, &format!("steps.{index}.prompt"));
            map(&mut step.hint, &format!("steps.{index}.hint"));
        }
    }

    fn write_page(&self, page: &mut PageWriter) {
        page.list(&self.steps, |step, page| {
            for text in [&step.prompt, &step.answer, &step.unit, &step.hint] {
                page.text(text);
            }
            page.number(step.tolerance);
        });
    }

    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json) {
        let steps = self.steps.iter().map(|step| {
            let mut tree = json!({ "prompt": step.prompt, "answer": step.answer, "tolerance": step.tolerance });
            write::text(&mut tree, "unit", &step.unit);
            tree
        });
        tree["steps"] = steps.collect();
    }

    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json) {
        for (index, step) in self.steps.iter().enumerate() {
            write::text(&mut tree["steps"][index], "hint", &step.hint);
        }
    }

    #[cfg(grader)]
    fn forget(&mut self) {
        for step in &mut self.steps {
            step.answer.clear();
            step.hint.clear();
            step.tolerance = 0.0;
        }
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        Response::Steps(self.steps.iter().map(|step| step.answer.clone()).collect())
    }
}

fn read_page(page: &mut PageReader) -> Perform {
    let step = |page: &mut PageReader| {
        let [prompt, answer, unit, hint] = [(); 4].map(|()| page.text());
        Step { prompt, answer, tolerance: page.number(), unit, hint }
    };
    Perform { steps: page.list(step) }
}

#[cfg(grader)]
fn read(table: &mut Table) -> Option<Perform> {
    table.only_with(KEYS);
    let run = performed::run(table);
    let mut steps = Vec::new();
    for entry in table.entries("steps") {
        let mut table = table.inside(entry);
        table.only(&[STEP_KEYS]);
        let prompt = table.required("prompt");
        let answer = performed::answer(&mut table, run.as_deref());
        let tolerance = table.number("tolerance").unwrap_or(0.0);
        if tolerance < 0.0 {
            table.problem("tolerance", "a tolerance is not negative");
        }
        let (unit, hint) = (table.text("unit"), table.text("hint"));
        let step = Step { prompt, answer: answer.unwrap_or_default(), tolerance, unit, hint };
        performed::agree(&mut table, &step);
        steps.push(step);
    }
    if table.has_fewer("steps", 2) {
        table.problem("steps", "an algorithm to carry out needs at least two `[[questions.steps]]`");
    }
    (steps.len() >= 2).then_some(Perform { steps })
}
