//! Where things stand, from the top: the word that comes, the rows of the table, and the cells of the word that is asked for.
//! In CSS pixels.

/// A line of words.
pub(super) const LINE: f64 = 15.0;

/// A picture from this width on has room for the list.
const WIDE: f64 = 480.0;

/// The most cells of a row that are drawn.
const COLUMNS: u32 = 64;

/// The places in a picture of a size.
pub(super) struct Layout {
    pub width: f64,
    /// Where the answer ends at the right, and where the list stands, if there is one and room for it.
    pub answer: f64,
    pub list: Option<(f64, f64)>,
    /// Where the words set out.
    pub source: (f64, f64),
    /// The top and the foot of each row's cells.
    pub rows: Vec<(f64, f64)>,
    /// The top of the answer's words, and the top and the foot of its bars.
    pub words: f64,
    pub bars: (f64, f64),
}

impl Layout {
    /// The places in a picture of this size, of a table of so many rows, with or without a list.
    pub(super) fn of((width, height): (f64, f64), depth: usize, has_list: bool) -> Self {
        let source = (0.5 * width, LINE + 3.0);
        let foot = height * 0.52;
        let top = source.1 + if height < 260.0 { 2.0 } else { 0.06 * height };
        let each = (foot - top) / depth.max(1) as f64;
        let row = |place: usize| (top + each * place as f64 + (0.1 * each).min(4.0), top + each * (place as f64 + 1.0));
        let words = foot + 5.0;
        let list = (has_list && width >= WIDE).then_some((0.66 * width, width));
        let answer = list.map_or(width, |list| list.0 - 10.0);
        // Where there is no room beside the answer the list is a line under it.
        let end = height - if has_list && list.is_none() { LINE } else { 2.0 };
        Self {
            width,
            answer,
            list,
            source,
            rows: (0..depth).map(row).collect(),
            words,
            bars: (words + LINE + 2.0, end),
        }
    }

    /// Which cells of a row so wide are drawn: one of so many.
    pub(super) fn apart(width: u32) -> u32 {
        width.div_ceil(COLUMNS)
    }

    /// The left side and the breadth of a cell in a row so wide; of one that stands for several, that of all.
    pub(super) fn cell(&self, column: u32, width: u32) -> (f64, f64) {
        let apart = Self::apart(width);
        let slot = self.width / f64::from(width.div_ceil(apart));
        (slot * f64::from(column / apart) + 0.5, (slot - 1.0).max(1.0))
    }
}
