//! Dual write: one fact in two systems that share no transaction.
//!
//! An order is a row in a database and an event in a broker. Whatever is written first, the process can die before it
//! writes the second: committed and never published (a lost event), or published and never committed (a phantom). The
//! outbox (Kleppmann 2017, ch. 11; Richardson, "Transactional outbox") makes the event a row of the same transaction and
//! leaves the rest to a relay that may repeat itself: nothing is lost, something comes twice. Two-phase commit (Gray
//! 1978) makes both wait for one decision, and waits with them when the one who decides is gone.
//!
//! The processes ([`service`], [`database`], [`broker`], [`relay`]) are written once. Here they run by the thousand
//! orders under a clock ([`run`]), with crashes by chance or by the reader's hand; in [`mod@explore`] the same code goes
//! through every interleaving of one order.
//!
//! Chance comes from five streams, none of which knows the strategy: `"arrivals"`, `"work"`, `"refusals"`, `"crashes"`
//! (each with its draws for every order, whether needed or not) and the network's links. Only the time over which the crash
//! of a relay is spread depends on it: a relay that polls rests, and its rest is part of an order's way.

pub mod actor;
pub mod broker;
pub mod database;
pub mod explore;
pub mod ledger;
pub mod matrix;
pub mod message;
pub mod policy;
mod promise;
pub mod relay;
mod report;
pub mod run;
mod schedule;
pub mod service;
mod spec;
pub use explore::explore;
pub use run::DualWrite;
pub use spec::SPEC;
