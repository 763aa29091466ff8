//! Two failures at once: the key that everybody reads lives on one partition, and its entry in the cache expires.
//!
//! While the entry is there nobody sees how hot the key is. When it expires, every reader who misses it sends the query to
//! the one [`partition`] that has it. Each of these queries is larger than an ordinary read, the partition serves them in the
//! order in which they come, and the ordinary reads of the keys beside it wait behind a crowd that asks for one value. The
//! other partitions are idle meanwhile, and more of them do not help: a key has one home.
//!
//! Each remedy is that of one of the two chapters ([`policy`]): copies of the key under other names spread the crowd over
//! more partitions; one reader who asks for all leaves no crowd; an old value makes the readers not wait either. Without a
//! remedy an expiry costs 1 + rδ queries, for a rate of reads r and a query that takes δ ([`theory`]).
//!
//! Readers of the hot key and of the others have streams of their own, so two remedies meet the same readers.

pub mod config;
pub mod history;
pub mod partition;
pub mod policy;
mod report;
pub mod run;
mod spec;
pub mod theory;

pub use policy::Remedy;
pub use run::HotStampede;
pub use spec::SPEC;
