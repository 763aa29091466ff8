//! `[questions.key]`: the answer to a numeric question as an engine computes it.

use serde_json::{Map, Value as Json};

use super::read::{Named, Table};
use crate::kernel::{Report, words};
use crate::scenario::json::SCENARIO_KEYS;
use crate::scenario::keys::{Key, Takes};
use crate::scenario::{Problem, Scenario};

/// The further keys of a numeric question whose answer an engine computes.
pub const COMPUTED_KEYS: &[Key] = &[
    Key::new("key", Takes::Table, "How an engine computes the right number."),
    Key::new(
        "tolerance_percent",
        Takes::Number,
        "How far from the answer still counts, per cent of it; in place of `tolerance`.",
    ),
];

/// The keys of `[questions.key]`.
pub const KEYS: &[Key] = &[
    Key::new("scenario", Takes::Text, "A named scenario; or `lab`, `params`, `seed` and `actions` in its place."),
    Key::new("metric", Takes::Text, "The metric that is the answer.").required(),
    Key::new("scale", Takes::Number, "What the metric is multiplied by; 1 if it is left out."),
];

/// The right number of a question as it is written in `answer`, and as its `key` computes it. `what` the question is, in
/// words; `is_told`: a key of it is misspelt, which may be the answer.
pub(super) fn answers(table: &mut Table, named: Named, what: &str, is_told: bool) -> [Option<f64>; 2] {
    let written = table.number("answer");
    let computed = match table.map.get("key") {
        Some(key) => read(table, key, named),
        None => None,
    };
    if !is_told && !table.map.contains_key("answer") && !table.map.contains_key("key") {
        table.problem("answer", format!("a {what} needs `answer = …` or `[questions.key]`"));
    }
    [written, computed]
}

/// Reports a written answer that is further from the computed one than this.
pub(super) fn agree(table: &mut Table, answers: [Option<f64>; 2], within: f64) {
    if let [Some(written), Some(computed)] = answers
        && (written - computed).abs() > within
    {
        let shown = |value: f64| if value.abs() < 1e15 { value.to_string() } else { words::brief(value) };
        let message = format!("the answer is written as {}, but the lab gives {}", shown(written), shown(computed));
        table.problem("answer", message);
    }
}

/// Computes `[questions.key]`: a named scenario, or a lab with its parameters; a metric; a scale.
pub(super) fn read<'a>(table: &mut Table<'a, '_>, tree: &'a Json, named: Named) -> Option<f64> {
    let Some(map) = tree.as_object() else {
        table.problem("key", "a key must be a table with `scenario` or `lab`, and `metric`");
        return None;
    };
    let mut key = table.inside((map, table.at("key")));
    key.only(&[KEYS, SCENARIO_KEYS]);
    let metric = key.required("metric");
    let scale = if map.contains_key("scale") { key.number("scale") } else { Some(1.0) };
    let report = match () {
        () if map.contains_key("scenario") => named_report(&mut key, named),
        () if map.contains_key("lab") => own_report(&mut key, &metric),
        () => {
            key.problem("", "a key needs `scenario = \"…\"` or `lab = \"…\"`");
            None
        }
    }?;
    let value = report.get(&metric).filter(|value| value.is_finite());
    if value.is_none() && !metric.is_empty() {
        let path = key.at("metric");
        let known = report.metrics.iter().map(|metric| metric.name.as_ref());
        key.problems.push(Problem::unknown(path, "metric", &metric, known));
    }
    let (value, scale) = (value?, scale?);
    if scale == 0.0 {
        key.problem("scale", "`scale` must not be 0: it would make every answer 0");
        return None;
    }
    let answer = Some(value * scale).filter(|answer| answer.is_finite());
    if answer.is_none() {
        key.problem("scale", "`scale` makes the answer too large for a number");
    }
    answer
}

fn named_report(key: &mut Table, named: Named) -> Option<Report> {
    let name = key.required("scenario");
    for other in ["lab", "params", "seed", "actions"] {
        if key.map.contains_key(other) {
            key.problem(other, format!("a key with `scenario` takes no `{other}`: the scenario has its own"));
        }
    }
    if name.is_empty() {
        return None;
    }
    let report =
        named.map_or_else(|| Err(Problem::new("", "the scenarios of the book are not at hand")), |of| of(&name));
    let report = report.map_err(|mut problem| {
        problem.path = key.at("scenario");
        key.problems.push(problem);
    });
    report.ok()
}

fn own_report(key: &mut Table, metric: &str) -> Option<Report> {
    let own = key.map.iter().filter(|(name, _)| ["lab", "params", "seed", "actions"].contains(&name.as_str()));
    let own: Map<String, Json> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
    let (scenario, found) = Scenario::from_json(&own.into());
    let clean = found.is_empty();
    for mut problem in found {
        problem.path = key.at(&problem.path);
        key.problems.push(problem);
    }
    let scenario = scenario.filter(|_| clean)?;
    if metric.is_empty() {
        return None;
    }
    if !scenario.lab.spec.metrics.iter().any(|spec| spec.matches(metric)) {
        let path = key.at("metric");
        key.problems.push(Problem::unknown(path, "metric", metric, scenario.metric_names()));
        return None;
    }
    Some(scenario.report())
}
