//! Routing of a request under each mitigation, and its outcome.

use super::cluster::Cluster;
use super::layout::Layout;
use super::outcome::Outcome;
use super::policy::{MITIGATIONS, Mitigation, ON_WRITE, OnWrite};
use super::splitter::{Attempt, Splitter};
use super::traffic::Request;
use crate::kernel::{Params, Seed, Stream, Time};
use crate::parts::LruCache;

/// The router between requests and partitions.
#[derive(Clone, Debug)]
pub struct Router {
    mitigation: Mitigation,
    salts: u32,
    salted_keys: u32,
    replica_choices: u32,
    epsilon: f64,
    cache: LruCache<u32>,
    cache_ttl: Time,
    on_write: OnWrite,
    /// Cache: how often each key has been written.
    versions: Vec<u32>,
    /// Coalescing: until when the last read of each key is under way.
    reading_until: Vec<Time>,
    splitter: Splitter,
    choices: Stream,
    more_service: Stream,
}

impl Router {
    /// The router that the parameters name, before a cluster that has met no request.
    pub fn new(params: &Params, seed: Seed, cluster: &Cluster) -> Self {
        let mitigation = params.chosen("mitigation", &MITIGATIONS);
        let keys_if = |needed: bool| if needed { params.count("keys") } else { 0 };
        let cached_keys = keys_if(matches!(mitigation, Mitigation::Cache | Mitigation::Together));
        Self {
            mitigation,
            salts: params.count("salts"),
            salted_keys: params.count("salted_keys"),
            replica_choices: params.count("choices"),
            epsilon: params.number("epsilon"),
            cache: LruCache::new(params.count("cache_keys"), cached_keys),
            cache_ttl: params.time("cache_ttl_ms"),
            on_write: params.chosen("cache_on_write", &ON_WRITE),
            versions: vec![0; cached_keys as usize],
            reading_until: vec![Time::ZERO; keys_if(mitigation == Mitigation::Coalescing) as usize],
            splitter: Splitter::new(params, cluster),
            choices: Stream::named(seed, "choices"),
            more_service: Stream::named(seed, "more service"),
        }
    }

    /// The cache in front; empty unless it is the mitigation.
    pub fn cache(&self) -> &LruCache<u32> {
        &self.cache
    }

    /// How many partitions were split.
    pub fn splits(&self) -> u32 {
        self.splitter.splits()
    }

    /// A second ends: what is too hot is split, if that is the mitigation.
    pub fn end_second(&mut self, cluster: &mut Cluster, now: Time) -> Vec<Attempt> {
        if self.mitigation == Mitigation::Split { self.splitter.end_second(cluster, now) } else { Vec::new() }
    }

    /// How much work a request was that had this outcome, in units of a run's budget.
    pub fn work(&self, cluster: &Cluster, outcome: &Outcome) -> u32 {
        let looked_at = if self.mitigation == Mitigation::Bounded { cluster.layout.partitions() } else { 0 };
        1 + outcome.asked + looked_at / 16
    }

    /// Sends a request on its way and says what becomes of it.
    pub fn route(&mut self, cluster: &mut Cluster, request: &Request) -> Outcome {
        match self.mitigation {
            Mitigation::None => ask_home(cluster, request),
            Mitigation::Salting => self.salt(cluster, request),
            Mitigation::Coalescing => self.coalesce(cluster, request),
            Mitigation::Cache | Mitigation::Together => self.look_up(cluster, request),
            Mitigation::Replicas if request.write => self.write_all_replicas(cluster, request),
            Mitigation::Replicas => self.read_one_replica(cluster, request),
            Mitigation::Split => {
                self.splitter.note(cluster.home(request.key), cluster.layout.position(request.key));
                ask_home(cluster, request)
            }
            Mitigation::Bounded => self.pass_by_busy(cluster, request),
        }
    }

    fn salt(&mut self, cluster: &mut Cluster, request: &Request) -> Outcome {
        if request.key >= self.salted_keys {
            return ask_home(cluster, request);
        }
        let salted = |layout: &Layout, salt| layout.partition(layout.salted(request.key, salt));
        if request.write {
            let salt = self.choices.below(self.salts.into()) as u32;
            let partition = salted(&cluster.layout, salt);
            return Outcome::of_one(cluster.ask(partition, request, request.service));
        }
        let first = salted(&cluster.layout, 0);
        let first = Outcome::of_one(cluster.ask(first, request, request.service));
        (1..self.salts).fold(first, |gathered, salt| {
            let (partition, draw) = (salted(&cluster.layout, salt), self.more_service.unit_positive());
            gathered.and(cluster.ask(partition, request, draw))
        })
    }

    fn coalesce(&mut self, cluster: &mut Cluster, request: &Request) -> Outcome {
        let under_way = self.reading_until[request.key as usize];
        if !request.write && under_way > request.at {
            return Outcome { answered: Some(under_way), joined: true, ..Outcome::default() };
        }
        let outcome = ask_home(cluster, request);
        if let (false, Some(answered)) = (request.write, outcome.answered) {
            self.reading_until[request.key as usize] = answered;
        }
        outcome
    }

    fn look_up(&mut self, cluster: &mut Cluster, request: &Request) -> Outcome {
        let key = request.key as usize;
        let held = if request.write { None } else { self.cache.read(request.key, request.at) };
        if let Some(version) = held {
            let stale = version != self.versions[key];
            return Outcome { answered: Some(request.at), cached: true, stale, ..Outcome::default() };
        }
        if request.write && self.on_write == OnWrite::Forget {
            self.cache.forget(request.key);
        }
        let outcome = if self.mitigation == Mitigation::Together {
            self.salt(cluster, request)
        } else {
            ask_home(cluster, request)
        };
        match (request.write, outcome.answered) {
            (_, None) => {}
            (true, _) => self.versions[key] += 1,
            (false, _) => self.cache.store(request.key, self.versions[key], request.at + self.cache_ttl),
        }
        outcome
    }

    fn write_all_replicas(&mut self, cluster: &mut Cluster, request: &Request) -> Outcome {
        let first_node = cluster.home(request.key) * cluster.replicas;
        let first = Outcome::of_one(cluster.ask(first_node, request, request.service));
        (1..cluster.replicas).fold(first, |written, replica| {
            let draw = self.more_service.unit_positive();
            written.and(cluster.ask(first_node + replica, request, draw))
        })
    }

    /// Asks the least busy of a few different replicas. They are drawn in random order and a later one wins only if it
    /// is strictly less busy, so ties go to either alike.
    fn read_one_replica(&mut self, cluster: &mut Cluster, request: &Request) -> Outcome {
        let first_node = cluster.home(request.key) * cluster.replicas;
        let mut drawn: Vec<u32> = Vec::new();
        let mut best = (u32::MAX, first_node);
        for _ in 0..self.replica_choices.min(cluster.replicas) {
            let left = u64::from(cluster.replicas) - drawn.len() as u64;
            let index = self.choices.below(left);
            let node = first_node + draw_another(&mut drawn, index);
            let busy = cluster.nodes[node as usize].outstanding(request.at);
            if busy < best.0 {
                best = (busy, node);
            }
        }
        Outcome::of_one(cluster.ask(best.1, request, request.service))
    }

    fn pass_by_busy(&mut self, cluster: &mut Cluster, request: &Request) -> Outcome {
        let position = cluster.layout.position(request.key);
        let partitions = cluster.layout.partitions();
        let busy: u32 = cluster.nodes.iter_mut().map(|node| node.outstanding(request.at)).sum();
        let bound = bound(self.epsilon, busy + 1, partitions);
        let free =
            (0..partitions).map(|steps| (steps, cluster.layout.after(position, steps))).find(|&(_, partition)| {
                let node = &mut cluster.nodes[partition as usize];
                node.outstanding(request.at) < bound && !node.is_full(request.at)
            });
        let (steps, partition) = free.unwrap_or((0, cluster.layout.partition(position)));
        let answered = cluster.ask(partition, request, request.service);
        Outcome { forwarded: steps > 0, ..Outcome::of_one(answered) }
    }
}

/// Asks the partition of the request's key.
fn ask_home(cluster: &mut Cluster, request: &Request) -> Outcome {
    Outcome::of_one(cluster.ask(cluster.home(request.key), request, request.service))
}

/// The most requests that a partition may have at once: (1 + ε) times the average, rounded up.
pub fn bound(epsilon: f64, requests: u32, partitions: u32) -> u32 {
    ((1.0 + epsilon) * f64::from(requests) / f64::from(partitions)).ceil() as u32
}

/// The `index`-th number, from 0, of those not drawn before; `drawn` is kept in rising order.
pub fn draw_another(drawn: &mut Vec<u32>, index: u64) -> u32 {
    let mut number = index as u32;
    let mut place = 0;
    while drawn.get(place).is_some_and(|&before| before <= number) {
        number += 1;
        place += 1;
    }
    drawn.insert(place, number);
    number
}
