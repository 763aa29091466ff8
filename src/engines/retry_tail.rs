//! Two failures at once: a page waits for the slowest of its calls, and whoever waits too long asks again.
//!
//! A page asks `fan_out` servers and is done with the last answer, so a timeout that one call in a hundred passes is passed by
//! 1 − .99ⁿ of the pages ([`theory`]). A page that is late is sent again: its late calls, or all of them ([`policy`]). What is
//! sent again stands in somebody's line, the lines are longer for it, and more calls are late. Below a certain load that
//! settles; beyond it the second attempts are most of the load, and nearly all that the servers do is for nobody.
//!
//! Fan-out enters twice where the whole page is sent again: more pages are late, and each of them is all of its calls. Against it
//! stand a budget of retries, calls that are cancelled when nobody waits for them, a longer timeout, and no retries at all.
//!
//! Pages, their servers and the work of their first calls have streams of their own, so two remedies meet the same pages.

pub mod config;
pub mod history;
mod hosts;
mod pages;
pub mod policy;
mod report;
mod retries;
pub mod run;
mod spec;
pub mod theory;

pub use history::History;
pub use policy::Again;
pub use run::RetryTail;
pub use spec::SPEC;
