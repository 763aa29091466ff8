//! One line for each lab that has a picture. Pages, their build and the tests find a lab's view here; nothing else names
//! one.

#[cfg(in_pieces)]
pub use super::pieces::find;
#[cfg(not(in_pieces))]
use crate::{engines, labs, ui::plate::LabView};

/// Names the labs that have a picture; of the module of a page each becomes a piece.
macro_rules! views {
    [$($lab:ident),* $(,)?] => {
        /// Each lab's id with its view.
        #[cfg(not(in_pieces))]
        pub const VIEWS: &[(&str, LabView)] = &[$((engines::$lab::SPEC.id, labs::$lab::VIEW)),*];
        #[cfg(in_pieces)]
        super::pieces::pieces![$($lab),*];
    };
}

views![
    hash_ring,
    fan_out,
    cache_tier,
    logical_clocks,
    crdt,
    space_time,
    cache_stampede,
    two_generals,
    xfetch,
    dual_write,
    delivery,
    backpressure,
    hot_partitions,
    two_choices,
    bloom,
    sizing,
    hyperloglog,
    count_min,
    replica_walk,
    queueing,
    replicas,
    hot_stampede,
    retry_tail,
];

/// The view of the lab with this id; nothing while the lab has no picture and runs only on the command line and for
/// numbers in the prose.
#[cfg(not(in_pieces))]
pub fn find(id: &str) -> Option<LabView> {
    VIEWS.iter().find(|(lab, _)| *lab == id).map(|(_, view)| *view)
}
