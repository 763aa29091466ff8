//! Digests handed on as they are, so that a crate that hashes by itself can be given the book's own.

use std::hash::{BuildHasher, Hash, Hasher};

use faultlines::engines::hash_ring::ring::Point;

/// A hasher that hands on the digest that it is given.
#[derive(Clone, Copy, Default)]
pub(crate) struct Given(pub u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("only digests are hashed here");
    }
    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }
}

impl BuildHasher for Given {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

/// A point that hashes to its own place.
#[derive(PartialEq)]
pub(crate) struct Placed(pub Point);

impl Hash for Placed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.position);
    }
}
