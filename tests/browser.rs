//! The built book in a real Chromium: read, played, answered, exported, graded.
//!
//! These tests want `dist/` (from `trunk build --release`, which `make test` runs first), Chromium and chromedriver.

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
