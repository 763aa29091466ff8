//! Copies of a key on several machines: which ones, what a lost rack takes, and what happens while clients disagree.
//!
//! A key's copies are found by a walk clockwise from its place on a ring with virtual nodes (the preference list of Dynamo,
//! SOSP 2007, section 4.3). The walk takes the next points as they come, or skips points of machines that it has, or of
//! racks that it has (Cassandra's `NetworkTopologyStrategy`). [`cluster`] is the ring and the walk, [`store`] what each
//! machine holds, [`run::ReplicaWalk`] the story: racks are lost, and a machine joins of which clients learn one by one.

pub mod cluster;
pub mod history;
mod plan;
pub mod policy;
mod report;
pub mod run;
mod spec;
mod store;
mod theory;

pub use history::{Moment, Op, Outcome};
pub use run::ReplicaWalk;
pub use spec::SPEC;
