//! One view for each lab, and the parts that they share.

pub mod fan_out;
pub mod hash_ring;
pub mod markup;
pub mod quiz;
pub mod shared;
