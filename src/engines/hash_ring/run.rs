//! One run: the cluster is set up, changes come one by one, and after each every key is placed anew.

use xxhash_rust::xxh3::xxh3_64;

use super::hashing::{Hash, Names};
use super::membership::{Change, Member, Membership, NodeId, Request};
use super::placement::{Config, Landing, Placement, Strategy};
use super::step::{Movement, Step, ideal_fraction};
use crate::kernel::order::ascending;
use crate::kernel::{Action, Field, Input, Params, Progress, Report, Simulation, Time, Trace, Value};

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
    sample: Vec<Landing>,
}

impl HashRing {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let strategy = Strategy::named(params.choice("strategy"));
        let keys = params.integer("keys") as u32;
        let config = Config {
            strategy,
            names: Names { hash: Hash::named(params.choice("hash")), seed: input.seed },
            vnodes: params.integer("vnodes") as u32,
            epsilon: params.number("epsilon"),
            table_size: params
                .choice("table_size")
                .parse()
                .unwrap_or_else(|_| panic!("the schema's table sizes are numbers")),
            keys,
        };
        let followed = SAMPLE_SIZE.min(keys);
        let sample = (0..followed).map(|index| {
            let key = (u64::from(index) * u64::from(keys) / u64::from(followed)) as u32;
            SampleKey { key, position: config.names.key(key) }
        });
        Self {
            cluster: Membership::new(params.integer("nodes") as NodeId, strategy.knows_weights()),
            plan: plan(params, input.actions),
            planned: 0,
            digests: Vec::new(),
            owners: Vec::new(),
            sample: sample.collect(),
            pass: None,
            steps: Vec::new(),
            trace: Trace::keeping(2_000),
            config,
        }
    }

    /// What the cluster was built with.
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
            self.trace.record(at, "ignored", describe(&change));
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
        for key in pass.next_key..until {
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
        pass.next_key = until;
        until == self.config.keys
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
            entries: pass.placement.entries(),
            overflow_keys: pass.overflow,
            band: pass.placement.band(),
            sample: pass.sample,
        };
        self.record(&step);
        self.steps.push(step);
    }

    fn record(&mut self, step: &Step) {
        let mut fields = describe(&step.change);
        if step.change == Change::SetUp {
            fields.push(("keys", self.config.keys.into()));
        } else {
            fields.push(("moved", step.movement.moved_keys.into()));
            fields.push(("between_old", step.movement.between_old_keys.into()));
        }
        fields.push(("up", step.up().into()));
        fields.push(("max_load", step.loads.iter().copied().max().unwrap_or(0).into()));
        // The owner of every key, in short: two traces agree only if all their placements do.
        fields.push(("owners", format!("{:016x}", xxh3_64(&self.owners)).into()));
        self.trace.record(step.at, kind(&step.change), fields);
    }
}

fn is_up(members: &[Member], id: NodeId) -> bool {
    members.iter().any(|member| member.id == id && member.up)
}

/// The set-up, the joins and leaves a second apart, and the actions, in order of time.
fn plan(params: &Params, actions: &[Action]) -> Vec<(Time, Option<Request>)> {
    let (joins, leaves) = (params.integer("join") as u64, params.integer("leave") as u64);
    let mut plan = vec![(Time::ZERO, None)];
    for second in 1..=joins + leaves {
        let request = if second <= joins { Request::Add } else { Request::RemoveOldest };
        plan.push((Time::from_millis(second * 1000), Some(request)));
    }
    for action in actions {
        plan.push((Time::from_millis(action.at_ms.into()), Some(request(action))));
    }
    ascending(plan.len(), |index| plan[index].0.0).into_iter().map(|index| plan[index as usize]).collect()
}

fn request(action: &Action) -> Request {
    let node = action.target as NodeId;
    match (action.verb, action.value) {
        ("add-node", _) => Request::Add,
        ("remove-node", _) => Request::Remove(node),
        ("fail-node", _) => Request::Fail(node),
        ("restore-node", _) => Request::Restore(node),
        ("set-weight", Some(Value::Number(weight))) => Request::Weigh(node, weight),
        (verb, _) => panic!("the spec declares no action `{verb}`"),
    }
}

/// The kind of a change's event.
fn kind(change: &Change) -> &'static str {
    match change {
        Change::SetUp => "set-up",
        Change::Joined(_) => "join",
        Change::Removed(_) => "remove",
        Change::Failed(_) => "fail",
        Change::Restored(_) => "restore",
        Change::Weighed(..) => "weight",
        Change::Ignored(..) => "ignored",
    }
}

/// The fields that say what changed.
fn describe(change: &Change) -> Vec<(&'static str, Field)> {
    let node = |id: NodeId| ("node", Field::from(u32::from(id)));
    match *change {
        Change::SetUp => Vec::new(),
        Change::Joined(id) | Change::Removed(id) | Change::Failed(id) | Change::Restored(id) => vec![node(id)],
        Change::Weighed(id, weight) => vec![node(id), ("weight", weight.into())],
        Change::Ignored(request, reason) => {
            let (verb, target) = match request {
                Request::Add => ("add-node", None),
                Request::RemoveOldest => ("remove-oldest", None),
                Request::Remove(id) => ("remove-node", Some(id)),
                Request::Fail(id) => ("fail-node", Some(id)),
                Request::Restore(id) => ("restore-node", Some(id)),
                Request::Weigh(id, _) => ("set-weight", Some(id)),
            };
            let mut fields = vec![("action", verb.into())];
            fields.extend(target.map(node));
            fields.push(("reason", reason.into()));
            fields
        }
    }
}

impl Simulation for HashRing {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while left > 0 {
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
        self.steps.last().map(Step::report).unwrap_or_default()
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
