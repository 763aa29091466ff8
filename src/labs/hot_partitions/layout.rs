//! Where things stand, from the top: words, the star, the place where requests are sent on, the lanes, what it costs, the
//! course of the run. In CSS pixels.

/// The places in a picture.
pub(super) struct Layout {
    /// The picture's width.
    pub width: f64,
    /// Where the star's requests set out.
    pub star: (f64, f64),
    /// The top and the foot of the place where requests are sent on, which may be a cache.
    pub front: (f64, f64),
    /// The top and the foot of the lanes.
    pub lanes: (f64, f64),
    /// The first line of what it costs and how many columns that has; nothing where there is no room.
    pub price: Option<(f64, u32)>,
    /// The top and the foot of the course; nothing where there is no room.
    pub course: Option<(f64, f64)>,
}

/// The height of a line of words.
pub(super) const LINE: f64 = 15.0;

/// A narrower picture says less.
pub(super) const NARROW: f64 = 230.0;

/// Room for words under the lanes.
const UNDER: f64 = 14.0;

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64)) -> Self {
        let columns = if width > 420.0 { 2 } else { 1 };
        let rows = f64::from(4 / columns);
        let course = (height > 330.0).then_some((height - 72.0, height - 18.0));
        let below = course.map_or(height, |(top, _)| top - 20.0);
        // Where the lanes would be low, the sentence alone says what it costs.
        let price = (below - rows * LINE > 175.0).then_some((below - rows * LINE + 0.5 * LINE, columns));
        let foot = price.map_or(below - 4.0, |(first, _)| first - LINE) - UNDER;
        let front = (0.32 * foot).clamp(44.0, 96.0);
        let front = (front - 16.0, front);
        Self { width, star: (0.5 * width, 26.0), front, lanes: (front.1 + 0.2 * (foot - front.1), foot), price, course }
    }

    /// The left and the right side of the lane at this place among so many.
    pub(super) fn lane(&self, place: usize, count: usize) -> (f64, f64) {
        let slot = (self.width - 2.0) / count.max(1) as f64;
        (1.0 + slot * (place as f64 + 0.1), 1.0 + slot * (place as f64 + 0.9))
    }
}
