//! Native = WASM for every lab: the golden traces and the chapters' scenarios, run in the module that `make every-lab`
//! builds. (What a page loads is compared in the browser: `tests/browser/parity.rs`.)

#![expect(clippy::print_stdout, reason = "a benchmark is worth reading")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use faultlines::scenario::run_query;

#[path = "browser/scenarios.rs"]
mod scenarios;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What the module gives for each scenario, and the milliseconds that it took.
fn run_in_wasm(scenarios: &[String]) -> Vec<(String, f64)> {
    let module = root().join("target/every-lab/web.js");
    assert!(module.exists(), "there is no {}: run `make every-lab` first", module.display());
    let mut node = Command::new("node")
        .args([root().join("tests/parity.cjs"), module])
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

#[test]
fn every_scenario_of_every_lab_gives_the_same_bits() {
    let scenarios = scenarios::of_the_book(Path::new(&root()));
    let labs = faultlines::registry::labs().count();
    assert!(scenarios.len() > 2 * labs, "too few scenarios: {}", scenarios.len());
    let answers = run_in_wasm(&scenarios);
    assert_eq!(answers.len(), scenarios.len());
    for (scenario, (wasm, _)) in scenarios.iter().zip(answers) {
        let native = run_query(scenario);
        assert!(native.contains("trace_digest="), "{scenario}: {native}");
        assert_eq!(wasm, native, "{scenario}");
    }
}

/// Not a test but a measure: `make bench` runs it, optimised.
#[test]
#[ignore = "a benchmark: make bench runs it"]
fn bench_native_against_wasm() {
    let stampede =
        "reads_per_s=20000&ttl_ms=500&recompute_ms=5&database_capacity=0&duration_s=506&strategy=singleflight";
    let hedged = "leaf=exponential&fan_out=100&requests=100000&hedge=percentile";
    let cases = [
        ("hedged leaf calls (fan-out)", 1e7, "fan-out", hedged),
        ("customers of an M/M/1 at 90 % (queueing)", 1e6, "queueing", "customers=1000000&load=0.9"),
        ("reads, 10,000 for each of 1,000 expiries (cache-stampede)", 10.12e6, "cache-stampede", stampede),
        ("items of a sketch (hyperloglog)", 1e6, "hyperloglog", "items=1000000"),
        ("items of a sketch (count-min)", 1e6, "count-min", "items=1000000"),
        ("keys placed (hash-ring)", 2e5, "hash-ring", "keys=200000"),
    ];
    for (what, count, lab, params) in cases {
        let scenario = format!("v=1&lab={lab}&{params}");
        let start = Instant::now();
        let native = run_query(&scenario);
        let native_ms = start.elapsed().as_secs_f64() * 1000.0;
        // The second run, for the first also compiles.
        let answers = run_in_wasm(&[scenario.clone(), scenario]);
        let (wasm, wasm_ms) = &answers[1];
        assert_eq!(*wasm, native, "{what}");
        let per_s = |ms: f64| count / ms / 1000.0;
        println!(
            "{what}: {:.1} M/s native, {:.1} M/s WASM, ratio {:.2}",
            per_s(native_ms),
            per_s(*wasm_ms),
            native_ms / wasm_ms
        );
    }
}
