//! The live markup in a real browser: what is kept and what is drawn anew, and that live and still are the same.
//!
//! Built for WebAssembly and run by wasm-bindgen's test runner in headless Chromium (`make test` does); natively empty.
#![cfg(target_arch = "wasm32")]

mod changes;
mod harness;
mod still;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
