//! The result in one sentence.

use super::scene::{Fate, Scene, Shot, Tally};
use crate::engines::delivery::AMOUNT;
use crate::engines::delivery::message::{NAMES, PRODUCER, SUCCESSOR};
use crate::kernel::words::counted;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// What is there against what should be, and what the door has turned away; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let scene = Scene::of(pair);
    let Some(main) = scene.shot(Side::Main, moment).filter(|shot| !shot.tally().fates.is_empty()) else {
        return "Nothing has been paid yet.".to_string();
    };
    let twin = scene.shot(Side::Twin, moment).map(|twin| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => format!(" {}: {}.", capital(&pair.twin_phrase(phrase)), state(&twin)),
    });
    format!("{}.{}{}", capital(&state(&main)), door(&main), twin.unwrap_or_default())
}

/// The words for a choice in which twins differ.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    let Value::Choice(id) = value else { return None };
    Some(match (spec.name, id) {
        ("binding", "on") => "with the key bound to the payload",
        ("fencing", "on") => "with fencing",
        ("mode", "inbox") => "with an inbox",
        _ => return None,
    })
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let keys = counted(shot.keys().len() as u64, "key");
    format!("{}.{} The consumer remembers {keys}.", capital(&state(shot)), door(shot))
}

/// `130 €`.
pub(super) fn euros(money: f64) -> String {
    number(money, 0) + "\u{202f}€"
}

/// `after 12 messages 130 € are there, 120 € should be: 10 € too much (message 3 was paid twice)`.
fn state(shot: &Shot<'_>) -> String {
    let tally = shot.tally();
    let messages = counted(tally.fates.len() as u64, "message");
    let there = format!("after {messages} {} are there, ", euros(tally.there()));
    match tally.extra + tally.missing + tally.on_the_way {
        0 => there + "as it should be",
        _ => format!("{there}{} should be: {}{}", euros(tally.owed()), difference(&tally), culprit(&tally)),
    }
}

/// `10 € too much, 20 € on the way`.
pub(super) fn difference(tally: &Tally) -> String {
    let mut parts = Vec::new();
    for (count, what) in [(tally.extra, " too much"), (tally.missing, " missing"), (tally.on_the_way, " on the way")] {
        if count > 0 {
            parts.push(euros(AMOUNT * f64::from(count)) + what);
        }
    }
    if parts.is_empty() { "right".to_string() } else { parts.join(", ") }
}

/// ` (message 3 was paid twice, message 5 never came through)`; of several the first.
fn culprit(tally: &Tally) -> String {
    let paid = tally.first(|fate| matches!(fate, Fate::Paid(2..)));
    let paid = paid.and_then(|message| match tally.fates[message] {
        Fate::Paid(times) => Some((message, format!(" was paid {}", counted(times.into(), "time")))),
        _ => None,
    });
    let lost = tally.first(|fate| fate == Fate::Missing).map(|message| (message, " never came through".to_string()));
    let parts: Vec<String> =
        [paid, lost].into_iter().flatten().map(|(message, what)| format!("message {message}{what}")).collect();
    let such = if tally.extra + tally.missing > parts.len() as u32 { " (for instance " } else { " (" };
    if parts.is_empty() { String::new() } else { format!("{such}{})", parts.join(", ")) }
}

/// What the door has turned away, and whether anybody is away now.
fn door(shot: &Shot<'_>) -> String {
    let mut said = String::new();
    let count = |kind: &str| shot.notes().iter().filter(|note| note.kind == kind).count() as u64;
    for (kind, one, many) in [
        (
            "pass-over",
            " copy was known by its key and passed over.",
            " copies were known by their keys and passed over.",
        ),
        ("fence", " copy of a past epoch was refused.", " copies of a past epoch were refused."),
    ] {
        match count(kind) {
            0 => {}
            1 => said += &[" 1", one].concat(),
            some => said += &[" ", &number(some as f64, 0), many].concat(),
        }
    }
    for (kind, what) in
        [("swallow", " was taken for message "), ("conflict", " was refused openly: its key is that of message ")]
    {
        let first = shot.notes().iter().find(|note| note.kind == kind);
        if let Some((note, owner)) = first.and_then(|note| Some((note, note.key_of?))) {
            said += &[" Message ", &note.number.to_string(), what, &owner.to_string(), "."].concat();
        }
    }
    if shot.is_down() {
        said += " The consumer is down.";
    }
    for producer in [PRODUCER, SUCCESSOR] {
        if shot.asleep(producer).is_some() {
            said += &[" The ", NAMES[producer as usize], " sleeps."].concat();
        }
    }
    said
}
