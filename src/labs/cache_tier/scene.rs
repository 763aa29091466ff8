//! A pair of runs laid out once, and what one moment of one of them is.

use super::system::{LINE, NARROW};
use crate::engines::cache_tier::measures::{Counts, WINDOWS_IN_A_SECOND, Window};
use crate::engines::cache_tier::{CacheTier, Moment};
use crate::kernel::Time;
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{number, short};

/// The runs of a plate.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The highest load of the database in any second of either run, and at least its capacity: the scale of both.
    pub top_per_s: f64,
    /// The end of the longer run.
    pub end: Time,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let tiers = || Side::BOTH.into_iter().filter_map(|side| side.run::<CacheTier>(pair));
        let loads = tiers().flat_map(|tier| seconds(tier).map(|(_, load)| load));
        let capacities = tiers().map(|tier| tier.database().capacity_per_s());
        let top_per_s = loads.chain(capacities).fold(1.0, f64::max);
        let end = tiers().map(CacheTier::now).max().unwrap_or_default();
        Self { labels: [main, twin], top_per_s, end, pair: pair.clone() }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Some(Shot { tier: side.run(&self.pair)?, moment })
    }
}

/// Every whole second of a run: its end, and the reads sent to the database in it.
pub(super) fn seconds(tier: &CacheTier) -> impl Iterator<Item = (Time, f64)> + '_ {
    let windows = tier.measures().windows.chunks(WINDOWS_IN_A_SECOND as usize);
    windows.filter_map(|second| {
        let last = second.last().filter(|_| second.len() == WINDOWS_IN_A_SECOND as usize)?;
        Some((last.until, second.iter().map(|window| window.counts.database_reads as f64).sum()))
    })
}

/// One run at a moment.
#[derive(Clone, Copy)]
pub(super) struct Shot<'a> {
    /// The run.
    pub tier: &'a CacheTier,
    /// The moment.
    pub moment: Time,
}

impl<'a> Shot<'a> {
    /// The membership and the tenth of a second at this moment or another.
    pub(super) fn at(&self, moment: Time) -> Option<Moment<'a>> {
        self.tier.at(moment)
    }

    /// The second that ends with the last whole tenth of one, and all before.
    pub(super) fn second(&self) -> (Counts, Counts) {
        let over = |window: &Window| window.until <= self.moment;
        let windows = &self.tier.measures().windows;
        let done = &windows[..windows.partition_point(over)];
        let second = &done[done.len().saturating_sub(WINDOWS_IN_A_SECOND as usize)..];
        let counts = second.iter().fold(Counts::default(), |sum, window| sum.plus(&window.counts));
        (counts, done.last().map(|window| window.so_far).unwrap_or_default())
    }

    /// What is to be seen, for those who do not see it.
    pub(super) fn in_words(&self) -> String {
        let Some(moment) = self.at(self.moment) else { return "Nothing has been read yet.".to_string() };
        let (second, _) = self.second();
        format!(
            "{} cache nodes; in the last second {} reads, {} of them answered by a cache; the database, which serves {} a \
             second, was sent {}; {} wait for it.",
            moment.epoch.up(),
            number(second.reads as f64, 0),
            share(second.hits, second.reads),
            short(self.tier.database().capacity_per_s()),
            number(second.database_reads as f64, 0),
            number(moment.window.waiting.into(), 0),
        )
    }
}

/// A part of a count in per cent.
pub(super) fn share(part: u64, whole: u64) -> String {
    number(100.0 * part as f64 / whole.max(1) as f64, 1) + "\u{202f}%"
}

/// Where things stand, from the top: the readers, the nodes, the database with its line, the load through time. In CSS
/// pixels.
pub(super) struct Layout {
    /// The picture's width.
    pub width: f64,
    /// The top and the foot of the nodes.
    pub nodes: (f64, f64),
    /// The top and the foot of the database.
    pub database: (f64, f64),
    /// The top and the foot of the load.
    pub load: (f64, f64),
}

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64)) -> Self {
        let at = |part: f64| part * height;
        let foot = height - 20.0;
        // What was lost takes a second line where one is too short.
        let (database, words) = match width < NARROW {
            true => ((at(0.5), at(0.59)), 26.0 + LINE),
            false => ((at(0.56), at(0.64)), 26.0),
        };
        Self { width, nodes: (at(0.17), at(0.28)), database, load: ((database.1 + words).min(foot - 20.0), foot) }
    }

    /// The left and the right side of the node at this place among so many.
    pub(super) fn slot(&self, place: usize, count: usize) -> (f64, f64) {
        let slot = self.width / count.max(1) as f64;
        (slot * (place as f64 + 0.08), slot * (place as f64 + 0.92))
    }
}
