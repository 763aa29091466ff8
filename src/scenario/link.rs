//! The URL form: short, versioned, and safe to paste.
//!
//! `?v=1&lab=hash-ring&nodes=12&seed=42&do=fail-node@2000:3&vs=strategy:modulo&t=1500&plate=ring-join`
//!
//! Only what differs from the schema's defaults is named, so a link says what matters and outlives a chapter's edits.

use std::fmt::Write as _;

use super::problem::Problem;
use super::{MAX_ACTIONS, Plate, Scenario, query};
use crate::engines::catalog;
use crate::kernel::{Action, Params, Time, Value, decimal};

/// The version that this program writes, and the only one so far that it reads.
pub const VERSION: &str = "1";

/// The longest query that is read; a longer one is not one of ours.
pub const MAX_LENGTH: usize = 8192;

/// What an address says beside the state of a plate to a page that holds nothing else: how it looks, and what plays when.
pub const SETTINGS: [&str; 8] = ["theme", "text", "controls", "begin", "steps", "title", "caption", "show"];

/// A position of playback.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Position {
    /// At a moment of virtual time: `t=1500` is 1.5 s after the start of the run.
    Moment(Time),
    /// After so many events (`at=2`), as links had it when playback counted events. Still read, and written by nobody.
    Event(u32),
}

/// The latest moment that a link may name, in milliseconds: a hundred days of virtual time.
const LONGEST_MS: f64 = 8.64e9;

/// The state that a permalink restores: the scenario, the comparison beside it, and the position of playback.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The scenario.
    pub scenario: Scenario,
    /// The parameters in which the twin differs, as `(name, value)`; empty for no twin.
    pub compare: Vec<(&'static str, Value)>,
    /// The position of playback; `None` for the end.
    pub position: Option<Position>,
    /// The number of the thing that the reader has picked in the picture; each view defines its meaning.
    pub pick: Option<u32>,
    /// The plate of the page that it belongs to, if it says so.
    pub plate: Option<String>,
}

impl Link {
    /// A run alone: no twin, played to its end.
    pub fn of(scenario: Scenario) -> Self {
        Self { scenario, compare: Vec::new(), position: None, pick: None, plate: None }
    }

    /// The state of a plate as the chapter sets it.
    pub fn of_plate(plate: &Plate) -> Self {
        Self {
            scenario: plate.scenario.clone(),
            compare: plate.compare.clone(),
            position: plate.position,
            pick: None,
            plate: Some(plate.id.clone()),
        }
    }

    /// The scenario of the twin: the same seed and actions, other parameters.
    pub fn twin(&self) -> Option<Scenario> {
        twin(&self.scenario, &self.compare)
    }

    /// The query, without its `?`.
    pub fn to_query(&self) -> String {
        let mut query = format!("v={VERSION}&lab={}", self.scenario.lab.spec.id);
        let defaults = Params::defaults(self.scenario.lab.spec.params);
        for (spec, value) in self.scenario.params.iter() {
            if value != defaults.get(spec.name) {
                push(&mut query, spec.name, &value.to_string());
            }
        }
        push(&mut query, "seed", &self.scenario.seed.0.to_string());
        if !self.scenario.actions.is_empty() {
            let actions: Vec<String> = self.scenario.actions.iter().map(|action| self.action_text(action)).collect();
            push(&mut query, "do", &actions.join(","));
        }
        if !self.compare.is_empty() {
            let parts: Vec<String> = self.compare.iter().map(|(name, value)| format!("{name}:{value}")).collect();
            push(&mut query, "vs", &parts.join(","));
        }
        if let Some(position) = self.position {
            match position {
                Position::Moment(time) => push(&mut query, "t", &time.as_millis().to_string()),
                Position::Event(count) => push(&mut query, "at", &count.to_string()),
            }
        }
        if let Some(pick) = self.pick {
            push(&mut query, "pick", &pick.to_string());
        }
        if let Some(plate) = &self.plate {
            push(&mut query, "plate", plate);
        }
        query
    }

    fn action_text(&self, action: &Action) -> String {
        let mut text = format!("{}@{}", action.verb, action.at_ms);
        let spec = self.scenario.lab.spec.actions.iter().find(|spec| spec.verb == action.verb);
        if spec.is_some_and(|spec| spec.target.is_some()) {
            let _ = write!(text, ":{}", action.target);
        }
        if let Some(value) = action.value {
            let _ = write!(text, ":{value}");
        }
        text
    }

    /// Reads a query. `None` if it is not a permalink at all (no `lab`, or none that we know); every other fault is a
    /// problem beside a link that works.
    pub fn parse(query: &str) -> (Option<Self>, Vec<Problem>) {
        let query = query.trim_start_matches('?');
        if query.len() > MAX_LENGTH {
            let message = "this link is too long to be one of ours; the lab shows its usual state";
            return (None, vec![Problem::new("", message)]);
        }
        let pairs: Vec<(String, String)> = query::pairs(query).collect();
        let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let Some(id) = find("lab") else { return (None, Vec::new()) };
        let Some(lab) = catalog::find(id) else {
            let labs = catalog::labs().map(|lab| lab.spec.id);
            return (None, vec![Problem::unknown("lab", "lab", id, labs)]);
        };
        let mut problems = Vec::new();
        // One that is written by hand need not say it.
        if find("v").is_some_and(|version| version != VERSION) {
            problems
                .push(Problem::new("v", "this link is of another version of the book; what is still known was kept"));
        }
        let mut link = Self::of(Scenario::defaults(lab));
        for (index, (name, value)) in pairs.iter().enumerate() {
            match pairs[..index].iter().filter(|(before, _)| before == name).count() {
                0 => link.read_pair(name, value, &mut problems),
                1 => {
                    let shown: String = name.chars().take(40).collect();
                    problems.push(Problem::new(
                        name,
                        format!("`{shown}` stands in this link more than once; the first one counts"),
                    ));
                }
                // Told once.
                _ => {}
            }
        }
        (Some(link), problems)
    }

    fn read_pair(&mut self, name: &str, value: &str, problems: &mut Vec<Problem>) {
        match name {
            "v" | "lab" => {}
            name if SETTINGS.contains(&name) => {}
            "do" => {
                for text in value.split(',').filter(|text| !text.is_empty()).take(MAX_ACTIONS) {
                    match self.read_action(text) {
                        Ok(action) => self.scenario.act(action),
                        Err(problem) => problems.push(problem),
                    }
                }
            }
            "vs" => {
                for text in value.split(',').filter(|text| !text.is_empty()).take(self.scenario.lab.spec.params.len()) {
                    match read_compare(&self.scenario, text) {
                        Ok(pair) => {
                            self.compare.retain(|(name, _)| *name != pair.0);
                            self.compare.push(pair);
                        }
                        Err(problem) => problems.push(problem),
                    }
                }
            }
            "t" => match decimal::parse(value).filter(|ms| (0.0..=LONGEST_MS).contains(ms)) {
                Some(ms) => self.position = Some(Position::Moment(Time::from_millis_f64(ms))),
                None => problems
                    .push(Problem::new("t", "`t` must be a number of milliseconds; the run is shown to its end")),
            },
            "at" => match value.parse() {
                Ok(count) => self.position = Some(Position::Event(count)),
                Err(_) => problems.push(Problem::new("at", "`at` must be a whole number; the run is shown to its end")),
            },
            "pick" => match value.parse() {
                Ok(pick) => self.pick = Some(pick),
                Err(_) => problems.push(Problem::new("pick", "`pick` must be a whole number; nothing is picked out")),
            },
            "plate" => self.plate = Some(value.to_string()),
            _ => problems.extend(self.scenario.set_param(name, value).err()),
        }
    }

    fn read_action(&self, text: &str) -> Result<Action, Problem> {
        let (verb, rest) = text.split_once('@').unwrap_or((text, ""));
        let mut words = rest.split(':');
        let at = words.next().unwrap_or_default();
        let takes_target = self.scenario.lab.spec.actions.iter().any(|spec| spec.verb == verb && spec.target.is_some());
        let target = if takes_target { words.next() } else { None };
        self.scenario.action(verb, at, target, words.next())
    }
}

fn push(query: &mut String, name: &str, value: &str) {
    let _ = write!(query, "&{name}={}", query::escape(value));
}

/// Reads one `name:value` in which the twin differs.
fn read_compare(scenario: &Scenario, text: &str) -> Result<(&'static str, Value), Problem> {
    let (name, value) = text.split_once(':').unwrap_or((text, ""));
    compare_pair(scenario, name, value)
}

/// One parameter in which the twin differs from its scenario.
///
/// # Errors
/// If the parameter is unknown or the value is not within the schema.
pub fn compare_pair(scenario: &Scenario, name: &str, value: &str) -> Result<(&'static str, Value), Problem> {
    let mut other = scenario.clone();
    other.set_param(name, value).map_err(|problem| Problem { taken: None, ..problem })?;
    match other.params.spec(name) {
        Some(spec) => Ok((spec.name, other.params.get(name))),
        None => Err(Problem::new(name, "two runs are compared under the same seed")),
    }
}

/// The twin of a scenario: the same seed and actions, and so the same draws, with other parameters.
pub fn twin(scenario: &Scenario, compare: &[(&'static str, Value)]) -> Option<Scenario> {
    if compare.is_empty() {
        return None;
    }
    let mut twin = scenario.clone();
    for (name, value) in compare {
        twin.params.set(name, *value);
    }
    Some(twin)
}
