//! (Native.) The JSON form of a scenario; fences and scenario files are TOML that is read into the same tree.

use serde_json::{Value as Json, json};

use super::keys::{self, Key, Takes};
use super::problem::Problem;
use super::{MAX_ACTIONS, Scenario};
use crate::engines::catalog::{self, Lab};
use crate::kernel::{Action, Params, Simulation, Value};

/// The keys of a scenario: of a file in `scenarios/`, and of each form that carries one.
pub const SCENARIO_KEYS: &[Key] = &[
    Key::new("lab", Takes::Text, "The id of the lab, as in the reference of all labs.").required(),
    Key::new("params", Takes::Table, "The lab’s parameters; those that are left out have their defaults."),
    Key::new("seed", Takes::Whole, "The seed of every random stream, 0 to 4294967295; 1 if it is left out."),
    Key::new("actions", Takes::Tables, "What is done to the system while it runs, in any order; each does something."),
];

/// The keys of an action.
pub const ACTION_KEYS: &[Key] = &[
    Key::new("at_ms", Takes::Whole, "When, in whole milliseconds from the start of the run.").required(),
    Key::new("do", Takes::Text, "The name of the action, as in the reference of all labs.").required(),
    Key::new("target", Takes::Whole, "On which node, key or replica, counted from 0; where the action has a target."),
    Key::new("value", Takes::Value, "How much, or which, where the action takes a value."),
];

impl Scenario {
    /// `{"lab":…, "params":{…}, "seed":N, "actions":[…]}`, complete: every parameter is named.
    pub fn to_json(&self) -> Json {
        let mut tree = json!({ "lab": self.lab.spec.id, "params": params_to_json(&self.params), "seed": self.seed.0 });
        if !self.actions.is_empty() {
            tree["actions"] = self.actions.iter().map(|action| action_to_json(self.lab, action)).collect();
        }
        tree
    }

    /// Reads a scenario. `None` only if the lab is unknown; everything else wrong is a problem, and the scenario runs
    /// with the nearest right value.
    pub fn from_json(tree: &Json) -> (Option<Self>, Vec<Problem>) {
        let Some(map) = tree.as_object() else {
            return (None, vec![Problem::new("", "a scenario must be a table with `lab` and `params`")]);
        };
        let mut problems = keys::unknown(map, SCENARIO_KEYS);
        let lab = match map.get("lab").unwrap_or(&Json::Null) {
            Json::String(id) => catalog::find(id).ok_or_else(|| unknown_lab(id)),
            Json::Null => Err(unknown_lab("")),
            _ => Err(Problem::new("lab", format!("`lab` must be {}", Takes::Text.words()))),
        };
        let lab = match lab {
            Ok(lab) => lab,
            Err(problem) => {
                problems.push(problem);
                return (None, problems);
            }
        };
        let mut scenario = Self::defaults(lab);
        if let Some(params) = map.get("params") {
            problems.extend(scenario.set_params(params).into_iter().map(|problem| problem.under("params")));
        }
        if let Some(seed) = map.get("seed") {
            problems.extend(scenario.set_seed(seed));
        }
        if let Some(actions) = map.get("actions") {
            problems.extend(scenario.set_actions(actions));
        }
        (Some(scenario), problems)
    }

    /// The scenario with what a run of it measured: `{"lab":…, "params":{…}, "seed":N, "metrics":{name:value,…},
    /// "trace_digest":"…"}`, with `"remarks":{name:text,…}` where there is a reservation about a value, and with `"stopped"`
    /// and the reason if the run did not reach its end. The command line prints it.
    pub fn outcome_to_json(&self, run: &dyn Simulation) -> Json {
        let report = run.report();
        let mut tree = self.to_json();
        let remarks = report.metrics.iter().filter_map(|metric| Some((&metric.name, metric.remark.as_ref()?)));
        let remarks = table(remarks.map(|(name, remark)| (name.to_string(), remark.as_str().into())));
        if remarks != json!({}) {
            tree["remarks"] = remarks;
        }
        tree["metrics"] =
            table(report.metrics.into_iter().map(|metric| (metric.name.to_string(), metric.value.into())));
        tree["trace_digest"] = run.trace().digest().into();
        if let Some(why) = report.stopped {
            tree["stopped"] = why.into();
        }
        tree
    }

    /// Sets the parameters that a table names.
    pub fn set_params(&mut self, tree: &Json) -> Vec<Problem> {
        match tree.as_object() {
            Some(map) => map.iter().filter_map(|(name, value)| self.set_param(name, &plain(value)).err()).collect(),
            None => vec![Problem::new("", "parameters must be a table of `name = value`")],
        }
    }

    fn set_seed(&mut self, tree: &Json) -> Option<Problem> {
        self.set_seed_text(&plain(tree)).err()
    }

    fn set_actions(&mut self, tree: &Json) -> Vec<Problem> {
        let Some(list) = tree.as_array() else {
            return vec![Problem::new("actions", "actions must be a list of `{ at_ms, do, target, value }`")];
        };
        let mut problems = Vec::new();
        for (index, entry) in list.iter().take(MAX_ACTIONS).enumerate() {
            match self.read_action(entry) {
                Ok(action) => self.act(action),
                Err(problem) => problems.push(problem.under(&format!("actions.{index}"))),
            }
        }
        if list.len() > MAX_ACTIONS {
            problems.push(Problem::new("actions", format!("more than {MAX_ACTIONS} actions; the rest was left out")));
        }
        problems
    }

    fn read_action(&self, entry: &Json) -> Result<Action, Problem> {
        let map = entry.as_object().ok_or_else(|| Problem::new("", "an action must be a table"))?;
        if let Some(problem) = keys::unknown(map, ACTION_KEYS).pop() {
            return Err(problem);
        }
        let text = |key: &str| map.get(key).map(plain);
        self.action(
            &text("do").unwrap_or_default(),
            &text("at_ms").unwrap_or_default(),
            text("target").as_deref(),
            text("value").as_deref(),
        )
    }
}

/// The problem for the id of an unknown lab. It suggests one; there are too many to list.
fn unknown_lab(id: &str) -> Problem {
    let mut problem = Problem::unknown("lab", "lab", id, catalog::labs().map(|lab| lab.spec.id));
    if problem.hint.as_ref().is_some_and(|hint| hint.starts_with("one of")) {
        problem.hint = Some("`lab = \"hash-ring\"`, say; `faultlines run --list` names them all".to_string());
    }
    problem
}

/// A JSON value as a person would type it.
fn plain(tree: &Json) -> String {
    match tree {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A table of these entries.
pub(super) fn table(entries: impl Iterator<Item = (String, Json)>) -> Json {
    Json::Object(entries.collect())
}

/// `{"nodes": 10, "strategy": "ring", …}`.
pub fn params_to_json(params: &Params) -> Json {
    table(params.iter().map(|(spec, value)| (spec.name.to_string(), value_to_json(value))))
}

fn value_to_json(value: Value) -> Json {
    match value {
        Value::Integer(value) => value.into(),
        Value::Number(value) => value.into(),
        Value::Choice(value) => value.into(),
    }
}

fn action_to_json(lab: &Lab, action: &Action) -> Json {
    let mut tree = json!({ "at_ms": action.at_ms, "do": action.verb });
    if lab.spec.actions.iter().any(|spec| spec.verb == action.verb && spec.target.is_some()) {
        tree["target"] = action.target.into();
    }
    if let Some(value) = action.value {
        tree["value"] = value_to_json(value);
    }
    tree
}
