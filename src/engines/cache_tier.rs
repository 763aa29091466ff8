//! A tier of cache nodes in front of one database, while the list of nodes changes: the miss storm and the stale rollback.
//!
//! A key's node is chosen by one of six placements ([`crate::parts::placements`]). When a node joins, every key that gets
//! another node is a miss at its first read, and the [`database`] is asked for all of them at once. Under `hash mod n`
//! that is nearly every key; the database is offered several times its capacity, and its queue grows until reads give up.
//! What the old nodes held they still hold. Writes meanwhile invalidate the copy at the *current* node only, so after a
//! rollback the old nodes answer with values that were overwritten: stale reads, until the copies expire. (The README of
//! libketama tells of the storm; its mailing list, in April 2007, of the stale copies.)
//!
//! [`run::CacheTier::at`] says for any moment of a run what a picture needs: the arcs, and for each node its keys, its
//! copies and its last tenth of a second. Every read has one draw in each of the streams `"reads"`, `"keys"` and
//! `"service"`, and writes have streams of their own, so two placements meet the same readers.

pub mod aftermath;
pub mod database;
pub mod epoch;
pub mod measures;
mod moment;
mod plan;
pub mod policy;
mod report;
pub mod run;
mod spec;
pub mod theory;
pub mod tier;
pub mod traffic;

pub use moment::Moment;
pub use run::CacheTier;
pub use spec::SPEC;
