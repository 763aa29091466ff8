//! How much is tried: enough to be quick, or all that there is time for. `make thorough` sets the variable.

#![allow(dead_code, reason = "each test binary needs a part of it")]

use proptest::prelude::ProptestConfig;

/// How many times the cases of a law, when there is time.
const MANY: u32 = 20;

/// Whether there is time.
pub(crate) fn on() -> bool {
    std::env::var_os("FAULTLINES_THOROUGH").is_some_and(|value| !value.is_empty() && value != "0")
}

/// A law is tried so many times, or twenty times as many.
pub(crate) fn cases(quick: u32) -> ProptestConfig {
    ProptestConfig::with_cases(if on() { MANY * quick } else { quick })
}
