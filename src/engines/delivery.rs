//! Delivery semantics: how often does a message have its effect?
//!
//! A sender that hears nothing cannot tell a lost message from a lost acknowledgement. If it stays silent the message
//! may be lost (at most once); if it sends again the effect may come twice (at least once). No protocol on the channel
//! makes it once; what does is an effect that knows the message: by its key, in the same transaction ([`policy::Mode`]),
//! from end to end (Saltzer, Reed & Clark, "End-to-end arguments in system design", 1984). Where a producer can be
//! replaced while it only sleeps, its epoch must be checked too (fencing; Kafka's KIP-98).
//!
//! [`producer`] and [`consumer`] are written once. Here they carry thousands of messages over a channel that loses them
//! by chance ([`run`]); in [`mod@explore`] the same code goes through every interleaving of one message. [`theory`]
//! stands beside both.
//!
//! Chance comes from the streams `"arrivals"`, `"keys"`, `"reuse"`, `"crashes"` and `"pauses"`, each with its draws for
//! every message whether needed or not, and from those of the network's links: modes meet the same luck.

pub mod actor;
pub mod consumer;
pub mod explore;
pub mod ledger;
pub mod message;
pub mod policy;
pub mod producer;
mod report;
pub mod run;
mod schedule;
mod spec;
pub mod story;
pub mod theory;
pub use explore::explore;
pub use report::AMOUNT;
pub use run::Deliveries;
pub use spec::SPEC;
