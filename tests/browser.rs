//! The built book in a real Chromium: read, played, answered, exported, graded.
//!
//! These tests want `dist/` (from `trunk build --release`, which `make test` runs first), Chromium and chromedriver.

#![expect(clippy::print_stdout, reason = "the measures are worth reading in the output of a run")]
#![expect(clippy::await_holding_lock, reason = "one browser at a time: each test has a runtime of its own")]

#[path = "browser/accessibility.rs"]
mod accessibility;
#[path = "browser/harness.rs"]
mod harness;
#[path = "browser/parity.rs"]
mod parity;
#[path = "browser/plates.rs"]
mod plates;
#[path = "browser/quiz.rs"]
mod quiz;
#[path = "browser/reading.rs"]
mod reading;
#[path = "browser/scenarios.rs"]
mod scenarios;
