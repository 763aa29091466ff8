//! The result in one sentence, and what is to be seen, in words.

use super::scene::{Shot, longest};
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// The mean times so far and the longest queues of the moment; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let said = |side: Side| Shot::of(pair, side, moment).map(|shot| state(&shot));
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}.", capital(&pair.twin_phrase(phrase))),
        (None, None) => String::new(),
    };
    format!("{}.{twin}", capital(&said(Side::Main).unwrap_or_default()))
}

/// The words for a choice in which twins differ.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    match (spec.name, value) {
        ("picks", Value::Choice("any")) => Some("with picks that may coincide"),
        ("stay", Value::Choice("stay")) => Some("as balls in bins"),
        _ => None,
    }
}

/// `the longest queue has 31 with one choice, 5 with two, 4 with three, 2 where all are compared; a request takes 700 ms with
/// one choice on average, 240 with two`.
fn state(shot: &Shot<'_>) -> String {
    let most = |index: usize| number(longest(&shot.now[index]).into(), 0);
    let mean = |index: usize| number(shot.now[index].mean_ms, 0);
    let queues = [
        "the longest queue has ".to_string(),
        most(0),
        " with one choice, ".to_string(),
        most(1),
        " with two, ".to_string(),
        most(2),
        " with three, ".to_string(),
        most(3),
        " where all are compared".to_string(),
    ];
    let times = match shot.now[0].mean_ms > 0.0 {
        true => [
            "; a mean request so far takes ",
            &mean(0),
            ", ",
            &mean(1),
            ", ",
            &mean(2),
            " and ",
            &mean(3),
            "\u{202f}ms",
        ]
        .concat(),
        false => String::new(),
    };
    queues.concat() + &times
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let empty = |index: usize| {
        let idle = shot.now[index].lengths.iter().fold(0u32, |sum, &length| sum + u32::from(length == 0));
        number(idle.into(), 0)
    };
    format!("{}. Idle servers: {}, {}, {} and {}.", capital(&state(shot)), empty(0), empty(1), empty(2), empty(3))
}
