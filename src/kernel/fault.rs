//! Faults as data: a schedule of them is a list of moments and faults, which can be read, shrunk and replayed.

use std::borrow::Cow;

use super::network::{Impairment, Link, Rule};
use super::process::ProcessId;
use super::time::Time;
use super::trace::Field;

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

    /// Its particulars in a trace, with the names of processes.
    pub fn fields(&self, name: impl Fn(ProcessId) -> Cow<'static, str>) -> Vec<(&'static str, Field)> {
        let end = |id: Option<ProcessId>| Field::from(id.map_or(Cow::Borrowed("any"), &name));
        let ends = |link: &Link| vec![("from", end(link.from)), ("to", end(link.to))];
        match self {
            Self::Crash(id) | Self::Restart(id) | Self::Pause(id) | Self::Resume(id) => {
                vec![("process", name(*id).into())]
            }
            Self::Skew(id, skew_ns) => {
                vec![("process", name(*id).into()), ("skew_ms", (*skew_ns as f64 / 1e6).into())]
            }
            Self::Partition(groups) => {
                let group = |group: &Vec<ProcessId>| group.iter().map(|&id| name(id)).collect::<Vec<_>>().join("+");
                vec![("groups", groups.iter().map(group).collect::<Vec<_>>().join("|").into())]
            }
            Self::Heal => Vec::new(),
            Self::Impair(rule) => {
                let mut fields = ends(&rule.link);
                fields.push(match rule.impairment {
                    Impairment::Loss(probability) => ("loss", probability.into()),
                    Impairment::LossOfNext => ("packets", 1u32.into()),
                    Impairment::Duplication(probability) => ("duplication", probability.into()),
                    Impairment::Reordering(probability, _) => ("reordering", probability.into()),
                    Impairment::Slowness(more) => ("slowness_ms", more.as_millis().into()),
                });
                fields
            }
            Self::Repair(link) => ends(link),
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
    /// The moment of virtual time at which it happens.
    pub at: Time,
    /// The fault, or its end.
    pub fault: Fault,
}

/// Puts the moment at which a process is struck among others, which are in order of time and stay so. (To sort them all in the
/// end would bring a sort for this one type into a page's module.)
pub fn put_in_order(strikes: &mut Vec<(Time, ProcessId)>, strike: (Time, ProcessId)) {
    strikes.insert(strikes.partition_point(|other| *other <= strike), strike);
}
