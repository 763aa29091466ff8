//! A pair of runs laid out: what stays in its place while playback goes to and fro.

use std::sync::Arc;

use super::SETTLES;
use super::frame::Frame;
use super::geometry::{self, RIM, Spot, Way};
use crate::engines::hash_ring::{HashRing, Step};
use crate::kernel::schema::within;
use crate::kernel::{Simulation, Time};
use crate::parts::placements::{Change, NodeId};
use crate::ui::plate::{RunPair, Side, played};

/// Two runs at one scale, or one.
pub(super) struct Scene {
    /// Every node that either run ever sees, in order, each with its home.
    pub homes: Vec<(NodeId, Spot)>,
    /// The first node that is not there from the start: the story is about it and those after it.
    pub newcomer: NodeId,
    /// The greatest load of any node at any step of either run.
    pub top_load: u32,
    main: Track,
    twin: Option<Track>,
}

/// A moment of one run: how many events have happened, and how far the last one's movement has come, in [0, 1].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Instant {
    /// The events so far.
    pub position: u32,
    /// The part of the movement.
    pub part: f64,
}

impl Instant {
    /// The same, so coarse that what is costly to draw is drawn a few times on the way only.
    pub(super) fn coarse(self) -> Self {
        Self { part: (self.part * 12.0).floor() / 12.0, ..self }
    }
}

/// One run: where each followed key is after each step.
pub(super) struct Track {
    /// What tells it from its twin; empty if it stands alone.
    pub label: String,
    run: Arc<dyn Simulation>,
    spots: Vec<Vec<Spot>>,
}

impl Scene {
    /// Lays a pair out.
    pub(super) fn new(pair: &RunPair) -> Self {
        let runs = pair.runs();
        let steps = || runs.iter().flat_map(|run| ring_of(run).steps());
        let mut seen = [false; NodeId::MAX as usize + 1];
        steps().flat_map(|step| &step.members).for_each(|member| seen[usize::from(member.id)] = true);
        let ids: Vec<NodeId> = (0..=NodeId::MAX).filter(|&id| seen[usize::from(id)]).collect();
        let homes: Vec<(NodeId, Spot)> = ids.iter().copied().zip(geometry::homes(ids.len())).collect();
        let top_load = steps().flat_map(|step| step.loads.iter().copied()).max().unwrap_or(1);
        let (main_label, twin_label) = pair.labels();
        let track = |run: &Arc<dyn Simulation>, label: String| Track {
            label,
            run: run.clone(),
            spots: spots(ring_of(run), &homes),
        };
        let main = track(&pair.main, main_label);
        let twin = pair.twin.as_ref().map(|(_, run)| track(run, twin_label));
        let newcomer = steps().filter(|step| step.change == Change::SetUp).flat_map(|step| &step.members);
        let newcomer = newcomer.map(|member| member.id + 1).max().unwrap_or(0);
        Self { top_load, newcomer, main, twin, homes }
    }

    /// One side's run; `None` for a twin that is not there.
    pub(super) fn track(&self, side: Side) -> Option<&Track> {
        match side {
            Side::Main => Some(&self.main),
            Side::Twin => self.twin.as_ref(),
        }
    }

    /// What a run looks like at an instant; `None` for a twin that is not there.
    pub(super) fn frame(&self, side: Side, instant: Instant) -> Option<Frame> {
        Some(Frame::new(self, self.track(side)?, instant))
    }
}

impl Track {
    /// The engine's own state.
    pub(super) fn ring(&self) -> &HashRing {
        ring_of(&self.run)
    }

    /// Where a moment stands in this run.
    pub(super) fn instant(&self, moment: Time) -> Instant {
        let trace = self.run.trace();
        let position = played(trace, moment);
        let last = position.checked_sub(1).and_then(|index| trace.events().get(index as usize));
        let since = last.map_or(0.0, |event| (moment - event.at).as_millis());
        Instant { position, part: within(since / SETTLES.as_millis(), 0.0, 1.0) }
    }

    /// The way of each followed key since the last event.
    pub(super) fn ways(&self, position: u32) -> Vec<Way> {
        let (from, to) = (self.spots(position.saturating_sub(1)), self.spots(position));
        let step = self.ring().step_at(position);
        let keys = self.ring().sample().iter().enumerate().zip(from.iter().zip(to));
        keys.map(|((index, key), (&from, &to))| {
            let at = step.and_then(|step| step.sample[index].at).filter(|_| from != to);
            let turn = geometry::turn(key.position);
            Way::new(from, at.map(|at| (turn, geometry::turn(at.wrapping_sub(key.position)))), to)
        })
        .collect()
    }

    /// The keys' places once so many events have been played; before the first they wait at the rim.
    pub(super) fn spots(&self, position: u32) -> &[Spot] {
        &self.spots[(position as usize).min(self.spots.len() - 1)]
    }
}

/// The hash ring behind a run.
///
/// # Panics
/// If the run is of another lab.
pub(super) fn ring_of(run: &Arc<dyn Simulation>) -> &HashRing {
    run.engine()
}

fn home_of(homes: &[(NodeId, Spot)], id: NodeId) -> Spot {
    homes.binary_search_by_key(&id, |home| home.0).map_or(geometry::CENTRE, |index| homes[index].1)
}

/// The places of the followed keys: at the rim, then after each step. A key that stays keeps its place; one that comes
/// takes the innermost free place round its new home.
fn spots(ring: &HashRing, homes: &[(NodeId, Spot)]) -> Vec<Vec<Spot>> {
    let at_rim = ring.sample().iter().map(|key| geometry::on_circle(geometry::turn(key.position), RIM)).collect();
    let mut all = vec![at_rim];
    let mut seats: Vec<Option<(NodeId, u32)>> = vec![None; ring.sample().len()];
    for step in ring.steps() {
        seats = reseat(&seats, step);
        all.push(seats.iter().flatten().map(|&(id, seat)| geometry::seed_spot(home_of(homes, id), seat)).collect());
    }
    all
}

fn reseat(before: &[Option<(NodeId, u32)>], step: &Step) -> Vec<Option<(NodeId, u32)>> {
    let stays = |seat: &(NodeId, u32), owner: NodeId| seat.0 == owner;
    let mut seats: Vec<Option<(NodeId, u32)>> =
        before.iter().zip(&step.sample).map(|(seat, landing)| seat.filter(|seat| stays(seat, landing.owner))).collect();
    let mut taken = Vec::new();
    let take = |taken: &mut Vec<(NodeId, u32)>, seat| taken.insert(taken.partition_point(|other| *other < seat), seat);
    seats.iter().flatten().for_each(|&seat| take(&mut taken, seat));
    for (seat, landing) in seats.iter_mut().zip(&step.sample) {
        if seat.is_none() {
            let free = free_seat(&taken, landing.owner);
            take(&mut taken, free);
            *seat = Some(free);
        }
    }
    seats
}

/// The innermost seat of a node that is not in this sorted list.
fn free_seat(taken: &[(NodeId, u32)], id: NodeId) -> (NodeId, u32) {
    let first = taken.partition_point(|seat| *seat < (id, 0));
    let of_node = taken[first..].iter().take_while(|seat| seat.0 == id);
    let free = (0..).zip(of_node).find(|(seat, other)| other.1 != *seat).map(|(seat, _)| seat);
    let count = || taken[first..].iter().take_while(|seat| seat.0 == id).count() as u32;
    (id, free.unwrap_or_else(count))
}
