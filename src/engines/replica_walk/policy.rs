//! What a reader chooses.

use crate::kernel::ChoiceTable;

/// Which points of the ring a walk takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// The next ones, whosever they are.
    Points,
    /// Those of machines that it does not have yet.
    Machines,
    /// Those of racks that it does not have yet; where copies outnumber racks, the rest on any other machine.
    Racks,
}

/// The walks.
pub const WALKS: ChoiceTable<Walk, 3> = ChoiceTable::new([
    ("points", "Next points", Walk::Points),
    ("machines", "Distinct machines", Walk::Machines),
    ("racks", "Distinct racks", Walk::Racks),
]);

/// What happens by itself, two seconds into the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happens {
    /// Rack 0 is lost.
    LoseRack,
    /// A machine joins.
    RollOut,
    /// Nothing.
    Nothing,
}

/// The stories.
pub const STORIES: ChoiceTable<Happens, 3> = ChoiceTable::new([
    ("lose-rack", "A rack is lost", Happens::LoseRack),
    ("roll-out", "A machine joins", Happens::RollOut),
    ("nothing", "Nothing", Happens::Nothing),
]);

/// How keys come to a machine that joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handover {
    /// It begins empty, and whoever has the new list asks it.
    AtOnce,
    /// It begins empty; who has the new list writes by both lists, reads by both and takes the newer, and repairs the older.
    Dual,
    /// Its keys are copied first; then clients learn, and what comes by the old list is handed on.
    CopyFirst,
}

/// The handovers.
pub const HANDOVERS: ChoiceTable<Handover, 3> = ChoiceTable::new([
    ("at-once", "At once, empty", Handover::AtOnce),
    ("dual", "Dual reads and writes", Handover::Dual),
    ("copy-first", "Copy, then hand off", Handover::CopyFirst),
]);
