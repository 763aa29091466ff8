//! One line for each lab. Everything that lists labs (the command line, the reference page, the tests, the pages) reads
//! this list; nothing else names them.

use crate::engines;
pub use crate::kernel::*;
use crate::labs;
pub use crate::labs::shared::View;

/// A lab: its spec, its engine and its view.
#[derive(Clone, Copy)]
pub struct Lab {
    /// What is known of it without running it.
    pub spec: &'static LabSpec,
    /// Starts a run.
    pub start: fn(&Input) -> Box<dyn Simulation>,
    /// Draws it; nothing while the lab has no picture and runs only on the command line and for numbers in the prose.
    pub view: Option<View>,
    /// Visits every state of the lab's system for one small case; nothing where the lab has no small case.
    pub explore: Option<fn(&Input) -> Exploration>,
}

/// The labs that have a picture.
const PICTURED: &[Lab] = &[
    lab(&engines::hash_ring::SPEC, engines::hash_ring::start).drawn(labs::hash_ring::VIEW),
    lab(&engines::fan_out::SPEC, engines::fan_out::start).drawn(labs::fan_out::VIEW),
];

/// The labs that have none yet: for the command line and for numbers in the prose. A page's module leaves them out.
#[cfg(any(not(target_arch = "wasm32"), feature = "every-lab"))]
const BARE: &[Lab] = &[
    lab(&engines::logical_clocks::SPEC, engines::logical_clocks::start),
    lab(&engines::crdt::SPEC, engines::crdt::start),
    lab(&engines::dual_write::SPEC, engines::dual_write::start).explored(engines::dual_write::explore),
    lab(&engines::delivery::SPEC, engines::delivery::start).explored(engines::delivery::explore),
    lab(&engines::two_generals::SPEC, engines::two_generals::start).explored(engines::two_generals::explore),
    lab(&engines::hot_partitions::SPEC, engines::hot_partitions::start),
    lab(&engines::queueing::SPEC, engines::queueing::start),
    lab(&engines::backpressure::SPEC, engines::backpressure::start),
    lab(&engines::bloom::SPEC, engines::bloom::start),
    lab(&engines::hyperloglog::SPEC, engines::hyperloglog::start),
    lab(&engines::count_min::SPEC, engines::count_min::start),
    lab(&engines::top_k::SPEC, engines::top_k::start),
    lab(&engines::cache_stampede::SPEC, engines::cache_stampede::start),
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

/// A lab that is neither drawn nor explored.
pub const fn lab(spec: &'static LabSpec, start: fn(&Input) -> Box<dyn Simulation>) -> Lab {
    Lab { spec, start, view: None, explore: None }
}

impl Lab {
    /// The lab with its picture.
    pub const fn drawn(mut self, view: View) -> Self {
        self.view = Some(view);
        self
    }

    /// The lab with a small case, every state of which can be visited: on the command line, so no module carries it.
    pub const fn explored(mut self, explore: fn(&Input) -> Exploration) -> Self {
        self.explore = if cfg!(target_arch = "wasm32") { None } else { Some(explore) };
        self
    }
}

impl std::fmt::Debug for Lab {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lab({})", self.spec.id)
    }
}

impl PartialEq for Lab {
    fn eq(&self, other: &Self) -> bool {
        self.spec.id == other.spec.id
    }
}
