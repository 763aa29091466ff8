//! The engines, as a reader of their papers would try them: laws over random scenarios, the papers' tables, independent
//! crates as oracles, golden traces, and native = WASM.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests run natively, beside the book")]

mod every_lab;
#[path = "../common/given_hash.rs"]
mod given_hash;
#[path = "../common/golden.rs"]
mod golden;
mod lab;
#[path = "../common/node.rs"]
mod node;
mod parity;
mod pictures;
mod predictions;
#[path = "../common/scenarios.rs"]
mod scenarios;
mod sentences;
mod sketches;
#[path = "../common/thorough.rs"]
mod thorough;
mod traces;

mod backpressure;
mod bloom;
mod cache_stampede;
mod cache_tier;
mod count_min;
mod crdt;
mod delivery;
mod dual_write;
mod fan_out;
mod hash_ring;
mod hot_partitions;
mod hot_stampede;
mod hyperloglog;
mod logical_clocks;
mod queueing;
mod replica_walk;
mod replicas;
mod retry_tail;
mod sizing;
mod space_time;
mod top_k;
mod two_choices;
mod two_generals;
mod xfetch;
