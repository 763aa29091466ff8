//! The result in one sentence.

use crate::engines::space_time::SpaceTime;
use crate::engines::space_time::board::Tally;
use crate::kernel::Time;
use crate::kernel::words::{capital, counted};
use crate::ui::plate::{RunPair, Side};

/// How many pairs the wall clocks order wrongly so far, and how many have no order; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let main = Side::Main.run::<SpaceTime>(pair).map_or_else(String::new, |run| state(run, moment));
    let twin = Side::Twin.run::<SpaceTime>(pair).map(|run| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => {
            let phrase = capital(&pair.twin_phrase(|_, _| None));
            format!(" {phrase}: {}.", wrong(tally(run, moment).1))
        }
    });
    main + &twin.unwrap_or_default()
}

/// How many events have happened, and what can be said of them.
fn tally(run: &SpaceTime, moment: Time) -> (usize, Tally) {
    let events = run.board().history().events().partition_point(|event| event.at <= moment);
    let tally = events.checked_sub(1).and_then(|last| run.board().tallies().get(last));
    (events, tally.copied().unwrap_or_default())
}

fn state(run: &SpaceTime, moment: Time) -> String {
    let (events, tally) = tally(run, moment);
    if events == 0 {
        return "Nothing has happened yet.".to_string();
    }
    let free = match tally.concurrent_pairs {
        0 => "every pair has an order".to_string(),
        pairs => format!("of {} neither event came first, which only the vectors say", counted(pairs, "pair")),
    };
    format!("After {} {}; {free}.", counted(events as u64, "event"), wrong(tally))
}

fn wrong(tally: Tally) -> String {
    match tally.wall_false_orders {
        0 => "the wall clocks put no effect before its cause".to_string(),
        pairs => format!("the wall clocks put the effect before the cause in {}", counted(pairs, "pair")),
    }
}
