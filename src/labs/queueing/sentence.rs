//! The result in one sentence, and what is to be seen, in words.

use super::scene::Shot;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, duration, number, short};

/// What waits and how long calls take; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let said = |side: Side| Shot::of(pair, side, moment).map(|shot| state(&shot));
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}.", capital(&pair.twin_phrase(phrase))),
        (None, None) => String::new(),
    };
    format!("{}.{twin}", capital(&said(Side::Main).unwrap_or_default()))
}

/// The words for a generator and a law of service, where twins differ in that.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    let Value::Choice(id) = value else { return None };
    let phrases = [
        ("generator", "open", "with an open generator"),
        ("generator", "closed", "with clients that wait"),
        ("generator", "late", "with clients that send late"),
        ("service", "constant", "with equal services"),
        ("service", "exponential", "with exponential services"),
        ("service", "lognormal", "with log-normal services"),
        ("service", "hyperexponential", "with few long services"),
    ];
    phrases.iter().find(|phrase| spec.name == phrase.0 && id == phrase.1).map(|phrase| phrase.2)
}

/// `at load 0.9 19 wait in line; half are answered within 6.9 ms, 99 in 100 within 46 ms`.
fn state(shot: &Shot<'_>) -> String {
    let now = shot.now;
    let line = number(now.waiting.into(), 0) + " in line";
    let Some(point) = shot.point() else {
        return line + ", nothing measured yet";
    };
    if !shot.has_clients() {
        let [p50, p99, _] = point.sojourn_ms.map(duration);
        return format!(
            "at load {}, {line}; half are answered within {p50}, 99 in 100 within {p99}",
            short(point.load)
        );
    }
    let p99 = duration(point.reported_ms[1]);
    let missed = match (now.omitted, now.delayed) {
        (0, held) => format!("{} wait to be sent", number(held.into(), 0)),
        (omitted, _) => format!("{} calls were due and never sent", number(omitted.into(), 0)),
    };
    format!("{line}; its report says 99 in 100 within {p99}, and {missed}")
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let now = shot.now;
    let whole = |count: u32| number(count.into(), 0);
    let frozen = if shot.run.is_frozen(shot.moment) { " The servers stand still." } else { "" };
    format!(
        "{}. {} in service; {} were due so far, {} answered, {} turned away.{frozen}",
        capital(&state(shot)),
        whole(now.busy),
        whole(now.due),
        whole(now.left),
        whole(now.lost),
    )
}
