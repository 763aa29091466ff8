//! Where things stand, from the top: readers and cache, the database with its queries, the course of the run. In CSS pixels.

/// The height of a line of words.
pub(super) const LINE: f64 = 15.0;

/// A picture narrower than this says less.
pub(super) const NARROW: f64 = 230.0;

/// A picture lower than this shows less.
const LOW: f64 = 360.0;

/// The places in a picture of a size.
pub(super) struct Layout {
    /// The picture's width.
    pub width: f64,
    /// The left and the right side of the cache.
    pub cache: (f64, f64),
    /// The top and the foot of the river and the cache in it.
    pub river: (f64, f64),
    /// The top and the foot of the database.
    pub database: (f64, f64),
    /// The middle of the line of words under the database.
    pub words: f64,
    /// The middle of the gauge of what has become of all reads, where there is room for it.
    pub gauge: Option<f64>,
    /// The top and the foot of the queries through time, where there is room for them.
    pub load: Option<(f64, f64)>,
    /// The top and the foot of what is answered over what is read, where the load is what matters.
    pub turns: Option<(f64, f64)>,
    /// The top and the foot of the waits through time, where there is room for them.
    pub waits: Option<(f64, f64)>,
}

impl Layout {
    /// The places in a picture of this size, of one key or of many, with or without the mark of a prediction and what becomes
    /// of each load.
    pub(super) fn of((width, height): (f64, f64), many: bool, predicted: bool, loads: bool) -> Self {
        let low = height < LOW;
        let at = |part: f64| part * height;
        let half = if many { 0.3 * width } else { (0.08 * width).clamp(28.0, 40.0) };
        let (river, top) = match (low, loads) {
            (true, true) => (0.2, 0.34),
            (true, false) => (0.3, 0.46),
            (false, true) => (0.22, 0.4),
            (false, false) => (0.27, 0.5),
        };
        let river = (18.0, at(river).max(40.0));
        let database = (at(top), at(top) + if low { 20.0 } else { 28.0 });
        let words = database.1 + 0.8 * LINE;
        let gauge = (!low).then_some(words + LINE);
        let under = gauge.map_or(words + 0.7 * LINE, |gauge| gauge + if predicted { 1.6 } else { 0.7 } * LINE);
        let foot = height - 19.0;
        let top = under + 1.2 * LINE;
        let (load, turns, waits) = match (low, loads) {
            (true, true) => (None, Some((top, foot)), None),
            (true, false) => (Some((under.min(foot - 10.0), foot)), None, None),
            (false, true) => (Some((under, under + 30.0)), Some((under + 30.0 + 2.6 * LINE, foot)), None),
            (false, false) => {
                let end = top + 0.6 * (foot - top - 1.8 * LINE);
                (Some((top.min(end - 10.0), end)), None, Some((end + 1.8 * LINE, foot)))
            }
        };
        let cache = (0.5 * width - half, 0.5 * width + half);
        Self { width, cache, river, database, words, gauge, load, turns, waits }
    }
}
