//! The systems that the book teaches, each pure and deterministic.
//!
//! **Architecture Invariant:** an engine uses [`crate::kernel`] and never another engine.

pub mod cache_stampede;
pub mod fan_out;
pub mod hash_ring;
pub mod hot_partitions;
