//! One line for each lab: its spec, its engine and, where there is one, its small case. Everything that lists labs (the
//! command line, the reference page, the tests, the pages) reads this list; nothing else names them.

use std::fmt;

use super::*;
use crate::kernel::{Exploration, Input, LabSpec, Simulation};

/// A lab: its spec and its engine.
#[derive(Clone, Copy)]
pub struct Lab {
    /// Its schema: everything that is known without running it.
    pub spec: &'static LabSpec,
    /// Starts a run.
    pub start: fn(&Input) -> Box<dyn Simulation>,
    /// Visits every state of the lab's system for one small case; nothing where the lab has no small case.
    pub explore: Option<fn(&Input) -> Exploration>,
}

/// The labs that pages draw.
pub const PICTURED: &[Lab] = &[
    lab(&hash_ring::SPEC, |input| Box::new(hash_ring::HashRing::new(input))),
    lab(&fan_out::SPEC, |input| Box::new(fan_out::FanOut::new(input))),
    lab(&cache_tier::SPEC, |input| Box::new(cache_tier::CacheTier::new(input))),
    lab(&logical_clocks::SPEC, |input| Box::new(logical_clocks::LogicalClocks::new(input))),
    lab(&crdt::SPEC, |input| Box::new(crdt::Crdt::new(input))),
    lab(&space_time::SPEC, |input| Box::new(space_time::SpaceTime::new(input))),
    lab(&cache_stampede::SPEC, |input| Box::new(cache_stampede::CacheStampede::new(input))),
    lab(&xfetch::SPEC, |input| Box::new(xfetch::XFetch::new(input))),
    lab(&dual_write::SPEC, |input| Box::new(dual_write::DualWrite::new(input))).explored(dual_write::explore),
    lab(&delivery::SPEC, |input| Box::new(delivery::Deliveries::new(input))).explored(delivery::explore),
    lab(&two_generals::SPEC, |input| Box::new(two_generals::TwoGenerals::new(input))).explored(two_generals::explore),
    lab(&backpressure::SPEC, |input| Box::new(backpressure::Backpressure::new(input))),
    lab(&hot_partitions::SPEC, |input| Box::new(hot_partitions::HotPartitions::new(input))),
    lab(&two_choices::SPEC, |input| Box::new(two_choices::TwoChoices::new(input))),
    lab(&bloom::SPEC, |input| Box::new(bloom::Bloom::new(input))),
    lab(&sizing::SPEC, |input| Box::new(sizing::Sizing::new(input))),
    lab(&hyperloglog::SPEC, |input| Box::new(hyperloglog::HyperLogLog::new(input))),
    lab(&count_min::SPEC, |input| Box::new(count_min::CountMin::new(input))),
    lab(&replica_walk::SPEC, |input| Box::new(replica_walk::ReplicaWalk::new(input))),
    lab(&queueing::SPEC, |input| Box::new(queueing::Queueing::new(input))),
    lab(&replicas::SPEC, |input| Box::new(replicas::Replicas::new(input))),
    lab(&hot_stampede::SPEC, |input| Box::new(hot_stampede::HotStampede::new(input))),
    lab(&retry_tail::SPEC, |input| Box::new(retry_tail::RetryTail::new(input))),
];

/// The labs that have no picture yet: for the command line and for numbers in the prose. A page's module leaves them out.
#[cfg(any(grader, feature = "every-lab"))]
const BARE: &[Lab] = &[lab(&top_k::SPEC, |input| Box::new(top_k::TopK::new(input)))];
#[cfg(not(any(grader, feature = "every-lab", in_pieces)))]
const BARE: &[Lab] = &[];

/// Every lab of the book; in a page, those that have come.
#[cfg(not(in_pieces))]
pub fn labs() -> impl Iterator<Item = &'static Lab> {
    PICTURED.iter().chain(BARE)
}
#[cfg(in_pieces)]
pub use come::labs;

/// The labs of a page, whose module is fetched in pieces (`labs::pieces`).
#[cfg(in_pieces)]
pub mod come {
    use std::cell::RefCell;

    use super::Lab;

    thread_local! {
        static COME: RefCell<Vec<&'static Lab>> = const { RefCell::new(Vec::new()) };
    }

    /// Enters a lab whose piece has come.
    pub fn enter(lab: &'static Lab) {
        COME.with_borrow_mut(|come| come.push(lab));
    }

    /// The labs whose pieces have come.
    pub fn labs() -> impl Iterator<Item = &'static Lab> {
        COME.with_borrow(Vec::clone).into_iter()
    }
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
