//! What strangers and authors write, in any form: five readers, each with everything that must hold of whatever they read.
//!
//! The inputs of a target lie in `__fuzz__/TARGET/corpus/`, a file each. `cargo test` replays them all, and nothing else.
//! `make fuzz` has libFuzzer make more of them, for half an hour a target, guided by which branches of the program an input
//! takes (`scripts/fuzz`); an input that breaks a rule is kept in `__fuzz__/TARGET/crashes/` and replayed from then on.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests run natively, beside the book")]

mod answers;
mod archives;
mod content;
mod dictionary;
mod fences;
#[path = "../common/folder.rs"]
mod folder;
#[path = "../common/html.rs"]
mod html;
mod links;

use std::path::{Path, PathBuf};
use std::time::Duration;

/// A file or a folder of the checkout. (libFuzzer runs in a folder of its own.)
fn checkout(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Tries one reader with each input of its corpus, or, under libFuzzer, with inputs without end.
macro_rules! targets {
    ($($target:ident)*) => {$(
        #[test]
        fn $target() {
            dictionary::write();
            // Nothing by chance: the corpus alone. An input that took too long would be as slow at each try to shorten it.
            let target = bolero::check!(name = stringify!($target)).with_iterations(0);
            target.with_shrink_time(Duration::ZERO).for_each($target::holds);
        }
    )*};
}

targets! { content fences links answers archives }
