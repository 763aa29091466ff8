//! The search for rare runs: most runs of a faulty system look well, and the one that does not is the one to show.
//!
//! A scenario is run under many seeds, and those runs are counted that break a property. One of them is then made as
//! small as it goes while it still breaks it: actions are left out (delta debugging, Zeller & Hildebrandt 2002), whole
//! numbers are made smaller, and a smaller case gets a few seeds to show the fault again, since other numbers meet other
//! luck. What is left is the fault and little else.

use super::Scenario;
use crate::registry::{Claim, ParamKind, Progress, Property, Seed, Value};

/// How many of the seeds that were found are named.
const NAMED: usize = 10;

/// How much work shrinking may take, in units of about 100 ns, if nothing else is said: some seconds.
pub const EFFORT: u64 = 50_000_000;

/// Work is counted in slices of so many units.
const SLICE: u32 = 2_000;

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

/// Runs a scenario under `seeds` seeds, its own first, and shrinks one of those that break the property, with so many
/// units of work.
pub fn find_rare(scenario: &Scenario, property: &Property, seeds: u32, effort: u64) -> Rare {
    let mut rare = Rare { seeds, found: 0, first: Vec::new(), smallest: None };
    // Of the runs that were found, the shortest is the one to begin with.
    let mut shortest: Option<(u64, Scenario)> = None;
    for seed in seeds_from(scenario.seed).take(seeds as usize) {
        let candidate = with_seed(scenario, seed);
        let (Some(length), _) = try_out(&candidate, property) else { continue };
        rare.found += 1;
        if rare.first.len() < NAMED {
            rare.first.push(seed.0);
        }
        if shortest.as_ref().is_none_or(|(least, _)| length < *least) {
            shortest = Some((length, candidate));
        }
    }
    rare.smallest = shortest.map(|(length, smallest)| Shrinking { property, smallest, length, effort }.shrink());
    rare
}

/// How many events there are in a run, if it is one of those that are looked for; and what it cost to find out.
fn try_out(scenario: &Scenario, property: &Property) -> (Option<u64>, u64) {
    let mut run = scenario.start();
    let mut cost = u64::from(SLICE);
    while run.advance(SLICE) != Progress::Done {
        cost += u64::from(SLICE);
    }
    let is_rare = property.holds(run.trace()) == (property.claim == Claim::Sometimes);
    (is_rare.then(|| run.trace().count()), cost)
}

fn seeds_from(first: Seed) -> impl Iterator<Item = Seed> {
    (0..=u32::MAX).map(move |offset| Seed(first.0.wrapping_add(offset)))
}

fn with_seed(scenario: &Scenario, seed: Seed) -> Scenario {
    Scenario { seed, ..scenario.clone() }
}

struct Shrinking<'a> {
    property: &'a Property,
    smallest: Scenario,
    length: u64,
    effort: u64,
}

impl Shrinking<'_> {
    /// Makes the case smaller until nothing more can be taken from it.
    fn shrink(mut self) -> Scenario {
        loop {
            let before = self.smallest.clone();
            self.drop_actions();
            self.lower_numbers();
            if self.smallest == before || self.effort == 0 {
                return self.smallest;
            }
        }
    }

    /// Takes a smaller case if it shows the fault in a run of at most `longest` events, under its own seed or, as long
    /// as an eighth of the effort lasts, under others.
    fn accept(&mut self, case: &Scenario, longest: u64) -> bool {
        let until = self.effort - self.effort / 8;
        for seed in seeds_from(case.seed) {
            let candidate = with_seed(case, seed);
            let (length, cost) = try_out(&candidate, self.property);
            self.effort = self.effort.saturating_sub(cost);
            if let Some(length) = length.filter(|&length| length <= longest) {
                (self.smallest, self.length) = (candidate, length);
                return true;
            }
            if self.effort <= until {
                return false;
            }
        }
        false
    }

    /// Leaves out runs of actions: first all, then halves, then quarters, at last single ones.
    fn drop_actions(&mut self) {
        let mut size = self.smallest.actions.len();
        while size > 0 {
            let mut from = 0;
            while from < self.smallest.actions.len() {
                let mut case = self.smallest.clone();
                let until = (from + size).min(case.actions.len());
                case.actions.drain(from..until);
                if !self.accept(&case, self.length) {
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
                if self.accept(&case, self.length.saturating_sub(1)) {
                    value = lower;
                } else {
                    sound = lower;
                }
            }
        }
    }
}
