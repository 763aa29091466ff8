//! (Native.) Options that are histories: "which of these is impossible?" Each is a few events of a run, in their order; in one
//! of them two lines change places. Rules of order, which the runs themselves must keep, say that this one cannot have
//! happened, so that the key is never written by hand. What comes of it is a choice of one option like any other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::choices::Choice;
use super::performed;
use super::read::Table;
use crate::kernel::{Event, EventSpec, Field, say_by};
use crate::scenario::Scenario;
use crate::scenario::keys::{Key, Takes};

/// The keys of a question whose options are histories.
pub const QUESTION_KEYS: &[Key] = &[
    Key::new("trace", Takes::Table, "The run from which the options are taken, and what no run breaks.").required(),
    Key::new("options", Takes::Tables, "The options, at least two; two lines of one of them change places.").required(),
];

/// The keys of `[questions.trace]`.
pub const KEYS: &[Key] = &[
    Key::new("run", Takes::Text, "The run: what a plate’s “Copy link” says behind its `?`.").required(),
    Key::new("rules", Takes::Tables, "What no run breaks, at least one rule.").required(),
    Key::new("lines", Takes::Table, "For kinds of event: the line, with a hole in `{}` for each particular."),
];

/// The keys of a rule: `first`, `then` and `same`, or `rises` and `of`.
pub const RULE_KEYS: &[Key] = &[
    Key::new("first", Takes::Text, "The kind of event without which there is no event of the kind `then`."),
    Key::new("then", Takes::Text, "The kind of event that has one of the kind `first` before it."),
    Key::new("same", Takes::Text, "The particular in which the two agree, such as `message`."),
    Key::new("rises", Takes::Text, "In place of these: a particular that only grows, such as `lamport`."),
    Key::new("of", Takes::Text, "The particular by which it belongs to somebody, such as `process`."),
];

/// The keys of an option that is a history.
pub const OPTION_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its id, unique in the question.").required(),
    Key::new("events", Takes::Wholes, "The events of the run, by their numbers from 1: three to six, in order.")
        .required(),
    Key::new("swap", Takes::Wholes, "Of the one that is impossible: the two lines that change places, from 1."),
    Key::new("run", Takes::Text, "A run of its own, in place of the question’s."),
    Key::new("feedback", Takes::Text, "What to tell a reader who chose it."),
];

/// Something that holds of every run.
#[derive(Debug)]
enum Rule {
    /// There is no event of the kind `then` without one of the kind `first` before it that agrees with it in `same`.
    Before { first: String, then: String, same: String },
    /// Of whoever `of` names, the particular `rises` is greater in each event than in the one before.
    Rises { rises: String, of: String },
}

impl Rule {
    /// The place of an event that breaks it. `whole`: nothing happened before these events.
    fn broken_by(&self, events: &[&Event], whole: bool) -> Option<usize> {
        (0..events.len()).find(|&place| match self {
            Self::Before { first, then, same } => {
                let event = events[place];
                let causes = |among: &[&Event]| {
                    among.iter().any(|other| other.kind == first && field(other, same) == field(event, same))
                };
                event.kind == then && !causes(&events[..place]) && (whole || causes(&events[place..]))
            }
            Self::Rises { rises, of } => {
                let mine =
                    |other: &&&Event| field(other, of) == field(events[place], of) && field(other, rises).is_some();
                let before = events[..place].iter().rev().find(mine).and_then(|event| event.integer(rises));
                let here = events[place].integer(rises);
                before.zip(here).is_some_and(|(before, here)| before >= here)
            }
        })
    }

    /// The place of a second cause of the same thing.
    fn hidden_in(&self, events: &[&Event]) -> Option<usize> {
        let Self::Before { first, same, .. } = self else { return None };
        let is_again = |place: usize| {
            let before = events[..place].iter().filter(|event| event.kind == first);
            events[place].kind == first
                && before.into_iter().any(|event| field(event, same) == field(events[place], same))
        };
        (0..events.len()).find(|&place| is_again(place))
    }

    /// Whether it says anything of a run.
    fn speaks_of(&self, events: &[&Event]) -> bool {
        match self {
            Self::Before { then, same, .. } => {
                events.iter().any(|event| event.kind == then && field(event, same).is_some())
            }
            Self::Rises { rises, of } => {
                events.iter().any(|event| event.integer(rises).is_some() && field(event, of).is_some())
            }
        }
    }
}

fn field<'a>(event: &'a Event, name: &str) -> Option<&'a Field> {
    event.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
}

/// A run, and how its events are told.
struct Run {
    events: Vec<Event>,
    specs: &'static [EventSpec],
}

impl Run {
    fn of(scenario: &Scenario) -> Self {
        Self { events: scenario.run().trace().events().to_vec(), specs: scenario.lab.spec.events }
    }
}

/// Whether the options of a question are histories.
pub(super) fn is_traced(table: &Table) -> bool {
    table.map.contains_key("trace")
}

/// Reads `[questions.trace]` and the options.
pub(super) fn read(table: &mut Table) -> Vec<Choice> {
    table.only_with(QUESTION_KEYS);
    let Some(map) = table.map["trace"].as_object() else {
        table.problem("trace", "`trace` must be a table with `run` and `rules`");
        return Vec::new();
    };
    let mut trace = table.inside((map, table.at("trace")));
    trace.only(&[KEYS]);
    trace.required("run");
    let run = performed::scenario(&mut trace, "run").map(|scenario| Run::of(&scenario));
    let rules = rules(&mut trace, run.as_ref());
    let lines = lines(&mut trace, run.as_ref());
    let (mut options, mut ids, mut texts) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for entry in table.entries("options") {
        let mut table = table.inside(entry);
        table.only(&[OPTION_KEYS]);
        let id = table.id(&mut ids, "option of this question");
        let own = performed::scenario(&mut table, "run").map(|scenario| Run::of(&scenario));
        let Some(run) = own.as_ref().or(run.as_ref()) else { continue };
        let (text, correct) = history(&mut table, run, &rules, &lines).unwrap_or_default();
        table.differs("events", "option of this question", &text, &mut texts);
        options.push(Choice { id, text, correct, feedback: table.text("feedback") });
    }
    if table.has_fewer("options", 2) {
        table.problem("options", "a choice needs at least two `[[questions.options]]`");
    } else if table.map["options"].as_array().is_some_and(|all| all.iter().all(|option| option.get("swap").is_none())) {
        table.problem("options", "all of these happened: in one of them two lines must change places, `swap = [2, 3]`");
    }
    options
}

/// Reads the rules, each of which the run must keep.
fn rules(trace: &mut Table, run: Option<&Run>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for entry in trace.entries("rules") {
        let mut table = trace.inside(entry);
        table.only(&[RULE_KEYS]);
        let rule = if table.map.contains_key("rises") {
            Rule::Rises { rises: table.required("rises"), of: table.required("of") }
        } else {
            Rule::Before { first: table.required("first"), then: table.required("then"), same: table.required("same") }
        };
        if let Some(run) = run {
            let events: Vec<&Event> = run.events.iter().collect();
            if !rule.speaks_of(&events) {
                table.problem("", "this rule says nothing of the run: no event of it has these kinds and particulars");
            } else if let Some(place) = rule.broken_by(&events, true) {
                table
                    .problem("", format!("the run itself breaks this rule, in event {}: {}", place + 1, events[place]));
            } else if let Some(place) = rule.hidden_in(&events) {
                let why =
                    "between the lines of a history the first may be missing, so that their order would tell nothing";
                table.problem("", format!("this happens a second time in event {}: {why}", place + 1));
            }
        }
        rules.push(rule);
    }
    if trace.has_fewer("rules", 1) {
        trace.problem("rules", "a trace needs at least one `[[questions.trace.rules]]`");
    }
    rules
}

/// Reads the lines of kinds of event, whose holes must be particulars of them.
fn lines(trace: &mut Table, run: Option<&Run>) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    let written = trace.map.get("lines").and_then(Json::as_object);
    for (kind, line) in written.into_iter().flatten() {
        let key = format!("lines.{kind}");
        let (Some(run), Some(line)) = (run, line.as_str()) else { continue };
        let Some(spec) = run.specs.iter().find(|spec| spec.kind == kind) else {
            trace.unknown(&key, "kind of event", kind, run.specs.iter().map(|spec| spec.kind));
            continue;
        };
        for hole in line.split('{').skip(1).filter_map(|rest| rest.split(['}', '|']).next()) {
            if !spec.fields.iter().any(|field| field.name == hole) {
                trace.unknown(&key, "particular of this event", hole, spec.fields.iter().map(|field| field.name));
            }
        }
        lines.insert(kind.clone(), line.to_string());
    }
    lines
}

/// Reads the events of an option: the lines, and whether they are impossible.
fn history(table: &mut Table, run: &Run, rules: &[Rule], lines: &BTreeMap<String, String>) -> Option<(String, bool)> {
    let numbers = places(table, "events", run.events.len())?;
    if !(3..=6).contains(&numbers.len()) || !numbers.is_sorted_by(|a, b| a < b) {
        table.problem("events", "a history has three to six events, in the order of the run");
        return None;
    }
    let mut events: Vec<&Event> = numbers.iter().map(|&place| &run.events[place]).collect();
    if let Some(place) = broken(rules, &events) {
        table.problem("events", format!("this happened, but breaks a rule: {}", events[place]));
    }
    let swapped = table.map.contains_key("swap");
    if swapped {
        let places: BTreeSet<usize> = places(table, "swap", events.len())?.into_iter().collect();
        let &[one, other] = places.into_iter().collect::<Vec<_>>().as_slice() else {
            table.problem("swap", "`swap` must be the numbers of two lines, such as `[2, 3]`");
            return None;
        };
        events.swap(one, other);
        if broken(rules, &events).is_none() {
            table.problem("swap", "with these lines changed no rule is broken: nobody can know that it is impossible");
        }
    }
    let told = events.iter().enumerate().map(|(place, event)| format!("({}) {}", place + 1, tell(event, run, lines)));
    // One paragraph, its lines broken: it stands in the label of an option.
    Some((told.collect::<Vec<_>>().join("\\\n"), swapped))
}

fn broken(rules: &[Rule], events: &[&Event]) -> Option<usize> {
    rules.iter().find_map(|rule| rule.broken_by(events, false))
}

/// Numbers that count from 1, as places.
fn places(table: &mut Table, key: &str, most: usize) -> Option<Vec<usize>> {
    let whole = |number: &Json| number.as_u64().filter(|&number| number > 0 && number <= most as u64);
    let list = table.map.get(key).and_then(Json::as_array);
    let places: Option<Vec<usize>> =
        list.and_then(|list| list.iter().map(|number| whole(number).map(|number| number as usize - 1)).collect());
    if places.is_none() {
        table.problem(key, format!("`{key}` must be a list of whole numbers from 1 to {most}"));
    }
    places
}

/// An event as the line for its kind tells it, or else as the lab does.
fn tell(event: &Event, run: &Run, lines: &BTreeMap<String, String>) -> String {
    let Some(spec) = run.specs.iter().find(|spec| spec.kind == event.kind) else { return event.kind.to_string() };
    let Some(line) = lines.get(event.kind) else { return spec.say(event) };
    let types = spec.to_text();
    let (_, types) = types.split_once('\n').unwrap_or_default();
    say_by(&format!("{line}\n{types}"), event)
}
