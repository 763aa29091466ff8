//! The result in one sentence, and what is to be seen, in words.

use super::scene::Shot;
use crate::kernel::Time;
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// What the entries so far have cost; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let said = |side: Side| Shot::of(pair, side, moment).map(|shot| state(&shot));
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}.", capital(&pair.twin_phrase(|_, _| None))),
        (None, None) => String::new(),
    };
    format!("{}.{twin}", capital(&said(Side::Main).unwrap_or_default()))
}

/// `812 of 2,000 entries are refreshed, in the mean 518 ms early and with 2.73 queries`.
fn state(shot: &Shot<'_>) -> String {
    let begun = shot.begun(Time::ZERO);
    let all = number(shot.run.entries().into(), 0);
    if begun.is_empty() {
        return format!("no read of {all} entries has been early yet");
    }
    let [lead_ms, queries] = Shot::means(&begun);
    let (count, lead, queries) = (number(begun.len() as f64, 0), number(lead_ms, 0), number(queries, 2));
    format!("{count} of {all} entries: refreshed {lead}\u{202f}ms early in the mean, with {queries} queries each")
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let ms = |time: Time| number(time.as_millis(), 0) + " ms";
    let watched = shot.watched().map_or(String::new(), |watched| {
        let entry = number((watched.entry + 1).into(), 0);
        match shot.short_by() {
            Some(short) => {
                let left = ms(watched.life.expires - shot.moment);
                format!(". Entry {entry} expires in {left}; the farthest throw ends {} short of it", ms(short))
            }
            None => {
                let (lead, queries) = (ms(watched.life.lead), number(watched.life.recomputes.into(), 0));
                format!(". For entry {entry} the first query goes out {lead} early, of {queries}")
            }
        }
    });
    format!("{}{watched}.", capital(&state(shot)))
}
