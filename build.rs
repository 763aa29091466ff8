//! Prepares the module of pages to be taken apart, lab by lab (`src/labs/pieces.rs`, `src/book/site/split.rs`).

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(in_pieces)");
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    let is_page = env::var_os("CARGO_FEATURE_PAGE").is_some();
    // Who writes the book has the module whole, for it is there sooner.
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if is_wasm && is_page && is_release {
        println!("cargo::rustc-cfg=in_pieces");
        // The linker's notes on what refers to what.
        println!("cargo::rustc-link-arg-bin=web=--emit-relocs");
    }
}
