//! The result in one sentence.

use super::scene::Shot;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number, short};

/// What has come of the second attempts so far; for the twin, the same.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let Some(main) = Shot::of(pair, Side::Main, moment).filter(|main| main.over > 0) else {
        return "No page has been sent yet.".to_string();
    };
    let twin = Shot::of(pair, Side::Twin, moment).map(|twin| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => format!(" {}: {}.", capital(&pair.twin_phrase(phrase)), state(&twin)),
    });
    capital(&format!("{}.{}", state(&main), twin.unwrap_or_default()))
}

/// The words for what is done, where twins differ in that.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    match (spec.name, value) {
        ("again", Value::Choice("page")) => Some("with whole pages sent again"),
        ("again", _) => Some("with late calls sent again"),
        ("cancel", Value::Choice("on")) => Some("with old calls cancelled"),
        ("cancel", _) => Some("without cancelling"),
        ("retries", Value::Integer(0)) => Some("without retries"),
        ("retry_budget", Value::Number(0.0)) => Some("without a budget"),
        ("retry_budget", Value::Number(0.1)) => Some("with a budget of a tenth"),
        _ => None,
    }
}

/// `84 % of the last second’s pages late, 2.9 times the capacity sent; 120 readers have left, 45 % of the work for nobody`.
fn state(shot: &Shot<'_>) -> String {
    let counts = shot.counts();
    let percent = |part: f64| number(100.0 * part, 0) + "\u{202f}%";
    let [of_use, for_nobody] = counts.work_ns.map(|nanos| nanos as f64);
    let left = match counts.failed {
        0 => "no reader has left".to_string(),
        1 => "1 reader has left".to_string(),
        many => format!("{} readers have left", number(many as f64, 0)),
    };
    format!(
        "{} of the last second’s pages late, {} times the capacity sent; {left}, {} of the work for nobody",
        percent(shot.late()),
        short((100.0 * shot.load()).round() / 100.0),
        percent(for_nobody / (of_use + for_nobody).max(1.0)),
    )
}

/// What is to be seen, for those who do not see it.
pub(super) fn in_words(shot: &Shot<'_>) -> String {
    let (config, [awaited, for_nobody]) = (shot.run.config(), shot.waiting());
    format!(
        "Pages of {} calls at {} servers. In line: {} calls that somebody waits for, {} that nobody waits for. {}.",
        config.fan_out,
        config.servers,
        number(awaited.into(), 0),
        number(for_nobody.into(), 0),
        capital(&state(shot)),
    )
}
