//! Order of events without a common clock: wall, Lamport, vector and hybrid clocks side by side, and a register that
//! is replicated by each of them.
//!
//! Processes hold a replica each and send it to each other over a network that delays, loses and reorders. Clients read
//! at a process and write there. Every read, write, send and receipt is an event, stamped by four clocks
//! ([`crate::parts::clocks`]), whose history can say of any two events whether one happened before the other. The clocks only watch: under one seed the same events happen whatever the register does.
//!
//! The [`register`] is where it hurts. Last writer wins ([`stamped`]) keeps one value, and so drops a concurrent write
//! without telling anyone; with skewed clocks it even drops a write that had read and overwritten the survivor. Version
//! vectors ([`vectors`]) keep concurrent values as siblings; the [`dotted`] ones keep no others. What is truly lost is
//! known to a [`ledger`] that no replica has; how much it should be, while writes are rare, says the [`theory`].

pub mod client;
pub mod dotted;
pub mod group;
pub mod ledger;
pub mod policy;
pub mod process;
mod record;
pub mod register;
mod report;
mod run;
mod spec;
pub mod stamped;
pub mod theory;
pub mod transport;
pub mod vectors;

pub use group::Held;
pub use ledger::{Fate, WriteId};
pub use policy::Strategy;
pub use run::LogicalClocks;
pub use spec::SPEC;
