//! The same runs natively and in WebAssembly, optimised both, timed by turns. `make bench` builds the module.

use faultlines::scenario::run_query;

#[path = "../tests/common/node.rs"]
mod node;
#[path = "common/ratio.rs"]
mod ratio;

fn main() {
    let stampede =
        "reads_per_s=20000&ttl_ms=500&recompute_ms=5&database_capacity=0&duration_s=506&strategy=singleflight";
    let hedged = "leaf=exponential&fan_out=100&requests=100000&hedge=percentile";
    let cases = [
        ("hedged leaf calls (fan-out)", 10_000_000, "fan-out", hedged),
        ("customers of an M/M/1 at 90 % (queueing)", 1_000_000, "queueing", "customers=1000000&load=0.9"),
        ("reads, 10,000 for each of 1,000 expiries (cache-stampede)", 10_120_000, "cache-stampede", stampede),
        ("items of a sketch (hyperloglog)", 1_000_000, "hyperloglog", "items=1000000"),
        ("items of a sketch (count-min)", 1_000_000, "count-min", "items=1000000"),
        ("keys placed (hash-ring)", 200_000, "hash-ring", "keys=200000"),
    ];
    let mut node = node::Module::start();
    for (what, count, lab, params) in cases {
        let scenario = format!("v=1&lab={lab}&{params}");
        let native = run_query(&scenario);
        // The module's first run also compiles it.
        assert_eq!(node.run(&scenario).0, native, "{what}");
        let turns = (0..ratio::TURNS).map(|_| {
            let native_s = ratio::seconds(&mut || run_query(&scenario), 1);
            (native_s, node.run(&scenario).1 / 1000.0)
        });
        ratio::print_ratio(what, count, "WebAssembly", turns.collect());
    }
}
