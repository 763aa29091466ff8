//! Assignment of keys to nodes, and the keys that must move when the nodes change.
//!
//! Six published ways to place keys on nodes stand behind one trait ([`crate::parts::placements`]). [`run::HashRing`] sets
//! a cluster up, lets its membership change, places every key anew after each change and counts what moved. A key's
//! digest does not depend on the strategy, so two strategies under one seed place the same keys, and the difference is
//! the strategy's alone.

mod config;
mod event;
mod plan;
pub mod policy;
mod report;
pub mod run;
pub mod spec;
pub mod step;

pub use run::HashRing;
pub use spec::SPEC;
pub use step::Step;
