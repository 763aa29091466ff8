//! The result in one sentence, and what is to be seen, in words.

use super::list::lines;
use super::scene::{Scene, Shot};
use crate::kernel::words::counted;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, whole};

/// What the table says of the word that is asked for; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let scene = Scene::of(pair);
    let shot = |side| scene.shot(side, moment);
    let twin = match (pair.twin_is_same(), shot(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(twin)) => format!(" {}: {}.", capital(&pair.twin_phrase(phrase)), whole(twin.answer().1.into())),
        (None, None) => String::new(),
    };
    shot(Side::Main).map_or_else(String::new, |main| state(&main) + "." + &twin)
}

/// The words for a choice in which twins differ.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    Some(match (spec.name, value) {
        ("update", Value::Choice("conservative")) => "with conservative update",
        ("update", Value::Choice(_)) => "with plain update",
        _ => return None,
    })
}

/// `After 600 words “kiln” came once; the table says 8`.
fn state(shot: &Shot<'_>) -> String {
    let (count, estimate) = shot.answer();
    let arrived = shot.run.arrivals().len().min(shot.done as usize) as u64;
    let gone = match u64::from(shot.done) - arrived {
        0 => String::new(),
        gone => [" and ", &whole(gone), " taken back"].concat(),
    };
    format!(
        "After {}{gone} “{}” {}; the table says {}",
        counted(arrived, "word"),
        shot.word(shot.run.subject()),
        came(count),
        whole(estimate.into())
    )
}

/// `came twice`.
pub(super) fn came(count: u32) -> String {
    if count == 0 { "never came".to_string() } else { ["came ", &counted(count.into(), "time")].concat() }
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let row = |row: usize| {
        let (counter, sharers) = shot.cell(row);
        let words = sharers.iter().map(|&(item, count)| format!("{} {count}", shot.word(item)));
        let words: Vec<String> = words.collect();
        let words = if words.is_empty() { "nobody else".to_string() } else { words.join(", ") };
        format!(" Row {}: {}, with {words}.", row + 1, whole(counter.into()))
    };
    let rows: Vec<String> = (0..shot.table.depth() as usize).map(row).collect();
    let list = lines(shot).first().map(|line| [" ", &capital(line), "."].concat()).unwrap_or_default();
    format!("{}.{}{list}", state(shot), rows.concat())
}

/// The moment in words: `412 of 600 words · goal trends`.
pub(super) fn told(shot: &Shot<'_>) -> String {
    let words = counted(shot.run.arrivals().len() as u64, "word");
    let trend = match shot.is_trending() {
        true => [" · ", &shot.word(shot.tally.universe()), " trends"].concat(),
        false => String::new(),
    };
    format!("{} of {words}{trend}", whole(shot.done.min(shot.run.arrivals().len() as u32).into()))
}
