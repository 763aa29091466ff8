//! The result in one sentence.

use super::scene::{Shot, share};
use crate::kernel::{ParamSpec, Time, Value};
use crate::labs::placed;
use crate::parts::placements::Change;
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// What the last second showed, and what has come of the last change; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let shot = |side: Side| side.run(pair).map(|tier| Shot { tier, moment });
    let Some((main, now)) =
        shot(Side::Main).and_then(|main| Some((main, main.at(moment).filter(|_| main.second().1.reads > 0)?)))
    else {
        return "Nothing has been read yet.".to_string();
    };
    let since = moment.as_millis() - now.epoch.at.as_millis();
    let when = match (now.epoch.change, now.epoch.is_rollback) {
        (Change::SetUp, _) => String::new(),
        (change, rollback) => format!("{} s after {}: ", number(since / 1000.0, 0), what(change, rollback)),
    };
    let twin = shot(Side::Twin).map(|twin| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => format!(" {}: {}.", capital(&pair.twin_phrase(told_apart)), state(&twin)),
    });
    capital(&format!("{when}{}.{}", state(&main), twin.unwrap_or_default()))
}

/// The words for what twins differ in.
fn told_apart(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    match value {
        Value::Choice("on") if spec.name == "coalesce" => Some("with coalesced misses"),
        Value::Choice("off") if spec.name == "coalesce" => Some("without coalesced misses"),
        _ => placed(spec, value),
    }
}

fn what(change: Change, rollback: bool) -> String {
    match change {
        Change::Joined(id) => format!("node {id} joined"),
        Change::Removed(_) if rollback => "the rollback".to_string(),
        Change::Removed(id) => format!("node {id} was removed"),
        Change::Failed(id) => format!("node {id} failed"),
        Change::Restored(id) => format!("node {id} came back"),
        Change::SetUp | Change::Weighed(..) | Change::Ignored(..) => "the last change".to_string(),
    }
}

/// `caches answer 8.9 %, the database gets 4,500 reads a second and can serve 750, 3,000 have failed, 12 were stale`.
fn state(shot: &Shot<'_>) -> String {
    let (second, so_far) = shot.second();
    let count = |count: u64| number(count as f64, 0);
    let capacity = shot.tier.database().capacity_per_s();
    let lost = match (so_far.failed(), so_far.stale) {
        (0, 0) => String::new(),
        (failed, 0) => format!(", {} {} failed", count(failed), have(failed)),
        (0, stale) => format!(", {} {} stale", count(stale), were(stale)),
        (failed, stale) => {
            format!(", {} {} failed, {} {} stale", count(failed), have(failed), count(stale), were(stale))
        }
    };
    format!(
        "caches answer {}, the database gets {} reads a second and can serve {}{lost}",
        share(second.hits, second.reads),
        count(second.database_reads),
        number(capacity, 0),
    )
}

fn have(count: u64) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

fn were(count: u64) -> &'static str {
    if count == 1 { "was" } else { "were" }
}
