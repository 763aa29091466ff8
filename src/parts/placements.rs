//! Which node holds a key: six published ways to place keys on nodes, and the membership that they follow.
//!
//! They stand behind one trait, [`Placement`]: [`numbered`] (`hash mod n`, and jump consistent hash), [`ring`] (virtual
//! nodes), [`bounded`] (the ring with bounded loads), [`rendezvous`] and [`maglev`]. A [`Config`] builds the one that a
//! reader chose, anew for every [`membership`].

pub mod band;
pub mod bounded;
pub mod config;
pub mod hashing;
pub mod maglev;
pub mod membership;
pub mod numbered;
pub mod placement;
pub mod rendezvous;
pub mod ring;
pub mod strategy;

pub use band::Arc;
pub use config::Config;
pub use hashing::{Hash, Names};
pub use membership::{Change, MAX_NODES, Member, Membership, NodeId, Request};
pub use placement::{Assignment, Placement};
pub use strategy::{STRATEGIES, Strategy};
