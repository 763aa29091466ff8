//! The kinds of event that several labs record, for their specs: those of every cluster of processes, and the action
//! that makes no sense when its moment comes.

use super::event_spec::EventSpec;
use super::field_spec::{FieldSpec, Phrase};

const PROCESS: &[FieldSpec] = &[FieldSpec::process("process")];

/// The fields of a message, with what its codes mean. An exploration has no clock and does not know when it was sent.
pub const fn packet(messages: &'static [Phrase<'static>]) -> [FieldSpec; 4] {
    [
        FieldSpec::process("from"),
        FieldSpec::process("to"),
        FieldSpec::code("message", messages),
        FieldSpec::ms("sent_ms").optional(),
    ]
}

/// The fields of a timer, with what its codes mean: each phrase begins with `to`.
pub const fn timer(timers: &'static [Phrase<'static>]) -> [FieldSpec; 2] {
    [FieldSpec::process("process"), FieldSpec::code("timer", timers)]
}

/// A message reaches a process.
pub const fn deliver(packet: &'static [FieldSpec]) -> EventSpec {
    EventSpec::new("deliver", packet, "{message} reaches {to} from {from}[, sent at {sent_ms} ms]")
}

/// A message is lost on its way, or finds its process dead.
pub const fn lose(packet: &'static [FieldSpec]) -> EventSpec {
    EventSpec::new("lose", packet, "{message} from {from} to {to} is lost on its way")
}

/// A timer of a process runs out: a step of an exploration, which a run under a clock does not record.
pub const fn wake(timer: &'static [FieldSpec]) -> EventSpec {
    EventSpec::new("wake", timer, "{process} wakes {timer}")
}

/// A process dies and forgets what it has not persisted.
pub const CRASH: EventSpec = EventSpec::new("crash", PROCESS, "{process} crashes");
/// A process comes back.
pub const RESTART: EventSpec = EventSpec::new("restart", PROCESS, "{process} comes back");
/// A process stands still.
pub const PAUSE: EventSpec = EventSpec::new("pause", PROCESS, "{process} stops for a while, and does not know it");
/// A process goes on.
pub const RESUME: EventSpec = EventSpec::new("resume", PROCESS, "{process} goes on where it stopped");
/// An action of the reader makes no sense when its moment comes. A lab of numbered nodes says on which.
pub const IGNORED: EventSpec = EventSpec::new(
    "ignored",
    &[FieldSpec::code("action", &[]), FieldSpec::count("node", "").optional(), FieldSpec::text("reason")],
    "The action “{action}”[ on node {node}] changes nothing: {reason}",
);
