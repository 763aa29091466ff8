//! XFetch under the magnifier: many entries alike, each with its reads, and the first of them that is early.
//!
//! Entries of one popularity were stored one after another, so their values expire one after another. Each read moves its
//! own clock forward by −δβ ln u and recomputes if by that clock the value has expired; so does every other read that is
//! early before the value of the first is there. The database is never the bottleneck: the recomputation takes δ (for one
//! that slows down, and for all other remedies, see `cache-stampede`). What the law says is in
//! [`crate::parts::early_expiry`] (Vattani, Chierichetti & Lowenstein, "Optimal Probabilistic Cache Stampede Prevention",
//! VLDB 2015).
//!
//! The reads of an entry are drawn backwards from its expiry, each entry from a place of its own in the streams `"reads"` and
//! `"rolls"`: runs that differ in β alone have the same reads with the same draws.

pub mod life;
mod report;
pub mod run;
mod spec;

pub use life::{Life, Read, Watched};
pub use run::XFetch;
pub use spec::SPEC;
