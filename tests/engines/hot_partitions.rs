//! The `hot-partitions` engine: laws, papers.

mod laws;
mod papers;
