//! How large a table must be for what it promises, and how far off a single row is.

pub use crate::parts::promises::{depth_for, width_for};

/// The mean error of one row of so many counters, under plain updates, for so many arrivals of so many different items: the
/// arrivals of the others, spread over the row.
pub fn row_error(arrivals: u32, distinct: u32, width: u32) -> f64 {
    let arrivals = f64::from(arrivals);
    let others = arrivals - arrivals / f64::from(distinct.max(1));
    others / f64::from(width)
}
