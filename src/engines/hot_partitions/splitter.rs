//! Splitting: a partition that stays too hot is cut in two where its recent traffic is halved.

use super::cluster::Cluster;
use super::layout::boundary;
use crate::kernel::{Params, Time};

/// The most partitions that splitting may make.
pub const MAX_PARTITIONS: u32 = 256;

/// The positions of the last requests of a partition.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    positions: Vec<u32>,
    next: u32,
}

impl Recent {
    /// How many are kept.
    pub const KEPT: u32 = 64;

    /// A request came for this position.
    fn note(&mut self, position: u32) {
        if (self.positions.len() as u32) < Self::KEPT {
            self.positions.push(position);
        } else {
            self.positions[self.next as usize] = position;
            self.next = (self.next + 1) % Self::KEPT;
        }
    }
}

/// The result of a split that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The upper part of this partition has become another, with this number.
    Split {
        /// The partition that was too hot.
        partition: u32,
        /// The new one.
        into: u32,
    },
    /// All requests of the partition are for one key, which cannot be split.
    OneHotKey {
        /// The partition that stays hot.
        partition: u32,
    },
}

/// Watches the heat of each partition.
#[derive(Clone, Debug)]
pub struct Splitter {
    above: f64,
    delay: Time,
    /// The most recent requests of each partition.
    recent: Vec<Recent>,
    /// The moment at which each partition that is too hot will be split.
    due: Vec<Option<Time>>,
    splits: u32,
}

impl Splitter {
    /// A splitter of the partitions of a cluster, by the parameters.
    pub fn new(params: &Params, cluster: &Cluster) -> Self {
        let partitions = cluster.layout.partitions() as usize;
        Self {
            above: params.number("split_at") * cluster.capacity().per_s,
            delay: Time::from_millis(u64::from(params.count("split_s")) * 1_000),
            recent: vec![Recent::default(); partitions],
            due: vec![None; partitions],
            splits: 0,
        }
    }

    /// How many partitions were split.
    pub fn splits(&self) -> u32 {
        self.splits
    }

    /// A request came to a partition for a position.
    pub fn note(&mut self, partition: u32, position: u32) {
        self.recent[partition as usize].note(position);
    }

    /// Looks at the heat of the second that ends, and splits what has been too hot for long enough.
    pub fn end_second(&mut self, cluster: &mut Cluster, now: Time) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        for partition in 0..cluster.layout.partitions() {
            let place = partition as usize;
            match self.due[place] {
                Some(due) if due <= now => attempts.extend(self.split(cluster, partition, now)),
                None if f64::from(cluster.measures.this_second[place]) > self.above => {
                    self.due[place] = Some(now + self.delay);
                }
                _ => {}
            }
        }
        attempts
    }

    /// Splits a partition, unless there are as many as may be.
    fn split(&mut self, cluster: &mut Cluster, partition: u32, now: Time) -> Option<Attempt> {
        let place = partition as usize;
        self.due[place] = None;
        if cluster.layout.partitions() >= MAX_PARTITIONS {
            return None;
        }
        let recent = std::mem::take(&mut self.recent[place]);
        let Some(into) = boundary(&recent.positions).and_then(|boundary| cluster.split(boundary, now)) else {
            return Some(Attempt::OneHotKey { partition });
        };
        self.splits += 1;
        self.recent.push(Recent::default());
        self.due.push(None);
        Some(Attempt::Split { partition, into })
    }
}
