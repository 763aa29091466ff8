//! What goes wrong, as data: a schedule of faults is a list of moments and faults, to be read, shrunk and replayed.

use super::network::{Link, Rule};
use super::process::ProcessId;
use super::time::Time;

/// Something that goes wrong, or is mended.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// A process dies: its memory and its timers are gone, and what reaches it is lost. Its disk stays.
    Crash(ProcessId),
    /// A dead process comes back.
    Restart(ProcessId),
    /// A process stands still (a garbage collection, a frozen machine) and does not know it: what reaches it waits.
    Pause(ProcessId),
    /// A process goes on where it stood; what waited reaches it at once.
    Resume(ProcessId),
    /// Two processes hear each other only if the same group holds both. A process in no group is alone.
    Partition(Vec<Vec<ProcessId>>),
    /// The partition ends.
    Heal,
    /// A process's clock is set off by so many nanoseconds from true time.
    Skew(ProcessId, i64),
    /// Packets of a link meet a rule (loss, delay, duplication, reordering), until the link is repaired.
    Impair(Rule),
    /// Every rule that was given for exactly this link ends.
    Repair(Link),
}

impl Fault {
    /// Its name in a trace.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Crash(_) => "crash",
            Self::Restart(_) => "restart",
            Self::Pause(_) => "pause",
            Self::Resume(_) => "resume",
            Self::Partition(_) => "partition",
            Self::Heal => "heal",
            Self::Skew(..) => "skew",
            Self::Impair(_) => "impair",
            Self::Repair(_) => "repair",
        }
    }

    /// The one process that it strikes, if it strikes one.
    pub fn process(&self) -> Option<ProcessId> {
        match *self {
            Self::Crash(id) | Self::Restart(id) | Self::Pause(id) | Self::Resume(id) | Self::Skew(id, _) => Some(id),
            Self::Partition(_) | Self::Heal | Self::Impair(_) | Self::Repair(_) => None,
        }
    }
}

/// A fault and its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheduled {
    /// When.
    pub at: Time,
    /// What.
    pub fault: Fault,
}
