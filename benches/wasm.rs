//! The same runs natively and in WebAssembly, optimised both, and how their speeds compare. `make bench` builds the module.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a benchmark reads the clock")]
#![expect(clippy::print_stdout, reason = "a benchmark is worth reading")]

use std::time::Instant;

use faultlines::scenario::run_query;

#[path = "../tests/common/node.rs"]
mod node;

fn main() {
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
        let answers = node::run_in_wasm(&[scenario.clone(), scenario]);
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
