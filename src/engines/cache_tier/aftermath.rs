//! The effects of a change of the membership, read off the windows: the lowest hit ratio, the highest load, and the time to
//! recover.

use super::epoch::Epoch;
use super::measures::{Counts, WINDOW, WINDOWS_IN_A_SECOND, Window};
use crate::kernel::Time;

/// A second counts as recovered if its hit ratio is at most this much below the one before the first change.
pub const TOLERANCE: f64 = 0.05;

/// The fraction of reads that a cache answered; nothing if there were none.
pub fn hit_fraction(counts: &Counts) -> Option<f64> {
    (counts.reads > 0).then(|| counts.hits as f64 / counts.reads as f64)
}

/// Everything before the first change; all of it if nothing changed.
pub fn before(windows: &[Window], epochs: &[Epoch]) -> Counts {
    let first = epochs.get(1).map_or(Time(u64::MAX), |epoch| epoch.at);
    let last = windows.iter().take_while(|window| window.until <= first).last();
    last.map(|window| window.so_far).unwrap_or_default()
}

/// Every second of the windows, a tenth of a second apart; what there is, where they are fewer than a second.
pub fn seconds(windows: &[Window]) -> impl Iterator<Item = Counts> {
    let length = (WINDOWS_IN_A_SECOND as usize).min(windows.len()).max(1);
    windows.windows(length).map(together)
}

/// The windows from the first change on; all of them if nothing changed.
pub fn after_first_change<'a>(windows: &'a [Window], epochs: &[Epoch]) -> &'a [Window] {
    epochs.get(1).map_or(windows, |epoch| since(windows, epoch.at))
}

/// The windows between this change and the next.
pub fn of_change<'a>(windows: &'a [Window], epochs: &[Epoch], change: usize) -> &'a [Window] {
    let windows = since(windows, epochs[change].at);
    let next = epochs.get(change + 1).map_or(Time(u64::MAX), |epoch| epoch.at);
    &windows[..windows.partition_point(|window| window.until <= next)]
}

/// How long after a change the last second's hit ratio is back within [`TOLERANCE`] of the one before the first change, while
/// no more reads wait for the database than it has servers. Nothing if that does not come before the next change.
pub fn recovery(windows: &[Window], epochs: &[Epoch], change: usize, servers: u32) -> Option<Time> {
    let usual = hit_fraction(&before(windows, epochs))?;
    let windows = of_change(windows, epochs, change);
    let recovered = (0..windows.len()).find(|&last| {
        let first = (last + 1).saturating_sub(WINDOWS_IN_A_SECOND as usize);
        let hits = hit_fraction(&together(&windows[first..=last]));
        windows[last].waiting <= servers && hits.is_some_and(|hits| hits >= usual - TOLERANCE)
    });
    recovered.map(|last| windows[last].until - epochs[change].at)
}

/// The windows that begin at a moment or later.
fn since(windows: &[Window], at: Time) -> &[Window] {
    &windows[windows.partition_point(|window| window.until < at + WINDOW)..]
}

fn together(windows: &[Window]) -> Counts {
    windows.iter().fold(Counts::default(), |sum, window| sum.plus(&window.counts))
}
