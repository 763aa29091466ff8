//! Rendezvous hashing, also called highest random weight (Thaler & Ravishankar, IEEE/ACM ToN 6:1, 1998): every node bids
//! for the key, and the highest bid wins.
//!
//! Weights by the logarithmic method (Schindelhauer & Schomaker, SPAA 2005): the bid `−w / ln u` of a node of weight `w`
//! is highest with a probability in exact proportion to `w`, and no other node's bid changes when `w` does.

use super::hashing::{Hash, Names};
use super::membership::{Member, NodeId};
use super::placement::{Assignment, Placement};

/// A node that bids.
struct Bidder {
    id: NodeId,
    digest: u64,
    weight: f64,
}

/// The nodes that are up.
pub struct Rendezvous {
    hash: Hash,
    bidders: Vec<Bidder>,
}

impl Rendezvous {
    /// The bidders among these members.
    pub fn new(names: Names, members: &[Member]) -> Self {
        let up = members.iter().filter(|member| member.up);
        let bidders =
            up.map(|member| Bidder { id: member.id, digest: names.node(member.id), weight: member.weight }).collect();
        Self { hash: names.hash, bidders }
    }

    fn owner(&self, key: u64) -> NodeId {
        let mut best = (0.0, 0);
        for bidder in &self.bidders {
            let bid = bid(self.hash.pair(key, bidder.digest), bidder.weight);
            if bid > best.0 {
                best = (bid, bidder.id);
            }
        }
        best.1
    }
}

/// A node's bid for a key: positive, and higher for more weight.
fn bid(digest: u64, weight: f64) -> f64 {
    // Strictly between 0 and 1, so that the logarithm is finite and negative.
    let unit = ((digest >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0);
    -weight / libm::log(unit)
}

impl Placement for Rendezvous {
    fn place(&mut self, key: u64) -> Assignment {
        Assignment { owner: self.owner(key), at: None, passed: 0 }
    }

    fn entries(&self) -> u32 {
        self.bidders.len() as u32
    }

    fn cost(&self) -> u32 {
        1 + self.bidders.len() as u32 / 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digest_makes_a_positive_finite_bid() {
        for digest in [0, 1, u64::MAX / 2, u64::MAX] {
            let bid = bid(digest, 0.1);
            assert!(bid > 0.0 && bid.is_finite(), "{digest}: {bid}");
        }
        assert!(bid(u64::MAX, 1.0) > bid(0, 1.0));
    }
}
