//! The kinds of event that every cluster of processes records, for the specs of its labs.

use super::event_spec::{EventSpec, FieldSpec};

const FROM: FieldSpec = FieldSpec::text("from");
const TO: FieldSpec = FieldSpec::text("to");
const MESSAGE: FieldSpec = FieldSpec::text("message");
const PROCESS: &[FieldSpec] = &[FieldSpec::text("process")];

/// A message reaches a process. An exploration has no clock and does not know when it was sent.
pub const DELIVER: EventSpec = EventSpec::new(
    "deliver",
    &[FROM, TO, MESSAGE, FieldSpec::ms("sent_ms").optional()],
    "{message} reaches {to} from {from}[, sent at {sent_ms} ms]",
);
/// A message is lost on its way, or finds its process dead.
pub const LOSE: EventSpec =
    EventSpec::new("lose", &[FROM, TO, MESSAGE], "{message} from {from} to {to} is lost on its way");
/// A timer of a process runs out: a step of an exploration, which a run under a clock does not record.
pub const WAKE: EventSpec =
    EventSpec::new("wake", &[FieldSpec::text("process"), FieldSpec::text("timer")], "{process} wakes for {timer}");
/// A process dies and forgets what it has not persisted.
pub const CRASH: EventSpec = EventSpec::new("crash", PROCESS, "{process} crashes");
/// A process comes back.
pub const RESTART: EventSpec = EventSpec::new("restart", PROCESS, "{process} comes back");
/// A process stands still.
pub const PAUSE: EventSpec = EventSpec::new("pause", PROCESS, "{process} stops for a while, and does not know it");
/// A process goes on.
pub const RESUME: EventSpec = EventSpec::new("resume", PROCESS, "{process} goes on where it stopped");
