//! The built book in a real browser: read, played, answered, exported, graded.
//!
//! These tests want `dist/` (from `trunk build --release`, which `make test` runs first), Chromium and chromedriver, and Firefox
//! for what leaves the book.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests run natively, beside the book")]
#![expect(clippy::print_stdout, reason = "the measures are worth reading in the output of a run")]

mod accessibility;
mod answers;
mod backpressure;
mod bidi;
mod crash_it;
mod decks;
mod delivery;
mod embed;
mod exam;
mod find;
mod firefox;
mod front;
mod gallery;
mod grading;
mod harness;
mod hosts;
mod instrument;
mod language;
mod lighthouse;
mod merge;
mod offline;
mod own_numbers;
mod page;
mod parity;
mod plates;
mod played;
mod prediction;
mod print;
mod quiz;
mod reading;
#[path = "../common/scenarios.rs"]
mod scenarios;
mod share;
mod space_time;
mod stampede;
mod states;
mod storage;
#[path = "../common/thorough.rs"]
mod thorough;
mod tour;
mod who_won;
mod xfetch;
