//! The count-min sketch: how often each item came, in a table too small to know.
//!
//! After Cormode & Muthukrishnan, "An improved data stream summary: the count-min sketch and its applications", Journal of
//! Algorithms 55(1), 2005. A table has d rows of w counters; each item has one counter in each row, which it shares with
//! others. So every counter is too high or right, and the least of an item's d is the best guess: with w = ⌈e/ε⌉ and
//! d = ⌈ln 1/δ⌉ it exceeds the truth by more than ε·n with a probability of at most δ, after n items.
//!
//! Conservative update (Estan & Varghese, SIGCOMM 2002) raises only those of an item's counters that stand at the least:
//! the others are too high already. It errs less, and gives something up: counters are no longer sums, so an item that
//! leaves cannot be subtracted, and the sum of two tables is not the table of both streams.
//!
//! A table answers for any item that one names, and names none itself. So a list of the most frequent items can be kept
//! beside it: [`crate::parts::space_saving`].

pub mod errors;
pub mod policy;
mod report;
pub mod run;
pub mod sketch;
pub mod spec;
pub mod tally;
pub mod theory;

pub use policy::Update;
pub use run::{Checkpoint, CountMin};
pub use sketch::Sketch;
pub use spec::SPEC;
pub use tally::{Arrival, Tally};
