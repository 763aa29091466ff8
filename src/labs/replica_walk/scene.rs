//! A pair of runs laid out once, what one moment of one of them is, and where things stand.

use std::f64::consts::TAU;

use crate::engines::replica_walk::cluster::{Cluster, Stop};
use crate::engines::replica_walk::{Moment, ReplicaWalk};
use crate::kernel::Time;
use crate::parts::placements::NodeId;
use crate::ui::maths::{cos, sin};
use crate::ui::plate::{RunPair, Side};

/// The runs of a plate.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The key whose walk is drawn unless the reader chooses: the first whose next points are not of as many machines.
    pub followed: u32,
    /// How many keys the main run has.
    pub keys: u32,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let run: &ReplicaWalk = pair.main.engine();
        let keys = run.digests().len() as u32;
        let side = Side::Twin.run::<ReplicaWalk>(pair).unwrap_or(run);
        let passes = |run: &ReplicaWalk, key| run.walk(key, false).iter().any(|stop| !stop.taken);
        let twice = |run: &ReplicaWalk, key| {
            let list = run.list(key, false);
            list.iter().enumerate().any(|(place, id)| list[..place].contains(id))
        };
        let is_telling = |key: &u32| [run, side].iter().all(|run| passes(run, *key) || twice(run, *key));
        let followed = (0..keys).find(is_telling).unwrap_or(0);
        Self { labels: [main, twin], followed, keys, pair: pair.clone() }
    }

    /// One run at a moment, with a key whose walk is drawn; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time, key: u32) -> Option<Shot<'_>> {
        let run: &ReplicaWalk = side.run(&self.pair)?;
        let state = *run.at(moment).or(run.moments().first())?;
        Some(Shot { run, moment, state, key: key.min(run.digests().len() as u32 - 1) })
    }
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a ReplicaWalk,
    /// The moment.
    pub moment: Time,
    /// The state after the last change.
    pub state: Moment,
    /// The key whose walk is drawn.
    pub key: u32,
}

impl Shot<'_> {
    /// The cluster as it is, with the new machine once that is there.
    pub(super) fn cluster(&self) -> &Cluster {
        if self.state.joined { &self.run.after } else { &self.run.before }
    }

    /// Whether every client has the new list.
    pub(super) fn has_new(&self) -> bool {
        self.state.told == self.run.clients()
    }

    /// Whether some clients have the old list and some the new.
    pub(super) fn is_split(&self) -> bool {
        self.state.told > 0 && !self.has_new()
    }

    /// Whether a machine is up.
    pub(super) fn is_up(&self, machine: NodeId) -> bool {
        self.state.lost_racks >> self.run.before.rack_of(machine) & 1 == 0
    }

    /// How many machines that are up hold a copy of a key.
    pub(super) fn copies(&self, key: u32) -> u32 {
        let mut seen = 0u64;
        for &machine in self.run.list(key, self.has_new()) {
            seen |= u64::from(self.is_up(machine)) << machine;
        }
        seen.count_ones()
    }

    /// The walk of the followed key.
    pub(super) fn walk(&self) -> Vec<Stop> {
        self.run.walk(self.key, self.has_new())
    }
}

/// Where things stand, in CSS pixels: the ring, in it the machines, under it the clients and two lines of words.
pub(super) struct Layout {
    /// The picture's size.
    pub size: (f64, f64),
    /// The middle of the ring.
    pub centre: (f64, f64),
    /// Its radius.
    pub radius: f64,
    /// The height at which the clients stand.
    pub clients: f64,
    /// The racks, and the most machines in one.
    racks: f64,
    rows: f64,
}

/// The height of a line of words, in CSS pixels.
pub(super) const LINE: f64 = 16.0;

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64), shot: &Shot<'_>) -> Self {
        let clients = height - 2.0 * LINE - 10.0;
        let radius = (0.5 * width - 8.0).min(0.5 * (clients - 24.0)).max(30.0);
        let racks = f64::from(shot.run.before.racks());
        let rows = (f64::from(shot.run.after.machines()) / racks).ceil();
        Self { size: (width, height), centre: (0.5 * width, radius + 8.0), radius, clients, racks, rows }
    }

    /// The place at a part of the hash space, clockwise from the top, so far from the middle.
    pub(super) fn on_ring(&self, position: u64, radius: f64) -> (f64, f64) {
        self.at_turn(turn(position), radius)
    }

    /// The place at a fraction of the way round.
    pub(super) fn at_turn(&self, turn: f64, radius: f64) -> (f64, f64) {
        (self.centre.0 + radius * sin(turn * TAU), self.centre.1 - radius * cos(turn * TAU))
    }

    /// The upper left corner of a machine, and its size.
    pub(super) fn machine(&self, id: NodeId) -> ((f64, f64), (f64, f64)) {
        let side = 1.16 * self.radius;
        let (width, height) = (side / self.racks, 0.9 * side / self.rows);
        let id = f64::from(id);
        let (column, row) = (id % self.racks, (id / self.racks).floor());
        let left = self.centre.0 - 0.5 * side + width * (column + 0.1);
        let top = self.centre.1 - 0.45 * side + height * (row + 0.12);
        ((left, top), (0.8 * width, 0.76 * height))
    }

    /// The middle of a machine.
    pub(super) fn middle(&self, id: NodeId) -> (f64, f64) {
        let ((left, top), (width, height)) = self.machine(id);
        (left + 0.5 * width, top + 0.5 * height)
    }

    /// The place of a client among so many.
    pub(super) fn client(&self, client: u32, count: u32) -> (f64, f64) {
        (self.size.0 * (f64::from(client) + 0.5) / f64::from(count.max(1)), self.clients)
    }
}

/// A place in the hash space as a fraction of it.
pub(super) fn turn(position: u64) -> f64 {
    position as f64 / 18_446_744_073_709_551_616.0
}
