//! Grading for a teacher: from the bytes of answer files to tables and reports.
//!
//! [`intake`] makes answers of bytes; a [`Judge`] makes a [`Record`] of each chapter in them, with the
//! experiments run again; a [`Gradebook`] keeps of each
//! record a small [`Sheet`] and puts the rest into a [`spool`], decides which of several files counts, and hands out one
//! [`Row`] after the other, in the same order whatever the order in which files came. [`tables`] and [`report`] write rows.
//!
//! **Architecture Invariant:** nothing here reads a clock, prints, starts a thread or opens a file: the command line and a
//! page of the book bring bytes and take texts.

mod asked;
pub mod choose;
pub mod course;
mod editions;
pub mod gradebook;
pub mod intake;
pub mod judge;
pub mod keys;
mod late;
mod marking;
pub mod moment;
pub mod names;
pub mod record;
pub mod report;
pub mod room;
pub mod roster;
pub mod runs;
pub mod sheet;
pub mod spool;
pub mod statistics;
pub mod tables;
pub mod tally;

pub use choose::Keep;
pub use course::Course;
pub use gradebook::{Failure, Gradebook, Row};
pub use judge::Judge;
pub use moment::Moment;
pub use record::{Marked, Record};
pub use roster::{Roster, Student};
pub use sheet::Sheet;
pub use tally::Tally;

#[cfg(test)]
mod tests;
