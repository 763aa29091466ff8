//! A run at a moment, for a picture.

use super::epoch::Epoch;
use super::measures::{NodeCounts, WINDOW, Window};
use super::run::CacheTier;
use crate::kernel::Time;
use crate::parts::placements::Member;

/// A moment of a run, for a picture.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The membership then: members, the keys of each, the arcs.
    pub epoch: &'a Epoch,
    /// The tenth of a second that the moment is in.
    pub window: &'a Window,
}

impl<'a> Moment<'a> {
    /// Every member with the keys that it is responsible for and what it did in the window.
    pub fn nodes(&self) -> impl Iterator<Item = (&'a Member, u32, NodeCounts)> + use<'a> {
        let Self { epoch, window } = *self;
        let keys = epoch.keys.iter().copied();
        epoch
            .members
            .iter()
            .zip(keys)
            .map(|(member, keys)| (member, keys, window.nodes.get(usize::from(member.id)).copied().unwrap_or_default()))
    }
}

impl CacheTier {
    /// The state at a moment, for a picture; nothing before the first tenth of a second has been played.
    pub fn at(&self, time: Time) -> Option<Moment<'_>> {
        let window = (time.0 / WINDOW.0).min(self.measures().windows.len() as u64).min(u64::from(u32::MAX)) as usize;
        let window = self.measures().windows.get(window).or(self.measures().windows.last())?;
        let epoch = self.epochs().partition_point(|epoch| epoch.at <= time).saturating_sub(1);
        Some(Moment { epoch: &self.epochs()[epoch], window })
    }
}
