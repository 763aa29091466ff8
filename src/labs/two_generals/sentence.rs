//! The day and the days so far in words, and what is to be seen.

use super::scene::Shot;
use crate::engines::two_generals::SPEC;
use crate::engines::two_generals::policy::Plan;
use crate::kernel::words::counted;
use crate::kernel::{Event, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::told;
use crate::ui::words::{capital, number};

/// The day, and how the days have ended so far; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let said = |side: Side| Shot::of(pair, side, moment).map(|shot| state(&shot, side == Side::Twin));
    let own = |_: &_, value: Value| match value {
        Value::Choice("chain") => Some("as a chain of receipts"),
        Value::Choice(_) => Some("all at once"),
        _ => None,
    };
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}", capital(&pair.twin_phrase(own))),
        (None, None) => String::new(),
    };
    said(Side::Main).unwrap_or_default() + &twin
}

/// `Day 8. The first general attacks alone and loses; 2 of 3 messengers got through. So far one attacked alone on 1 of 8
/// days (12.5 %), both on 3 (37.5 %).`
fn state(shot: &Shot<'_>, is_twin: bool) -> String {
    let day = told(shot, ". ");
    let [alone, both] = shot.run.so_far(shot.ended);
    let share = |count: u32| {
        let percent = number(100.0 * f64::from(count) / f64::from(shot.ended), 1);
        format!("{} ({percent}\u{202f}%)", number(count.into(), 0))
    };
    if shot.ended == 0 {
        return day + ".";
    }
    let days = counted(shot.ended.into(), "day");
    let counts = format!("one attacked alone on {}, both on {}.", share(alone), share(both));
    if is_twin { counts } else { format!("{day}. In {days} so far {counts}") }
}

/// The day, and the last thing that has happened on it, with this between them: `Day 8 · Messenger 2 gets through`.
pub(super) fn told(shot: &Shot<'_>, between: &str) -> String {
    let mut last = None;
    for rider in 0..shot.day.sent {
        match shot.way(rider) {
            Some(way) if way >= 1.0 => {
                let kind = if shot.caught[rider as usize] { "caught" } else { "arrives" };
                last = Some(Event::new(kind, vec![("messenger", (rider + 1).into())]));
            }
            _ => {}
        }
    }
    let last = if shot.attack().is_some() { Some(shot.day.event()) } else { last };
    let said = last.map_or("Messengers set out".to_string(), |event| told::event(&SPEC, &event));
    format!("Day {}{between}{said}", number((shot.number + 1).into(), 0))
}

/// Over the valley: the day and how it ends, and shorter.
pub(super) fn heading(shot: &Shot<'_>) -> [String; 2] {
    let how = match (shot.attack().is_some(), shot.day.first, shot.day.second) {
        (false, ..) => "will they attack?",
        (_, true, true) => "both attack and win",
        (_, true, false) => "A alone attacks: lost",
        (_, false, true) => "B alone attacks: lost",
        (_, false, false) => "both stay",
    };
    [format!("Day {}: {how}", number((shot.number + 1).into(), 0)), capital(how)]
}

/// Under the valley: what the last who wrote cannot know, and shorter.
pub(super) fn unknown(shot: &Shot<'_>) -> [String; 2] {
    let who = if shot.wrote_last() { "A" } else { "B" };
    let letter = number(shot.day.sent.into(), 0);
    let what = if shot.plan == Plan::Volley { "any letter" } else { &["letter ", &letter].concat() };
    [format!("{who} cannot know whether {what} came"), format!("{who} cannot know")]
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let lights = counted((shot.lit() + 1).into(), "light");
    let all = number((shot.levels() + 2).into(), 0);
    let unknown = if shot.is_quiet() { format!(" {}.", unknown(shot)[0]) } else { String::new() };
    format!(
        "{} Of the column of what the generals A and B know of each other {lights} of {all} are lit.{unknown}",
        state(shot, false)
    )
}
