//! Faultlines: an interactive textbook of how correct-looking distributed systems break.
//!
//! A map of the modules, from the bottom up, and who may use whom:
//!
//! | module | what it is | may use |
//! |---|---|---|
//! | [`kernel`] | virtual time, random streams, trace, the lab contract | std, libm, the named random crates; in a page the host's decimal numbers |
//! | [`engines`] | the systems that the book teaches | kernel; never another engine |
//! | [`scenario`] | the book's one currency and its text forms | serde_json, in a page the host's JSON; kernel and engines only through the registry |
//! | [`quiz`] | questions, answers, grading | as scenario |
//! | [`labs`] | one Leptos view for each lab | registry, scenario, engines, kernel, quiz; never book |
//! | [`registry`] | one line for each lab | engines, labs |
//! | `book` | (native) content → pages | everything; labs only through the registry |
//!
//! `tests/architecture.rs` keeps this table.
#![recursion_limit = "512"]

#[cfg(not(target_arch = "wasm32"))]
pub mod book;
pub mod engines;
pub mod kernel;
pub mod labs;
pub mod quiz;
pub mod registry;
pub mod scenario;
