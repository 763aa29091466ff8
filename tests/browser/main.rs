//! The built book in a real Chromium: read, played, answered, exported, graded.
//!
//! These tests want `dist/` (from `trunk build --release`, which `make test` runs first), Chromium and chromedriver.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests run natively, beside the book")]
#![expect(clippy::print_stdout, reason = "the measures are worth reading in the output of a run")]

mod accessibility;
mod backpressure;
mod crash_it;
mod delivery;
mod embed;
mod find;
mod front;
mod gallery;
mod harness;
mod hosts;
mod instrument;
mod language;
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
