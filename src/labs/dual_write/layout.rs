//! Where things stand: the processes in three columns, the outbox beside the database, the two ledgers below. In CSS pixels.

use crate::engines::dual_write::message::NAMES;

/// The height of a process's box.
pub(super) const BOX: f64 = 22.0;

/// The height of a line of words, and of a ledger's cells.
pub(super) const LINE: f64 = 15.0;

/// The places in a picture of one size.
pub(super) struct Layout {
    /// The picture's width.
    pub width: f64,
    /// Whether all but the database stand in one line, for there is no room for three.
    pub is_low: bool,
    /// The middles of the processes, by number, and of the users.
    pub stations: [(f64, f64); NAMES.len() + 1],
    /// The tops of the ledgers: rows, events, effects.
    pub ledgers: [f64; 3],
    /// How many of them have room.
    pub shown: usize,
}

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64)) -> Self {
        // In a low picture there is no room for the consumer's; the sentence says the same.
        let pitch = 2.0 * LINE + 8.0;
        let shown = if height < 220.0 { 2 } else { 3 };
        let upper = height - shown as f64 * pitch;
        let (top, foot) = (30.0, (upper - LINE - 2.0).max(60.0));
        let (left, middle, right) = (36.0, 0.5 * width, width - 38.0);
        let is_low = foot - top < 2.5 * BOX;
        let level = if is_low { foot } else { 0.5 * (top + foot) };
        let apart = if is_low { 0.16 * width } else { 0.0 };
        Self {
            width,
            is_low,
            stations: [
                (left, level),
                (middle - apart, top),
                (middle + apart, foot),
                (middle, level),
                (right, level),
                (-8.0, level),
            ],
            ledgers: [0.0, 1.0, 2.0].map(|place| upper + place * pitch),
            shown,
        }
    }

    /// The left and the right end of the outbox's tray.
    pub(super) fn tray(&self) -> (f64, f64) {
        (self.stations[1].0 + 40.0, self.width - 2.0)
    }
}
