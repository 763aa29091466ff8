//! What is to happen, by the story and by the reader.

use super::policy::{Happens, STORIES};
use crate::kernel::{Action, Params, Time};

/// When the story begins.
const STORY: Time = Time::from_millis(2_000);

/// What is to happen, in order of time: the verb of an action, and the rack that it names.
pub(super) fn plan(params: &Params, actions: &[Action]) -> Vec<(Time, &'static str, u32)> {
    let mut plan = Vec::new();
    match params.chosen("happens", &STORIES) {
        Happens::LoseRack => plan.push((STORY, "lose-rack", 0)),
        Happens::RollOut => plan.push((STORY, "roll-out", 0)),
        Happens::Nothing => {}
    }
    for action in actions {
        let at = Time::from_millis(action.at_ms.into());
        let place = plan.iter().take_while(|(other, ..)| *other <= at).count();
        plan.insert(place, (at, action.verb, action.target));
    }
    plan
}
