//! What the reader writes into the run: each edit is an action of the scenario, at the moment that is shown.

use super::attention::{Attention, MESSAGE};
use super::desk::{Desk, Shot};
use crate::kernel::{Time, Value};
use crate::ui::plate::PlateState;

/// The verbs that send, by their receiver.
const SEND: [&str; 6] = ["send-to-0", "send-to-1", "send-to-2", "send-to-3", "send-to-4", "send-to-5"];

/// How far a message is held back, and how far a clock is set back, in milliseconds.
pub(super) const HELD_MS: i64 = 150;
pub(super) const SET_BACK_MS: i64 = -200;

/// Something happens at the line that is picked, or its clock is set back.
pub(super) fn act_at(state: &mut PlateState, shot: &Shot, verb: &'static str, process: u32) {
    let value = (verb == "step-clock").then_some(Value::Integer(SET_BACK_MS));
    forget_what_is_to_come(state, shot);
    state.act(verb, process, value);
}

/// A message is sent from line to line; it arrives at the moment named, or takes the delay of the controls.
pub(super) fn send(state: &mut PlateState, shot: &Shot, (from, to): (u32, u32), arrives: Option<Time>) {
    let usual = state.link.scenario.params.number("delay_ms");
    let delay_ms = arrives.filter(|&at| at > shot.now).map_or(usual, |at| (at - shot.now).as_millis());
    forget_what_is_to_come(state, shot);
    make_room(state, shot);
    state.act(SEND[to as usize], from, Some(Value::Integer(delay_ms.clamp(1.0, 2_000.0) as i64)));
}

/// A message is lost, or held back: the one that is picked, if it is on its way; else the newest that is; else the one that
/// was sent last, for which the clock is turned back to the middle of its way.
pub(super) fn interfere(state: &mut PlateState, desk: &Desk, shot: &Shot, verb: &'static str) {
    let messages = &shot.diagram.messages;
    let flying = |&number: &usize| messages[number].is_under_way(shot.now);
    let picked = Attention::of(state, shot).message.map(|number| number as usize);
    let sent = || (0..messages.len()).rev().filter(|&number| shot.is_sent(number));
    let whole = |number: &usize| messages[*number].lost_at().is_none();
    let chosen =
        picked.filter(flying).or_else(|| sent().find(flying)).or(picked.filter(whole)).or_else(|| sent().find(whole));
    let Some(number) = chosen else {
        state.notes = vec!["There is no message on its way. Send one first.".to_string()];
        return;
    };
    if !flying(&number) {
        state.seek(desk.moment(shot, middle(shot, number)));
    }
    let value = (verb == "hold").then_some(Value::Integer(HELD_MS));
    state.act(verb, number as u32, value);
}

/// The middle of the way of a message.
pub(super) fn middle(shot: &Shot, number: usize) -> Time {
    let message = &shot.diagram.messages[number];
    let (from, to) = (message.turns[0].0, message.lost_at().unwrap_or(message.arrives));
    Time(from.0 + (to - from).0 / 2)
}

/// Messages are numbered in the order of sending: those that are sent after now make room for one more, and the actions
/// that are about them follow.
fn make_room(state: &mut PlateState, shot: &Shot) {
    let before = (0..shot.diagram.messages.len()).filter(|&number| shot.is_sent(number)).count() as u32;
    let about = |verb: &str| matches!(verb, "lose" | "hold");
    let actions = state.link.scenario.actions.iter_mut();
    let later = actions.filter(|action| about(action.verb) && action.target >= before);
    later.for_each(|action| action.target += 1);
}

/// What was picked after now will have other numbers.
fn forget_what_is_to_come(state: &mut PlateState, shot: &Shot) {
    let attention = Attention::of(state, shot);
    let happened = shot.happened();
    if [attention.first, attention.second].into_iter().flatten().any(|event| event >= happened) {
        state.link.pick = None;
    }
    if attention.message.is_some_and(|number| !shot.is_sent(number as usize)) {
        state.picks[MESSAGE] = None;
    }
}
