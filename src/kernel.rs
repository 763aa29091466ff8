//! What every engine stands on: virtual time, seeded random streams, the trace, and the contract between an engine and
//! the rest of the book (its parameter schema, its actions, its metrics).
//!
//! **Architecture Invariant:** nothing here or in [`crate::engines`] reads a wall clock, starts a thread, iterates a
//! `HashMap`, draws unseeded randomness or calls std's transcendental functions. The same input gives the same bits
//! natively and in WASM.

pub mod lab;
pub mod property;
pub mod queue;
pub mod random;
pub mod schema;
pub mod tally;
pub mod time;
pub mod trace;
pub mod version_vector;

pub use lab::{Input, LabSpec, MAX_EVENTS, Metric, MetricSpec, Progress, Report, Simulation};
pub use property::{Claim, Property};
pub use queue::Queue;
pub use random::{Seed, Stream};
pub use schema::{Action, ActionSpec, ParamKind, ParamSpec, Params, Value};
pub use tally::Tally;
pub use time::Time;
pub use trace::{Event, Field, Trace};
pub use version_vector::{Dot, VersionVector};
