//! How large a table must be for what it promises, and how far off a single row is.

/// The width that holds the error below ε·n: ⌈e/ε⌉.
pub fn width_for(epsilon: f64) -> u32 {
    (std::f64::consts::E / epsilon).ceil() as u32
}

/// The depth that does so for all but a fraction δ of the items: ⌈ln 1/δ⌉.
pub fn depth_for(delta: f64) -> u32 {
    (-libm::log(delta)).ceil().max(1.0) as u32
}

/// The mean error of one row of so many counters, under plain updates, for so many arrivals of so many different items: the
/// arrivals of the others, spread over the row.
pub fn row_error(arrivals: u32, distinct: u32, width: u32) -> f64 {
    let arrivals = f64::from(arrivals);
    let others = arrivals - arrivals / f64::from(distinct.max(1));
    others / f64::from(width)
}
