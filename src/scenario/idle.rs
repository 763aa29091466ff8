//! (Native.) Actions of a scenario that do nothing: those that its run ignores, and those for which it is over.

use super::{Problem, Scenario};
use crate::kernel::{Action, Event, Time};

/// The kind of the event by which an engine notes an action that makes no sense when its moment comes.
const IGNORED: &str = "ignored";

impl Scenario {
    /// Runs it to the end, and tells each action that changed nothing; the path has the place of the action among
    /// [`Scenario::actions`].
    pub fn idle_actions(&self) -> Vec<Problem> {
        if self.actions.is_empty() {
            return Vec::new();
        }
        let run = self.run();
        let events = run.trace().events();
        let last = events.last().map(|event| event.at).filter(|_| run.trace().count() == events.len() as u64);
        let idle = self.actions.iter().enumerate().filter_map(|(index, action)| {
            let at = Time::from_millis(action.at_ms.into());
            let ignored = events.iter().find(|event| event.at == at && is_of(event, action));
            let (key, message) = match ignored {
                Some(event) => ("do", format!("`{}` does nothing here: {}", action.verb, field(event, "reason"))),
                None if last.is_some_and(|last| last < at) => ("at_ms", "this run ends before this action".to_string()),
                None => return None,
            };
            Some(Problem::new(format!("actions.{index}.{key}"), message))
        });
        idle.collect()
    }
}

/// Whether an event notes that an action was ignored.
fn is_of(event: &Event, action: &Action) -> bool {
    event.kind == IGNORED && field(event, "action") == action.verb
}

fn field(event: &Event, name: &str) -> String {
    event.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_action_that_does_nothing_is_told_with_its_reason() {
        let said = |actions: serde_json::Value| {
            let (scenario, problems) = Scenario::from_json(&json!({ "lab": "hash-ring", "actions": actions }));
            assert_eq!(problems, []);
            let told = scenario.unwrap().idle_actions();
            told.into_iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect::<Vec<_>>()
        };
        assert_eq!(said(json!([])), [""; 0]);
        assert_eq!(said(json!([{ "at_ms": 5, "do": "fail-node", "target": 3 }])), [""; 0]);
        let gone = said(json!([{ "at_ms": 5, "do": "fail-node", "target": 99 }]));
        assert!(gone.len() == 1 && gone[0].starts_with("actions.0.do: `fail-node` does nothing here: "), "{gone:?}");
    }
}
