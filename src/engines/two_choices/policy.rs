//! The reader's choices: how two picks are drawn, and whether requests leave.

use crate::kernel::ChoiceTable;

/// How the servers to compare are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picks {
    /// Different ones.
    Different,
    /// Each for itself, so that a server may be compared with itself.
    Any,
}

/// The ways to draw by name.
pub const PICKS: ChoiceTable<Picks, 2> =
    ChoiceTable::new([("different", "Different servers", Picks::Different), ("any", "May coincide", Picks::Any)]);

/// What becomes of a request at its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// It is served and leaves: a queue.
    Leave,
    /// It stays: balls in bins, as many as there are servers in the whole run.
    Stay,
}

/// What becomes of a request, by name.
pub const STAYS: ChoiceTable<Stay, 2> =
    ChoiceTable::new([("leave", "Are served and leave", Stay::Leave), ("stay", "Stay: balls in bins", Stay::Stay)]);
