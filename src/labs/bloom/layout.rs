//! Where things stand, from the top: the words that are in, the cells, the word that is used; beside that or under it the
//! rate. In CSS pixels.

use super::scene::Shot;

/// The height of a line of words.
pub(super) const LINE: f64 = 16.0;

/// A picture narrower than this has rows of half as many cells, and one lower than this fewer rows of words.
const NARROW: f64 = 420.0;
const LOW: f64 = 330.0;

/// More cells than this are drawn as one bar.
const MOST_CELLS: usize = 256;

/// The room of a word that is in.
const WORD: f64 = 62.0;

/// Where things stand.
pub(super) struct Layout {
    pub width: f64,
    /// How many words stand in a row, and how many rows there are.
    pub words: (usize, usize),
    /// How many cells stand in a row; none where the fill is a bar.
    pub columns: usize,
    /// The top of the cells, their height each, and their foot.
    pub cells: (f64, f64, f64),
    /// The middle of the line with the word that is used, and the foot of what is said of it.
    pub asked: (f64, f64),
    /// Left, top, right and foot of the rate, where there is room for it.
    pub curve: Option<(f64, f64, f64, f64)>,
}

impl Layout {
    pub(super) fn of((width, height): (f64, f64), shot: &Shot<'_>) -> Self {
        let (narrow, low) = (width < NARROW, height < LOW);
        let is_bar = shot.cells.len() > MOST_CELLS || shot.cells.is_empty();
        if is_bar {
            let top = if low { 30.0 } else { 60.0 };
            let (high, foot) = (22.0, top + 22.0);
            let curve = Some((44.0, foot + 46.0, width - 8.0, height - 22.0));
            return Self {
                width,
                words: (0, 0),
                columns: 0,
                cells: (top, high, foot),
                asked: (foot + 16.0, foot),
                curve,
            };
        }
        let across = ((width / WORD) as usize).max(1);
        let most = if low { 1 } else { 3 };
        let rows = shot.run.size().0.div_ceil(across as u32).clamp(1, most) as usize;
        let columns = if narrow { 16 } else { 32 };
        let lines = shot.cells.len().div_ceil(columns) as f64;
        let gap = if low { 22.0 } else { 44.0 };
        let top = rows as f64 * LINE + gap;
        let room = height - top - if low { 70.0 } else { 120.0 };
        let high = (room / lines).min(width / columns as f64).clamp(4.0, 18.0);
        let foot = top + lines * high;
        let asked = foot + if low { 24.0 } else { 40.0 };
        let curve = match (narrow, low) {
            (false, _) => Some((0.56 * width, foot + 44.0, width - 8.0, height - 20.0)),
            (true, false) => Some((44.0, asked + 6.5 * LINE, width - 8.0, height - 20.0)),
            (true, true) => None,
        };
        let curve = curve.filter(|(_, top, _, foot)| foot - top > 40.0);
        Self { width, words: (across, rows), columns, cells: (top, high, foot), asked: (asked, height), curve }
    }

    /// The middle of a cell.
    pub(super) fn cell(&self, cell: u32) -> (f64, f64) {
        let (column, row) = (cell as usize % self.columns.max(1), cell as usize / self.columns.max(1));
        let pitch = self.width / self.columns.max(1) as f64;
        (pitch * (column as f64 + 0.5), self.cells.0 + self.cells.1 * (row as f64 + 0.5))
    }

    /// The foot of a word that is in, by its place among them, of so many; `None` of one for which there is no room.
    pub(super) fn word(&self, place: usize, count: usize) -> Option<(f64, f64)> {
        let room = self.words.0 * self.words.1;
        let place = (place + room).checked_sub(count.max(room))?;
        let pitch = self.width / self.words.0.max(1) as f64;
        let (column, row) = (place % self.words.0, place / self.words.0);
        Some((pitch * (column as f64 + 0.5), (row as f64 + 1.0) * LINE))
    }

    /// Where the word that is used stands.
    pub(super) fn asked_at(&self) -> (f64, f64) {
        (if self.curve.is_some_and(|curve| curve.0 > 100.0) { 0.27 } else { 0.5 } * self.width, self.asked.0)
    }
}
