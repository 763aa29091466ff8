//! Hash functions, and the names that they are given to hash.
//!
//! Keys and nodes are hashed by name, as clients do it, so that a weak function has the short and similar names to fail
//! on that it meets in production.

use xxhash_rust::xxh3::xxh3_64;

use super::membership::NodeId;
use crate::kernel::Seed;

/// A hash function from bytes to a 64-bit digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// XXH3 (Collet): every bit of the input reaches every bit of the digest.
    Xxh3,
    /// FNV-1a, 64 bits, with no finaliser. The last bytes of a name hardly reach the high bits of the digest, so names
    /// that differ in their last digit land side by side on a ring.
    Fnv1a,
}

impl Hash {
    /// The digest of some bytes.
    pub fn digest(self, bytes: &[u8]) -> u64 {
        match self {
            Self::Xxh3 => xxh3_64(bytes),
            Self::Fnv1a => fnv1a(bytes),
        }
    }

    /// The digest of two digests together: of a key and a node, or of a key and an attempt.
    pub fn pair(self, first: u64, second: u64) -> u64 {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&first.to_le_bytes());
        bytes[8..].copy_from_slice(&second.to_le_bytes());
        self.digest(&bytes)
    }
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo; RFC 9923).
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The digests of everything in a cluster that has a name. The seed names the cluster.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The hash function that everyone in the cluster uses.
    pub hash: Hash,
    /// The cluster's number, with which every name begins.
    pub seed: Seed,
}

impl Names {
    /// The digest of key `index`: `7:key-42`.
    pub fn key(self, index: u32) -> u64 {
        self.hash.digest(self.begin(":key-").number(index).bytes())
    }

    /// The digest of a node: `7:node-3`.
    pub fn node(self, id: NodeId) -> u64 {
        self.hash.digest(self.begin(":node-").number(id.into()).bytes())
    }

    /// The place on the ring of a node's point `index`: `7:node-3-57`, as libketama names them.
    pub fn point(self, id: NodeId, index: u32) -> u64 {
        self.hash.digest(self.begin(":node-").number(id.into()).text("-").number(index).bytes())
    }

    fn begin(self, word: &str) -> Name {
        Name { buffer: [0; 48], length: 0 }.number(self.seed.0).text(word)
    }
}

/// A name while it is written. (The standard library's `write!` takes several times as long, and a run writes every name.)
struct Name {
    /// Three numbers and a word fit.
    buffer: [u8; 48],
    length: usize,
}

impl Name {
    fn text(mut self, text: &str) -> Self {
        for byte in text.bytes() {
            self.buffer[self.length] = byte;
            self.length += 1;
        }
        self
    }

    fn number(mut self, number: u32) -> Self {
        let end = self.length + number.checked_ilog10().unwrap_or(0) as usize + 1;
        let mut rest = number;
        for place in (self.length..end).rev() {
            self.buffer[place] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.length = end;
        self
    }

    fn bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fnv1a_gives_its_published_test_vectors() {
        // RFC 9923, section 8.2: the empty string, "a", "foobar".
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_name_is_what_a_client_would_print() {
        let names = Names { hash: Hash::Fnv1a, seed: Seed(u32::MAX) };
        for (id, index) in [(0, 0), (9, 10), (255, u32::MAX)] {
            assert_eq!(names.key(index), fnv1a(format!("{}:key-{index}", u32::MAX).as_bytes()));
            assert_eq!(names.node(id), fnv1a(format!("{}:node-{id}", u32::MAX).as_bytes()));
            assert_eq!(names.point(id, index), fnv1a(format!("{}:node-{id}-{index}", u32::MAX).as_bytes()));
        }
    }

    #[test]
    fn fnv1a_puts_the_points_of_a_node_side_by_side_and_xxh3_does_not() {
        let spread = |hash| {
            let names = Names { hash, seed: Seed(1) };
            let points = (10..100).map(|index| names.point(3, index));
            (points.clone().max().unwrap() - points.min().unwrap()) as f64 / libm::exp2(64.0)
        };
        // Ninety points of one node, all within a hundredth of the ring.
        assert!(spread(Hash::Fnv1a) < 0.01);
        assert!(spread(Hash::Xxh3) > 0.9);
    }
}
