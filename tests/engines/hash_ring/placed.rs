//! Points of a ring for a crate that hashes by itself.

use std::hash::{Hash, Hasher};

use faultlines::parts::placements::ring::Point;

/// A point that hashes to its own place.
#[derive(PartialEq)]
pub(crate) struct Placed(pub Point);

impl Hash for Placed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.position);
    }
}
