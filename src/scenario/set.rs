//! Setting parameters of a scenario from text that a person typed.

use super::Scenario;
use super::problem::Problem;
use crate::kernel::{Action, ActionSpec, ParamKind, ParamSpec, Seed, Value};

impl Scenario {
    /// Sets one parameter from text, as a person types it. `seed` counts as one.
    ///
    /// # Errors
    /// Says what is wrong; a value out of range was clamped and set, an unknown name changed nothing.
    pub fn set_param(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        if name == "seed" {
            return self.set_seed_text(text);
        }
        let Some(spec) = self.params.spec(name) else {
            let known = self.lab.spec.params.iter().map(|spec| spec.name).chain(["seed"]);
            return Err(Problem::unknown(name, "parameter", name, known));
        };
        let (value, refused) = match spec.parse(text) {
            Ok(value) => (value, Ok(())),
            Err((nearest, why)) => {
                let problem = Problem::new(name, format!("`{name}` {why}")).instead(nearest.to_string());
                (nearest, Err(Problem { hint: nearest_choice(spec, text), ..problem }))
            }
        };
        self.params.set(name, value);
        refused
    }

    pub(super) fn set_seed_text(&mut self, text: &str) -> Result<(), Problem> {
        match text.trim().parse::<u32>() {
            Ok(seed) => {
                self.seed = Seed(seed);
                Ok(())
            }
            Err(_) => {
                let message = format!("the seed must be a whole number from 0 to {}", u32::MAX);
                Err(Problem::new("seed", message).instead(self.seed.0.to_string()))
            }
        }
    }

    /// Reads an action from the words of a fence or of a URL.
    ///
    /// # Errors
    /// Says which of the words is wrong.
    pub fn action(&self, verb: &str, at: &str, target: Option<&str>, value: Option<&str>) -> Result<Action, Problem> {
        let specs = self.lab.spec.actions;
        let spec = specs.iter().find(|spec| spec.verb == verb);
        let spec = spec.ok_or_else(|| Problem::unknown("do", "action", verb, specs.iter().map(|spec| spec.verb)))?;
        let at_ms = at.parse();
        let at_ms =
            at_ms.map_err(|_| Problem::new("at_ms", "an action needs `at_ms`, whole milliseconds from the start"))?;
        Ok(Action { at_ms, verb: spec.verb, target: read_target(spec, target)?, value: read_value(spec, value)? })
    }
}

fn read_target(spec: &ActionSpec, text: Option<&str>) -> Result<u32, Problem> {
    match (spec.target, text) {
        (None, None) => Ok(0),
        (None, Some(_)) => Err(Problem::new("target", format!("`{}` takes no target", spec.verb))),
        (Some(target), text) => {
            let index = text.and_then(|text| text.parse().ok()).filter(|&index: &u32| index <= target.max);
            index.ok_or_else(|| {
                let message = format!("`{}` needs `target`, a {} from 0 to {}", spec.verb, target.noun, target.max);
                Problem::new("target", message)
            })
        }
    }
}

fn read_value(spec: &ActionSpec, text: Option<&str>) -> Result<Option<Value>, Problem> {
    match (&spec.value, text) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Problem::new("value", format!("`{}` takes no value", spec.verb))),
        (Some(param), None) => Err(Problem::new("value", format!("`{}` needs `value`: {}", spec.verb, param.range()))),
        (Some(param), Some(text)) => {
            let refused = |(_, why)| Problem::new("value", format!("`{}` {why}", param.name));
            param.parse(text).map(Some).map_err(refused)
        }
    }
}

/// The option that was probably meant. (A page makes no such guess: its message already lists the options.)
fn nearest_choice(spec: &ParamSpec, text: &str) -> Option<String> {
    match spec.kind {
        ParamKind::Choice { options, .. } if cfg!(grader) => {
            Problem::unknown("", spec.label, text, options.iter().map(|option| option.id)).hint
        }
        _ => None,
    }
}
