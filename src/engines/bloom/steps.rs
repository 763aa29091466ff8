//! What a small run remembers of each use of a key, so that it can be looked at afterwards.

use crate::kernel::Time;

/// Runs of at most so many uses remember each, and have an event for each.
pub const MAX_STEPS: u32 = 160;

/// What is done with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is put in.
    Insert,
    /// It is to be deleted.
    Delete,
    /// It is looked up.
    LookUp,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is put in, or deleted.
    Done,
    /// It found no place.
    Refused,
    /// The form cannot delete.
    Impossible,
    /// It is not found, so there is nothing to delete.
    Absent,
    /// It was never put in, and is deleted all the same.
    Foreign,
    /// It is found, and was put in.
    Found,
    /// It was put in and is not found.
    Lost,
    /// It was deleted and is found all the same.
    Stale,
    /// It is not found, and was not there.
    Rejected,
    /// It was never put in, and is found.
    FalsePositive,
}

/// The use of a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When it begins; it takes until the next tick.
    pub at: Time,
    /// The key, as [`super::words::name`] names it.
    pub key: u64,
    /// What is done with it.
    pub what: Use,
    /// What comes of it.
    pub verdict: Verdict,
    /// The cells that it may touch, in order.
    pub cells: Vec<u32>,
    /// What a cell holds that this key alone has filled.
    pub mark: u32,
    /// The cells that hold something else afterwards, each with what it holds.
    pub changes: Vec<(u32, u32)>,
}

/// Whether a key is in the set, as the run itself knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It was never put in.
    #[default]
    Never,
    /// It was put in.
    Member,
    /// It found no place.
    Refused,
    /// It was put in and deleted.
    Deleted,
}

impl Standing {
    /// What a look-up of such a key comes to.
    pub fn looked_up(self, found: bool) -> Verdict {
        match (self, found) {
            (Self::Member, true) => Verdict::Found,
            (Self::Member, false) => Verdict::Lost,
            (Self::Deleted, true) => Verdict::Stale,
            (_, true) => Verdict::FalsePositive,
            (_, false) => Verdict::Rejected,
        }
    }
}
