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
    /// Visits every state of the lab's system for one small case; nothing where the lab has no small case, and nothing in
    /// the browser.
    pub explore: Option<fn(&Input) -> Exploration>,
}

/// Every lab of the book.
pub const LABS: &[Lab] = &[
    Lab {
        spec: &engines::hash_ring::SPEC,
        start: engines::hash_ring::start,
        view: Some(labs::hash_ring::VIEW),
        explore: None,
    },
    Lab {
        spec: &engines::fan_out::SPEC,
        start: engines::fan_out::start,
        view: Some(labs::fan_out::VIEW),
        explore: None,
    },
    Lab {
        spec: &engines::dual_write::SPEC,
        start: engines::dual_write::start,
        view: None,
        explore: native(engines::dual_write::explore),
    },
    Lab {
        spec: &engines::delivery::SPEC,
        start: engines::delivery::start,
        view: None,
        explore: native(engines::delivery::explore),
    },
    Lab {
        spec: &engines::two_generals::SPEC,
        start: engines::two_generals::start,
        view: None,
        explore: native(engines::two_generals::explore),
    },
];

/// What only the command line does: the pages' module does without its code.
const fn native(explore: fn(&Input) -> Exploration) -> Option<fn(&Input) -> Exploration> {
    if cfg!(target_arch = "wasm32") { None } else { Some(explore) }
}

/// The lab with this id.
pub fn find(id: &str) -> Option<&'static Lab> {
    LABS.iter().find(|lab| lab.spec.id == id)
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
