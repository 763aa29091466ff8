//! Every run of a small system, instead of many: breadth first through all its states, so that what is found first is
//! shortest.
//!
//! States are told apart by their order, never by a hash, so nothing is missed by a collision. A property is judged on
//! two kinds of events. What *happens* in a step must be as the property says, in every run. What an *audit* of a state
//! would find may be wrong for a while (an event is committed and not yet published); it is held against the system only
//! where no run that meets no further fault can put it right. So the question asked of each state is: if nothing else
//! goes wrong, can all still become well?

mod paths;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::property::{Expectation, Property};
use super::trace::{Event, Trace};

/// The cause of a step: the system itself, or a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The system does its work, or comes back after a crash.
    System,
    /// A process dies.
    Crash,
    /// Anything else goes wrong.
    OtherFault,
}

/// A system whose states can all be visited.
pub trait Model {
    /// A state; two that are equal have the same future.
    type State: Ord;
    /// Something that can happen next.
    type Action;

    /// The initial state.
    fn start(&self) -> Self::State;

    /// The steps that are possible in a state, in a fixed order.
    fn actions(&self, state: &Self::State) -> Vec<Self::Action>;

    /// The cause of a step: the system itself, or a fault.
    fn cause(&self, step: &Self::Action) -> Cause;

    /// The state after a step, and the events that tell of it.
    fn next_state(&self, state: &Self::State, step: &Self::Action, events: &mut Vec<Event>) -> Self::State;

    /// The findings about a state of an observer who sees all processes.
    fn audit(&self, state: &Self::State) -> Vec<Event>;
}

/// The verdict on one property.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// The property that was checked.
    pub property: &'static Property,
    /// Whether it holds in every run (or, for [`Expectation::Sometimes`], is reached in one).
    pub holds: bool,
    /// A shortest run that breaks it, one step a millisecond, and what the audit finds at its end. Where only the
    /// future is lost, the run goes on without a further fault until no more can be put right.
    pub counterexample: Option<Trace>,
}

/// All runs of a model.
#[derive(Clone, Debug)]
pub struct Exploration {
    /// The small case whose runs these are, as people are told: `one order and at most one crash`.
    pub case: String,
    /// How many different states there are.
    pub states: u64,
    /// How many steps there are between them.
    pub steps: u64,
    /// How many of the steps are the crash of a process: each a crash at another point.
    pub crash_points: u64,
    /// How many steps the state lies away that is furthest from the start.
    pub depth: u32,
    /// Whether all states were visited; false if there were more than allowed.
    pub complete: bool,
    /// One for each property, in their order.
    pub findings: Vec<Discovery>,
}

impl Exploration {
    /// The same, with what the small case is.
    pub fn of(self, case: impl Into<String>) -> Self {
        Self { case: case.into(), ..self }
    }

    /// The runs of this model and of another, judged by the same properties.
    pub fn and(mut self, other: Self) -> Self {
        self.states += other.states;
        self.steps += other.steps;
        self.crash_points += other.crash_points;
        self.depth = self.depth.max(other.depth);
        self.complete &= other.complete;
        for (finding, other) in self.findings.iter_mut().zip(other.findings) {
            match finding.property.claim {
                Expectation::Sometimes => finding.holds |= other.holds,
                _ if finding.is_longer_than(&other) => *finding = other,
                _ => {}
            }
        }
        self
    }
}

impl Discovery {
    /// Whether another breaks the property in a shorter run.
    fn is_longer_than(&self, other: &Self) -> bool {
        let length = |finding: &Self| finding.counterexample.as_ref().map_or(u64::MAX, Trace::count);
        length(other) < length(self)
    }
}

/// How a state was reached first: from which other, and how many steps from the start.
#[derive(Clone, Copy)]
struct Origin {
    state: u32,
    depth: u32,
}

/// Visits at most `max_states` states of a model and judges at most 32 properties.
///
/// # Panics
/// If there are more than 32 properties.
pub fn explore<M: Model>(model: &M, properties: &'static [Property], max_states: u32) -> Exploration {
    assert!(properties.len() <= 32, "a state's verdicts are the bits of one word");
    let mut search = Search::new(model, properties);
    let mut next = 0;
    while next < search.states.len() && search.states.len() <= max_states as usize {
        search.expand(next as u32);
        next += 1;
    }
    search.finish(next)
}

struct Search<'a, M: Model> {
    model: &'a M,
    properties: &'static [Property],
    states: Vec<Rc<M::State>>,
    known: BTreeMap<Rc<M::State>, u32>,
    origins: Vec<Origin>,
    /// For each state, a bit for each property with which its audit agrees.
    sound: Vec<u32>,
    /// The steps that are no fault, as (to, from), sorted at the end.
    healthy: Vec<(u32, u32)>,
    /// The first step that broke each property by what happened in it, or (for `Sometimes`) that met it.
    struck: Vec<Option<(u32, u32)>>,
    steps: u64,
    crash_points: u64,
}

impl<'a, M: Model> Search<'a, M> {
    fn new(model: &'a M, properties: &'static [Property]) -> Self {
        let mut search = Self {
            model,
            properties,
            states: Vec::new(),
            known: BTreeMap::new(),
            origins: Vec::new(),
            sound: Vec::new(),
            healthy: Vec::new(),
            struck: vec![None; properties.len()],
            steps: 0,
            crash_points: 0,
        };
        search.meet(model.start(), Origin { state: 0, depth: 0 });
        search
    }

    /// The number of a state, new or known.
    fn meet(&mut self, state: M::State, origin: Origin) -> u32 {
        if let Some(&number) = self.known.get(&state) {
            return number;
        }
        let audit = self.model.audit(&state);
        let sound = |property: &Property| match property.claim {
            Expectation::Always => audit.iter().all(property.holds_at),
            Expectation::Eventually | Expectation::Sometimes => audit.iter().any(property.holds_at),
        };
        let bits = self.properties.iter().enumerate().map(|(bit, property)| u32::from(sound(property)) << bit);
        self.sound.push(bits.sum());
        let (number, state) = (self.states.len() as u32, Rc::new(state));
        self.states.push(Rc::clone(&state));
        self.known.insert(state, number);
        self.origins.push(origin);
        number
    }

    /// Takes every step from a state.
    fn expand(&mut self, number: u32) {
        let state = Rc::clone(&self.states[number as usize]);
        let depth = self.origins[number as usize].depth + 1;
        let mut events = Vec::new();
        for (step, taken) in (0..).zip(self.model.actions(&state)) {
            events.clear();
            let after = self.model.next_state(&state, &taken, &mut events);
            let reached = self.meet(after, Origin { state: number, depth });
            self.steps += 1;
            match self.model.cause(&taken) {
                Cause::System => self.healthy.push((reached, number)),
                Cause::Crash => self.crash_points += 1,
                Cause::OtherFault => {}
            }
            for (property, struck) in self.properties.iter().zip(&mut self.struck) {
                let strikes = match property.claim {
                    Expectation::Always => !events.iter().all(property.holds_at),
                    Expectation::Sometimes => events.iter().any(property.holds_at),
                    Expectation::Eventually => false,
                };
                if strikes && struck.is_none() {
                    *struck = Some((number, step));
                }
            }
        }
    }

    /// Judges the properties once the first `expanded` states have been expanded.
    fn finish(mut self, expanded: usize) -> Exploration {
        // Of a state that was not expanded nothing bad is known.
        for sound in &mut self.sound[expanded..] {
            *sound = u32::MAX;
        }
        let salvable = self.salvable();
        let findings = self.properties.iter().enumerate().map(|(index, property)| {
            let met = salvable.iter().any(|bits| bits >> index & 1 == 1);
            let doomed = salvable.iter().position(|bits| bits >> index & 1 == 0);
            let run = match (property.claim, self.struck[index], doomed) {
                (Expectation::Sometimes, struck, _) => {
                    return Discovery { property, holds: struck.is_some() || met, counterexample: None };
                }
                (_, Some((state, step)), doomed) if doomed.is_none_or(|doomed| self.is_sooner(state, doomed)) => {
                    Some(self.tell(&self.path_to(state), Some(step)))
                }
                (_, _, Some(doomed)) => Some(self.tell(&self.path_through(doomed as u32, property), None)),
                (..) => None,
            };
            Discovery { property, holds: run.is_none(), counterexample: run }
        });
        Exploration {
            case: String::new(),
            states: self.states.len() as u64,
            steps: self.steps,
            crash_points: self.crash_points,
            depth: self.origins.iter().map(|origin| origin.depth).max().unwrap_or(0),
            complete: expanded == self.states.len(),
            findings: findings.collect(),
        }
    }

    /// Whether a step from `state` ends no later than at the state `other`.
    fn is_sooner(&self, state: u32, other: usize) -> bool {
        self.origins[state as usize].depth < self.origins[other].depth
    }

    /// For each state, a bit for each property that is sound there or can become so without a further fault.
    fn salvable(&mut self) -> Vec<u32> {
        self.healthy.sort_unstable();
        let mut salvable = self.sound.clone();
        let mut changed: Vec<u32> = (0..salvable.len() as u32).collect();
        while let Some(to) = changed.pop() {
            let bits = salvable[to as usize];
            let first = self.healthy.partition_point(|&(reached, _)| reached < to);
            for &(_, from) in self.healthy[first..].iter().take_while(|&&(reached, _)| reached == to) {
                if salvable[from as usize] | bits != salvable[from as usize] {
                    salvable[from as usize] |= bits;
                    changed.push(from);
                }
            }
        }
        salvable
    }
}

#[cfg(test)]
mod tests;
