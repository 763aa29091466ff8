//! Two Generals: no number of messengers makes two sides certain that they agree.
//!
//! Two armies win only if both attack; messengers between them are caught with a probability p (Akkoyunlu, Ekanadham &
//! Huber 1975; named by Gray 1978). Whatever the plan, the last messenger that matters may be caught, and the general
//! who sent him cannot know. So every plan of finitely many messengers sometimes lets one side attack alone; all that
//! can be bought is how seldom.
//!
//! Two plans are played: a *volley* of n messengers with the same letter, and a *chain* of n letters, each the receipt of
//! the one before. One stream, `"capture"`, has n draws for every day whatever the plan, so both meet the same luck.

pub mod day;
pub mod explore;
pub mod policy;
mod report;
pub mod run;
mod spec;
pub mod theory;
pub use explore::explore;
pub use run::{DAY, TwoGenerals};
pub use spec::SPEC;
