//! Where a request goes under each mitigation, and what comes back.

use super::run::HotPartitions;
use super::traffic::Request;
use crate::kernel::Time;

/// What is done about a hot partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mitigation {
    /// Nothing: a key's requests go to its partition.
    None,
    /// The most popular keys are stored under several salted names: a write goes to one of them at random, a read
    /// gathers all.
    Salting,
    /// A read of a key that is being read joins it.
    Coalescing,
    /// A small cache answers reads of the keys read last.
    Cache,
    /// Each partition has replicas: a read asks the less busy of a few drawn at random, a write goes to all.
    Replicas,
    /// A partition that stays hot is split in two where its traffic is halved.
    Split,
    /// A request passes by partitions that are busier than the average by more than ε, to the next by position.
    Bounded,
}

impl Mitigation {
    /// The mitigation with this id in the schema.
    pub fn named(id: &str) -> Self {
        match id {
            "salting" => Self::Salting,
            "coalescing" => Self::Coalescing,
            "cache" => Self::Cache,
            "replicas" => Self::Replicas,
            "split" => Self::Split,
            "bounded" => Self::Bounded,
            _ => Self::None,
        }
    }
}

/// What became of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// When the answer was complete; `None` if a node refused a part of it.
    pub answered: Option<Time>,
    /// How many nodes were asked.
    pub asked: u32,
    /// The cache answered.
    pub cached: bool,
    /// It joined a read that was under way.
    pub joined: bool,
    /// It passed by its own partition.
    pub forwarded: bool,
}

impl Outcome {
    /// One node was asked.
    fn of_one(answered: Option<Time>) -> Self {
        Self { answered, asked: 1, ..Self::default() }
    }

    /// Another node was asked too: the answer is complete when the last has come, and none if one was refused.
    fn and(self, answered: Option<Time>) -> Self {
        let answered = self.answered.zip(answered).map(|(first, second)| first.max(second));
        Self { answered, asked: self.asked + 1, ..self }
    }
}

impl HotPartitions {
    /// Sends a request on its way and says what becomes of it.
    pub(super) fn route(&mut self, request: &Request) -> Outcome {
        match self.mitigation {
            Mitigation::None => self.ask_home(request),
            Mitigation::Salting => self.salt(request),
            Mitigation::Coalescing => self.coalesce(request),
            Mitigation::Cache => self.look_up(request),
            Mitigation::Replicas if request.write => self.write_all_replicas(request),
            Mitigation::Replicas => self.read_one_replica(request),
            Mitigation::Split => {
                let position = self.layout.position(request.key);
                let partition = self.layout.partition(position);
                self.recent[partition as usize].note(position);
                Outcome::of_one(self.ask(partition, request.at, request.service))
            }
            Mitigation::Bounded => self.pass_by_busy(request),
        }
    }

    fn home(&self, request: &Request) -> u32 {
        self.layout.partition(self.layout.position(request.key))
    }

    fn ask_home(&mut self, request: &Request) -> Outcome {
        Outcome::of_one(self.ask(self.home(request), request.at, request.service))
    }

    fn salt(&mut self, request: &Request) -> Outcome {
        if request.key >= self.salted_keys {
            return self.ask_home(request);
        }
        let salted = |run: &Self, salt| run.layout.partition(run.layout.salted(request.key, salt));
        if request.write {
            let salt = self.choices.below(self.salts.into()) as u32;
            let partition = salted(self, salt);
            return Outcome::of_one(self.ask(partition, request.at, request.service));
        }
        let first = salted(self, 0);
        let first = Outcome::of_one(self.ask(first, request.at, request.service));
        (1..self.salts).fold(first, |gathered, salt| {
            let (partition, draw) = (salted(self, salt), self.more_service.unit_positive());
            gathered.and(self.ask(partition, request.at, draw))
        })
    }

    fn coalesce(&mut self, request: &Request) -> Outcome {
        let under_way = self.reading_until[request.key as usize];
        if !request.write && under_way > request.at {
            return Outcome { answered: Some(under_way), joined: true, ..Outcome::default() };
        }
        let outcome = self.ask_home(request);
        if let (false, Some(answered)) = (request.write, outcome.answered) {
            self.reading_until[request.key as usize] = answered;
        }
        outcome
    }

    fn look_up(&mut self, request: &Request) -> Outcome {
        if request.write {
            self.cache.forget(request.key);
        } else if self.cache.read(request.key, request.at) {
            return Outcome { answered: Some(request.at), cached: true, ..Outcome::default() };
        }
        let outcome = self.ask_home(request);
        if !request.write && outcome.answered.is_some() {
            self.cache.store(request.key, request.at);
        }
        outcome
    }

    fn write_all_replicas(&mut self, request: &Request) -> Outcome {
        let first_node = self.home(request) * self.replicas;
        let first = Outcome::of_one(self.ask(first_node, request.at, request.service));
        (1..self.replicas).fold(first, |written, replica| {
            let draw = self.more_service.unit_positive();
            written.and(self.ask(first_node + replica, request.at, draw))
        })
    }

    /// Asks the least busy of a few different replicas. They are drawn in random order and a later one wins only if it
    /// is strictly less busy, so ties go to either alike.
    fn read_one_replica(&mut self, request: &Request) -> Outcome {
        let first_node = self.home(request) * self.replicas;
        let mut drawn: Vec<u32> = Vec::new();
        let mut best = (u32::MAX, first_node);
        for _ in 0..self.replica_choices.min(self.replicas) {
            let left = u64::from(self.replicas) - drawn.len() as u64;
            let index = self.choices.below(left);
            let node = first_node + draw_another(&mut drawn, index);
            let busy = self.nodes[node as usize].outstanding(request.at);
            if busy < best.0 {
                best = (busy, node);
            }
        }
        Outcome::of_one(self.ask(best.1, request.at, request.service))
    }

    fn pass_by_busy(&mut self, request: &Request) -> Outcome {
        let position = self.layout.position(request.key);
        let partitions = self.layout.partitions();
        let busy: u32 = self.nodes.iter_mut().map(|node| node.outstanding(request.at)).sum();
        self.work += u64::from(partitions) / 16;
        let bound = bound(self.epsilon, busy + 1, partitions);
        let free = (0..partitions).map(|steps| (steps, self.layout.after(position, steps))).find(|&(_, partition)| {
            let node = &mut self.nodes[partition as usize];
            node.outstanding(request.at) < bound && !node.is_full(request.at)
        });
        let (steps, partition) = free.unwrap_or((0, self.layout.partition(position)));
        let answered = self.ask(partition, request.at, request.service);
        Outcome { forwarded: steps > 0, ..Outcome::of_one(answered) }
    }
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
