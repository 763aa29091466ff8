//! (Native.) A `lab` fence, read with everything that is wrong in it at once.

use serde_json::{Map, Value as Json};

use super::{MAX_CONTROLS, Plate, Prediction, PredictionOption};
use crate::kernel::{Time, Value};
use crate::scenario::json::{ACTION_KEYS, SCENARIO_KEYS, table};
use crate::scenario::keys::{self, Key, Takes};
use crate::scenario::link::compare_pair;
use crate::scenario::{Position, Problem, Scenario};

/// The keys of a `lab` fence besides those of a scenario.
pub const FENCE_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its anchor, and its name in numbers: a–z, 0–9 and `-`, unique in the book.")
        .required(),
    Key::new("title", Takes::Text, "Its title; plain text with numbers.").required(),
    Key::new("caption", Takes::Text, "What to notice in it; plain text with numbers.").required(),
    Key::new("scenario", Takes::Text, "A scenario file to start from; what the fence says itself goes first."),
    Key::new("compare", Takes::Table, "The parameters in which a second run beside it differs, under the same seed."),
    Key::new(
        "controls",
        Takes::Texts,
        "The parameters whose controls stand in front, at most five; the rest can be unfolded.",
    ),
    Key::new(
        "start_ms",
        Takes::Number,
        "At which moment playback stands at first, in milliseconds of the run; at the end if it is left out.",
    ),
    Key::new("predict", Takes::Table, "What the reader is asked before the run is shown."),
];

/// The keys of `[predict]`.
pub const PREDICT_KEYS: &[Key] = &[
    Key::new("question", Takes::Text, "The question; plain text with numbers.").required(),
    Key::new("metric", Takes::Text, "The metric of the lab that answers it.").required(),
    Key::new(
        "scale",
        Takes::Number,
        "What the metric is multiplied by before it is compared and shown; 1 if left out.",
    ),
    Key::new("unit", Takes::Text, "The unit after scaling."),
    Key::new(
        "max",
        Takes::Number,
        "The largest number that a reader may give; 100 if left out. The answer is within it.",
    ),
    Key::new("options", Takes::Tables, "Choices instead of a number. One of them holds the answer."),
];

/// The keys of an entry of `[[predict.options]]`.
pub const OPTION_KEYS: &[Key] = &[
    Key::new("label", Takes::Text, "What the choice says.").required(),
    Key::new("from", Takes::Number, "It is right from this value of the scaled metric; no bound if left out."),
    Key::new("to", Takes::Number, "It is right below this value; no bound if left out."),
];

impl Plate {
    /// Reads a plate from the tree of its fence, the lab's id already among its keys.
    pub fn from_json(tree: &Json) -> (Option<Self>, Vec<Problem>) {
        let Some(map) = tree.as_object() else {
            return (None, vec![Problem::new("", "a lab fence must hold `name = value` lines")]);
        };
        let mut problems = keys::wrong(map, &[FENCE_KEYS, SCENARIO_KEYS].concat());
        let own = map.iter().filter(|(key, _)| SCENARIO_KEYS.iter().any(|own| own.name == key.as_str()));
        let own = table(own.map(|(key, value)| (key.clone(), value.clone())));
        let (scenario, found) = Scenario::from_json(&own);
        add(&mut problems, found);
        let Some(scenario) = scenario else { return (None, problems) };
        add(&mut problems, wrong_types(map, &scenario));
        let plate = Self {
            id: required(map, "id", &mut problems),
            number: String::new(),
            title: required(map, "title", &mut problems),
            caption: required(map, "caption", &mut problems),
            compare: read_compare(map, &scenario, &mut problems),
            controls: read_controls(map, &scenario, &mut problems),
            position: map.get("start_ms").and_then(Json::as_f64).map(Time::from_millis_f64).map(Position::Moment),
            prediction: map.get("predict").and_then(|tree| read_prediction(tree, &scenario, &mut problems)),
            scenario,
        };
        (Some(plate), problems)
    }
}

/// What is of another type than the schema's inside the tables of a scenario file or a fence. The reader of a scenario
/// takes a number in quotes too, since a person's words and a link have no others; a file is held to more.
pub fn wrong_types(map: &Map<String, Json>, scenario: &Scenario) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in ["params", "compare"] {
        let table = map.get(name).and_then(Json::as_object);
        let wrong = table.map(|table| keys::wrong_params(table, scenario.lab.spec.params)).unwrap_or_default();
        problems.extend(wrong.into_iter().map(|problem| problem.under(name)));
    }
    for (index, action) in map.get("actions").and_then(Json::as_array).into_iter().flatten().enumerate() {
        let wrong = action.as_object().map(|action| keys::wrong(action, ACTION_KEYS)).unwrap_or_default();
        problems.extend(wrong.into_iter().map(|problem| problem.under(&format!("actions.{index}"))));
    }
    problems
}

/// Adds what is found at places of which nothing is said yet: of a value, one mistake is enough.
fn add(problems: &mut Vec<Problem>, found: Vec<Problem>) {
    let said = problems.len();
    let new = found.into_iter().filter(|new| !problems[..said].iter().any(|old| old.path == new.path));
    let new: Vec<Problem> = new.collect();
    problems.extend(new);
}

fn text(map: &Map<String, Json>, key: &str) -> String {
    map.get(key).and_then(Json::as_str).unwrap_or_default().trim().to_string()
}

fn required(map: &Map<String, Json>, key: &str, problems: &mut Vec<Problem>) -> String {
    let text = text(map, key);
    if text.is_empty() && map.get(key).is_none_or(Json::is_string) {
        problems.push(Problem::new(key, format!("a lab needs `{key} = \"…\"`")));
    }
    text
}

fn read_compare(
    map: &Map<String, Json>,
    scenario: &Scenario,
    problems: &mut Vec<Problem>,
) -> Vec<(&'static str, Value)> {
    let mut pairs = Vec::new();
    for (name, value) in map.get("compare").and_then(Json::as_object).into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
        match compare_pair(scenario, name, &text) {
            Ok(pair) => pairs.push(pair),
            Err(problem) => add(problems, vec![problem.under("compare")]),
        }
    }
    pairs
}

fn read_controls(map: &Map<String, Json>, scenario: &Scenario, problems: &mut Vec<Problem>) -> Vec<&'static str> {
    let mut controls = Vec::new();
    let names = map.get("controls").and_then(Json::as_array).into_iter().flatten();
    for name in names.filter_map(Json::as_str) {
        match scenario.params.spec(name) {
            Some(spec) => controls.push(spec.name),
            None => {
                let known = scenario.lab.spec.params.iter().map(|spec| spec.name);
                problems.push(Problem::unknown("controls", "parameter", name, known));
            }
        }
    }
    if controls.len() > MAX_CONTROLS {
        problems.push(Problem::new("controls", format!("a plate shows at most {MAX_CONTROLS} controls in front")));
    }
    controls
}

fn read_prediction(tree: &Json, scenario: &Scenario, problems: &mut Vec<Problem>) -> Option<Prediction> {
    let map = tree.as_object()?;
    let mut found = keys::wrong(map, PREDICT_KEYS);
    let question = required(map, "question", &mut found);
    let metric = text(map, "metric");
    if !scenario.lab.spec.metrics.iter().any(|spec| spec.matches(&metric)) {
        found.push(Problem::unknown("metric", "metric", &metric, scenario.metric_names()));
    }
    let number = |key: &str, default: f64| map.get(key).and_then(Json::as_f64).unwrap_or(default);
    let options = map.get("options").and_then(Json::as_array).into_iter().flatten().enumerate();
    let options: Vec<PredictionOption> =
        options.filter_map(|(index, option)| read_option(index, option.as_object()?, &mut found)).collect();
    problems.extend(found.into_iter().map(|problem| problem.under("predict")));
    let (scale, max) = (number("scale", 1.0), number("max", 100.0));
    Some(Prediction { question, metric, scale, unit: text(map, "unit"), max, options })
}

fn read_option(index: usize, map: &Map<String, Json>, found: &mut Vec<Problem>) -> Option<PredictionOption> {
    let path = format!("options.{index}");
    found.extend(keys::wrong(map, OPTION_KEYS).into_iter().map(|problem| problem.under(&path)));
    let label = text(map, "label");
    if !map.contains_key("label") {
        found.push(Problem::new(&path, "a choice of a prediction needs `label = \"…\"`"));
    }
    let number = |key: &str, default: f64| map.get(key).and_then(Json::as_f64).unwrap_or(default);
    let (from, to) = (number("from", f64::MIN), number("to", f64::MAX));
    (!label.is_empty()).then_some(PredictionOption { label, from, to })
}
