//! The result in one sentence.

use super::scene::Shot;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// What has come of the expiry so far; for the twin, the same.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let shot = |side: Side| Some(Shot { run: side.run(pair)?, moment });
    let Some(main) = shot(Side::Main).filter(|main| main.window().is_some()) else {
        return "Nothing has been read yet.".to_string();
    };
    let twin = shot(Side::Twin).map(|twin| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => format!(" {}: {}.", capital(&pair.twin_phrase(remedied)), state(&twin)),
    });
    capital(&format!("{}.{}", state(&main), twin.unwrap_or_default()))
}

/// The words for a remedy, where twins differ in that.
fn remedied(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    match value {
        Value::Choice("nothing") if spec.name == "remedy" => Some("without a remedy"),
        Value::Choice("copies") => Some("with copies of the key"),
        Value::Choice("one-reader") => Some("with one reader who asks"),
        Value::Choice("old-value") => Some("with the old value meanwhile"),
        _ => None,
    }
}

/// `75 queries were sent for the one value, and a read at partition 4 would wait 1,230 ms; 12 ordinary reads beside it
/// failed, elsewhere none`.
fn state(shot: &Shot<'_>) -> String {
    let Some(window) = shot.window() else { return "nothing has been read".to_string() };
    let (counts, count) = (window.so_far, |count: u64| number(count as f64, 0));
    if counts.hot_queries == 0 {
        return "the cache has the entry, and no partition is asked for it".to_string();
    }
    let sent = match counts.hot_queries {
        1 => "1 query was sent for the one value".to_string(),
        many => format!("{} queries were sent for the one value", count(many)),
    };
    let (place, length) = shot.longest();
    let line = match length {
        0 => ", and nobody waits".to_string(),
        _ => format!(", and a read at partition {place} would wait {} ms", number(window.wait.as_millis(), 0)),
    };
    let failed = match (counts.failed_at_home, counts.failed_elsewhere) {
        (0, 0) => "no ordinary read has failed".to_string(),
        (home, 0) => format!("{} ordinary reads beside it failed, elsewhere none", count(home)),
        (home, elsewhere) => format!("{} ordinary reads beside it failed, elsewhere {}", count(home), count(elsewhere)),
    };
    format!("{sent}{line}; {failed}")
}

/// What is to be seen, for those who do not see it.
pub(super) fn in_words(shot: &Shot<'_>) -> String {
    let config = shot.run.config();
    let homes: Vec<String> = (0..config.names).map(|name| config.home(name).to_string()).collect();
    format!(
        "A cache before {} partitions; the hot key is at home on partition {}. {}.",
        config.partitions,
        homes.join(", "),
        capital(&state(shot))
    )
}
