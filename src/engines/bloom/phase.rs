//! The phases of a run, and what they count.

/// A phase of a run: the use of its next key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Keys of the set are put in.
    Insert,
    /// Some of them are deleted.
    Delete,
    /// Keys that were never put in are deleted.
    DeleteForeign,
    /// The deleted keys are looked up.
    LookUpDeleted,
    /// The keys that remain are looked up.
    LookUpMembers,
    /// Keys that were never put in are looked up.
    LookUpNonMembers,
    /// There is nothing left to do.
    Done,
}

/// The counts so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Keys that found no place.
    pub refused: u32,
    /// Keys of the set that were deleted.
    pub deleted: u32,
    /// Deletions of keys that were never put in which were carried out.
    pub foreign_done: u32,
    /// Keys to be deleted that are found afterwards.
    pub stale: u32,
    /// Keys of the set that are no longer found.
    pub lost: u32,
    /// Non-members that were looked up.
    pub non_members: u32,
    /// Non-members that were found.
    pub false_positives: u32,
}

impl Phase {
    /// The phase behind this one.
    pub fn next(self) -> Self {
        match self {
            Self::Insert => Self::Delete,
            Self::Delete => Self::DeleteForeign,
            Self::DeleteForeign => Self::LookUpDeleted,
            Self::LookUpDeleted => Self::LookUpMembers,
            Self::LookUpMembers => Self::LookUpNonMembers,
            Self::LookUpNonMembers | Self::Done => Self::Done,
        }
    }

    /// The event that closes the phase, and its outcome with a name.
    pub(super) fn outcome(self, counts: &Counts) -> (&'static str, &'static str, u32) {
        match self {
            Self::Insert => ("filled", "refused", counts.refused),
            Self::Delete => ("deleted", "done", counts.deleted),
            Self::DeleteForeign => ("deleted-foreign", "done", counts.foreign_done),
            Self::LookUpDeleted => ("looked-up-deleted", "found", counts.stale),
            Self::LookUpMembers => ("looked-up-members", "lost", counts.lost),
            Self::LookUpNonMembers | Self::Done => ("looked-up-strangers", "found", counts.false_positives),
        }
    }
}
