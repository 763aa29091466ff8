//! The run as metrics.

use super::run::{ReplicaWalk, has_twice};
use super::spec::SPEC;
use super::theory::lost_fraction;
use crate::kernel::Report;

impl ReplicaWalk {
    /// The metrics of the placement, of the worst moment, and of all reads and writes.
    pub(super) fn metrics(&self) -> Report {
        let keys = self.digests().len() as u32;
        let rack_of = |id| self.before.rack_of(id);
        let (mut shared, mut one_rack) = (0, 0);
        let mut copies = vec![0u32; usize::from(self.before.machines())];
        for key in 0..keys {
            let list = self.list(key, false);
            shared += u32::from(has_twice(list));
            one_rack += u32::from(list.iter().all(|&id| rack_of(id) == rack_of(list[0])));
            for (place, &id) in list.iter().enumerate() {
                copies[usize::from(id)] += u32::from(!list[..place].contains(&id));
            }
        }
        let held: u32 = copies.iter().sum();
        let most = copies.iter().copied().max().unwrap_or(0);
        let lost = self.moments().iter().map(|moment| moment.left[0]).max().unwrap_or(0);
        let split = self.moments().iter().map(|moment| self.split_at(moment)).max().unwrap_or(0);
        let counts = self.counts();
        let part = |count: u32| f64::from(count) / f64::from(keys);
        Report::of(
            SPEC.metrics,
            [
                ("lost_keys", Some(lost.into())),
                ("lost_fraction", Some(part(lost))),
                ("expected_lost_fraction", Some(expected(self))),
                ("shared_fraction", Some(part(shared))),
                ("one_rack_fraction", Some(part(one_rack))),
                ("copies_max_over_mean", Some(f64::from(most) * copies.len() as f64 / f64::from(held.max(1)))),
                ("split_keys", Some(split.into())),
                ("split_fraction", Some(part(split))),
                ("reads", Some(counts.reads.into())),
                ("writes", Some(counts.writes.into())),
                ("stale_reads", Some(counts.stale.into())),
                ("empty_reads", Some(counts.empty.into())),
                ("unanswered", Some(counts.unanswered.into())),
                ("extra_requests", Some(counts.extra.into())),
                ("behind_keys", Some(self.behind().into())),
            ],
        )
    }
}

/// What the loss of one rack is expected to take: of the first that is lost, or, as long as none is, of rack 0.
fn expected(run: &ReplicaWalk) -> f64 {
    let all = run.moments().iter().fold(0, |all, moment| all | moment.lost_racks);
    let rack = if all == 0 { 0 } else { all.trailing_zeros() };
    let machines = u32::from(run.before.machines());
    let inside = (0..run.before.machines()).filter(|&id| u32::from(run.before.rack_of(id)) == rack).count() as u32;
    lost_fraction(run.rule, inside, machines, run.vnodes, run.before.found(run.wanted, run.rule))
}
