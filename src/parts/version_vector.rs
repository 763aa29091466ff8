//! Version vectors: how much of what each replica did is known (Parker et al. 1983), and dots, the names of single
//! events.
//!
//! With one entry for each process and one step for each event this is also the vector clock of Fidge (1988) and
//! Mattern (1989): the arithmetic is the same, only what is counted differs.

use litemap::LiteMap;
use std::cmp::Ordering;
use std::fmt;

/// One event of one replica: its `counter`-th, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dot {
    /// The replica at which it happened.
    pub replica: u32,
    /// Its number among the events of that replica, from 1.
    pub counter: u64,
}

/// For each replica, how many of its events are known. A replica without an entry counts as 0.
///
/// The order is partial: `a < b` if b knows all that a knows, and more. Neither of two concurrent vectors is `<=` the
/// other, so `!(a <= b)` does not mean `a > b`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionVector {
    counters: LiteMap<u32, u64>,
}

impl VersionVector {
    /// Knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many events of a replica are known.
    pub fn get(&self, replica: u32) -> u64 {
        self.counters.get(&replica).copied().unwrap_or(0)
    }

    /// Counts one more event of a replica, and names it.
    pub fn increment(&mut self, replica: u32) -> Dot {
        let counter = self.get(replica) + 1;
        self.counters.insert(replica, counter);
        Dot { replica, counter }
    }

    /// Learns of an event and of all that its replica did before.
    pub fn learn(&mut self, dot: Dot) {
        if dot.counter > self.get(dot.replica) {
            self.counters.insert(dot.replica, dot.counter);
        }
    }

    /// Whether an event is known.
    pub fn knows(&self, dot: Dot) -> bool {
        dot.counter <= self.get(dot.replica)
    }

    /// Learns all that another knows: the greater counter of each replica, never the sum.
    pub fn merge(&mut self, other: &Self) {
        for dot in other.dots() {
            self.learn(dot);
        }
    }

    /// Whether neither knows all that the other knows.
    pub fn concurrent(&self, other: &Self) -> bool {
        self.partial_cmp(other).is_none()
    }

    /// The newest event known of each replica, in the order of the replicas.
    pub fn dots(&self) -> impl Iterator<Item = Dot> + '_ {
        self.counters.iter().map(|(&replica, &counter)| Dot { replica, counter })
    }

    /// How many replicas have an entry.
    pub fn entries(&self) -> u32 {
        self.counters.len() as u32
    }

    /// How many events are known, of all replicas together.
    pub fn total(&self) -> u64 {
        self.counters.values().sum()
    }
}

impl PartialOrd for VersionVector {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let within = |a: &Self, b: &Self| a.dots().all(|dot| b.knows(dot));
        match (within(self, other), within(other, self)) {
            (true, true) => Some(Ordering::Equal),
            (true, false) => Some(Ordering::Less),
            (false, true) => Some(Ordering::Greater),
            (false, false) => None,
        }
    }
}

impl FromIterator<Dot> for VersionVector {
    fn from_iter<I: IntoIterator<Item = Dot>>(dots: I) -> Self {
        let mut vector = Self::new();
        dots.into_iter().for_each(|dot| vector.learn(dot));
        vector
    }
}

impl fmt::Display for VersionVector {
    /// `{0:2,1:1}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{")?;
        for (place, Dot { replica, counter }) in self.dots().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            write!(f, "{comma}{replica}:{counter}")?;
        }
        write!(f, "}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(entries: &[(u32, u64)]) -> VersionVector {
        entries.iter().map(|&(replica, counter)| Dot { replica, counter }).collect()
    }

    /// DeCandia et al., "Dynamo", SOSP 2007, §4.4, Figure 3, with Sx, Sy, Sz as 0, 1, 2.
    #[test]
    fn the_versions_of_the_dynamo_paper_branch_and_are_reconciled() {
        let mut d2 = VersionVector::new();
        d2.increment(0);
        d2.increment(0);
        let (mut d3, mut d4) = (d2.clone(), d2.clone());
        d3.increment(1);
        d4.increment(2);
        assert_eq!(d3, vector(&[(0, 2), (1, 1)]));
        assert!(d2 < d3 && d2 < d4 && d3.concurrent(&d4));
        let mut d5 = d3.clone();
        d5.merge(&d4);
        d5.increment(0);
        assert_eq!(d5, vector(&[(0, 3), (1, 1), (2, 1)]));
        assert!(d5 > d3 && d5 > d4);
    }

    #[test]
    fn a_missing_entry_is_zero_and_not_less_or_equal_is_not_greater() {
        let (left, right) = (vector(&[(0, 1)]), vector(&[(1, 1)]));
        assert!(VersionVector::new() < left);
        #[expect(clippy::neg_cmp_op_on_partial_ord, reason = "this is the point")]
        let not_within = !(left <= right);
        assert!(not_within && left.partial_cmp(&right).is_none());
        assert_eq!(vector(&[(3, 0)]).partial_cmp(&VersionVector::new()), Some(Ordering::Equal));
    }

    #[test]
    fn merging_takes_the_greater_counter() {
        let mut merged = vector(&[(0, 2), (1, 5)]);
        merged.merge(&vector(&[(0, 3), (1, 4), (2, 1)]));
        assert_eq!(merged.to_string(), "{0:3,1:5,2:1}");
        assert_eq!(merged.total(), 9);
    }
}
