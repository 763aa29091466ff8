//! Faultlines: an interactive textbook of how correct-looking distributed systems break.
//!
//! A map of the modules, from the bottom up, and who may use whom:
//!
//! | module | what it is | may use |
//! |---|---|---|
//! | [`kernel`] | virtual time, random streams, trace, the contract of a lab | std, libm, the named random crates; in a page the host's decimal numbers |
//! | [`parts`] | nouns that two engines share | kernel |
//! | [`engines`] | the systems that the book teaches, and their catalog | kernel, parts; never another engine |
//! | [`scenario`] | the book's one currency and its text forms | kernel, engines only through the catalog |
//! | [`quiz`] | questions, answers, grading | kernel, scenario |
//! | `grading` | (native, and in the grading room) answer files of many readers → grades, tables, reports | kernel, scenario, quiz |
//! | `interchange` | (native) quizzes in the forms of other programs | scenario, quiz |
//! | [`ui`] | markup, charts, the plate and the quiz as they are drawn | kernel, scenario, quiz; never a lab by name |
//! | [`labs`] | one view for each lab, and their list | kernel, parts, engines, scenario, ui |
//! | `book` | (native) content → pages | everything but cli; engines through the catalog, labs through their list |
//!
//! `tests/architecture.rs` keeps this table.
#![recursion_limit = "512"]

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a build may use threads and clocks")]
pub mod book;
pub mod engines;
#[cfg(grader)]
pub mod grading;
#[cfg(not(target_arch = "wasm32"))]
pub mod interchange;
pub mod kernel;
pub mod labs;
pub mod parts;
pub mod quiz;
pub mod scenario;
pub mod ui;
