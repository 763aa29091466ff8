//! One line for each lab that has a picture. Pages, their build and the tests find a lab's view here; nothing else names
//! one.

use crate::engines;
use crate::labs;
use crate::ui::plate::LabView;

/// Each lab's id with its view.
pub const VIEWS: &[(&str, LabView)] = &[
    (engines::hash_ring::SPEC.id, labs::hash_ring::VIEW),
    (engines::fan_out::SPEC.id, labs::fan_out::VIEW),
    (engines::cache_tier::SPEC.id, labs::cache_tier::VIEW),
    (engines::logical_clocks::SPEC.id, labs::logical_clocks::VIEW),
    (engines::crdt::SPEC.id, labs::crdt::VIEW),
    (engines::space_time::SPEC.id, labs::space_time::VIEW),
    (engines::cache_stampede::SPEC.id, labs::cache_stampede::VIEW),
    (engines::two_generals::SPEC.id, labs::two_generals::VIEW),
    (engines::xfetch::SPEC.id, labs::xfetch::VIEW),
    (engines::dual_write::SPEC.id, labs::dual_write::VIEW),
    (engines::delivery::SPEC.id, labs::delivery::VIEW),
    (engines::backpressure::SPEC.id, labs::backpressure::VIEW),
    (engines::hot_stampede::SPEC.id, labs::hot_stampede::VIEW),
];

/// The view of the lab with this id; nothing while the lab has no picture and runs only on the command line and for
/// numbers in the prose.
pub fn find(id: &str) -> Option<LabView> {
    VIEWS.iter().find(|(lab, _)| *lab == id).map(|(_, view)| *view)
}
