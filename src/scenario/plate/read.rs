//! (Native.) A `lab` fence, read with everything that is wrong in it at once.

use serde_json::{Map, Value as Json};

use super::{MAX_CONTROLS, Plate, Prediction, PredictionOption};
use crate::kernel::Value;
use crate::scenario::json::{table, unknown_keys};
use crate::scenario::link::compare_pair;
use crate::scenario::{Problem, Scenario};

const KEYS: &[&str] = &[
    "id", "number", "title", "caption", "lab", "params", "seed", "actions", "compare", "controls", "position",
    "predict",
];

impl Plate {
    /// Reads a plate from the tree of its fence, the lab's id already among its keys.
    pub fn from_json(tree: &Json) -> (Option<Self>, Vec<Problem>) {
        let Some(map) = tree.as_object() else {
            return (None, vec![Problem::new("", "a lab fence must hold `name = value` lines")]);
        };
        let mut problems = unknown_keys(map, KEYS);
        let own = map.iter().filter(|(key, _)| ["lab", "params", "seed", "actions"].contains(&key.as_str()));
        let own = table(own.map(|(key, value)| (key.clone(), value.clone())));
        let (scenario, found) = Scenario::from_json(&own);
        problems.extend(found);
        let Some(scenario) = scenario else { return (None, problems) };
        let plate = Self {
            id: required(map, "id", &mut problems),
            number: text(map, "number"),
            title: required(map, "title", &mut problems),
            caption: required(map, "caption", &mut problems),
            compare: read_compare(map, &scenario, &mut problems),
            controls: read_controls(map, &scenario, &mut problems),
            position: map.get("position").and_then(Json::as_u64).and_then(|position| position.try_into().ok()),
            prediction: map.get("predict").and_then(|tree| read_prediction(tree, &scenario, &mut problems)),
            scenario,
        };
        (Some(plate), problems)
    }
}

fn text(map: &Map<String, Json>, key: &str) -> String {
    map.get(key).and_then(Json::as_str).unwrap_or_default().trim().to_string()
}

fn required(map: &Map<String, Json>, key: &str, problems: &mut Vec<Problem>) -> String {
    let text = text(map, key);
    if text.is_empty() {
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
            Err(problem) => problems.push(problem.under("compare")),
        }
    }
    pairs
}

fn read_controls(map: &Map<String, Json>, scenario: &Scenario, problems: &mut Vec<Problem>) -> Vec<&'static str> {
    let mut controls = Vec::new();
    for name in map.get("controls").and_then(Json::as_array).into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
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
    let Some(map) = tree.as_object() else {
        problems.push(Problem::new("predict", "a prediction must be a table with `question` and `metric`"));
        return None;
    };
    let mut found = unknown_keys(map, &["question", "metric", "scale", "unit", "max", "options"]);
    let question = required(map, "question", &mut found);
    let metric = text(map, "metric");
    if !scenario.lab.spec.metrics.iter().any(|spec| spec.matches(&metric)) {
        found.push(Problem::unknown("metric", "metric", &metric, scenario.metric_names()));
    }
    let number = |key: &str, default: f64| map.get(key).and_then(Json::as_f64).unwrap_or(default);
    let options = map.get("options").and_then(Json::as_array).into_iter().flatten();
    let options = options.filter_map(|option| {
        Some(PredictionOption {
            label: option.get("label")?.as_str()?.to_string(),
            from: option.get("from").and_then(Json::as_f64).unwrap_or(f64::MIN),
            to: option.get("to").and_then(Json::as_f64).unwrap_or(f64::MAX),
        })
    });
    let options = options.collect();
    problems.extend(found.into_iter().map(|problem| problem.under("predict")));
    let (scale, max) = (number("scale", 1.0), number("max", 100.0));
    Some(Prediction { question, metric, scale, unit: text(map, "unit"), max, options })
}
