//! What every engine stands on: virtual time, seeded random streams, the trace, and the contract between an engine and
//! the rest of the book (its parameter schema, its actions, its metrics).
//!
//! For systems of processes: a [`Process`] says what it does in [`Effects`]; a [`Cluster`] of them runs under a clock,
//! over a [`Network`] that fails as a schedule of [`Fault`]s says, inside a [`ClusterRun`] that goes to its end or a
//! [`Replay`] that can be played in both directions; [`Interleavings`] of the same processes are explored one and all
//! ([`explore`]).
//!
//! **Architecture Invariant:** nothing here or in [`crate::engines`] reads a wall clock, starts a thread, iterates a
//! `HashMap`, draws unseeded randomness or calls std's transcendental functions. The same input gives the same bits
//! natively and in WASM.

pub mod choice;
pub mod cluster;
pub mod cluster_run;
pub mod decimal;
pub mod event_limit;
pub mod event_spec;
pub mod explore;
pub mod fault;
pub mod field_spec;
pub mod interleavings;
pub mod lab;
pub mod measured;
pub mod network;
pub mod params;
pub mod process;
pub mod property;
pub mod queue;
pub mod random;
pub mod range;
pub mod replay;
pub mod schema;
pub mod shared_events;
pub mod time;
pub mod told;
pub mod trace;
pub mod words;

pub use choice::{Choice, ChoiceTable, OFF_ON};
pub use cluster::{Cluster, Occurrence, Watch};
pub use cluster_run::{Audit, ClusterRun};
pub use event_limit::{EventLimit, MAX_EVENTS};
pub use event_spec::{EventSpec, say_by};
pub use explore::{Discovery, Exploration, Model};
pub use fault::{Fault, Scheduled, put_in_order};
pub use field_spec::{FieldKind, FieldSpec, Phrase};
pub use interleavings::{Interleavings, System};
pub use lab::{Input, LabSpec, Metric, MetricSpec, NOTHING_COUNTED, Prediction, Progress, Report, Simulation};
pub use network::{Delay, Impairment, Link, Network, Rule, Verdict};
pub use params::{Bin, Params, Value};
pub use process::{Command, Effects, Process, ProcessId};
pub use property::{Expectation, Property};
pub use queue::Queue;
pub use random::{Seed, Stream};
pub use replay::{Replay, World};
pub use schema::{Action, ActionSpec, ParamKind, ParamSpec};
pub use time::Time;
pub use told::{CARRIED, told, told_all};
pub use trace::{Event, Field, Trace};
