//! Assignment of keys to nodes, and the keys that must move when the nodes change.
//!
//! Six published ways to place keys on nodes stand behind one trait, [`Placement`]: [`numbered`] (`hash mod n`, and jump
//! consistent hash), [`ring`] (virtual nodes), [`bounded`] (the ring with bounded loads), [`rendezvous`] and [`maglev`].
//! [`run::HashRing`] sets a cluster up, lets its [`membership`] change, places every key anew after each change and
//! counts what moved. A key's digest does not depend on the strategy, so two strategies under one seed place the same
//! keys, and the difference is the strategy's alone.

pub mod band;
pub mod bounded;
pub mod config;
mod event;
pub mod hashing;
pub mod maglev;
pub mod membership;
pub mod numbered;
pub mod placement;
mod plan;
pub mod policy;
pub mod rendezvous;
mod report;
pub mod ring;
pub mod run;
pub mod spec;
pub mod step;

pub use band::Arc;
pub use config::Config;
pub use membership::{Change, Member, NodeId};
pub use placement::{Assignment, Placement};
pub use policy::Strategy;
pub use run::HashRing;
pub use spec::SPEC;
pub use step::Step;
