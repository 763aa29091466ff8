//! The search for rare runs: most runs of a faulty system look well, and the one that does not is the one to show.
//!
//! A scenario is run under many seeds, and those runs are counted that break a property. One of them is then made as
//! small as it goes while it still breaks it: actions are left out (delta debugging, Zeller & Hildebrandt 2002), whole
//! numbers are made smaller where that makes less work, and a smaller case gets many seeds to show the fault again, since
//! other numbers meet other luck. What is left is the fault and little else.

use super::Scenario;
use crate::kernel::{Expectation, ParamKind, Progress, Property, Seed, Simulation, Trace, Value};

/// How many of the seeds that were found are named.
const NAMED: usize = 10;

/// How much work shrinking may take, in units of about 100 ns, if nothing else is said: some seconds.
pub const EFFORT: u64 = 50_000_000;

/// Work is counted in slices of so many units.
const SLICE: u32 = 20;

/// The cost of beginning a run, in the same units.
const SETTING_UP: u64 = 1_000;

/// The result of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Rare {
    /// How many seeds were tried.
    pub seeds: u32,
    /// How many of the runs broke the property; for a [`Expectation::Sometimes`], how many reached it.
    pub found: u32,
    /// The first of their seeds, at most ten.
    pub first: Vec<u32>,
    /// The smallest such run that was found.
    pub smallest: Option<Scenario>,
}

/// A search in slices, so that a page can show how far it is.
pub struct Search {
    property: &'static Property,
    /// How many seeds are to be tried.
    seeds: u32,
    /// What is being tried, with how much work it has been.
    candidate: Scenario,
    run: Box<dyn Simulation>,
    work: u64,
    /// How soon the smallest run that was found shows the fault: the event that does, and the work of the whole run.
    least: (usize, u64),
    rare: Rare,
}

impl Search {
    /// A search of so many seeds, the scenario's own first.
    pub fn new(scenario: &Scenario, property: &'static Property, seeds: u32) -> Self {
        let rare = Rare { seeds: 0, found: 0, first: Vec::new(), smallest: None };
        let run = scenario.start();
        Self { property, seeds, candidate: scenario.clone(), run, work: 0, least: (usize::MAX, u64::MAX), rare }
    }

    /// Does about so many units of work, of the order of 100 ns each.
    pub fn advance(&mut self, budget: u32) -> Progress {
        let mut left = i64::from(budget);
        while left > 0 && self.rare.seeds < self.seeds {
            self.work += u64::from(SLICE);
            left -= i64::from(SLICE);
            if self.run.advance(SLICE) == Progress::Done {
                self.judge();
                left -= SETTING_UP as i64;
            }
        }
        match self.rare.seeds {
            tried if tried < self.seeds => Progress::Running(f64::from(tried) / f64::from(self.seeds)),
            _ => Progress::Done,
        }
    }

    /// What was found so far.
    pub fn into_rare(self) -> Rare {
        self.rare
    }

    /// Counts the run that is over, and begins the next.
    fn judge(&mut self) {
        let rare = &mut self.rare;
        rare.seeds += 1;
        if is_rare(self.property, self.run.trace()) {
            rare.found += 1;
            if rare.first.len() < NAMED {
                rare.first.push(self.candidate.seed.0);
            }
            let shown = self.property.decided_at(self.run.trace()).unwrap_or(usize::MAX);
            if (shown, self.work) < self.least {
                self.least = (shown, self.work);
                rare.smallest = Some(self.candidate.clone());
            }
        }
        self.candidate.seed.0 = self.candidate.seed.0.wrapping_add(1);
        (self.run, self.work) = (self.candidate.start(), 0);
    }
}

/// Runs a scenario under `seeds` seeds, its own first, and shrinks one of those that break the property, with so many
/// units of work.
pub fn find_rare(scenario: &Scenario, property: &'static Property, seeds: u32, effort: u64) -> Rare {
    let mut search = Search::new(scenario, property, seeds);
    while search.advance(u32::MAX) != Progress::Done {}
    let ((_, work), mut rare) = (search.least, search.into_rare());
    rare.smallest = rare.smallest.map(|smallest| Shrinking { property, smallest, work, effort }.shrink());
    rare
}

/// Whether a run is one of those that are looked for.
fn is_rare(property: &Property, trace: &Trace) -> bool {
    property.holds(trace) == (property.claim == Expectation::Sometimes)
}

/// Whether a run is one of those that are looked for, and how much work it was.
fn try_out(scenario: &Scenario, property: &Property) -> (bool, u64) {
    let mut run = scenario.start();
    let mut work = u64::from(SLICE);
    while run.advance(SLICE) != Progress::Done {
        work += u64::from(SLICE);
    }
    (is_rare(property, run.trace()), work)
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
    work: u64,
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

    /// Takes a smaller case if it shows the fault with at most so much work, under its own seed or, as long as an eighth
    /// of the effort lasts, under others.
    fn accept(&mut self, case: &Scenario, most_work: u64) -> bool {
        let until = self.effort - self.effort / 8;
        for seed in seeds_from(case.seed) {
            let candidate = with_seed(case, seed);
            let (is_rare, work) = try_out(&candidate, self.property);
            self.effort = self.effort.saturating_sub(work + SETTING_UP);
            if is_rare && work <= most_work {
                (self.smallest, self.work) = (candidate, work);
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
                if !self.accept(&case, u64::MAX) {
                    from += size;
                }
            }
            size /= 2;
        }
    }

    /// Brings every whole number as near to its least value as the fault allows, by halving the distance; a number that
    /// makes no less work keeps its value, since it says something about the system and not about its size.
    fn lower_numbers(&mut self) {
        for spec in self.smallest.lab.spec.params {
            let ParamKind::Integer { min, .. } = spec.kind else { continue };
            let (mut sound, mut value) = (min - 1, self.smallest.params.integer(spec.name));
            while value - sound > 1 {
                let lower = if sound < min { min } else { sound + (value - sound) / 2 };
                let mut case = self.smallest.clone();
                case.params.set(spec.name, Value::Integer(lower));
                if self.accept(&case, self.work.saturating_sub(1)) {
                    value = lower;
                } else {
                    sound = lower;
                }
            }
        }
    }
}
