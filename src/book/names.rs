//! Check: the names that the whole book shares. Scenario files and plates are read, before any page is rendered, so that
//! any page can speak of any of them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::diagnostic::{Diagnostic, Place, Source};
use super::markdown::{Fence, Item};
use super::parse::Document;
use super::results::Results;
use super::tree::Tree;
use crate::labs::views;
use crate::scenario::json::SCENARIO_KEYS;
use crate::scenario::plate::read::wrong_types;
use crate::scenario::{Plate, Problem, Scenario, keys};

/// The plates of a page, by the place of their fences; `None` where the fence could not be read.
pub type Plates = BTreeMap<usize, Option<Plate>>;

/// Collects the named scenarios of the book.
#[derive(Debug, Default)]
pub struct Names {
    /// All of them, ready to run.
    pub results: Results,
    /// What is wrong with them.
    pub mistakes: Vec<Diagnostic>,
    files: BTreeMap<String, Json>,
}

impl Names {
    /// Reads a scenario file.
    pub fn scenario_file(&mut self, name: &str, source: &Source) {
        let place = Place::exact(source, 0);
        let (tree, mistakes) = Tree::parse(&source.text, place);
        self.mistakes.extend(mistakes);
        let (scenario, mut problems) = Scenario::from_json(&tree.json);
        if let (Some(map), Some(scenario)) = (tree.json.as_object(), &scenario) {
            let wrong = keys::wrong(map, SCENARIO_KEYS).into_iter().chain(wrong_types(map, scenario));
            let new: Vec<Problem> = wrong.filter(|new| !problems.iter().any(|old| old.path == new.path)).collect();
            problems.extend(new);
        }
        self.mistakes.extend(tree.diagnostics(problems, place));
        if !is_kebab(name) {
            let message = format!("the name `{name}` must be of a–z, 0–9 and `-`");
            self.mistakes.push(source.mistake(0, message));
        }
        self.files.insert(name.to_string(), tree.json);
        let Some(scenario) = scenario else { return self.results.declare_broken(name) };
        self.mistakes.extend(self.results.declare(name, scenario, source.position(0)));
    }

    /// Reads the plates of a page; `number` is the page's own, before which stands nothing on the front page.
    pub fn plates(&mut self, document: &Document<'_>, number: &str) -> Plates {
        let mut plates = Plates::new();
        for (item, range) in &document.items {
            let Item::Fence(fence) = item else { continue };
            if fence.kind() == "lab" {
                let mut plate = self.plate(fence, document.place, range.start);
                if let Some(plate) = &mut plate {
                    let count = plates.len() + 1;
                    plate.number = if number.is_empty() { count.to_string() } else { format!("{number}.{count}") };
                }
                plates.insert(range.start, plate);
            }
        }
        plates
    }

    fn plate(&mut self, fence: &Fence, place: Place<'_>, at: usize) -> Option<Plate> {
        let inside = place.within(fence.start, fence.exact);
        let (tree, mistakes) = Tree::parse(&fence.text, inside);
        let broken = !mistakes.is_empty();
        self.mistakes.extend(mistakes);
        let mut keys = tree.json.as_object().cloned().unwrap_or_default();
        if keys.contains_key("lab") {
            let message = "the lab stands after the word `lab` that opens the fence";
            self.mistakes.push(inside.mistake(tree.offset("lab"), message));
        }
        keys.insert("lab".into(), fence.argument().into());
        if let Some(Json::String(name)) = keys.get("scenario").cloned() {
            keys.remove("scenario");
            let problem = self.start_from(&name, fence.argument(), &mut keys);
            self.mistakes.extend(tree.diagnostics(problem.into_iter().collect(), inside));
        }
        let (plate, problems) = Plate::from_json(&keys.into());
        for problem in problems {
            // What is wrong with the lab's name stands in the line that opens the fence. After a syntax error the keys
            // that follow it are missing only because of it.
            let position = match problem.path.as_str() {
                "lab" => place.position(at),
                _ if broken && problem.message.contains("needs") => continue,
                path => inside.position(tree.offset(path)),
            };
            self.mistakes.push(Diagnostic::of_problem(position, problem));
        }
        let Some(plate) = plate else {
            self.results.declare_broken(tree.text("id").unwrap_or_default());
            return None;
        };
        let lab = plate.scenario.lab.spec.id;
        if views::find(lab).is_none() {
            let problem = Problem::new("lab", format!("the lab `{lab}` has no picture yet"));
            let hint = "write its numbers into the prose from a file in scenarios/";
            self.mistakes
                .push(Diagnostic::of_problem(place.position(at), Problem { hint: Some(hint.to_string()), ..problem }));
            self.results.declare_broken(&plate.id);
            return None;
        }
        let position = inside.position(tree.offset("id"));
        if !is_kebab(&plate.id) {
            let message = format!("the id `{}` must be of a–z, 0–9 and `-`", plate.id);
            self.mistakes.push(Diagnostic::new(position.clone(), message));
        } else if !plate.id.is_empty() {
            self.mistakes.extend(self.results.declare(&plate.id, plate.scenario.clone(), position));
        }
        Some(plate)
    }

    /// Gives a fence of a lab what the scenario file `name` says, if that is of the same lab.
    fn start_from(&self, name: &str, lab: &str, keys: &mut serde_json::Map<String, Json>) -> Option<Problem> {
        let Some(base) = self.files.get(name) else {
            return Some(Problem::unknown("scenario", "scenario", name, self.files.keys().map(String::as_str)));
        };
        match base.get("lab").and_then(Json::as_str) {
            Some(other) if other != lab && !lab.is_empty() => {
                let mut problem = Problem::new(
                    "scenario",
                    format!("the scenario `{name}` is of the lab `{other}`, and this fence of `{lab}`"),
                );
                problem.hint = Some(format!("open the fence with `lab {other}`, or start from another scenario"));
                Some(problem)
            }
            _ => {
                inherit(keys, base);
                None
            }
        }
    }
}

/// Starts a fence from a scenario file; in a fence each key of a scenario replaces that of the file: what the fence says itself goes first, parameter by parameter.
fn inherit(keys: &mut serde_json::Map<String, Json>, base: &Json) {
    for key in SCENARIO_KEYS {
        let Some(inherited) = base.get(key.name) else { continue };
        match (keys.get_mut(key.name), inherited) {
            (Some(Json::Object(own)), Json::Object(inherited)) => {
                for (name, value) in inherited {
                    own.entry(name.clone()).or_insert_with(|| value.clone());
                }
            }
            (Some(_), _) => {}
            (None, inherited) => {
                keys.insert(key.name.to_string(), inherited.clone());
            }
        }
    }
}

fn is_kebab(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_fence_overrides_its_scenario_parameter_by_parameter() {
        let mut keys = json!({ "lab": "a", "params": { "nodes": 11 } }).as_object().unwrap().clone();
        inherit(&mut keys, &json!({ "lab": "b", "seed": 7, "params": { "nodes": 10, "keys": 5 } }));
        let merged = Json::from(keys);
        assert_eq!(merged, json!({ "lab": "a", "seed": 7, "params": { "nodes": 11, "keys": 5 } }));
    }
}
