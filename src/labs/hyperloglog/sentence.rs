//! The result in one sentence, and what is to be seen, in words.

use super::scene::{Scene, Shot, percent};
use crate::kernel::words::{counted, whole};
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// How many came and how many are estimated; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let scene = Scene::of(pair);
    let said = |side| scene.shot(side, moment).map(|shot| state(&shot));
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}.", capital(&pair.twin_phrase(phrase))),
        (None, None) => String::new(),
    };
    let came = scene.shot(Side::Main, moment).map(|shot| came(&shot)).unwrap_or_default();
    format!("{came}: {}.{twin}", said(Side::Main).unwrap_or_default())
}

/// The words for a choice in which twins differ.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    Some(match (spec.name, value) {
        ("small_range", Value::Choice("improved")) => "with the improved estimator",
        ("small_range", Value::Choice("linear-counting")) => "counting empty registers at first",
        ("small_range", Value::Choice("raw")) => "raw",
        _ => return None,
    })
}

/// `1,200 visits by 711 visitors, 57 on both days`.
fn came(shot: &Shot<'_>) -> String {
    let visits = counted(shot.arrived as u64, "visit");
    let visitors = counted(shot.tally.distinct().into(), "visitor");
    let overlap = match shot.tally.shards().len() {
        2 => {
            let both = if shot.days() { " on both days" } else { " on both servers" };
            [", ", &whole(shot.tally.overlap().into()), both].concat()
        }
        _ => String::new(),
    };
    format!("{visits} by {visitors}{overlap}")
}

/// `the sketch says 645, 9.3 % too few`, `added up 745; merged 645, 9.3 % too few, so about 100 on both`.
fn state(shot: &Shot<'_>) -> String {
    let (tally, truth) = (&shot.tally, shot.tally.distinct());
    let merged = shot.estimate(&tally.merged()).value;
    let said = |value: f64| {
        let error = Shot::error(value, truth);
        let which = if error < 0.0 { "few" } else { "many" };
        match error.abs() {
            ..0.0005 => number(value, 0) + ", right to a thousandth",
            error => format!("{}, {} too {which}", number(value, 0), percent(error)),
        }
    };
    if shot.is_alone() {
        return "the sketch says ".to_string() + &said(merged);
    }
    let summed = tally.summed(shot.run.small_range());
    match (shot.merged > 0.0, tally.shards().len()) {
        (false, _) => "added up ".to_string() + &said(summed),
        (true, 2) => {
            let both = number((summed - merged).max(0.0), 0);
            format!("added up {}; merged {}, so about {both} on both", number(summed, 0), said(merged))
        }
        (true, _) => format!("added up {}; merged {}", number(summed, 0), said(merged)),
    }
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let registers = shot.tally.shards()[0].registers();
    let empty = shot.tally.shards().iter().map(|sketch| {
        let empty = sketch.registers().iter().filter(|&&register| register == 0).count();
        whole(empty as u64)
    });
    let empty: Vec<String> = empty.collect();
    format!(
        "{}: {}. Of {} registers a sketch has empty: {}.",
        came(shot),
        state(shot),
        whole(registers.len() as u64),
        empty.join(", ")
    )
}

/// The moment in words: `visit 412 of 1,200`.
pub(super) fn told(shot: &Shot<'_>) -> String {
    let came = format!("visit {} of {}", whole(shot.arrived as u64), whole(shot.run.items().into()));
    match shot.merged > 0.0 && !shot.is_alone() {
        true => came + ", merged",
        false => came,
    }
}
