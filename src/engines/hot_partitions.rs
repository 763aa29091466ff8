//! Hot partitions: the data is spread evenly over the partitions, and the traffic is not.
//!
//! Popularity follows Zipf's law, or one key is a celebrity; each partition takes so many requests a second and throttles
//! the rest, as DynamoDB's partitions do, or lets them queue ([`node`]). So a cluster may refuse requests while it is half
//! idle. Seven mitigations stand beside none ([`policy`], [`route`]): salted keys with scattered writes and gathered reads; joining
//! reads of one key that is being read; a small cache in front (Fan et al., "Small Cache, Big Effect", SoCC 2011); read
//! replicas, of which a request asks the less busy of two (Mitzenmacher, "The Power of Two Choices in Randomized Load
//! Balancing", 2001); splitting what is hot; bounded loads (Mirrokni, Thorup & Zadimoghaddam 2018); and the cache with salted
//! writes.
//!
//! Every request has one draw in each of the streams `"arrivals"`, `"keys"`, `"kinds"` and `"service"`, so two
//! mitigations meet the same requests; what a mitigation draws besides comes from streams of its own.
//!
//! The first half of a run lets queues, caches and splits settle; the metrics are those of the second half.

pub mod cluster;
pub mod history;
pub mod layout;
pub mod measures;
pub mod node;
pub mod outcome;
pub mod policy;
mod report;
pub mod route;
mod run;
mod spec;
pub mod splitter;
pub mod theory;
pub mod traffic;

pub use policy::Mitigation;
pub use run::HotPartitions;
pub use spec::SPEC;
pub use splitter::MAX_PARTITIONS;
