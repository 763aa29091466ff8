//! Two sides of one question, timed by turns: a b a b …, so that whatever else the machine does hits both alike. What
//! counts is the ratio of the two times of a turn, and how far it spreads over the turns; a rate is only this machine's.

#![allow(clippy::disallowed_types, reason = "a benchmark reads the clock")]
#![expect(clippy::print_stdout, reason = "a benchmark is worth reading")]
#![allow(dead_code, reason = "each benchmark is a program of its own, and needs a part")]

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long a side runs in a turn, at least: long beside a tick of the clock and an interrupt.
const TURN: Duration = Duration::from_millis(40);
/// Turns of a comparison: odd, so that there is a median.
pub(crate) const TURNS: usize = 11;

/// Times both sides by turns, in this process, and prints how they compare ([`print_ratio`]). Each does `items` of what is
/// counted; what a side returns is used, so that the compiler cannot leave its work out.
pub(crate) fn compare<A, B>(
    what: &str,
    items: u32,
    mut ours: impl FnMut() -> A,
    peer: &str,
    mut theirs: impl FnMut() -> B,
) {
    let (our_repeats, their_repeats) = (repeats(&mut ours), repeats(&mut theirs));
    let turns = (0..TURNS).map(|_| (seconds(&mut ours, our_repeats), seconds(&mut theirs, their_repeats))).collect();
    print_ratio(what, items, peer, turns);
}

/// Prints our rate, and that of the peer with ours as 1 (below 1 the peer is slower): the median of the turns, then the
/// least and the greatest. A turn is our time and the peer's, in one unit; ours is in seconds for the rate to be right.
pub(crate) fn print_ratio(what: &str, items: u32, peer: &str, turns: Vec<(f64, f64)>) {
    let ours = sorted(turns.iter().map(|(ours, _)| *ours));
    let ratios = sorted(turns.iter().map(|(ours, theirs)| ours / theirs));
    println!(
        "{what}: {}; {peer} {:.2} of that ({:.2} to {:.2})",
        rate(items, median(&ours)),
        median(&ratios),
        ratios[0],
        ratios[ratios.len() - 1],
    );
}

/// Times one side that has no peer, and prints its rate.
pub(crate) fn alone<A>(what: &str, items: u32, mut ours: impl FnMut() -> A) {
    let repeats = repeats(&mut ours);
    let times = sorted((0..TURNS).map(|_| seconds(&mut ours, repeats)));
    println!("{what}: {}", rate(items, median(&times)));
}

/// The time that a piece of work takes, done `repeats` times, seconds for each.
pub(crate) fn seconds<A>(work: &mut impl FnMut() -> A, repeats: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        black_box(work());
    }
    start.elapsed().as_secs_f64() / f64::from(repeats)
}

/// How often a side is done in a turn. The first time warms caches and is not counted.
fn repeats<A>(work: &mut impl FnMut() -> A) -> u32 {
    black_box(work());
    (TURN.as_secs_f64() / seconds(work, 1)).ceil().clamp(1.0, 1e6) as u32
}

fn rate(items: u32, seconds: f64) -> String {
    format!("{:.1} M/s", f64::from(items) / seconds / 1e6)
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}
