//! The systems that the book teaches, each pure and deterministic.
//!
//! **Architecture Invariant:** an engine uses [`crate::kernel`] and never another engine.

pub mod delivery;
pub mod dual_write;
pub mod fan_out;
pub mod hash_ring;
pub mod two_generals;
