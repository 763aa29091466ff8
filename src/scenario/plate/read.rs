//! (Native.) A `lab` fence, read with everything that is wrong in it at once.

mod prediction;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value as Json};

pub use prediction::{OPTION_KEYS, PREDICT_KEYS};

use super::{MAX_CONTROLS, Plate};
use crate::kernel::{Time, Value, words};
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
    Key::new(
        "compare",
        Takes::Table,
        "The parameters, at least one, in which a second run beside it differs, under the same seed.",
    ),
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
            id: required(map, "a lab", "id", &mut problems),
            number: String::new(),
            title: required(map, "a lab", "title", &mut problems),
            caption: required(map, "a lab", "caption", &mut problems),
            compare: read_compare(map, &scenario, &mut problems),
            controls: read_controls(map, &scenario, &mut problems),
            position: read_start(map, &mut problems),
            prediction: map.get("predict").and_then(|tree| prediction::read(tree, &scenario, &mut problems)),
            scenario,
        };
        (Some(plate), problems)
    }
}

/// Problems with values of another type than the schema's, in a scenario file or a fence. The reader of a scenario
/// takes a number in quotes too, since a person's words and a link have no others; a file is held to more.
pub fn wrong_types(map: &Map<String, Json>, scenario: &Scenario) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in ["params", "compare"] {
        let table = map.get(name).and_then(Json::as_object);
        let wrong = table.map(|table| keys::wrong_params(table, scenario.lab.spec.params)).unwrap_or_default();
        problems.extend(wrong.into_iter().map(|problem| problem.under(name)));
    }
    for (index, action) in map.get("actions").and_then(Json::as_array).into_iter().flatten().enumerate() {
        let wrong = action.as_object().map(|action| wrong_action(action, scenario)).unwrap_or_default();
        problems.extend(wrong.into_iter().map(|problem| problem.under(&format!("actions.{index}"))));
    }
    problems
}

/// The keys of an action that have no meaning, and those whose value is of another type than theirs.
fn wrong_action(action: &Map<String, Json>, scenario: &Scenario) -> Vec<Problem> {
    let mut problems = keys::wrong(action, ACTION_KEYS);
    let verb = action.get("do").and_then(Json::as_str);
    let spec = scenario.lab.spec.actions.iter().find(|spec| Some(spec.verb) == verb);
    let param = spec.and_then(|spec| spec.value.as_ref());
    let wrong = param.and_then(|param| keys::wrong_value(action, "value", param));
    add(&mut problems, wrong.into_iter().collect());
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

/// A text of `what`, which must be there.
fn required(map: &Map<String, Json>, what: &str, key: &str, problems: &mut Vec<Problem>) -> String {
    if keys::is_missing(map, key) {
        problems.push(Problem::new(key, format!("{what} needs `{key} = \"…\"`")));
    }
    text(map, key)
}

/// Within the moments that an action can have.
fn read_start(map: &Map<String, Json>, problems: &mut Vec<Problem>) -> Option<Position> {
    let start_ms = map.get("start_ms")?.as_f64()?;
    if !(0.0..=f64::from(u32::MAX)).contains(&start_ms) {
        let most = words::whole(u32::MAX.into());
        problems.push(Problem::new("start_ms", format!("`start_ms` must be from 0 to {most}")));
    }
    Some(Position::Moment(Time::from_millis_f64(start_ms)))
}

fn read_compare(
    map: &Map<String, Json>,
    scenario: &Scenario,
    problems: &mut Vec<Problem>,
) -> Vec<(&'static str, Value)> {
    let mut pairs = Vec::new();
    let table = map.get("compare").and_then(Json::as_object);
    if table.is_some_and(Map::is_empty) {
        problems.push(Problem::new("compare", "`[compare]` names no parameter in which the second run differs"));
    }
    for (name, value) in table.into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
        match compare_pair(scenario, name, &text) {
            Ok((name, value)) if scenario.params.get(name) == value => {
                let message = format!("`{name}` is {text} in the first run too");
                add(problems, vec![Problem::new(name, message).under("compare")]);
            }
            Ok(pair) => pairs.push(pair),
            Err(problem) => add(problems, vec![problem.under("compare")]),
        }
    }
    pairs
}

fn read_controls(map: &Map<String, Json>, scenario: &Scenario, problems: &mut Vec<Problem>) -> Vec<&'static str> {
    let mut controls: Vec<&'static str> = Vec::new();
    let names = map.get("controls").and_then(Json::as_array).into_iter().flatten().enumerate();
    let names: Vec<(usize, &str)> = names.filter_map(|(index, name)| Some((index, name.as_str()?))).collect();
    for &(index, name) in &names {
        let path = format!("controls.{index}");
        let first = names.iter().find(|(_, other)| *other == name).map_or(index, |(first, _)| *first);
        match scenario.params.spec(name) {
            _ if first < index => {
                let message = format!("the control `{name}` stands here twice");
                problems.push(Problem::second(path, &format!("controls.{first}"), message));
            }
            Some(spec) => controls.push(spec.name),
            None => {
                let known = scenario.lab.spec.params.iter().map(|spec| spec.name);
                problems.push(Problem::unknown(path, "parameter", name, known));
            }
        }
    }
    if controls.len() > MAX_CONTROLS {
        problems.push(Problem::new("controls", format!("a plate shows at most {MAX_CONTROLS} controls in front")));
    }
    controls
}
