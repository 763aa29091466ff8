//! Native = WASM: the module that readers load gives the digests that the command line gives.

use std::path::Path;

use faultlines::registry::find;
use faultlines::scenario::json::run_text;
use serde_json::{Value, json};

use super::harness::{Browser, Setting, browse};
use super::scenarios;

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

#[test]
fn every_scenario_that_a_page_can_run_gives_the_same_bits_in_the_browser() {
    let scenarios = scenarios::of_the_book(Path::new(env!("CARGO_MANIFEST_DIR")));
    let pictured = |scenario: &String| {
        let tree: Value = serde_json::from_str(scenario).unwrap();
        find(tree["lab"].as_str().unwrap()).is_some_and(|lab| lab.view.is_some())
    };
    let scenarios: Vec<String> = scenarios.into_iter().filter(pictured).collect();
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
