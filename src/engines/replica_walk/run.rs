//! One run: a cluster is set up, clients read and write, and meanwhile racks are lost and a machine joins.

mod traffic;

use super::cluster::Cluster;
use super::history::{Counts, MAX_COPIES, Moment, Op};
use super::plan::plan;
use super::policy::{HANDOVERS, Handover, WALKS, Walk};
use super::store::Store;
use crate::kernel::{Event, EventLimit, Field, Input, Progress, Report, Simulation, Stream, Time, Trace};
use crate::parts::placements::{Hash, Names, NodeId};

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct ReplicaWalk {
    /// The cluster as it begins.
    pub before: Cluster,
    /// The cluster with the new machine.
    pub after: Cluster,
    pub(super) rule: Walk,
    pub(super) wanted: u32,
    pub(super) vnodes: u32,
    handover: Handover,
    digests: Vec<u64>,
    lists: [Vec<NodeId>; 2],
    strides: [usize; 2],
    store: Store,
    clients: u32,
    roll_out: Time,
    copy_per_s: f64,
    /// Since when the new machine is there.
    joined: Option<Time>,
    /// Since when clients learn of it, from their first on.
    telling: Option<Time>,
    told: u32,
    lost_racks: u32,
    moved: u32,
    split: u32,
    plan: Vec<(Time, &'static str, u32)>,
    planned: usize,
    traffic: Stream,
    gap_ms: f64,
    writes: f64,
    next_op: Time,
    duration: Time,
    now: Time,
    moments: Vec<Moment>,
    ops: Vec<Op>,
    counts: Counts,
    limit: EventLimit,
    trace: Trace,
    ended: bool,
}

const NEVER: Time = Time(u64::MAX);

impl ReplicaWalk {
    /// A run that has not begun; its first copies are in their places.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let names = Names { hash: Hash::Xxh3, seed: input.seed };
        let (machines, racks) = (params.count("machines") as NodeId, params.count("racks") as NodeId);
        let (vnodes, keys, wanted) = (params.count("vnodes"), params.count("keys"), params.count("copies"));
        let rule = params.chosen("walk", &WALKS);
        let before = Cluster::new(names, machines, racks, vnodes);
        let after = Cluster::new(names, machines + 1, before.racks(), vnodes);
        let digests: Vec<u64> = (0..keys).map(|key| names.key(key)).collect();
        let lists = [&before, &after].map(|cluster| cluster.lists(&digests, wanted, rule));
        let strides = [&before, &after].map(|cluster| cluster.found(wanted, rule) as usize);
        let mut run = Self {
            rule,
            wanted,
            vnodes,
            handover: params.chosen("handover", &HANDOVERS),
            store: Store::new(machines + 1, keys),
            clients: params.count("clients"),
            roll_out: Time::from_millis(u64::from(params.count("roll_out_s")) * 1_000),
            copy_per_s: params.number("copy_per_s"),
            joined: None,
            telling: None,
            told: 0,
            lost_racks: 0,
            moved: 0,
            split: 0,
            plan: plan(params, input.actions),
            planned: 0,
            traffic: Stream::named(input.seed, "traffic"),
            gap_ms: 1_000.0 / params.number("requests_per_s"),
            writes: params.number("writes_fraction"),
            next_op: Time::ZERO,
            duration: Time::from_millis(u64::from(params.count("duration_s")) * 1_000),
            now: Time::ZERO,
            moments: Vec::new(),
            ops: Vec::new(),
            counts: Counts::default(),
            limit: EventLimit::of(input),
            trace: Trace::keeping(2_000),
            ended: false,
            before,
            after,
            digests,
            lists,
            strides,
        };
        run.set_up();
        run
    }

    /// The place of every key in the hash space.
    pub fn digests(&self) -> &[u64] {
        &self.digests
    }

    /// The machines of a key's copies, by the old list or the new.
    pub fn list(&self, key: u32, new: bool) -> &[NodeId] {
        let stride = self.strides[usize::from(new)];
        &self.lists[usize::from(new)][key as usize * stride..][..stride]
    }

    /// The states after each change, the set-up first.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The state at a moment; `None` before the set-up.
    pub fn at(&self, moment: Time) -> Option<&Moment> {
        self.moments[..self.moments.partition_point(|state| state.at <= moment)].last()
    }

    /// The reads and writes, in order.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// How many clients there are.
    pub fn clients(&self) -> u32 {
        self.clients
    }

    /// The walk of a key, by the old list or the new.
    pub fn walk(&self, key: u32, new: bool) -> Vec<super::cluster::Stop> {
        let cluster = if new { &self.after } else { &self.before };
        cluster.walk(self.digests[key as usize], self.wanted, self.rule)
    }

    /// Whether a key's first machine is another on the new list: while some clients have each, it has two owners.
    pub fn is_split(&self, key: u32) -> bool {
        self.list(key, false).first() != self.list(key, true).first()
    }

    /// The keys that have two owners at a moment.
    pub fn split_at(&self, moment: &Moment) -> u32 {
        if moment.told > 0 && moment.told < self.clients { self.split } else { 0 }
    }

    /// What reads and writes have come to.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    fn keys(&self) -> u32 {
        self.digests.len() as u32
    }

    /// Whether a machine is up.
    fn is_up(&self, machine: NodeId) -> bool {
        self.lost_racks >> self.before.rack_of(machine) & 1 == 0
    }

    fn set_up(&mut self) {
        let (mut shared, mut one_rack) = (0, 0);
        for key in 0..self.keys() {
            let list = self.list(key, false).to_vec();
            for &machine in &list {
                self.store.put(machine, key, 1);
            }
            shared += u32::from(has_twice(&list));
            one_rack += u32::from(list.iter().all(|&id| self.before.rack_of(id) == self.before.rack_of(list[0])));
            self.moved += u32::from(self.list(key, true) != list);
            self.split += u32::from(self.is_split(key));
        }
        let keys = self.keys();
        let machines = u32::from(self.before.machines());
        self.tell(
            "set-up",
            vec![
                ("keys", keys.into()),
                ("machines", machines.into()),
                ("shared", shared.into()),
                ("one_rack", one_rack.into()),
            ],
        );
        self.next_op = self.gap();
    }

    /// Records an event and the state after it.
    fn tell(&mut self, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        let new = self.told == self.clients;
        let mut left = [0; MAX_COPIES + 1];
        for key in 0..self.keys() {
            let list = self.list(key, new);
            let mut seen = 0u64;
            for &machine in list {
                seen |= u64::from(self.is_up(machine)) << machine;
            }
            left[seen.count_ones() as usize] += 1;
        }
        let (lost_racks, joined) = (self.lost_racks, self.joined.is_some());
        self.moments.push(Moment { at: self.now, lost_racks, joined, told: self.told, left });
        self.trace.push(Event { at: self.now, kind, fields });
    }

    /// The time to the next read or write.
    fn gap(&mut self) -> Time {
        self.now + Time::from_millis_f64(self.traffic.exponential(self.gap_ms))
    }

    /// When the next client learns of the new machine, or its keys are copied.
    fn next_lesson(&self) -> Time {
        let Some(telling) = self.telling else {
            let copying = Time::from_millis_f64(f64::from(self.moved) / self.copy_per_s * 1_000.0);
            return self.joined.map_or(NEVER, |joined| joined + copying);
        };
        if self.told == self.clients {
            return NEVER;
        }
        telling + Time(self.roll_out.0 / u64::from(self.clients) * u64::from(self.told + 1))
    }

    /// Does the next thing, the planned first of those due at one moment.
    fn step(&mut self) {
        let planned = self.plan.get(self.planned).map_or(NEVER, |(at, ..)| *at);
        let (lesson, op) = (self.next_lesson(), self.next_op);
        let next = planned.min(lesson).min(op).min(self.duration);
        self.now = next;
        if next == planned {
            self.planned += 1;
            let (_, verb, target) = self.plan[self.planned - 1];
            self.act(verb, target);
        } else if next == lesson {
            self.learn();
        } else if next == self.duration {
            self.end();
        } else {
            self.operate();
            self.next_op = self.gap();
        }
    }

    fn end(&mut self) {
        let counts = self.counts;
        self.ended = true;
        self.tell(
            "end",
            vec![
                ("stale", counts.stale.into()),
                ("empty", counts.empty.into()),
                ("unanswered", counts.unanswered.into()),
            ],
        );
    }

    /// Does what the story or the reader asks.
    fn act(&mut self, verb: &'static str, rack: u32) {
        let racks = u32::from(self.before.racks());
        let reason = match verb {
            "roll-out" if self.joined.is_some() => "a machine has joined already",
            "roll-out" => "",
            _ if rack >= racks => "there is no such rack",
            "lose-rack" if self.lost_racks >> rack & 1 == 1 => "it is lost already",
            "restore-rack" if self.lost_racks >> rack & 1 == 0 => "it is there",
            _ => "",
        };
        if !reason.is_empty() {
            return self.tell("ignored", vec![("action", verb.into()), ("reason", reason.into())]);
        }
        if verb == "roll-out" {
            self.joined = Some(self.now);
            if self.handover != Handover::CopyFirst {
                self.telling = self.joined;
            }
            let machine = u32::from(self.before.machines());
            return self.tell("roll-out", vec![("machine", machine.into()), ("moved", self.moved.into())]);
        }
        self.lost_racks ^= 1 << rack;
        self.tell(verb, vec![("rack", rack.into())]);
    }

    /// The next client has the new list; or, before the first, the keys of the new machine are copied.
    fn learn(&mut self) {
        if self.telling.is_none() {
            self.telling = Some(self.now);
            self.counts.extra += self.moved;
            let new = self.after.machines() - 1;
            for key in 0..self.keys() {
                if self.list(key, true).contains(&new) {
                    self.store.put(new, key, self.store.newest(key));
                }
            }
            return self.tell("copied", vec![("moved", self.moved.into())]);
        }
        self.told += 1;
        let (told, clients) = (self.told, self.clients);
        self.tell("learn", vec![("told", told.into()), ("clients", clients.into())]);
    }
}

/// Whether a machine stands on a list twice.
pub(super) fn has_twice(list: &[NodeId]) -> bool {
    list.iter().enumerate().any(|(place, id)| list[..place].contains(id))
}

impl Simulation for ReplicaWalk {
    fn advance(&mut self, budget: u32) -> Progress {
        for _ in 0..=budget {
            if self.ended || !self.limit.allow() {
                return Progress::Done;
            }
            self.step();
        }
        Progress::Running(self.now.as_millis() / self.duration.as_millis().max(1.0))
    }

    fn report(&self) -> Report {
        self.metrics().stopped(self.limit.stopped(self.now))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
