//! The types against those of the `crdts` crate, over random histories of several replicas: by operations that arrive
//! out of order and twice, and by states. (Texts are compared with other libraries, in `libraries`.)
//!
//! Issue 10 of that crate says that its multi-value register loses a value if one replica writes twice from one old
//! reading. Here each write has read what its replica holds, so the register is compared too.

mod theirs;

use crdts::{CmRDT, CvRDT, Dot, GCounter, MVReg, Orswot, PNCounter, VClock};
use faultlines::engines::crdt::replica::Replica;
use faultlines::engines::crdt::truth::Operation;
use faultlines::engines::crdt::{Intent, Kind};
use faultlines::kernel::{Seed, Stream, Time};
use proptest::prelude::*;
use proptest::sample::Index;
use theirs::{Register, Registers, Theirs};

/// A replica of theirs, with the delivery in causal order that the crate leaves to its user.
#[derive(Clone)]
struct Peer<T: Theirs> {
    object: T,
    seen: VClock<u32>,
    waiting: Vec<usize>,
}

/// What was done at a replica of theirs, and what that had seen.
struct Done<T: Theirs> {
    dot: Dot<u32>,
    after: VClock<u32>,
    op: T::Op,
}

impl<T: Theirs> Peer<T> {
    fn new() -> Self {
        Self { object: T::default(), seen: VClock::new(), waiting: Vec::new() }
    }

    fn perform(&mut self, at: u32, intent: Intent, now: u64) -> Done<T> {
        let done = Done { dot: self.seen.inc(at), after: self.seen.clone(), op: self.object.make(at, intent, now) };
        self.learn(&done);
        done
    }

    fn take(&mut self, arrived: usize, log: &[Done<T>]) {
        self.waiting.push(arrived);
        while let Some(place) = self.waiting.iter().position(|&done| log[done].after <= self.seen) {
            let done = &log[self.waiting.remove(place)];
            if self.seen.get(&done.dot.actor) < done.dot.counter {
                self.learn(done);
            }
        }
    }

    fn learn(&mut self, done: &Done<T>) {
        self.object.apply(done.op.clone());
        self.seen.apply(done.dot);
    }

    fn merge(&mut self, other: &Self) {
        self.object.merge(other.object.clone());
        self.seen.merge(other.seen.clone());
    }
}

const MAX_REPLICAS: u32 = 5;

/// What happens at a replica: it operates, or something of another reaches it.
#[derive(Clone, Debug)]
struct Step {
    at: Index,
    operates: bool,
    other: Index,
}

/// A random history. Things reach a replica as states or as operations; of these any that was ever done may be next.
#[derive(Clone, Debug)]
struct History {
    seed: u32,
    replicas: u32,
    by_states: bool,
    steps: Vec<Step>,
}

fn any_history() -> impl Strategy<Value = History> {
    let step =
        (any::<Index>(), any::<bool>(), any::<Index>()).prop_map(|(at, operates, other)| Step { at, operates, other });
    (any::<u32>(), 2..=MAX_REPLICAS, any::<bool>(), prop::collection::vec(step, 1..60))
        .prop_map(|(seed, replicas, by_states, steps)| History { seed, replicas, by_states, steps })
}

/// The replicas of both, side by side.
struct Pair<T: Theirs> {
    ours: Vec<Replica>,
    theirs: Vec<Peer<T>>,
    our_log: Vec<Operation>,
    their_log: Vec<Done<T>>,
}

impl<T: Theirs> Pair<T> {
    fn new(kind: Kind, replicas: u32) -> Self {
        let gossip = || Stream::named(Seed(0), "gossip");
        Self {
            ours: (0..replicas).map(|id| Replica::new(id, kind, gossip())).collect(),
            theirs: vec![Peer::new(); replicas as usize],
            our_log: Vec::new(),
            their_log: Vec::new(),
        }
    }

    fn operate(&mut self, at: usize, intent: Intent, now: u64) {
        self.our_log.push(self.ours[at].perform(intent, Time(now)));
        self.their_log.push(self.theirs[at].perform(at as u32, intent, now));
    }

    fn take(&mut self, at: usize, operation: usize) {
        self.ours[at].take_operations(&[operation as u32], &self.our_log);
        self.theirs[at].take(operation, &self.their_log);
    }

    fn merge(&mut self, to: usize, from: usize) {
        let (ours, theirs) = (self.ours[from].clone(), self.theirs[from].clone());
        self.ours[to].take_state(&ours.object, &ours.seen);
        self.theirs[to].merge(&theirs);
    }

    fn compare(&self, at: usize) -> Result<(), TestCaseError> {
        let (ours, theirs) = (&self.ours[at], &self.theirs[at]);
        prop_assert_eq!(ours.object.content(), theirs.object.content(), "at {}", at);
        prop_assert!(theirs.object.agrees(&ours.object), "at {}", at);
        for replica in 0..self.ours.len() as u32 {
            prop_assert_eq!(ours.seen.get(replica), theirs.seen.get(&replica), "at {}, of {}", at, replica);
        }
        Ok(())
    }

    /// Everything reaches everybody, once more and in any order.
    fn finish(&mut self, by_states: bool, draws: &mut Stream) -> Result<(), TestCaseError> {
        let all = self.ours.len();
        for at in 0..all {
            let mut arrivals: Vec<usize> =
                if by_states { (0..all).collect() } else { (0..self.our_log.len()).collect() };
            for place in (1..arrivals.len()).rev() {
                arrivals.swap(place, draws.below(place as u64 + 1) as usize);
            }
            for arrival in arrivals {
                if by_states {
                    self.merge(at, arrival)
                } else {
                    self.take(at, arrival)
                }
                self.compare(at)?;
            }
            prop_assert_eq!(self.ours[at].seen.total(), self.our_log.len() as u64);
        }
        prop_assert!(self.ours.iter().all(|replica| replica.object == self.ours[0].object));
        Ok(())
    }
}

fn check<T: Theirs>(kind: Kind, history: &History) -> Result<(), TestCaseError> {
    let mut pair = Pair::<T>::new(kind, history.replicas);
    let stream = |name| Stream::named(Seed(history.seed), name);
    let (mut intents, mut clock, mut shuffle) = (stream("intents"), stream("clock"), stream("shuffle"));
    for step in &history.steps {
        let at = step.at.index(history.replicas as usize);
        if step.operates || pair.our_log.is_empty() {
            let number = pair.our_log.len() as u32;
            // Clocks that go back, and often show the same.
            pair.operate(at, Intent::draw(kind, number, 4, &mut intents), 1 + clock.below(6));
        } else if history.by_states {
            pair.merge(at, step.other.index(history.replicas as usize));
        } else {
            pair.take(at, step.other.index(pair.our_log.len()));
        }
        pair.compare(at)?;
    }
    pair.finish(history.by_states, &mut shuffle)
}

macro_rules! agree {
    ($($name:ident: $kind:expr, $theirs:ty;)*) => {
        proptest! {
            #![proptest_config(crate::thorough::cases(1_000))]
            $(
                #[test]
                fn $name(history in any_history()) {
                    check::<$theirs>($kind, &history)?;
                }
            )*
        }
    };
}

agree! {
    growing_counters_agree_with_the_crdts_crate: Kind::GCounter, GCounter<u32>;
    counters_agree_with_the_crdts_crate: Kind::PnCounter, PNCounter<u32>;
    sets_agree_with_the_crdts_crate: Kind::OrSet, Orswot<u32, u32>;
    last_writer_registers_agree_with_the_crdts_crate: Kind::LwwRegister, Register;
    last_writer_maps_agree_with_the_crdts_crate: Kind::LwwMap, Registers;
    multi_value_registers_agree_with_the_crdts_crate: Kind::MvRegister, MVReg<u32, u32>;
}
