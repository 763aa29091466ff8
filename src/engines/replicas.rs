//! Copies of a request at servers with queues: what they win for it, and what they cost all others.
//!
//! A request is sent to one of `n` servers that could each answer it, every one with a queue of its own. A *hedge* is a second
//! copy at another server when no answer has come after a while; *tied* copies are queued at two servers at once, and the one
//! that starts first takes the other back (J. Dean and L. A. Barroso, "The tail at scale", CACM 56(2), 2013). Unlike in the lab
//! `fan-out` a copy is work: it stands in a queue, and whoever comes behind it waits longer. So there is a load beyond which
//! hedges make the slowness that they were sent against.
//!
//! Servers pause: each at its own time, all together, or one of them alone. Pauses that come together leave nobody to hedge
//! to. And every server keeps its own percentiles, whose mean is no percentile of anything.
//!
//! Where a request is sent once and nothing pauses, a server is an M/M/1 queue, and theory knows every percentile.

pub mod config;
pub mod history;
mod hosts;
pub mod policy;
mod report;
pub mod run;
mod spec;

pub use history::History;
pub use policy::{Hedge, Pauses};
pub use run::Replicas;
pub use spec::{MAX_SERVERS, SPEC};
