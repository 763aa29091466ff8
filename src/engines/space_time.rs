//! A space–time diagram that a reader writes into: processes that do things, send to each other and lose messages, and four
//! clocks that stamp every event.
//!
//! The diagram is Lamport's ("Time, clocks, and the ordering of events in a distributed system", Communications of the ACM
//! 21(7), 1978): a line for each process, time along it, messages from line to line. The clocks are those of
//! [`crate::parts::clocks`]. The vector clock alone says of two events whether one happened before the other or neither did;
//! wall clocks always name one, and with skew the wrong one.
//!
//! Some events happen of themselves ([`chatter`]); all else are the reader's actions. A [`diagram`] is a run laid out, or a
//! log of somebody's own system in the format of the tool ShiViz ([`shiviz`]).

pub mod board;
pub mod chatter;
pub mod clock;
pub mod diagram;
pub mod message;
mod report;
mod run;
pub mod shiviz;
mod spec;

pub use clock::Clock;
pub use diagram::Diagram;
pub use message::{Fate, Message};
pub use run::SpaceTime;
pub use spec::{MAX_PROCESSES, SPEC};
