//! One view for each lab: how its picture is drawn, and its result in a sentence.

pub mod cache_tier;
pub mod fan_out;
pub mod hash_ring;
pub mod views;
