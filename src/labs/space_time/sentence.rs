//! The result in one sentence.

use crate::engines::space_time::SpaceTime;
use crate::kernel::Time;
use crate::kernel::words::{capital, counted};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::lower;

/// How many pairs the wall clocks order wrongly so far, and how many have no order; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let main = Side::Main.run::<SpaceTime>(pair).map_or_else(String::new, |run| state(run, moment));
    let twin = Side::Twin.run::<SpaceTime>(pair).map(|run| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => {
            let phrase = capital(&pair.twin_phrase(|_, _| None));
            [" ", &phrase, ": ", &lower(&state(run, moment))].concat()
        }
    });
    main + &twin.unwrap_or_default()
}

fn state(run: &SpaceTime, moment: Time) -> String {
    let events = run.board().history().events().partition_point(|event| event.at <= moment);
    let Some(tally) = events.checked_sub(1).and_then(|last| run.board().tallies().get(last)) else {
        return "Nothing has happened yet.".to_string();
    };
    let wrong = match tally.wall_false_orders {
        0 => "the wall clocks put no effect before its cause".to_string(),
        pairs => ["the wall clocks put the effect before the cause in ", &counted(pairs, "pair")].concat(),
    };
    let free = match tally.concurrent_pairs {
        0 => "every pair has an order".to_string(),
        pairs => ["of ", &counted(pairs, "pair"), " neither event came first, which only the vectors say"].concat(),
    };
    ["After ", &counted(events as u64, "event"), " ", &wrong, "; ", &free, "."].concat()
}
