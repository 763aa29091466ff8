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
}

/// Every lab of the book.
pub const LABS: &[Lab] = &[
    Lab { spec: &engines::hash_ring::SPEC, start: engines::hash_ring::start, view: Some(labs::hash_ring::VIEW) },
    Lab { spec: &engines::fan_out::SPEC, start: engines::fan_out::start, view: Some(labs::fan_out::VIEW) },
    Lab { spec: &engines::cache_stampede::SPEC, start: engines::cache_stampede::start, view: None },
    Lab { spec: &engines::hot_partitions::SPEC, start: engines::hot_partitions::start, view: None },
];

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
