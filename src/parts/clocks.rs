//! Four clocks that stamp the same events (wall, Lamport, vector, hybrid), and the history of those events, which knows
//! what happened before what.

pub mod history;
pub mod hybrid;
pub mod lamport;
pub mod stamper;
pub mod wall;

pub use history::{Event, EventId, EventKind, History, Relation};
pub use stamper::Stamper;
pub use wall::WallClock;
