//! The search for rare runs: most runs of a faulty system look well, and the one that does not is the one to show.
//!
//! A scenario is run under many seeds, and those runs are counted that break a property. One of them is then made as
//! small as it goes while it still breaks it: actions are left out (delta debugging, Zeller & Hildebrandt 2002), whole
//! numbers are made smaller, and a smaller case gets a few seeds to show the fault again, since other numbers meet other
//! luck. What is left is the fault and little else.

use super::Scenario;
use crate::registry::{Claim, ParamKind, Property, Seed, Value};

/// How many of the seeds that were found are named.
const NAMED: usize = 10;

/// How many seeds a smaller case is tried under before it counts as sound.
const SEEDS_PER_CASE: u32 = 128;

/// The most runs that shrinking may take.
const MAX_RUNS: u32 = 2_000;

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Rare {
    /// How many seeds were tried.
    pub seeds: u32,
    /// How many of the runs broke the property; for a [`Claim::Sometimes`], how many reached it.
    pub found: u32,
    /// The first of their seeds, at most ten.
    pub first: Vec<u32>,
    /// The smallest such run that was found.
    pub smallest: Option<Scenario>,
}

/// Runs a scenario under `seeds` seeds, its own first, and shrinks one of those that break the property.
pub fn find_rare(scenario: &Scenario, property: &Property, seeds: u32) -> Rare {
    let mut rare = Rare { seeds, found: 0, first: Vec::new(), smallest: None };
    // Of the runs that were found, the shortest is the one to begin with.
    let mut shortest: Option<(u64, Scenario)> = None;
    for seed in seeds_from(scenario.seed, seeds) {
        let candidate = with_seed(scenario, seed);
        let Some(length) = rare_length(&candidate, property) else { continue };
        rare.found += 1;
        if rare.first.len() < NAMED {
            rare.first.push(seed.0);
        }
        if shortest.as_ref().is_none_or(|(least, _)| length < *least) {
            shortest = Some((length, candidate));
        }
    }
    rare.smallest = shortest.map(|(length, smallest)| Shrinking { property, smallest, length, runs: 0 }.shrink());
    rare
}

/// How many events there are in a run, if it is one of those that are looked for.
fn rare_length(scenario: &Scenario, property: &Property) -> Option<u64> {
    let run = scenario.run();
    let rare = property.holds(run.trace()) == (property.claim == Claim::Sometimes);
    rare.then(|| run.trace().count())
}

fn seeds_from(first: Seed, count: u32) -> impl Iterator<Item = Seed> {
    (0..count).map(move |offset| Seed(first.0.wrapping_add(offset)))
}

fn with_seed(scenario: &Scenario, seed: Seed) -> Scenario {
    Scenario { seed, ..scenario.clone() }
}

struct Shrinking<'a> {
    property: &'a Property,
    smallest: Scenario,
    length: u64,
    runs: u32,
}

impl Shrinking<'_> {
    /// Makes the case smaller until nothing more can be taken from it.
    fn shrink(mut self) -> Scenario {
        loop {
            let before = self.smallest.clone();
            self.drop_actions();
            self.lower_numbers();
            if self.smallest == before || self.runs >= MAX_RUNS {
                return self.smallest;
            }
        }
    }

    /// Takes a smaller case if one of `seeds` seeds shows the fault in it, in a run of at most `longest` events.
    fn accept(&mut self, case: &Scenario, seeds: u32, longest: u64) -> bool {
        for seed in seeds_from(case.seed, seeds) {
            if self.runs >= MAX_RUNS {
                return false;
            }
            self.runs += 1;
            let candidate = with_seed(case, seed);
            if let Some(length) = rare_length(&candidate, self.property).filter(|&length| length <= longest) {
                (self.smallest, self.length) = (candidate, length);
                return true;
            }
        }
        false
    }

    /// Leaves out runs of actions: first halves, then quarters, at last single ones.
    fn drop_actions(&mut self) {
        let mut size = self.smallest.actions.len();
        while size > 0 {
            let mut from = 0;
            while from < self.smallest.actions.len() {
                let mut case = self.smallest.clone();
                let until = (from + size).min(case.actions.len());
                case.actions.drain(from..until);
                if !self.accept(&case, 1, self.length) {
                    from += size;
                }
            }
            size /= 2;
        }
    }

    /// Brings every whole number as near to its least value as the fault allows, by halving the distance; a number that
    /// makes the run no shorter keeps its value, since it says something about the system and not about its size.
    fn lower_numbers(&mut self) {
        for spec in self.smallest.lab.spec.params {
            let ParamKind::Integer { min, .. } = spec.kind else { continue };
            let (mut sound, mut value) = (min - 1, self.smallest.params.integer(spec.name));
            while value - sound > 1 {
                let lower = if sound < min { min } else { sound + (value - sound) / 2 };
                let mut case = self.smallest.clone();
                case.params.set(spec.name, Value::Integer(lower));
                if self.accept(&case, SEEDS_PER_CASE, self.length.saturating_sub(1)) {
                    value = lower;
                } else {
                    sound = lower;
                }
            }
        }
    }
}
