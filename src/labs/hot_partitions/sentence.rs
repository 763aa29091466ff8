//! The result in one sentence, and what is to be seen, in words.

use super::scene::Shot;
use crate::kernel::{ParamSpec, Simulation as _, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// What the last half second showed; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let said = |side: Side| Shot::of(pair, side, moment).map(|shot| state(&shot, side == Side::Main));
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}.", capital(&pair.twin_phrase(phrase))),
        (None, None) => String::new(),
    };
    format!("{}.{twin}", capital(&said(Side::Main).unwrap_or_default()))
}

/// The words for a choice in which twins differ.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    let Value::Choice(id) = value else { return None };
    let phrases = [
        ("mitigation", "none", "with no remedy"),
        ("mitigation", "salting", "salted"),
        ("mitigation", "coalescing", "with reads joined"),
        ("mitigation", "cache", "with a cache"),
        ("mitigation", "replicas", "with replicas"),
        ("mitigation", "split", "with splits"),
        ("mitigation", "bounded", "with bounded loads"),
        ("mitigation", "together", "with cache and salts"),
        ("layout", "hash", "by hash"),
        ("layout", "range", "by range"),
        ("layout", "dealt", "dealt out evenly"),
        ("layout", "prefix", "with a prefix"),
    ];
    phrases.iter().find(|phrase| spec.name == phrase.0 && id == phrase.1).map(|phrase| phrase.2)
}

/// `27 %`.
pub(super) fn percent(part: f64) -> String {
    number(100.0 * part, 0) + "\u{202f}%"
}

/// `6,012 requests a second, 27 % refused while 73 % of the capacity is idle; the hottest node is asked for 2,630 and serves
/// 1,000`; of a twin, whose requests are the same, without these.
fn state(shot: &Shot<'_>, with_requests: bool) -> String {
    if shot.now.requests == 0 {
        return "nothing has been asked yet".to_string();
    }
    let whole = |value: f64| number(value, 0);
    let (hottest, [refused, _, stale]) = (shot.hottest(), shot.costs());
    // Only the end is of the whole run, and needs its report.
    let in_all = if shot.moment >= shot.run.now() { shot.run.report().get("throttled_fraction") } else { None };
    let refused = match in_all {
        Some(part) => percent(part) + " refused in all, ",
        None => percent(refused) + " refused, ",
    };
    let of = match with_requests {
        true => whole(shot.per_s(shot.now.requests)) + " requests a second, ",
        false => String::new(),
    };
    let stale = if shot.now.stale > 0 { percent(stale) + " of reads stale, " } else { String::new() };
    [
        of,
        refused,
        stale,
        percent(shot.idle()) + " of the capacity idle; the hottest node is asked for ",
        whole(shot.per_s(hottest.asked)) + " and serves ",
        whole(shot.per_s(hottest.asked - hottest.refused)),
    ]
    .concat()
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let [_, each, _] = shot.costs();
    let (mut over, mut famous) = (0u32, 0u32);
    for node in &shot.now.nodes {
        over += u32::from(shot.per_s(node.asked) > shot.run.capacity_per_s());
        famous += u32::from(node.famous > 0);
    }
    let hers = match shot.star().share > 0.0 {
        true => format!(" Requests for the star reach {} of them.", number(famous.into(), 0)),
        false => String::new(),
    };
    format!(
        "{}. Asked for more than they serve: {} of {} nodes.{hers} For each request {} nodes are asked.",
        capital(&state(shot, true)),
        number(over.into(), 0),
        number(shot.now.nodes.len() as f64, 0),
        number(each, 1),
    )
}
