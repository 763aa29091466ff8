//! Replicated data types that merge: replicas change on their own, in any order, cut off from each other or not, and
//! come to the same state without asking anyone.
//!
//! After Shapiro, Preguiça, Baquero & Zawirski, "A comprehensive study of Convergent and Commutative Replicated Data
//! Types" (INRIA TR 7506, 2011). Two ways to get there. By **states**: if merging two states gives their least upper
//! bound (commutative, associative, idempotent), no order and no repetition of messages can do harm. By **operations**:
//! if concurrent updates commute, it is enough to deliver each once and after those that its author had seen
//! ([`replica`]).
//!
//! The types: [`counter`], [`lww`] (register and map), [`dots`] (observed-remove set, multi-value register) and
//! [`text`]. Beside each runs a [`naive`] counterpart that meets the same operations and the same messages, and loses
//! data; what should be there is written down in [`truth`]. What happened is kept in a [`history`], for the picture.

mod act;
pub mod character;
pub mod content;
pub mod counter;
pub mod dots;
pub mod group;
pub mod history;
pub mod intent;
mod links;
pub mod lww;
pub mod message;
pub mod naive;
pub mod object;
pub mod policy;
pub mod replica;
mod report;
mod run;
mod schedule;
mod spec;
pub mod text;
pub mod text_node;
pub mod truth;
pub mod update;

pub use content::Content;
pub use intent::Intent;
pub use object::{Actor, Object};
pub use policy::Kind;
pub use run::Crdt;
pub use spec::{ITEMS, SPEC};
pub use update::Update;
