//! The result in one sentence, and what is to be seen, in words.

use super::scene::Shot;
use crate::kernel::words::things;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// What the last window showed, and what it has cost; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let said = |side: Side| Shot::of(pair, side, moment).map(|shot| state(&shot, side == Side::Main));
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}.", capital(&pair.twin_phrase(phrase))),
        (None, None) => String::new(),
    };
    format!("{}.{twin}", capital(&said(Side::Main).unwrap_or_default()))
}

/// The words for a policy, where twins differ in that.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    let Value::Choice(id) = value else { return None };
    let phrases = [
        ("unbounded", "without bounds"),
        ("block", "blocking the sender"),
        ("credit", "with credit"),
        ("drop-newest", "dropping the newest"),
        ("drop-oldest", "dropping the oldest"),
        ("sample", "sampling"),
        ("aimd", "with AIMD"),
        ("token-bucket", "with a token bucket"),
        ("codel", "with CoDel"),
        ("throttle", "with throttling"),
    ];
    phrases.iter().find(|phrase| spec.name == "policy" && phrase.0 == id).map(|phrase| phrase.1)
}

/// `70 requests a second, 0 in time; 3,012 wait, 1,203 dropped`; of a twin, whose requests are the same, without these.
fn state(shot: &Shot<'_>, with_requests: bool) -> String {
    let (now, [requests, _, _, good]) = (shot.now, shot.rates());
    if now.counts.sent == 0 {
        return "nothing has been sent yet".to_string();
    }
    let whole = |value: f64| number(value, 0);
    let mut parts = Vec::new();
    let waiting: u32 = now.depths.iter().sum();
    parts.push(match now.held_back {
        0 => [whole(waiting.into()).as_str(), if waiting == 1 { " waits" } else { " wait" }].concat(),
        held => whole(held.into()) + " held back",
    });
    if now.bursts > 0 {
        parts.push(format!("memory has run out {}", things(&whole(now.bursts.into()), "time", None)));
    } else if now.counts.dropped > 0 {
        parts.push(whole(now.counts.dropped as f64) + " dropped");
    }
    let of = match with_requests {
        true => format!("{} a second, ", things(&whole(requests), "request", None)),
        false => String::new(),
    };
    format!("{}{} in time; {}", of.as_str(), whole(good), parts.join(", "))
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let now = shot.now;
    let [_, retries, answered, _] = shot.rates();
    let [mean, per_s, stay_s] = shot.little();
    let stages = shot.run.pipeline().stages().len();
    let depths: Vec<String> = now.depths[..stages].iter().map(|&depth| number(depth.into(), 0)).collect();
    let breaker = ["", " The breaker is open.", " The breaker lets one attempt try."][usize::from(now.breaker)];
    format!(
        "{}. In the buffers: {}; a second {} answers and {} retries. Little's law so far: {} in the system in the mean; {} a second for {} s each make {}.{breaker}",
        capital(&state(shot, true)),
        depths.join(", "),
        number(answered, 0),
        number(retries, 0),
        number(mean, 2),
        number(per_s, 2),
        number(stay_s, 3),
        number(per_s * stay_s, 2)
    )
}
