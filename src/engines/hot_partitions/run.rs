//! The run: requests one after another, a look at the heat each second, and what the reader of the book does.

use super::cluster::Cluster;
use super::history::{History, Star};
use super::layout::Layout;
use super::measures::Measures;
use super::node::Node;
use super::report;
use super::route::Router;
use super::splitter::Attempt;
use super::theory::Prediction;
use super::traffic::Traffic;
use crate::kernel::{Action, EventLimit, Field, Input, Params, Progress, Report, Simulation, Time, Trace, Value};
use crate::parts::LruCache;

const SECOND: Time = Time::from_millis(1_000);

/// How many splits, refusals to split and actions are traced one by one.
const MAX_DETAILS: u32 = 900;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct HotPartitions {
    cluster: Cluster,
    router: Router,
    traffic: Traffic,
    prediction: Prediction,
    actions: Vec<Action>,
    acted: u32,
    stars: Vec<Star>,
    next_request: Time,
    next_second: Time,
    duration: Time,
    now: Time,
    limit: EventLimit,
    ended: bool,
    trace: Trace,
    details: u32,
}

impl HotPartitions {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let duration = Time::from_millis(u64::from(params.count("duration_s")) * 1_000);
        let cluster = Cluster::new(params, input.seed, duration);
        let mut traffic = Traffic::new(params, input.seed);
        Self {
            router: Router::new(params, input.seed, &cluster),
            prediction: Prediction::new(params, &traffic.popularity, &cluster.layout, cluster.capacity()),
            next_request: traffic.next_at(),
            cluster,
            stars: vec![Star {
                at: Time::ZERO,
                key: traffic.popularity.celebrity,
                share: traffic.popularity.celebrity_share,
            }],
            traffic,
            actions: input.actions.to_vec(),
            acted: 0,
            next_second: SECOND,
            duration,
            now: Time::ZERO,
            limit: EventLimit::of(input),
            ended: false,
            trace: Trace::keeping(2_000),
            details: 0,
        }
    }

    /// Does the next thing: of those due at one moment, first what the reader does, then the second's end. Says how much
    /// work that was.
    fn step(&mut self) -> u32 {
        let action = self.actions.get(self.acted as usize).copied();
        let action_at = action.map_or(Time(u64::MAX), |action| Time::from_millis(action.at_ms.into()));
        let next = action_at.min(self.next_second).min(self.next_request);
        if next > self.duration || !self.limit.allow() {
            self.ended = true;
            return 0;
        }
        self.now = next;
        if let (true, Some(action)) = (action_at == next, action) {
            self.acted += 1;
            self.act(action);
            1
        } else if self.next_second == next {
            self.end_second();
            1
        } else {
            self.request()
        }
    }

    /// Plays a request; every further node that it asks is an event of its own.
    fn request(&mut self) -> u32 {
        let request = self.traffic.request();
        self.next_request = self.traffic.next_at();
        let outcome = self.router.route(&mut self.cluster, &request);
        for _ in 1..outcome.asked {
            self.limit.allow();
        }
        self.cluster.measures.count(&request, &outcome);
        self.router.work(&self.cluster, &outcome)
    }

    fn act(&mut self, action: Action) {
        let at = self.now;
        let popularity = &mut self.traffic.popularity;
        if action.target >= popularity.keys() {
            let fields = vec![("action", action.verb.into()), ("reason", "no such key".into())];
            return self.detail(at, "ignored", fields);
        }
        // What follows is another load than the predicted one.
        self.prediction = Prediction::default();
        popularity.celebrity = action.target;
        if let Some(Value::Number(share)) = action.value {
            popularity.celebrity_share = share;
        }
        self.stars.push(Star { at, key: action.target, share: popularity.celebrity_share });
        let fields = vec![("key", action.target.into()), ("share", popularity.celebrity_share.into())];
        self.detail(at, "viral", fields);
    }

    fn end_second(&mut self) {
        let now = self.next_second;
        self.next_second = now + SECOND;
        for attempt in self.router.end_second(&mut self.cluster, now) {
            match attempt {
                Attempt::Split { partition, into } => {
                    self.detail(now, "split", vec![("partition", partition.into()), ("into", into.into())]);
                }
                Attempt::OneHotKey { partition } => {
                    self.detail(now, "one-hot-key", vec![("partition", partition.into())]);
                }
            }
        }
        self.cluster.measures.next_second(now, &mut self.trace);
    }

    fn detail(&mut self, at: Time, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        if self.details < MAX_DETAILS {
            self.details += 1;
            self.trace.record(at, kind, fields);
        }
    }

    /// The assignment of keys to partitions.
    pub fn layout(&self) -> &Layout {
        &self.cluster.layout
    }

    /// The nodes: replica r of partition p has the number p · replicas + r.
    pub fn nodes(&self) -> &[Node] {
        &self.cluster.nodes
    }

    /// The cache in front; empty unless it is the mitigation.
    pub fn cache(&self) -> &LruCache<u32> {
        self.router.cache()
    }

    /// The counts so far.
    pub fn measures(&self) -> &Measures {
        &self.cluster.measures
    }

    /// The run in short windows.
    pub fn history(&self) -> &History {
        &self.cluster.measures.history
    }

    /// Who was the celebrity from when on; the first from the start.
    pub fn stars(&self) -> &[Star] {
        &self.stars
    }

    /// What each node serves, in requests per second.
    pub fn capacity_per_s(&self) -> f64 {
        self.cluster.capacity().per_s
    }

    /// How many nodes each partition has, at least 1.
    pub fn replicas(&self) -> u32 {
        self.cluster.replicas
    }

    /// The predictions of theory.
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
        let mut left = budget;
        while left > 0 && !self.ended {
            left = left.saturating_sub(self.step());
        }
        if self.ended {
            Progress::Done
        } else {
            Progress::Running((self.now.0 as f64 / self.duration.0 as f64).min(0.999))
        }
    }

    fn report(&self) -> Report {
        report::measured(&self.cluster, &self.prediction, self.router.splits(), self.now)
            .stopped(self.limit.stopped(self.now))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
