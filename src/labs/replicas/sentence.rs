//! The result in one sentence, and what is to be seen, in words.

use super::scene::Shot;
use crate::engines::replicas::Pauses;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, duration, number};

/// How long requests take and what is spent on them; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let said = |side: Side| Shot::of(pair, side, moment).map(|shot| state(&shot));
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}.", capital(&pair.twin_phrase(phrase))),
        (None, None) => String::new(),
    };
    format!("{}.{twin}", capital(&said(Side::Main).unwrap_or_default()))
}

/// The words for second copies and pauses, where twins differ in that.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    let Value::Choice(id) = value else { return None };
    let phrases = [
        ("hedge", "off", "without second copies"),
        ("hedge", "delay", "with hedges"),
        ("hedge", "cancel", "with hedges that are cancelled"),
        ("hedge", "tied", "with tied copies"),
        ("pauses", "none", "without pauses"),
        ("pauses", "one", "with pauses of one server"),
        ("pauses", "apart", "with pauses one after the other"),
        ("pauses", "together", "with pauses all together"),
    ];
    phrases.iter().find(|phrase| spec.name == phrase.0 && id == phrase.1).map(|phrase| phrase.2)
}

/// `half of the requests take 12 ms, one in a hundred 80 ms or more; 12 % are sent twice, the servers are 70 % busy`.
fn state(shot: &Shot<'_>) -> String {
    let Some(point) = shot.point() else { return "nothing measured yet".to_string() };
    let [p50, p99, _] = point.quantiles_ms.map(duration);
    if shot.run.config().pauses == Pauses::One {
        let mean = duration(point.mean_of_hosts_ms());
        return format!("one call in a hundred takes {p99} or more; the mean of the servers' own p99s is {mean}");
    }
    let counts = &shot.now.counts;
    let percent = |part: f64| number(100.0 * part, 0) + "\u{202f}%";
    let twice = match counts.seconds {
        0 => String::new(),
        seconds => percent(f64::from(seconds) / f64::from(counts.sent.max(1))) + " are sent twice, ",
    };
    let busy = percent(shot.spent().iter().sum());
    format!("half of the requests take {p50}, one in a hundred {p99} or more; {twice}the servers are {busy} busy")
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let count = |many: u32| number(many.into(), 0);
    let waiting: [u32; 2] = [0, 1].map(|kind| shot.stands.iter().map(|stand| u32::from(stand.waiting[kind])).sum());
    let paused = shot.stands.iter().filter(|stand| stand.is_paused).count() as u32;
    format!(
        "{}. In line: {} first copies, {} second ones; {} of {} servers stand still.",
        capital(&state(shot)),
        count(waiting[0]),
        count(waiting[1]),
        count(paused),
        count(shot.run.config().servers),
    )
}
