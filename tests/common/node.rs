//! The module that `make every-lab` builds, run by Node.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the module gives for each scenario, and the milliseconds that it took.
pub fn run_in_wasm(scenarios: &[String]) -> Vec<(String, f64)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let module = root.join("target/every-lab/web.js");
    assert!(module.exists(), "there is no {}: run `make every-lab` first", module.display());
    let mut node = Command::new("node")
        .args([root.join("tests/common/node.cjs"), module])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed (scripts/setup tests)");
    let mut input = node.stdin.take().unwrap();
    let lines = scenarios.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers = answers.lines().map(|line| line.split_once(' ').unwrap());
    answers.map(|(ms, outcome)| (outcome.to_string(), ms.parse().unwrap())).collect()
}
