//! `[predict]`: what the reader is asked before the run is shown.

use serde_json::{Map, Value as Json};

use super::{required, text};
use crate::scenario::keys::{self, Key, Takes};
use crate::scenario::plate::{Prediction, PredictionOption};
use crate::scenario::{Problem, Scenario};

/// The keys of `[predict]`.
pub const PREDICT_KEYS: &[Key] = &[
    Key::new("question", Takes::Text, "The question; plain text with numbers.").required(),
    Key::new("metric", Takes::Text, "The metric of the lab that answers it.").required(),
    Key::new(
        "scale",
        Takes::Number,
        "What the metric is multiplied by before it is compared and shown, not 0; 1 if left out.",
    ),
    Key::new("unit", Takes::Text, "The unit after scaling."),
    Key::new(
        "max",
        Takes::Number,
        "The largest number that a reader may give, above 0; 100 if left out. The answer is within it.",
    ),
    Key::new("options", Takes::Tables, "Choices instead of a number. One of them holds the answer."),
];

/// The keys of an entry of `[[predict.options]]`.
pub const OPTION_KEYS: &[Key] = &[
    Key::new("label", Takes::Text, "What the choice says.").required(),
    Key::new("from", Takes::Number, "It is right from this value of the scaled metric; no bound if left out."),
    Key::new("to", Takes::Number, "It is right below this value; no bound if left out."),
];

/// Reads `[predict]`.
pub(super) fn read(tree: &Json, scenario: &Scenario, problems: &mut Vec<Problem>) -> Option<Prediction> {
    let map = tree.as_object()?;
    let mut found = keys::wrong(map, PREDICT_KEYS);
    let question = required(map, "a prediction", "question", &mut found);
    let metric = required(map, "a prediction", "metric", &mut found);
    // Whether the run has this member of a family is told where it is drawn.
    let is_declared = scenario.lab.spec.metrics.iter().any(|spec| spec.matches(&metric)) && !metric.contains('*');
    if !metric.is_empty() && !is_declared {
        found.push(Problem::unknown("metric", "metric", &metric, scenario.metric_names()));
    }
    let (scale, max) = (number(map, "scale", 1.0), number(map, "max", 100.0));
    if scale == 0.0 {
        found.push(Problem::new("scale", "`scale` must not be 0: it would make every outcome 0"));
    }
    if max <= 0.0 {
        found.push(Problem::new("max", "`max` must be above 0: a reader gives a number from 0 to `max`"));
    }
    let unit = text(map, "unit");
    found.extend(keys::braces("unit", &unit));
    let entries = map.get("options").and_then(Json::as_array).map(Vec::as_slice);
    if entries.is_some_and(|entries| entries.len() < 2) {
        found.push(Problem::new("options", "a prediction by choice needs at least two `[[predict.options]]`"));
    }
    let options = entries.into_iter().flatten().enumerate();
    let options: Vec<(usize, PredictionOption)> = options
        .filter_map(|(index, option)| Some((index, read_option(index, option.as_object()?, &mut found)?)))
        .collect();
    clashes(&options, &mut found);
    problems.extend(found.into_iter().map(|problem| problem.under("predict")));
    let options = options.into_iter().map(|(_, option)| option).collect();
    Some(Prediction { question, metric, scale, unit, max, options })
}

fn number(map: &Map<String, Json>, key: &str, default: f64) -> f64 {
    map.get(key).and_then(Json::as_f64).unwrap_or(default)
}

/// An entry of `[[predict.options]]`; `None` if readers could not choose it.
fn read_option(index: usize, map: &Map<String, Json>, found: &mut Vec<Problem>) -> Option<PredictionOption> {
    let mut own = keys::wrong(map, OPTION_KEYS);
    let is_typed = own.is_empty();
    let label = required(map, "a choice of a prediction", "label", &mut own);
    let (from, to) = (number(map, "from", f64::MIN), number(map, "to", f64::MAX));
    if is_typed && from >= to {
        let key = if map.contains_key("from") { "from" } else { "to" };
        own.push(Problem::new(key, "no outcome is in this range: `from` must be below `to`"));
    }
    let is_sound = own.is_empty();
    found.extend(own.into_iter().map(|problem| problem.under(&format!("options.{index}"))));
    is_sound.then_some(PredictionOption { label, from, to })
}

/// Choices of which a reader could not say which one is meant: two that say the same, or that are right at once.
fn clashes(options: &[(usize, PredictionOption)], found: &mut Vec<Problem>) {
    for (place, (index, option)) in options.iter().enumerate() {
        let same = |(_, other): &&(usize, PredictionOption)| other.label == option.label;
        let overlaps = |(_, other): &&(usize, PredictionOption)| other.from < option.to && option.from < other.to;
        let clash = match (options[..place].iter().find(same), options[..place].iter().find(overlaps)) {
            (Some((first, _)), _) => (first, "label", format!("a second choice says `{}`", option.label)),
            (None, Some((first, other))) => {
                (first, "from", format!("an outcome in this range is also in that of `{}`", other.label))
            }
            (None, None) => continue,
        };
        let (first, key, message) = clash;
        found.push(Problem::second(format!("options.{index}.{key}"), &format!("options.{first}.{key}"), message));
    }
}
