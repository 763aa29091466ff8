//! Where things stand, in CSS pixels.

/// The height of a line of words.
pub(super) const LINE: f64 = 15.0;

/// Beside each other from this width on, over each other below it.
const WIDE: f64 = 420.0;

/// Over each other there is no room for both in less than this height.
const ROOM_FOR_BOTH: f64 = 190.0;

/// A rectangle: left, top, right, foot.
pub(super) type Frame = (f64, f64, f64, f64);

pub(super) struct Layout {
    /// The valley: the hills' height, and the bottom.
    pub valley: Frame,
    /// Under the valley: what nobody knows.
    pub words_y: f64,
    /// The lights.
    pub lights: Frame,
    /// The days so far, where there is room for them.
    pub tally: Option<Frame>,
    /// The row of the last days.
    pub days_y: f64,
}

impl Layout {
    pub(super) fn of((width, height): (f64, f64)) -> Self {
        let right = width - 2.0;
        let valley = (2.0, 1.6 * LINE, right, 1.6 * LINE + 0.27 * height);
        let words_y = valley.3 + 0.6 * LINE;
        let (top, foot) = (words_y + LINE, height - 1.4 * LINE);
        let middle = 0.5 * (top + foot);
        let (lights, tally) = if width >= WIDE {
            ((2.0, top, 0.5 * width, foot), Some((0.53 * width, top, right, foot)))
        } else if foot - top >= ROOM_FOR_BOTH {
            ((2.0, top, right, middle - 6.0), Some((2.0, middle + 2.0, right, foot)))
        } else {
            ((2.0, top, right, foot), None)
        };
        Self { valley, words_y, lights, tally, days_y: height - 0.5 * LINE }
    }
}
