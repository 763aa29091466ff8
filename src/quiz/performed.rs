//! (Native.) What a run of an engine gives for a step of an algorithm: a metric, or a particular of an event.

use super::kinds::Step;
use super::read::Table;
use crate::kernel::{Event, Simulation};
use crate::scenario::{Link, Problem, Scenario};

/// The scenario that the text at a key names as links do (`lab=hash-ring&nodes=5`); what is wrong with it is reported.
pub(super) fn scenario(table: &mut Table, key: &str) -> Option<Scenario> {
    let text = table.text(key);
    if text.is_empty() {
        return None;
    }
    let (link, problems) = Link::parse(&text);
    let known = problems.is_empty() && link.as_ref().is_some_and(|link| link.compare.is_empty());
    for problem in &problems {
        table.problem(key, problem.note());
    }
    if problems.is_empty() && !known {
        table.problem(key, format!("`{key}` must be what a link to one run says, such as `lab=hash-ring&nodes=5`"));
    }
    link.filter(|_| known).map(|link| link.scenario)
}

/// The run that a table names, if it names one.
pub(super) fn run(table: &mut Table) -> Option<Box<dyn Simulation>> {
    scenario(table, "run").map(|scenario| scenario.run())
}

/// The result of a step: what its run gives, or what is written.
pub(super) fn answer(table: &mut Table, of_question: Option<&dyn Simulation>) -> Option<String> {
    let own = run(table);
    let written = table.text("answer");
    let run = own.as_deref().or(of_question);
    match (table.map.contains_key("metric"), table.map.contains_key("event")) {
        (true, true) => {
            table.problem("event", "a step takes its result from `metric` or from `event`, not from both");
            None
        }
        (false, false) if written.is_empty() => {
            table.problem("answer", "a step needs `metric = …`, `event = …` with `field = …`, or `answer = …`");
            None
        }
        (false, false) => Some(written),
        (is_metric, _) => {
            let Some(run) = run else {
                table.problem("", "this step needs `run = \"lab=…\"`, its own or the question’s");
                return None;
            };
            if is_metric { metric(table, run) } else { field(table, run) }
        }
    }
}

/// Reports a written result that is not what the run gives.
pub(super) fn agree(table: &mut Table, step: &Step) {
    let written = table.text("answer");
    if !written.is_empty() && !step.answer.is_empty() && step.is_right(&written) != Some(true) {
        table.problem("answer", format!("the result is written as {written}, but the lab gives {}", step.answer));
    }
}

fn metric(table: &mut Table, run: &dyn Simulation) -> Option<String> {
    let (name, scale) = (table.text("metric"), table.number("scale").unwrap_or(1.0));
    let report = run.report();
    let value = report.get(&name).map(|value| value * scale).filter(|value| value.is_finite());
    if value.is_none() {
        table.unknown("metric", "metric", &name, report.metrics.iter().map(|metric| metric.name.as_ref()));
    }
    value.map(|value| value.to_string())
}

fn field(table: &mut Table, run: &dyn Simulation) -> Option<String> {
    let (kind, name) = (table.text("kind"), table.required("field"));
    let place = table.map.get("event").and_then(serde_json::Value::as_u64).filter(|&place| place > 0);
    let events = run.trace().events();
    let mut of_kind = events.iter().filter(|event| kind.is_empty() || event.kind == kind);
    let event = place.and_then(|place| of_kind.nth(place as usize - 1));
    let Some(event) = event else {
        let kinds: std::collections::BTreeSet<&str> = events.iter().map(|event| event.kind).collect();
        if kind.is_empty() || kinds.contains(kind.as_str()) {
            table.problem("event", "the run has no such event: `event` counts from 1");
        } else {
            let path = table.at("kind");
            table.problems.push(Problem::unknown(path, "kind of event", &kind, kinds.into_iter()));
        }
        return None;
    };
    let value = value(event, &name);
    if value.is_none() && !name.is_empty() {
        table.unknown("field", "particular of this event", &name, event.fields.iter().map(|(field, _)| *field));
    }
    value
}

fn value(event: &Event, name: &str) -> Option<String> {
    event.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.to_string())
}
