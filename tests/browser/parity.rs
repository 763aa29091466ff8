//! Native = WASM: the module that readers load gives the digests that the command line gives. And the module's speed.

use std::path::Path;

use faultlines::scenario::json::run_text;
use serde_json::{Value, json};

use super::harness::{Browser, Setting, browse};

/// Loads the module without waiting for a lab to come near.
async fn load_module(browser: &Browser) {
    browser.goto("part-10/consistent-hashing/").await;
    let id = browser.text("return document.querySelector('figure.plate').id").await;
    browser.alive(&format!("#{id}")).await;
}

async fn run_in_browser(browser: &Browser, scenario: &str) -> Value {
    let text = browser.text(&format!("return wasm_bindgen.run_scenario({})", json!(scenario))).await;
    serde_json::from_str(&text).unwrap()
}

/// The scenarios of the golden traces and of the chapters: what the book claims, it claims on both.
fn scenarios() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for entry in
        walkdir::WalkDir::new(root.join("tests/traces")).into_iter().chain(walkdir::WalkDir::new(root.join("content")))
    {
        let path = entry.unwrap().into_path();
        let text = || std::fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(text().lines().next().unwrap().to_string());
        } else if path.to_string_lossy().contains("/scenarios/") && path.is_file() {
            found.push(toml::from_str::<Value>(&text()).unwrap().to_string());
        }
    }
    found
}

#[test]
fn every_scenario_gives_the_same_bits_in_the_browser() {
    let scenarios = scenarios();
    assert!(scenarios.len() > 20);
    browse(Setting::default(), |browser| async move {
        load_module(&browser).await;
        for scenario in scenarios {
            let native = run_text(&scenario);
            assert!(native["trace_digest"].is_string(), "{scenario}: {native}");
            assert_eq!(run_in_browser(&browser, &scenario).await, native, "{scenario}");
        }
    });
}

#[test]
fn a_broken_scenario_comes_back_as_errors_not_as_a_panic() {
    browse(Setting::default(), |browser| async move {
        load_module(&browser).await;
        for broken in ["", "{", "[]", "{\"lab\":\"hash-rign\"}", "{\"lab\":\"hash-ring\",\"params\":{\"nodes\":1e9}}"] {
            let answer = run_in_browser(&browser, broken).await;
            assert!(answer["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{broken}: {answer}");
        }
    });
}

/// Not a test but a measure: `make bench` runs it.
#[test]
#[ignore = "a benchmark: make bench runs it"]
fn bench_fan_out_draws_per_second_native_and_in_wasm() {
    let scenario =
        json!({ "lab": "fan-out", "params": { "leaf": "exponential", "fan_out": 100, "requests": 20_000 }, "seed": 1 });
    browse(Setting::default(), |browser| async move {
        load_module(&browser).await;
        let draws = 100.0 * 20_000.0;
        let start = std::time::Instant::now();
        let native = run_text(&scenario.to_string());
        println!("native: {:.1} M draws/s (this profile)", draws / start.elapsed().as_secs_f64() / 1e6);
        let timed = format!(
            "const t = performance.now(); const r = wasm_bindgen.run_scenario({}); return [r, performance.now() - t]",
            json!(scenario.to_string())
        );
        let answer = browser.script(&timed).await;
        println!("WASM: {:.1} M draws/s", draws / (answer[1].as_f64().unwrap() / 1000.0) / 1e6);
        assert_eq!(serde_json::from_str::<Value>(answer[0].as_str().unwrap()).unwrap(), native);
    });
}
