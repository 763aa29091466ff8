//! Programs that Node runs for the tests: a line goes in, a line comes out.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A program, running.
pub(crate) struct Node {
    node: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Node {
    /// Starts Node with a program and what it is given.
    pub(crate) fn start(program: &[PathBuf]) -> Self {
        let mut node = Command::new("node")
            .args(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is installed (scripts/setup tests)");
        let (to, from) = (node.stdin.take().unwrap(), BufReader::new(node.stdout.take().unwrap()));
        Self { node, to, from }
    }

    /// What the program answers to a line.
    pub(crate) fn ask(&mut self, line: &str) -> String {
        writeln!(self.to, "{line}").expect("Node is running");
        let mut answer = String::new();
        self.from.read_line(&mut answer).expect("Node is running");
        assert!(answer.ends_with('\n'), "Node ended; it says why above");
        answer.truncate(answer.len() - 1);
        answer
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}

/// The module that `make every-lab` builds: it takes a scenario at a time.
pub(crate) struct Module(Node);

impl Module {
    /// Starts Node with the module.
    pub(crate) fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let module = root.join("target/every-lab/web.js");
        assert!(module.exists(), "there is no {}: run `make every-lab` first", module.display());
        Self(Node::start(&[root.join("tests/common/node.cjs"), module]))
    }

    /// What the module gives for a scenario, and the milliseconds that it took.
    pub(crate) fn run(&mut self, scenario: &str) -> (String, f64) {
        let answer = self.0.ask(scenario);
        let (ms, outcome) = answer.split_once(' ').expect("the time, then the outcome");
        (outcome.to_string(), ms.parse().unwrap())
    }
}
