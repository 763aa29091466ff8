//! The systems that the book teaches, each pure and deterministic.
//!
//! **Architecture Invariant:** an engine uses [`crate::kernel`] and [`crate::parts`], never another engine.

pub mod backpressure;
pub mod bloom;
pub mod cache_stampede;
pub mod cache_tier;
pub mod catalog;
pub mod count_min;
pub mod crdt;
pub mod delivery;
pub mod dual_write;
pub mod fan_out;
pub mod hash_ring;
pub mod hot_partitions;
pub mod hot_stampede;
pub mod hyperloglog;
pub mod logical_clocks;
pub mod queueing;
pub mod replica_walk;
pub mod replicas;
pub mod retry_tail;
pub mod sizing;
pub mod space_time;
pub mod top_k;
pub mod two_choices;
pub mod two_generals;
pub mod xfetch;
