//! One line for each lab: its spec, its engine and, where there is one, its small case. Everything that lists labs (the
//! command line, the reference page, the tests, the pages) reads this list; nothing else names them.

use std::fmt;

use super::*;
use crate::kernel::{Exploration, Input, LabSpec, Simulation};

/// A lab: its spec and its engine.
#[derive(Clone, Copy)]
pub struct Lab {
    /// What is known of it without running it.
    pub spec: &'static LabSpec,
    /// Starts a run.
    pub start: fn(&Input) -> Box<dyn Simulation>,
    /// Visits every state of the lab's system for one small case; nothing where the lab has no small case.
    pub explore: Option<fn(&Input) -> Exploration>,
}

/// The labs that pages draw.
const PICTURED: &[Lab] = &[lab(&hash_ring::SPEC, hash_ring::start), lab(&fan_out::SPEC, fan_out::start)];

/// The labs that have no picture yet: for the command line and for numbers in the prose. A page's module leaves them out.
#[cfg(any(not(target_arch = "wasm32"), feature = "every-lab"))]
const BARE: &[Lab] = &[
    lab(&logical_clocks::SPEC, logical_clocks::start),
    lab(&crdt::SPEC, crdt::start),
    lab(&dual_write::SPEC, dual_write::start).explored(dual_write::explore),
    lab(&delivery::SPEC, delivery::start).explored(delivery::explore),
    lab(&two_generals::SPEC, two_generals::start).explored(two_generals::explore),
    lab(&hot_partitions::SPEC, hot_partitions::start),
    lab(&queueing::SPEC, queueing::start),
    lab(&backpressure::SPEC, backpressure::start),
    lab(&bloom::SPEC, bloom::start),
    lab(&hyperloglog::SPEC, hyperloglog::start),
    lab(&count_min::SPEC, count_min::start),
    lab(&top_k::SPEC, top_k::start),
    lab(&cache_stampede::SPEC, cache_stampede::start),
];
#[cfg(not(any(not(target_arch = "wasm32"), feature = "every-lab")))]
const BARE: &[Lab] = &[];

/// Every lab of the book.
pub fn labs() -> impl Iterator<Item = &'static Lab> {
    PICTURED.iter().chain(BARE)
}

/// The lab with this id.
pub fn find(id: &str) -> Option<&'static Lab> {
    labs().find(|lab| lab.spec.id == id)
}

/// A lab that is not explored.
pub const fn lab(spec: &'static LabSpec, start: fn(&Input) -> Box<dyn Simulation>) -> Lab {
    Lab { spec, start, explore: None }
}

impl Lab {
    /// The lab with a small case, every state of which can be visited: on the command line, so no module carries it.
    pub const fn explored(mut self, explore: fn(&Input) -> Exploration) -> Self {
        self.explore = if cfg!(target_arch = "wasm32") { None } else { Some(explore) };
        self
    }
}

impl fmt::Debug for Lab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lab({})", self.spec.id)
    }
}

impl PartialEq for Lab {
    fn eq(&self, other: &Self) -> bool {
        self.spec.id == other.spec.id
    }
}
