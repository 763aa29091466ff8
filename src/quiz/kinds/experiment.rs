//! **experiment**: a run of the reader's own that meets some goals.

#[cfg(grader)]
use serde_json::{Value as Json, json};

use super::{Kind, QuestionKind, Row};
use crate::kernel::Report;
#[cfg(grader)]
use crate::quiz::experimented;
use crate::quiz::order::Shuffle;
use crate::quiz::page::{PageReader, PageWriter};
#[cfg(grader)]
use crate::quiz::read::Table;
use crate::quiz::submission::Response;
use crate::quiz::verdict::{Remark, Verdict};
#[cfg(grader)]
use crate::quiz::write;
use crate::scenario::Link;
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// What may be changed beside parameters, by the names that links have for them.
const SEED: &str = "seed";
const ACTIONS: &str = "do";

/// A run to find.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// The id of the plate, on the same page, in which the reader looks for it.
    pub plate: String,
    /// The run to begin with, as links say it; it misses at least one goal.
    pub start: String,
    /// What the reader may change of it: parameters, `seed`, and `do` for what is done during the run.
    pub free: Vec<String>,
    /// What the run must measure, all of it.
    pub goals: Vec<Goal>,
    /// A run that meets all goals, as links say it.
    pub solution: String,
}

/// A bound on a metric, or two.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// The metric.
    pub metric: String,
    /// What it is called, for the reader.
    pub text: String,
    /// What the metric is multiplied by before it is compared and shown (100 for per cent).
    pub scale: f64,
    /// The unit after scaling.
    pub unit: String,
    /// The least that counts, in `unit`; −∞ if nothing is too little.
    pub at_least: f64,
    /// The most that counts, in `unit`; ∞ if nothing is too much.
    pub at_most: f64,
}

/// (Native.) Its own keys.
#[cfg(grader)]
const KEYS: &[Key] = &[
    Key::new("plate", Takes::Text, "The id of the plate, on the same page, in which the reader looks for the run.")
        .required(),
    Key::new(
        "start",
        Takes::Text,
        "The run to begin with: what a plate’s “Copy link” says behind its `?`. It must miss a goal.",
    )
    .required(),
    Key::new("free", Takes::Texts, "What the reader may change of it: parameters; `seed`; `do` for actions.")
        .required(),
    Key::new("goals", Takes::Tables, "What the run must measure, all of it.").required(),
    Key::new("solution", Takes::Text, "A run that meets all goals, as for `start`; the build runs it.").required(),
];

/// (Native.) The keys of a goal.
#[cfg(grader)]
const GOAL_KEYS: &[Key] = &[
    Key::new("metric", Takes::Text, "The metric.").required(),
    Key::new("text", Takes::Text, "What it is called, for the reader.").required(),
    Key::new("scale", Takes::Number, "What the metric is multiplied by before it is compared; 1 if it is left out."),
    Key::new("unit", Takes::Text, "The unit after scaling."),
    Key::new("at_least", Takes::Number, "The least that counts, inclusive."),
    Key::new("at_most", Takes::Number, "The most that counts, inclusive."),
];

pub(super) const ROW: Row = Row {
    name: "experiment",
    read_page: |page| Kind::Experiment(read_page(page)),
    #[cfg(grader)]
    read: |table, named| read(table, named.is_some()).map(Kind::Experiment),
    #[cfg(grader)]
    title: "Runs to find",
    #[cfg(grader)]
    help: "The answer is a run of a plate that meets every goal; the grader runs it again.",
    #[cfg(grader)]
    keys: &[("Keys of the question", KEYS), ("Keys of `[[questions.goals]]`", GOAL_KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "experiment-example"
kind = "experiment"
prompt = "Find so many virtual nodes that the fullest of five nodes holds at most a tenth more than its share."
plate = "two-rings"
start = "lab=hash-ring&nodes=5&vnodes=1&keys=1000"
free = ["vnodes", "seed"]
goals = [{ metric = "max_over_mean", text = "The fullest node, of an even share", scale = 100.0, unit = "%", at_least = 100.0, at_most = 115.0 }]
solution = "lab=hash-ring&nodes=5&vnodes=400&keys=1000"
"#,
};

impl Goal {
    /// The metric as the goal counts it, if the run measured it.
    pub fn value(&self, metrics: &[(String, f64)]) -> Option<f64> {
        metrics.iter().find(|(name, _)| *name == self.metric).map(|(_, value)| value * self.scale)
    }

    /// Whether a run that measured this meets it.
    pub fn is_met(&self, metrics: &[(String, f64)]) -> bool {
        self.value(metrics).is_some_and(|value| (self.at_least..=self.at_most).contains(&value))
    }
}

impl Experiment {
    /// What of a run may not be as it is, in words for the reader.
    ///
    /// # Errors
    /// That it is of another lab, or which parameter must stay at what value.
    pub fn allows(&self, link: &Link) -> Result<(), String> {
        let (Some(start), _) = Link::parse(&self.start) else {
            return Err("The lab of this question is not on this page.".to_string());
        };
        let (start, run) = (start.scenario, &link.scenario);
        if run.lab != start.lab {
            return Err("This run is of another lab.".to_string());
        }
        let is_free = |name: &str| self.free.iter().any(|free| free == name);
        let kept =
            |name: &str, at: String| Err(format!("`{name}` must stay {at} here: put it back, and take the run again."));
        for ((spec, value), (_, at)) in run.params.iter().zip(start.params.iter()) {
            if value != at && !is_free(spec.name) {
                return kept(spec.name, format!("at {at}"));
            }
        }
        match () {
            () if run.seed != start.seed && !is_free(SEED) => kept(SEED, format!("at {}", start.seed.0)),
            () if run.actions != start.actions && !is_free(ACTIONS) => {
                kept("what is done during the run", "as it was".into())
            }
            () => Ok(()),
        }
    }
}

impl Experiment {
    /// The answer that is this run, with what of its report the goals are about.
    pub fn taken(&self, link: &Link, report: Report) -> Response {
        let metrics = report.metrics.into_iter().map(|metric| (metric.name.into_owned(), metric.value));
        let asked = metrics.filter(|(name, _)| self.goals.iter().any(|goal| goal.metric == *name));
        Response::Run { link: Link::of(link.scenario.clone()).to_query(), metrics: asked.collect() }
    }
}

impl QuestionKind for Experiment {
    fn row(&self) -> &'static Row {
        &ROW
    }

    /// By what the response says that its run measured; a grader measures it first.
    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        let Response::Run { link, metrics } = response else { return Verdict::of_another_kind(ROW.name) };
        if link.is_empty() {
            return Err("Take a run of the plate first.".to_string());
        }
        let judged = self.goals.iter().enumerate().map(|(index, goal)| Remark {
            option: Some(index.to_string()),
            right: goal.is_met(metrics),
            text: String::new(),
        });
        let remarks: Vec<Remark> = judged.collect();
        // A goal alone is no answer: the art is to meet them together.
        let all = remarks.iter().all(|remark| remark.right);
        Ok(Verdict { credit: Some(if all { 1.0 } else { 0.0 }), remarks })
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Run { link: String::new(), metrics: Vec::new() }
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        for (index, goal) in self.goals.iter_mut().enumerate() {
            map(&mut goal.text, &format!("goals.{index}.text"));
        }
    }

    fn write_page(&self, page: &mut PageWriter) {
        for text in [&self.plate, &self.start, &self.solution] {
            page.text(text);
        }
        page.list(&self.free, |name, page| page.text(name));
        page.list(&self.goals, |goal, page| {
            for text in [&goal.metric, &goal.text, &goal.unit] {
                page.text(text);
            }
            for number in [goal.scale, goal.at_least, goal.at_most] {
                page.number(number);
            }
        });
    }

    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json) {
        for (key, text) in [("plate", &self.plate), ("start", &self.start), ("solution", &self.solution)] {
            tree[key] = text.as_str().into();
        }
        tree["free"] = self.free.clone().into();
        let goals = self.goals.iter().map(|goal| {
            let mut tree = json!({ "metric": goal.metric, "text": goal.text, "scale": goal.scale });
            write::text(&mut tree, "unit", &goal.unit);
            for (key, bound) in [("at_least", goal.at_least), ("at_most", goal.at_most)] {
                if bound.is_finite() {
                    tree[key] = bound.into();
                }
            }
            tree
        });
        tree["goals"] = goals.collect();
    }

    #[cfg(grader)]
    fn write_said(&self, _: &mut Json) {}

    #[cfg(grader)]
    fn forget(&mut self) {
        self.solution.clear();
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        experimented::measured(self, &self.solution)
            .unwrap_or_else(|_| Response::Run { link: self.solution.clone(), metrics: Vec::new() })
    }
}

fn read_page(page: &mut PageReader) -> Experiment {
    let [plate, start, solution] = [(); 3].map(|()| page.text());
    let free = page.list(PageReader::text);
    let goal = |page: &mut PageReader| {
        let [metric, text, unit] = [(); 3].map(|()| page.text());
        let [scale, at_least, at_most] = [(); 3].map(|()| page.number());
        Goal { metric, text, scale, unit, at_least, at_most }
    };
    Experiment { plate, start, free, goals: page.list(goal), solution }
}

#[cfg(grader)]
fn read(table: &mut Table, is_written_by_hand: bool) -> Option<Experiment> {
    table.only_with(KEYS);
    let told = table.problems.len();
    let plate = table.required("plate");
    let free = table.texts("free").unwrap_or_default();
    if free.is_empty() {
        table.problem("free", "an experiment needs `free = [\"…\"]`: what the reader may change");
    }
    let goals: Vec<Goal> =
        table.entries("goals").into_iter().map(|entry| read_goal(&mut table.inside(entry))).collect();
    if table.has_fewer("goals", 1) {
        table.problem("goals", "an experiment needs at least one `[[questions.goals]]`");
    }
    let [start, solution] = ["start", "solution"].map(|key| experimented::query(table, key));
    let experiment = Experiment { plate, start: start?, free, goals, solution: solution? };
    if is_written_by_hand && table.problems.len() == told {
        experimented::check(table, &experiment);
    }
    Some(experiment)
}

#[cfg(grader)]
fn read_goal(table: &mut Table) -> Goal {
    table.only(&[GOAL_KEYS]);
    let (metric, text, unit) = (table.required("metric"), table.required("text"), table.text("unit"));
    let scale = table.number("scale").unwrap_or(1.0);
    let (at_least, at_most) = (table.number("at_least"), table.number("at_most"));
    if at_least.is_none() && at_most.is_none() {
        table.problem("", "a goal needs `at_least = …` or `at_most = …`");
    }
    let (at_least, at_most) = (at_least.unwrap_or(f64::NEG_INFINITY), at_most.unwrap_or(f64::INFINITY));
    Goal { metric, text, scale, unit, at_least, at_most }
}
