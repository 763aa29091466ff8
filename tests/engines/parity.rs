//! Native = WASM for every lab: the golden traces and the chapters' scenarios, run in the module that `make every-lab`
//! builds. (What a page loads is compared in the browser: `tests/browser/parity.rs`.)

use std::path::Path;

use faultlines::engines::catalog;
use faultlines::scenario::run_query;

#[test]
fn every_scenario_of_every_lab_gives_the_same_bits() {
    let scenarios = crate::scenarios::of_the_book(Path::new(env!("CARGO_MANIFEST_DIR")));
    let labs = catalog::labs().count();
    assert!(scenarios.len() > 2 * labs, "too few scenarios: {}", scenarios.len());
    let mut module = crate::node::Module::start();
    for scenario in &scenarios {
        let (wasm, _) = module.run(scenario);
        let native = run_query(scenario);
        assert!(native.contains("trace_digest="), "{scenario}: {native}");
        assert_eq!(wasm, native, "{scenario}");
    }
}
