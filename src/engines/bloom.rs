//! Bloom filters and their kin: a set that answers "certainly not" or "perhaps" in a few bits a key.
//!
//! A filter of m bits sets k of them for each key (Bloom, CACM 13(7), 1970). A key whose k bits are all set is perhaps
//! in the set; one with a bit unset certainly is not. Four forms stand behind one trait,
//! [`crate::parts::bloom_filter::Filter`]: the classic one beside it, [`counting`] (counters for bits, so that keys can be
//! deleted), [`blocked`] (all bits of a key in one cache line) and, for contrast, [`cuckoo`] (a hash table of short
//! fingerprints). [`theory`] says how often each should be wrong.
//!
//! [`run::Bloom`] puts keys in, deletes some, looks up every key that must be found and then keys that were never there.
//! A reader can put in, look up and delete words between them. The digest of a key depends on the seed alone, so two forms under one seed meet the same keys.

pub mod blocked;
pub mod counting;
pub mod cuckoo;
pub mod phase;
pub mod policy;
mod report;
pub mod run;
pub mod spec;
pub mod steps;
pub mod theory;
pub mod words;

pub use blocked::Blocked;
pub use counting::Counting;
pub use cuckoo::Cuckoo;
pub use phase::{Counts, Phase};
pub use policy::Variant;
pub use run::{Bloom, Checkpoint};
pub use spec::SPEC;
pub use steps::{Step, Use, Verdict};
