//! The text against those of Yjs, Automerge and Loro, which Node runs (`libraries/play.cjs`).
//!
//! Loro's text is Fugue too: over random histories it must show the same as ours after every single step. Yjs and
//! Automerge order concurrent insertions by other rules; `libraries/histories.toml` says, history by history, what each
//! of the four makes of it, and why.

mod history;
mod ours;
mod random;
mod table;

use std::path::Path;

use history::History;
use serde_json::json;

use crate::node::Node;

/// The libraries, in Node.
struct Libraries(Node);

impl Libraries {
    fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for library in ["yjs", "@automerge/automerge", "loro-crdt"] {
            let folder = root.join("node_modules").join(library);
            assert!(folder.exists(), "{library} is not installed: run `scripts/setup tests`");
        }
        Self(Node::start(&[root.join("tests/engines/crdt/libraries/play.cjs")]))
    }

    /// The text at the replica in question after each step.
    fn play(&mut self, library: &str, history: &History) -> Vec<String> {
        let question = json!({ "library": library, "replicas": history.replicas, "steps": history.to_json() });
        serde_json::from_str(&self.0.ask(&question.to_string())).expect("a text for each step")
    }
}
