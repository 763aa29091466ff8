//! The sizing card: how large each sketch must be for an error, and what the exact answer would take.
//!
//! The four errors are of four kinds: for a Bloom filter the share of strangers that are found, for HyperLogLog the standard
//! error of a count, for count-min and Space-Saving the share of all arrivals by which a count may be too high. What they have
//! in common is the bill: [`card::Card`] writes it, by the formulas ([`crate::parts::promises`]) by which the sketches' own
//! engines are judged.
//!
//! [`run::Sizing`] tightens the error from a half to the one that is wanted, step by step.

pub mod card;
pub mod run;
mod spec;

pub use card::Card;
pub use run::Sizing;
pub use spec::SPEC;
