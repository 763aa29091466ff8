//! Check: the names that the whole book shares. Scenario files, records and plates are read, before any page is rendered, so that
//! any page can speak of any of them.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::diagnostic::{Diagnostic, Place, Source};
use super::markdown::{Fence, Item, slug};
use super::parse::Document;
use super::results::{Record, Results};
use super::tree::Tree;
use crate::engines::catalog;
use crate::labs::views;
use crate::scenario::json::SCENARIO_KEYS;
use crate::scenario::plate::read::wrong_types;
use crate::scenario::{Plate, Problem, Scenario, id, keys};

/// The plates of a page, by the place of their fences; of a fence that could not be read its id, to which links may lead.
pub type Plates = BTreeMap<usize, Result<Plate, String>>;

/// Collects the named scenarios of the book.
#[derive(Debug, Default)]
pub struct Names {
    /// All of them, ready to run.
    pub results: Results,
    /// What is wrong with them.
    pub mistakes: Vec<Diagnostic>,
    files: BTreeMap<String, File>,
}

/// A scenario file as fences start from it.
#[derive(Debug)]
struct File {
    tree: Json,
    is_sound: bool,
}

impl Names {
    /// Reads a scenario file; those whose name is wrong come last.
    pub fn scenario_file(&mut self, name: &str, source: &Source) {
        if source.is_missing() {
            self.files.insert(name.to_string(), File { tree: Json::Null, is_sound: false });
            return self.results.declare_broken(name);
        }
        let place = Place::exact(source, 0);
        let (tree, mut mistakes) = Tree::parse(&source.text, place);
        let (scenario, found) = scenario(&tree, place);
        // After a syntax error the keys that follow it are missing only because of it.
        if mistakes.is_empty() {
            mistakes = found;
        }
        let is_sound = mistakes.is_empty();
        self.mistakes.append(&mut mistakes);
        if let Some(fault) = id::fault(name) {
            let right = self.free_name(name);
            let hint = format!("call the file `{right}.toml`");
            self.mistakes.push(source.mistake(0, format!("the name {fault}")).hint(hint));
            // Who speaks of it by the right name, or by this one, is not told too.
            self.results.declare_broken(&right);
            self.results.declare_broken(name);
            self.files.insert(right, File { tree: tree.json, is_sound: false });
            return;
        }
        self.files.insert(name.to_string(), File { tree: tree.json, is_sound });
        let Some(scenario) = scenario else { return self.results.declare_broken(name) };
        self.mistakes.extend(self.results.declare(name, scenario, source.position(0)));
        if !is_sound {
            self.results.doubt(name);
        }
    }

    /// Reads a record.
    pub fn record_file(&mut self, name: &str, source: &Source) {
        if source.is_missing() {
            return self.results.declare_broken(name);
        }
        let place = Place::exact(source, 0);
        let (tree, mut mistakes) = Tree::parse(&source.text, place);
        let (record, problems) = Record::from_json(&tree.json);
        // After a syntax error the keys that follow it are missing only because of it.
        if mistakes.is_empty() {
            mistakes = tree.diagnostics(problems, place);
        }
        if let Some(fault) = id::fault(name) {
            let right = self.free_name(name);
            let hint = format!("call the file `{right}.toml`");
            mistakes.push(source.mistake(0, format!("the name {fault}")).hint(hint));
            // Who speaks of it by the right name is not told too.
            self.results.declare_broken(&right);
        }
        if mistakes.is_empty() {
            mistakes.extend(self.results.declare_record(name, record, source.position(0)));
        } else {
            self.results.declare_broken(name);
        }
        self.mistakes.append(&mut mistakes);
    }

    /// A name for a scenario or a record like one that is none, which no other has.
    fn free_name(&self, wrong: &str) -> String {
        let name = slug(&wrong.replace(|c: char| !c.is_ascii(), ""));
        let name = if name.is_empty() { "scenario".to_string() } else { name };
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| !self.files.contains_key(name)).unwrap_or(name)
    }

    /// Reads the plates of a page; `number` is the page's own, which stands before theirs. Those of the front page have none.
    pub fn plates(&mut self, document: &Document<'_>, number: &str) -> Plates {
        // What it hides may be declared there.
        self.results.is_partial |= document.is_partial;
        let mut plates = Plates::new();
        for (item, range) in &document.items {
            let Item::Fence(fence) = item else { continue };
            if fence.kind() == "lab" {
                let mut plate = self.plate(fence, document.place, range.start);
                if let Ok(plate) = &mut plate {
                    let count = plates.len() + 1;
                    plate.number = if number.is_empty() { String::new() } else { format!("{number}.{count}") };
                }
                plates.insert(range.start, plate);
            }
        }
        plates
    }

    fn plate(&mut self, fence: &Fence, place: Place<'_>, at: usize) -> Result<Plate, String> {
        let inside = place.within(fence.start, fence.exact);
        let (tree, mut mistakes) = Tree::parse(&fence.text, inside);
        let id = tree.text("id").to_string();
        let (plate, problems, is_sound) = self.read(fence, &tree);
        let is_sound = is_sound && problems.is_empty() && mistakes.is_empty();
        // After a syntax error the keys that follow it are missing only because of it.
        if mistakes.is_empty() {
            // The lab's name stands in the line that opens the fence.
            let of_opening = |problem: &Problem| problem.path == "lab" && tree.range("lab").is_none();
            let (opening, others): (Vec<Problem>, Vec<Problem>) = problems.into_iter().partition(of_opening);
            mistakes = tree.diagnostics(others, inside);
            mistakes.extend(opening.into_iter().map(|problem| Diagnostic::of_problem(place.position(at), problem)));
        }
        self.mistakes.append(&mut mistakes);
        // Of a plate whose id cannot be read any number may speak.
        self.results.is_partial |= id.is_empty();
        let Some(plate) = plate else {
            self.results.declare_broken(&id);
            return Err(id);
        };
        let position = inside.position(tree.offset("id"));
        if let Some(fault) = id::fault(&id).filter(|_| !id.is_empty()) {
            self.mistakes.push(Diagnostic::new(position, format!("the id {fault}")));
            self.results.declare_broken(&id);
            self.results.declare_broken(&slug(&id));
        } else if !id.is_empty() {
            self.mistakes.extend(self.results.declare(&id, plate.scenario.clone(), position));
        }
        if !is_sound {
            self.results.doubt(&id);
        }
        Ok(plate)
    }

    /// A fence as a plate, what is wrong with it, and whether the file that it starts from, if any, is right.
    fn read(&self, fence: &Fence, tree: &Tree) -> (Option<Plate>, Vec<Problem>, bool) {
        let mut keys = tree.json.as_object().cloned().unwrap_or_default();
        let mut problems = Vec::new();
        if keys.contains_key("lab") {
            problems.push(Problem::new("lab", "the lab stands after the word `lab` that opens the fence"));
        }
        if !(keys.contains_key("lab") && fence.argument().is_empty()) {
            keys.insert("lab".into(), fence.argument().into());
        }
        let mut base = None;
        if let Some(Json::String(name)) = keys.get("scenario").cloned() {
            keys.remove("scenario");
            match self.start_from(&name, &keys) {
                Ok(file) => base = Some(file),
                Err(problem) => problems.push(problem),
            }
        }
        if let Some(file) = base {
            inherit(&mut keys, &file.tree);
        }
        let (plate, found) = Plate::from_json(&keys.into());
        // What is wrong with a value of the file is told there, once, and not at each fence that starts from it.
        let own = |problem: &Problem| base.is_none() || !is_inherited(&problem.path, tree);
        problems.extend(found.into_iter().filter(own).map(as_fences_write));
        if let Some(plate) = plate.as_ref().filter(|_| problems.is_empty() && tree.range("actions").is_some()) {
            problems = plate.scenario.idle_actions();
            as_written(&mut problems, &tree.json);
        }
        let plate = plate.filter(|plate| {
            let lab = plate.scenario.lab.spec.id;
            let has_picture = views::find(lab).is_some();
            if !has_picture {
                let hint = "write its numbers into the prose from a file in scenarios/";
                let problem = Problem::new("lab", format!("the lab `{lab}` has no picture yet"));
                problems.push(Problem { hint: Some(hint.into()), ..problem });
            }
            has_picture
        });
        (plate, problems, base.is_none_or(|file| file.is_sound))
    }

    /// The scenario file `name`, if it is of the lab that a fence with these keys is of.
    fn start_from(&self, name: &str, keys: &Map<String, Json>) -> Result<&File, Problem> {
        let known = self.files.keys().map(String::as_str);
        let file = self.files.get(name).ok_or_else(|| Problem::unknown("scenario", "scenario", name, known))?;
        let lab = |tree: Option<&Json>| tree.and_then(Json::as_str).and_then(catalog::find).map(|lab| lab.spec.id);
        // A lab that is unknown, here or there, is told as such.
        match (lab(keys.get("lab")), lab(file.tree.get("lab"))) {
            (Some(lab), Some(other)) if other != lab => {
                let message = format!("the scenario `{name}` is of the lab `{other}`, and this fence of `{lab}`");
                let hint = format!("open the fence with `lab {other}`, or start from another scenario");
                Err(Problem { hint: Some(hint), ..Problem::new("scenario", message) })
            }
            _ => Ok(file),
        }
    }
}

/// The scenario of a file, and what is wrong with it.
pub fn scenario(tree: &Tree, place: Place<'_>) -> (Option<Scenario>, Vec<Diagnostic>) {
    let (scenario, mut problems) = Scenario::from_json(&tree.json);
    if let (Some(map), Some(scenario)) = (tree.json.as_object(), &scenario) {
        let wrong = keys::wrong(map, SCENARIO_KEYS).into_iter().chain(wrong_types(map, scenario));
        let new: Vec<Problem> = wrong.filter(|new| !problems.iter().any(|old| old.path == new.path)).collect();
        problems.extend(new);
    }
    if let Some(scenario) = scenario.as_ref().filter(|_| problems.is_empty()) {
        problems = scenario.idle_actions();
        as_written(&mut problems, &tree.json);
    }
    (scenario, tree.diagnostics(problems, place))
}

/// A scenario has its actions in the order of time, a file in any.
fn as_written(problems: &mut [Problem], tree: &Json) {
    let actions = tree.get("actions").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut places: Vec<usize> = (0..actions.len()).collect();
    places.sort_by_key(|place| actions[*place].get("at_ms").and_then(Json::as_u64));
    for problem in problems {
        let path: Vec<&str> = problem.path.split('.').collect();
        if let [list, index, key] = path[..]
            && let Some(place) = index.parse().ok().and_then(|index: usize| places.get(index))
        {
            problem.path = format!("{list}.{place}.{key}");
        }
    }
}

/// A fence names its lab in the line that opens it.
fn as_fences_write(problem: Problem) -> Problem {
    let hint = problem.hint.map(|hint| hint.replace("`lab = \"hash-ring\"`", "open the fence with `lab hash-ring`"));
    Problem { hint, ..problem }
}

/// Whether the value at a path of a fence is from the scenario file that it starts from, and not the fence's own.
fn is_inherited(path: &str, fence: &Tree) -> bool {
    let key = path.split('.').next().unwrap_or_default();
    let of_scenario = key != "lab" && SCENARIO_KEYS.iter().any(|known| known.name == key);
    // Parameters are inherited one by one, actions all together.
    of_scenario && fence.range(if key == "actions" { key } else { path }).is_none()
}

/// Starts a fence from a scenario file; in a fence each key of a scenario replaces that of the file: what the fence says itself goes first, parameter by parameter.
fn inherit(keys: &mut Map<String, Json>, base: &Json) {
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
