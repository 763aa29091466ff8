//! The book's one currency: `{ lab, params, seed, actions }`.
//!
//! The same scenario is a fenced block in a chapter, a permalink, a question's key, the evidence in an answer file, a
//! golden trace and a `faultlines run`. Reading one never fails outright: what is wrong comes back as [`Problem`]s beside
//! a scenario that runs. Authors and the command line treat a problem as an error; readers' URLs show it as a note.

#[cfg(grader)]
pub mod id;
#[cfg(grader)]
mod idle;
#[cfg(grader)]
pub mod json;
#[cfg(grader)]
pub mod keys;
pub mod link;
mod outcome;
pub mod plate;
pub mod problem;
mod query;
pub mod rare;
mod set;
pub mod tree;

pub use link::{Link, Position};
pub use outcome::run_query;
pub use plate::{Plate, Prediction};
pub use problem::Problem;
pub use rare::{EFFORT, Rare, Search, find_rare};
pub use tree::Tree;

use crate::engines::catalog::Lab;
use crate::kernel::{Action, Input, MAX_EVENTS, Params, Progress, Report, Seed, Simulation};

/// The most actions that a scenario may hold.
pub const MAX_ACTIONS: usize = 200;

/// A lab with everything that decides what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Which lab.
    pub lab: &'static Lab,
    /// Its parameters, complete and within the schema.
    pub params: Params,
    /// The seed of every stream.
    pub seed: Seed,
    /// What the reader did, sorted by time.
    pub actions: Vec<Action>,
}

impl Scenario {
    /// The lab at its defaults.
    pub fn defaults(lab: &'static Lab) -> Self {
        Self { lab, params: Params::defaults(lab.spec.params), seed: Seed(1), actions: Vec::new() }
    }

    /// Starts a run; the caller advances it.
    pub fn start(&self) -> Box<dyn Simulation> {
        (self.lab.start)(&self.input())
    }

    /// What an engine is given.
    pub fn input(&self) -> Input<'_> {
        Input { params: &self.params, actions: &self.actions, seed: self.seed, max_events: MAX_EVENTS }
    }

    /// Runs to the end.
    pub fn run(&self) -> Box<dyn Simulation> {
        let mut simulation = self.start();
        while simulation.advance(u32::MAX) != Progress::Done {}
        simulation
    }

    /// Runs to the end and keeps the metrics.
    pub fn report(&self) -> Report {
        self.run().report()
    }

    /// The names of this lab's metrics, families with their `*`.
    pub fn metric_names(&self) -> impl Iterator<Item = &'static str> {
        self.lab.spec.metrics.iter().map(|metric| metric.name)
    }

    /// Adds an action in its place in time.
    pub fn act(&mut self, action: Action) {
        let place = self.actions.partition_point(|earlier| earlier.at_ms <= action.at_ms);
        self.actions.insert(place, action);
    }
}
