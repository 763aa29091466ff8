//! One view for each lab: how its picture is drawn, and its result in a sentence.

pub mod backpressure;
pub mod bloom;
pub mod cache_stampede;
pub mod cache_tier;
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
#[cfg(in_pieces)]
pub mod pieces;
pub mod queueing;
pub mod replica_walk;
pub mod replicas;
pub mod retry_tail;
pub mod sizing;
pub mod space_time;
pub mod two_choices;
pub mod two_generals;
pub mod views;
pub mod xfetch;

use crate::kernel::{ParamSpec, Value};
use crate::parts::placements::STRATEGIES;

/// The words for a strategy of placement, where twins differ in that.
fn placed(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    match value {
        Value::Choice(id) if spec.name == "strategy" => STRATEGIES.get(id).map(|strategy| strategy.phrase()),
        _ => None,
    }
}
