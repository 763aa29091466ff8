//! The result in words.

use super::scene::Shot;
use crate::engines::replica_walk::ReplicaWalk;
use crate::engines::replica_walk::history::Counts;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// How the copies stand and what requests have come to; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let shot = |side: Side| {
        let run: &ReplicaWalk = side.run(pair)?;
        Some(Shot { run, moment, state: *run.at(moment)?, key: 0 })
    };
    let Some(main) = shot(Side::Main) else { return "The cluster is not there yet.".to_string() };
    let twin = shot(Side::Twin).map(|twin| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => format!(" {}: {}.", capital(&pair.twin_phrase(phrase)), state(&twin)),
    });
    format!("{}.{}", capital(&state(&main)), twin.unwrap_or_default())
}

/// What tells a twin by its walk or its handover, as a phrase.
fn phrase(_: &ParamSpec, value: Value) -> Option<&'static str> {
    let Value::Choice(id) = value else { return None };
    match id {
        "points" => Some("on the next points"),
        "machines" => Some("on distinct machines"),
        "racks" => Some("on distinct racks"),
        "dual" => Some("by both lists"),
        "copy-first" => Some("copied first"),
        _ => None,
    }
}

/// `26 of 2,000 keys (1.3 %) have no copy left, 104 have one; 14 requests got no answer`.
fn state(shot: &Shot<'_>) -> String {
    let counts = shot.counts();
    let of_keys = |keys: u32| {
        let all = shot.run.digests().len() as f64;
        let [keys_said, all_said] = [f64::from(keys), all].map(|count| number(count, 0));
        format!("{keys_said} of {all_said} keys ({}\u{202f}%)", number(100.0 * f64::from(keys) / all, 1))
    };
    if shot.state.joined {
        let split = shot.run.split_at(&shot.state);
        let owners = if split > 0 { format!(", {} have two owners", of_keys(split)) } else { String::new() };
        return format!(
            "{} of {} clients know{owners}; {} reads found nothing, {} an old version; {} extra requests",
            shot.state.told,
            shot.run.clients(),
            number(counts.empty.into(), 0),
            number(counts.stale.into(), 0),
            number(counts.extra.into(), 0),
        );
    }
    let lost = of_keys(shot.state.left[0]);
    let one = number(shot.state.left[1].into(), 0);
    let unanswered = number(counts.unanswered.into(), 0);
    format!("{lost} have no copy left, {one} have one; {unanswered} requests got no answer")
}

impl Shot<'_> {
    /// What requests have come to by the moment.
    pub(super) fn counts(&self) -> Counts {
        let ops = self.run.ops();
        let done = &ops[..ops.partition_point(|op| op.at <= self.moment)];
        done.last().map(|op| op.so_far).unwrap_or_default()
    }
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let mut walk = String::new();
    for stop in shot.walk() {
        let how = if stop.taken { "takes" } else { "passes" };
        let rack = shot.run.before.rack_of(stop.machine);
        walk += &format!(" {how} a point of machine {} in rack {rack},", stop.machine);
    }
    let said = capital(&state(shot));
    format!("{said}. Clockwise from its place key {}{} and has its copies.", shot.key, walk)
}
