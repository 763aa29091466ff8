//! The module that `make every-lab` builds, run by Node.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The module, running: it takes a scenario at a time.
pub(crate) struct Module {
    node: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Module {
    /// Starts Node with the module.
    pub(crate) fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let module = root.join("target/every-lab/web.js");
        assert!(module.exists(), "there is no {}: run `make every-lab` first", module.display());
        let mut node = Command::new("node")
            .args([root.join("tests/common/node.cjs"), module])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is installed (scripts/setup tests)");
        let (to, from) = (node.stdin.take().unwrap(), BufReader::new(node.stdout.take().unwrap()));
        Self { node, to, from }
    }

    /// What the module gives for a scenario, and the milliseconds that it took.
    pub(crate) fn run(&mut self, scenario: &str) -> (String, f64) {
        writeln!(self.to, "{scenario}").expect("Node is running");
        let mut answer = String::new();
        self.from.read_line(&mut answer).expect("Node is running");
        let (ms, outcome) = answer.trim_end_matches('\n').split_once(' ').expect("Node ended; it says why above");
        (outcome.to_string(), ms.parse().unwrap())
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}
