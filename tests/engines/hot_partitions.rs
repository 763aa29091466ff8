//! The `hot-partitions` engine: laws, papers, queues.

mod laws;
mod papers;
mod queues;
