//! Nouns that two engines share: laws of popularity, streams of items, Bloom filters, the counters of Space-Saving, what
//! sketches promise for their size, placements of keys on nodes, caches, the law of early expiry, vectors of versions, clocks,
//! histograms of latencies, servers with a line, queues that are compared before one is joined, the memory of a queue.
//!
//! **Architecture Invariant:** what only one engine knows stays in that engine's folder; what the playing of a run needs
//! is in [`crate::kernel`].

pub mod bloom_filter;
pub mod clocks;
pub mod early_expiry;
pub mod integral;
pub mod latency_histogram;
pub mod lru_cache;
pub mod placements;
pub mod promises;
pub mod relaxation;
pub mod servers;
pub mod space_saving;
pub mod supermarket;
pub mod version_vector;
pub mod zipf;
pub mod zipf_stream;

pub use latency_histogram::LatencyHistogram;
pub use lru_cache::LruCache;
pub use relaxation::Relaxation;
pub use servers::{Servers, Visit};
pub use version_vector::{Dot, VersionVector};
pub use zipf::Zipf;
pub use zipf_stream::ZipfStream;
