//! Where things stand, from the top: the pipe with its tanks and the floor under it, the course of the run, and beside or
//! under that the loop or the waits. In CSS pixels.

/// A picture narrower than this has everything in one column, …
const NARROW: f64 = 420.0;

/// … and one lower than this has one chart less.
const LOW: f64 = 330.0;

/// Where a chart stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub foot: f64,
}

/// A buffer and its consumer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// The left and the right side of the tank.
    pub tank: (f64, f64),
    /// The middle of the consumer's wheel.
    pub wheel: (f64, f64),
}

/// The places in a picture of a size.
pub(super) struct Layout {
    pub width: f64,
    /// The middle of the line of words over the pipe, where there is room for it.
    pub words: Option<f64>,
    /// The middle of the producer's wheel, at the height of the pipe.
    pub producer: (f64, f64),
    /// How large wheels are.
    pub radius: f64,
    /// The top and the foot of all tanks.
    pub tanks: (f64, f64),
    pub columns: Vec<Column>,
    /// The floor on which drops lie, and the way of retries under it.
    pub floor: f64,
    pub loop_y: f64,
    /// The run's course.
    pub course: Option<Area>,
    /// The loop, or the waits.
    pub second: Option<Area>,
}

impl Layout {
    /// The places in a picture of this size, of a pipe with so many stages; where one chart has to go, the waits stay.
    pub(super) fn of((width, height): (f64, f64), stages: usize, waits: bool) -> Self {
        let (low, narrow) = (height < LOW, width < NARROW);
        let pipe = height
            * if low {
                0.58
            } else if narrow {
                0.43
            } else {
                0.5
            };
        let words = (!low).then_some(9.0);
        let mouth = if low { 13.0 } else { 32.0 };
        let foot = pipe - 42.0;
        let start = (0.15 * width).clamp(26.0, 80.0);
        let slot = (width - start) / stages.max(1) as f64;
        let radius = (0.13 * slot).min(0.3 * start).min(12.0);
        let column = |place: usize| {
            let left = start + slot * place as f64;
            Column { tank: (left + 0.2 * slot, left + 0.62 * slot), wheel: (left + 0.8 * slot, foot - radius - 1.0) }
        };
        let area = |left: f64, right: f64, top: f64, foot: f64| Some(Area { left: left + 36.0, right, top, foot });
        let (top, end, right) = (pipe + 17.0, height - 18.0, width - 8.0);
        let middle = 0.5 * (top + end);
        let (course, second) = match (low, narrow) {
            (_, false) => (area(0.0, 0.54 * width, top, end), area(0.57 * width, right, top, end)),
            (false, true) => (area(0.0, right, top, middle - 10.0), area(0.0, right, middle + 26.0, end)),
            (true, true) if waits => (None, area(0.0, right, top, end)),
            (true, true) => (area(0.0, right, top, end), None),
        };
        Self {
            width,
            words,
            producer: (0.5 * start, mouth),
            radius,
            tanks: (mouth + 4.0, foot),
            columns: (0..stages).map(column).collect(),
            floor: foot + 20.0,
            loop_y: pipe - 4.0,
            course,
            second,
        }
    }
}
