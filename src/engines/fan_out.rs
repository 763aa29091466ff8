//! Fan-out and the tail: a root request calls n leaves at once and is as slow as the slowest.
//!
//! After Dean & Barroso, "The Tail at Scale", Communications of the ACM 56(2), 2013: if one leaf in a hundred is slow,
//! sixty-three of a hundred roots that call a hundred leaves are slow. The lab draws every leaf call, so that any
//! request can be laid open; beside each measurement stands what probability says ([`theory`]).
//!
//! Chance comes from two streams: `"leaf"` for first copies and `"hedge"` for second copies, each with one draw for
//! every call that *could* be made (request r, leaf i uses draw 2000·r + i). So two policies, and two fan-outs, meet
//! exactly the same luck, and any request can be drawn again.

mod batch;
pub mod call;
pub mod histogram;
pub mod leaf;
mod measures;
mod normal;
pub mod policy;
mod report;
pub mod run;
mod spec;
pub mod theory;

pub use call::{Call, Hedge, Policy};
pub use policy::MAX_FAN_OUT;
pub use run::{FanOut, Root};
pub use spec::{MAX_REQUESTS, SPEC};
