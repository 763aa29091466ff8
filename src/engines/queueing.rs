//! Queues: requests that find the server busy wait, and the closer the load is to 1, the longer.
//!
//! The classic station M/G/c/K: requests come at random, `c` servers take them from one line with room for `K`. For
//! exponential service, one server and no bound the sojourn is exponential with rate μ − λ, so that its 99th percentile
//! is ln 100 / (μ − λ): doubling the load from 45 % to 90 % makes the tail not twice but five and a half times as long.
//! Beside each measurement stands what theory says ([`theory`]).
//!
//! And who measures? A load generator that waits for an answer before it sends again stops sending just when the
//! station is slow: it coordinates with the system under test and omits the bad samples (G. Tene, "How NOT to measure
//! latency", 2013). So the lab keeps three clocks ([`measures`]): from the moment at which a request was *due*, from the
//! moment at which it was *sent*, and the latter corrected for what was omitted.
//!
//! The run is a list of levels: one load, or a sweep of eleven. Every level draws from the same streams anew, so that a
//! higher load means the same requests, closer together, and more of them, as its station remembers longer ([`sweep`]).

pub mod config;
pub mod history;
pub mod measures;
pub mod policy;
mod report;
pub mod run;
pub mod service;
mod spec;
pub mod station;
pub mod sweep;
pub mod theory;
mod window;

pub use config::{Config, Stall};
pub use history::History;
pub use measures::Measures;
pub use policy::{Generator, SWEEP_PERCENT};
pub use run::Queueing;
pub use service::Service;
pub use spec::{MAX_CUSTOMERS, SPEC};
pub use station::{Outcome, Request, Station};
pub use sweep::Level;
pub use theory::Theory;
