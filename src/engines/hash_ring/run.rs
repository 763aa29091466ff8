//! One run: the cluster is set up, changes come one by one, and after each every key is placed anew.

use super::config::config;
use super::plan::plan;
use super::step::{Movement, Step, ideal_fraction, unheeded};
use super::{event, report};
use crate::kernel::{EventLimit, Input, Progress, Report, Simulation, Time, Trace};
use crate::parts::placements::{Assignment, Change, Config, Member, Membership, NodeId, Placement, Request};

/// How many keys a picture follows one by one.
pub const SAMPLE_SIZE: u32 = 240;

/// A key that a picture follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleKey {
    /// Its number among the keys.
    pub key: u32,
    /// Its place in the hash space.
    pub position: u64,
}

/// A cluster that places keys.
pub struct HashRing {
    config: Config,
    cluster: Membership,
    plan: Vec<(Time, Option<Request>)>,
    planned: u32,
    digests: Vec<u64>,
    owners: Vec<NodeId>,
    sample: Vec<SampleKey>,
    pass: Option<Box<Pass>>,
    steps: Vec<Step>,
    /// Counts the keys placed.
    limit: EventLimit,
    trace: Trace,
}

/// A change whose keys are being placed.
struct Pass {
    at: Time,
    change: Change,
    before: Vec<Member>,
    placement: Box<dyn Placement>,
    next_key: u32,
    loads: Vec<u32>,
    moved: u32,
    between_old: u32,
    overflow: u32,
    sample: Vec<Assignment>,
}

impl HashRing {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let config = config(input);
        let keys = config.keys;
        let followed = SAMPLE_SIZE.min(keys);
        let sample = (0..followed).map(|index| {
            let key = (u64::from(index) * u64::from(keys) / u64::from(followed)) as u32;
            SampleKey { key, position: config.names.key(key) }
        });
        Self {
            cluster: Membership::new(input.params.count("nodes") as NodeId, config.strategy.knows_weights()),
            plan: plan(input.params, input.actions),
            planned: 0,
            digests: Vec::new(),
            owners: Vec::new(),
            sample: sample.collect(),
            pass: None,
            steps: Vec::new(),
            limit: EventLimit::of(input),
            trace: Trace::keeping(2_000),
            config,
        }
    }

    /// The configuration of the run.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The states after each change, the set-up first: one for each event of the trace.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The state once so many events have been played; `None` before the set-up.
    pub fn step_at(&self, position: u32) -> Option<&Step> {
        let last = (position as usize).min(self.steps.len()).checked_sub(1)?;
        self.steps.get(last)
    }

    /// The keys that a picture follows.
    pub fn sample(&self) -> &[SampleKey] {
        &self.sample
    }

    /// The place of every key in the hash space, by key number.
    pub fn digests(&self) -> &[u64] {
        &self.digests
    }

    /// The node that holds every key, by key number.
    pub fn owners(&self) -> &[NodeId] {
        &self.owners
    }

    /// Begins the next change; what it cost in units.
    fn begin(&mut self) -> u32 {
        let (at, request) = self.plan[self.planned as usize];
        self.planned += 1;
        let before = self.cluster.members().to_vec();
        let change = request.map_or(Change::SetUp, |request| self.cluster.apply(request));
        if let (Change::Ignored(..), Some(last)) = (change, self.steps.last()) {
            let step = Step { at, change, ..last.clone() };
            self.trace.push(event::of_nothing(at, &change));
            self.steps.push(step);
            return 1;
        }
        let members = self.cluster.members();
        let placement = self.config.build(members);
        let cost = placement.entries();
        self.pass = Some(Box::new(Pass {
            at,
            change,
            before,
            placement,
            next_key: 0,
            loads: vec![0; members.iter().map(|member| usize::from(member.id) + 1).max().unwrap_or(0)],
            moved: 0,
            between_old: 0,
            overflow: 0,
            sample: Vec::with_capacity(self.sample.len()),
        }));
        cost
    }

    /// Places at most `count` keys of the pass under way, and says whether those were the last.
    fn place_keys(&mut self, pass: &mut Pass, count: u32) -> bool {
        let until = pass.next_key.saturating_add(count).min(self.config.keys);
        while pass.next_key < until && self.limit.allow() {
            self.place(pass, pass.next_key);
            pass.next_key += 1;
        }
        pass.next_key == self.config.keys
    }

    #[inline]
    fn place(&mut self, pass: &mut Pass, key: u32) {
        if self.digests.len() == key as usize {
            self.digests.push(self.config.names.key(key));
        }
        let landing = pass.placement.place(self.digests[key as usize]);
        pass.loads[usize::from(landing.owner)] += 1;
        pass.overflow += u32::from(landing.passed > 0);
        if self.sample.get(pass.sample.len()).is_some_and(|followed| followed.key == key) {
            pass.sample.push(landing);
        }
        match self.owners.get_mut(key as usize) {
            Some(owner) if *owner != landing.owner => {
                pass.moved += 1;
                let old = |id| is_up(&pass.before, id) && is_up(self.cluster.members(), id);
                pass.between_old += u32::from(old(*owner) && old(landing.owner));
                *owner = landing.owner;
            }
            Some(_) => {}
            None => self.owners.push(landing.owner),
        }
    }

    /// Records the step that a pass came to.
    fn finish(&mut self, pass: Pass) {
        let members = self.cluster.members().to_vec();
        let total = self.steps.last().map_or(0, |step| step.movement.moved_keys_total);
        let movement = Movement {
            moved_keys: pass.moved,
            between_old_keys: pass.between_old,
            ideal_fraction: ideal_fraction(&pass.before, &members),
            moved_keys_total: total.saturating_add(pass.moved),
        };
        let step = Step {
            at: pass.at,
            change: pass.change,
            loads: members.iter().map(|member| pass.loads[usize::from(member.id)]).collect(),
            members,
            movement,
            unheeded: unheeded(&self.config, &pass.before, pass.change, pass.moved),
            entries: pass.placement.entries(),
            overflow_keys: pass.overflow,
            band: pass.placement.band(),
            sample: pass.sample,
        };
        self.trace.push(event::of(&step, &self.owners));
        self.steps.push(step);
    }
}

fn is_up(members: &[Member], id: NodeId) -> bool {
    members.iter().any(|member| member.id == id && member.up)
}

impl Simulation for HashRing {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while left > 0 {
            if self.limit.is_reached() {
                return Progress::Done;
            }
            let Some(mut pass) = self.pass.take() else {
                if self.planned as usize == self.plan.len() {
                    return Progress::Done;
                }
                left = left.saturating_sub(self.begin());
                continue;
            };
            let cost = pass.placement.cost();
            let (from, count) = (pass.next_key, (left / cost).max(1));
            let last = self.place_keys(&mut pass, count);
            left = left.saturating_sub((pass.next_key - from).saturating_mul(cost));
            if last {
                self.finish(*pass);
            } else {
                self.pass = Some(pass);
            }
        }
        let done = self.steps.len() as f64 + self.pass.as_ref().map_or(0.0, |pass| pass.fraction(self.config.keys));
        Progress::Running((done / self.plan.len() as f64).min(0.999))
    }

    fn report(&self) -> Report {
        let at = self.pass.as_ref().map_or(Time::ZERO, |pass| pass.at);
        self.steps.last().map(report::report).unwrap_or_default().stopped(self.limit.stopped(at))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}

impl Pass {
    fn fraction(&self, keys: u32) -> f64 {
        f64::from(self.next_key) / f64::from(keys)
    }
}
