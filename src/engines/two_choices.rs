//! The power of two choices: the same requests come to four systems of equal servers. In the first each joins a queue at
//! random, in the second the shorter of two, in the third the shortest of three, in the fourth the shortest of all.
//!
//! With current information two choices are nearly as good as all (the supermarket model, [`crate::parts::supermarket`]; for
//! balls in bins, Azar, Broder, Karlin & Upfal, STOC 1994). With old information the shortest of all is the worst of the four:
//! all join what was the shortest queue (Mitzenmacher, "How useful is old information?", 2000).
//!
//! Every request has one draw in each of the streams `"arrivals"` and `"service"`, which all systems meet alike; each system
//! draws its choices from a stream of its own. The second half of a run is measured.

pub mod history;
pub mod policy;
mod report;
mod run;
mod spec;
pub mod system;
mod theory;

pub use run::TwoChoices;
pub use spec::SPEC;
