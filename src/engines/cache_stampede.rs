//! The stampede: a popular key expires, and every reader who misses it asks the database at once.
//!
//! One cache stands in front of one database. Reads come at a rate r, a recomputation takes δ when the database is idle,
//! and longer when it is not ([`database`]). Without protection an expiry costs 1 + rδ recomputations: the first, and one
//! for every read that comes while it runs. Seven remedies stand beside that ([`policy`]): a lock, singleflight, a
//! jittered time to live, probabilistic early expiration (XFetch: Vattani, Chierichetti & Lowenstein, "Optimal
//! Probabilistic Cache Stampede Prevention", VLDB 2015), stale-while-revalidate (RFC 5861), refresh-ahead, and leases
//! (Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, §3.2.1). What each should cost is in [`theory`].
//!
//! Three more ways lead to the same overload: readers who try again keep it up when its cause has gone ([`clients`],
//! [`tipping`]), keys that do not exist pass the cache by ([`absent`]), and a cache that starts empty stops nobody ([`load`]
//! lets readers in slowly).
//!
//! Chance comes from named streams with one draw for each read ([`arrivals`]), so two strategies meet the same readers,
//! and a read whose process would die dies under both if it recomputes.

pub mod absent;
pub mod arrivals;
mod cache;
pub mod clients;
pub mod database;
pub mod entry;
pub mod history;
pub mod load;
pub mod measures;
pub mod policy;
mod report;
mod run;
mod sampling;
mod serve;
pub mod settings;
mod spec;
pub mod theory;
pub mod tipping;
pub mod waiting;

pub use policy::Strategy;
pub use run::CacheStampede;
pub use settings::Settings;
pub use spec::SPEC;
