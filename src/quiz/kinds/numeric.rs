//! **numeric**: a number, which an engine may have computed.

#[cfg(grader)]
use serde_json::Value as Json;

use super::{Kind, QuestionKind, Row};
#[cfg(grader)]
use crate::quiz::computed_key;
use crate::quiz::number;
use crate::quiz::order::Shuffle;
use crate::quiz::page::{PageReader, PageWriter};
#[cfg(grader)]
use crate::quiz::read::{COMMON_KEYS, Named, Table};
use crate::quiz::submission::Response;
use crate::quiz::verdict::Verdict;
#[cfg(grader)]
use crate::quiz::write;
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// A question whose answer is a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Numeric {
    /// The right number, in `unit`. Where the author gave a key, the engine computed it.
    pub answer: f64,
    /// How far from it still counts, in `unit`; inclusive.
    pub tolerance: f64,
    /// The unit, shown after the field; empty for a pure number.
    pub unit: String,
    /// Feedback on a right answer.
    pub feedback_correct: String,
    /// Feedback on a number that is too small.
    pub feedback_low: String,
    /// Feedback on a number that is too large.
    pub feedback_high: String,
}

/// (Native.) Its own keys.
#[cfg(grader)]
const KEYS: &[Key] = &[
    Key::new("answer", Takes::Number, "The right number; where there is a key too, they must agree."),
    Key::new(
        "tolerance",
        Takes::Number,
        "How far from it still counts, in its unit; or `tolerance_percent`, of the number.",
    ),
    Key::new("unit", Takes::Text, "The unit, shown after the field."),
    Key::new("feedback_correct", Takes::Text, "What to tell a reader who is right."),
    Key::new("feedback_low", Takes::Text, "What to tell a reader whose number is too small."),
    Key::new("feedback_high", Takes::Text, "What to tell a reader whose number is too large."),
];

pub(super) const ROW: Row = Row {
    name: "numeric",
    read_page: |page| Kind::Numeric(read_page(page)),
    #[cfg(grader)]
    read: |table, named| read(table, named).map(Kind::Numeric),
    #[cfg(grader)]
    title: "Questions for a number",
    #[cfg(grader)]
    help: "The answer is a number with a tolerance, written here or computed by an engine.",
    #[cfg(grader)]
    keys: &[("Keys of the question", KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "numeric-example"
kind = "numeric"
prompt = "Ten nodes become eleven on a ring. What share of the keys moves?"
answer = 9.09
tolerance = 0.2
unit = "%"
feedback_correct = "One in eleven."
feedback_low = "The newcomer wants an even share."
feedback_high = "Nothing moves between old nodes."
"#,
};

impl QuestionKind for Numeric {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        let Response::Number(text) = response else { return Verdict::of_another_kind(ROW.name) };
        let readings = number::readings(text, &self.unit);
        let Some(&first) = readings.first() else {
            let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
            return Err(format!("Type a number first, such as 12.5{unit}."));
        };
        // The slack keeps the bounds inclusive where 9.2 − 9.1 is a hair above 0.1.
        let slack = 1e-9 * self.answer.abs().max(self.tolerance);
        let right = readings.iter().any(|reading| (reading - self.answer).abs() <= self.tolerance + slack);
        Ok(match () {
            () if right => Verdict::plain(true, &self.feedback_correct),
            () if first < self.answer => Verdict::plain(false, &self.feedback_low),
            () => Verdict::plain(false, &self.feedback_high),
        })
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Number(String::new())
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        map(&mut self.feedback_correct, "feedback_correct");
        map(&mut self.feedback_low, "feedback_low");
        map(&mut self.feedback_high, "feedback_high");
    }

    fn write_page(&self, page: &mut PageWriter) {
        page.number(self.answer);
        page.number(self.tolerance);
        for text in [&self.unit, &self.feedback_correct, &self.feedback_low, &self.feedback_high] {
            page.text(text);
        }
    }

    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json) {
        tree["answer"] = self.answer.into();
        tree["tolerance"] = self.tolerance.into();
        tree["unit"] = self.unit.clone().into();
    }

    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json) {
        write::text(tree, "feedback_correct", &self.feedback_correct);
        write::text(tree, "feedback_low", &self.feedback_low);
        write::text(tree, "feedback_high", &self.feedback_high);
    }

    #[cfg(grader)]
    fn forget(&mut self) {
        (self.answer, self.tolerance) = (0.0, 0.0);
        for said in [&mut self.feedback_correct, &mut self.feedback_low, &mut self.feedback_high] {
            said.clear();
        }
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        Response::Number(self.answer.to_string())
    }
}

fn read_page(page: &mut PageReader) -> Numeric {
    Numeric {
        answer: page.number(),
        tolerance: page.number(),
        unit: page.text(),
        feedback_correct: page.text(),
        feedback_low: page.text(),
        feedback_high: page.text(),
    }
}

#[cfg(grader)]
fn read(table: &mut Table, named: Named) -> Option<Numeric> {
    let feedbacks = ["feedback_correct", "feedback_low", "feedback_high"];
    let told = table.problems.len();
    table.only(&[COMMON_KEYS, KEYS, computed_key::COMPUTED_KEYS]);
    // What is misspelt may be the answer.
    let is_told = table.problems.len() > told;
    let answers = computed_key::answers(table, named, "numeric question", is_told);
    let answer = answers[1].or(answers[0]);
    let tolerance = tolerance(table, answer.unwrap_or(0.0));
    let [feedback_correct, feedback_low, feedback_high] = feedbacks.map(|key| table.text(key));
    let unit = table.text("unit");
    table.no_braces("unit", &unit);
    let (answer, tolerance) = (answer?, tolerance?);
    computed_key::agree(table, answers, tolerance);
    Some(Numeric { answer, tolerance, unit, feedback_correct, feedback_low, feedback_high })
}

/// The tolerance in the unit of the answer. Without one nobody is right who rounds.
#[cfg(grader)]
fn tolerance(table: &mut Table, answer: f64) -> Option<f64> {
    let (absolute, percent) = (table.number("tolerance"), table.number("tolerance_percent"));
    let tolerance = match (absolute, percent) {
        (Some(_), Some(_)) => {
            table.problem("tolerance", "give `tolerance` or `tolerance_percent`, not both");
            return None;
        }
        (Some(absolute), None) => absolute,
        (None, Some(percent)) => (answer * percent / 100.0).abs(),
        (None, None) => {
            if !table.map.contains_key("tolerance") && !table.map.contains_key("tolerance_percent") {
                table.problem("tolerance", "a numeric question needs `tolerance` or `tolerance_percent`");
            }
            return None;
        }
    };
    if absolute.or(percent).is_some_and(|given| given < 0.0) {
        table
            .problem(if absolute.is_some() { "tolerance" } else { "tolerance_percent" }, "a tolerance is not negative");
        return None;
    }
    Some(tolerance)
}
