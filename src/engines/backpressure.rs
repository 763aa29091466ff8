//! Backpressure: what a pipeline does when items come faster than they leave.
//!
//! A producer sends to a consumer through one to four stages, each with a buffer. As long as the consumer is slower,
//! something must give: memory (an unbounded buffer), the producer (blocking; credit, as in Reactive Streams), or items
//! (dropped at the tail, at the head, by sampling, by CoDel, or refused by the producer itself: token bucket, AIMD, the
//! adaptive throttling of Google's SRE book, ch. 21). No choice is free, and each shows in another metric.
//!
//! The clients decide how it ends. A client that gives up at its deadline and tries again adds load just when there is
//! too much: the pipeline then works on answers that nobody waits for, and goes on so when the spike that began it is
//! long over. That is a *metastable failure* (Bronson, Aghayev, Charapko & Zhu, HotOS 2021): a trigger, a sustaining
//! loop, and a system with two stable states at one load. Compare the goodput before the spike and at the end. What breaks
//! the loop: a bound, a deadline that travels with the item, a budget of retries, a breaker.
//!
//! Draws: `"arrivals"` and `"work"`, a fixed number for each *request*; each retry of it draws work of its own from a stream
//! that bears both numbers. So all policies meet the same requests, and where they retry the same retries.

mod agenda;
pub mod aimd;
pub mod breaker;
mod clients;
pub mod codel;
pub mod config;
pub mod flow;
pub mod gate;
pub mod history;
pub mod item;
pub mod measures;
pub mod pipeline;
pub mod policy;
mod report;
pub mod run;
mod spec;
pub mod stage;
pub mod throttle;
pub mod token_bucket;

pub use config::{Config, Load};
pub use measures::{Counts, Measures};
pub use pipeline::{Fate, Pipeline};
pub use policy::Policy;
pub use run::Backpressure;
pub use spec::SPEC;
