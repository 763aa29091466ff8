//! The run: requests one after another, a look at the heat each second, and what the reader of the book does.

use super::cache::Cache;
use super::layout::{Layout, boundary};
use super::measures::Measures;
use super::node::{Capacity, Node};
use super::route::Mitigation;
use super::spec::MAX_PARTITIONS;
use super::theory::Prediction;
use super::traffic::Traffic;
use crate::kernel::{
    Action, Field, Input, MAX_EVENTS, Params, Progress, Report, Simulation, Stream, Time, Trace, Value,
};

const SECOND: Time = Time::from_millis(1_000);

/// How many splits and refusals to split are traced one by one.
const MAX_DETAILS: u32 = 900;

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
    pub(super) fn note(&mut self, position: u32) {
        if (self.positions.len() as u32) < Self::KEPT {
            self.positions.push(position);
        } else {
            self.positions[self.next as usize] = position;
            self.next = (self.next + 1) % Self::KEPT;
        }
    }
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct HotPartitions {
    pub(super) mitigation: Mitigation,
    pub(super) layout: Layout,
    /// Replica r of partition p has the number p · replicas + r.
    pub(super) nodes: Vec<Node>,
    pub(super) replicas: u32,
    pub(super) replica_choices: u32,
    pub(super) salts: u32,
    pub(super) salted_keys: u32,
    pub(super) epsilon: f64,
    pub(super) cache: Cache,
    /// Coalescing: until when the last read of each key is under way.
    pub(super) reading_until: Vec<Time>,
    /// Splitting: what each partition was asked last.
    pub(super) recent: Vec<Recent>,
    pub(super) choices: Stream,
    pub(super) more_service: Stream,
    /// Units of work so far.
    pub(super) work: u64,
    traffic: Traffic,
    next_request: Time,
    capacity: Capacity,
    prediction: Prediction,
    measures: Measures,
    split_above: f64,
    split_delay: Time,
    /// When each partition that is too hot will be split.
    splits_due: Vec<Option<Time>>,
    splits: u32,
    actions: Vec<Action>,
    acted: u32,
    next_second: Time,
    duration: Time,
    now: Time,
    trace: Trace,
    details: u32,
    ended: bool,
}

impl HotPartitions {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let count = |name: &str| params.integer(name) as u32;
        let mitigation = Mitigation::named(params.choice("mitigation"));
        let capacity = Capacity::of(params);
        let layout = Layout::new(params, input.seed);
        let mut traffic = Traffic::new(params, input.seed);
        let replicas = if mitigation == Mitigation::Replicas { count("replicas") } else { 1 };
        let nodes = layout.partitions() * replicas;
        let duration = Time::from_millis(u64::from(count("duration_s")) * 1_000);
        let keys = if mitigation == Mitigation::Coalescing { count("keys") } else { 0 };
        let cached = if mitigation == Mitigation::Cache { count("keys") } else { 0 };
        Self {
            mitigation,
            nodes: (0..nodes).map(|_| Node::new(capacity, Time::ZERO)).collect(),
            replicas,
            replica_choices: count("choices"),
            salts: count("salts"),
            salted_keys: count("salted_keys"),
            epsilon: params.number("epsilon"),
            cache: Cache::new(count("cache_keys"), cached, Time::from_millis_f64(params.number("cache_ttl_ms"))),
            reading_until: vec![Time::ZERO; keys as usize],
            recent: vec![Recent::default(); layout.partitions() as usize],
            choices: Stream::named(input.seed, "choices"),
            more_service: Stream::named(input.seed, "more service"),
            work: 0,
            next_request: traffic.next_at(),
            prediction: Prediction::new(params, &traffic.popularity, &layout, &capacity),
            traffic,
            capacity,
            measures: Measures::new(nodes, duration),
            split_above: params.number("split_at") * capacity.per_s,
            split_delay: Time::from_millis(u64::from(count("split_s")) * 1_000),
            splits_due: vec![None; layout.partitions() as usize],
            splits: 0,
            layout,
            actions: input.actions.to_vec(),
            acted: 0,
            next_second: SECOND,
            duration,
            now: Time::ZERO,
            trace: Trace::keeping(2_000),
            details: 0,
            ended: false,
        }
    }

    /// Asks a node, and says when its answer leaves.
    pub(super) fn ask(&mut self, node: u32, now: Time, draw: f64) -> Option<Time> {
        self.work += 1;
        let answered = self.nodes[node as usize].serve(now, draw);
        self.measures.ask(node, now, answered.is_some());
        answered
    }

    /// Does the next thing: of those due at one moment, first what the reader does, then the second's end.
    fn step(&mut self) {
        self.work += 1;
        let action = self.actions.get(self.acted as usize).copied();
        let action_at = action.map_or(Time(u64::MAX), |action| Time::from_millis(action.at_ms.into()));
        let next = action_at.min(self.next_second).min(self.next_request);
        if next > self.duration || self.work > MAX_EVENTS {
            self.ended = true;
            return;
        }
        self.now = next;
        if let (true, Some(action)) = (action_at == next, action) {
            self.acted += 1;
            self.act(action);
        } else if self.next_second == next {
            self.end_second();
        } else {
            let request = self.traffic.request();
            self.next_request = self.traffic.next_at();
            let outcome = self.route(&request);
            self.measures.count(&request, &outcome);
        }
    }

    fn act(&mut self, action: Action) {
        let at = self.now;
        let popularity = &mut self.traffic.popularity;
        if action.target >= popularity.keys() {
            let fields = vec![("action", action.verb.into()), ("reason", "no such key".into())];
            return self.detail(at, "ignored", fields);
        }
        popularity.celebrity = action.target;
        if let Some(Value::Number(share)) = action.value {
            popularity.celebrity_share = share;
        }
        let fields = vec![("key", action.target.into()), ("share", popularity.celebrity_share.into())];
        self.detail(at, "viral", fields);
    }

    /// Looks at the heat of the second that ends, and splits what has been too hot for long enough.
    fn end_second(&mut self) {
        let now = self.next_second;
        self.next_second = now + SECOND;
        if self.mitigation == Mitigation::Split {
            for partition in 0..self.layout.partitions() {
                let place = partition as usize;
                match self.splits_due[place] {
                    Some(due) if due <= now => self.split(partition, now),
                    None if f64::from(self.measures.this_second[place]) > self.split_above => {
                        self.splits_due[place] = Some(now + self.split_delay);
                    }
                    _ => {}
                }
            }
        }
        self.measures.next_second(now, &mut self.trace);
    }

    fn split(&mut self, partition: u32, now: Time) {
        let place = partition as usize;
        self.splits_due[place] = None;
        if self.layout.partitions() >= MAX_PARTITIONS {
            return;
        }
        let recent = std::mem::take(&mut self.recent[place]);
        match boundary(&recent.positions).and_then(|boundary| self.layout.split(boundary)) {
            Some(upper) => {
                self.splits += 1;
                self.nodes.push(Node::new(self.capacity, now));
                self.recent.push(Recent::default());
                self.splits_due.push(None);
                self.measures.add_node();
                self.detail(now, "split", vec![("partition", partition.into()), ("into", upper.into())]);
            }
            None => self.detail(now, "one-hot-key", vec![("partition", partition.into())]),
        }
    }

    fn detail(&mut self, at: Time, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        if self.details < MAX_DETAILS {
            self.details += 1;
            self.trace.record(at, kind, fields);
        }
    }

    /// Where keys live.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The nodes: replica r of partition p has the number p · replicas + r.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The cache in front; empty unless it is the mitigation.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// The counts so far.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// What theory says.
    pub fn prediction(&self) -> &Prediction {
        &self.prediction
    }

    /// How far the run is.
    pub fn now(&self) -> Time {
        self.now
    }
}

impl Simulation for HotPartitions {
    fn advance(&mut self, budget: u32) -> Progress {
        let until = self.work.saturating_add(budget.into());
        while !self.ended && self.work < until {
            self.step();
        }
        if self.ended {
            Progress::Done
        } else {
            Progress::Running((self.now.0 as f64 / self.duration.0 as f64).min(0.999))
        }
    }

    fn report(&self) -> Report {
        let mut report = self.measures.report(&self.prediction, &self.capacity, self.now, self.splits);
        if self.work > MAX_EVENTS {
            let at_s = self.now.as_millis() / 1e3;
            report.stopped = Some(format!(
                "{MAX_EVENTS} events were played by {at_s:.0} s; ask for fewer requests or a shorter run"
            ));
        }
        report
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
