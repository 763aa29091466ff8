//! Native = WASM: the module that readers load gives the digests that the command line gives.

use std::path::Path;

use faultlines::labs::views;
use faultlines::scenario::{Link, run_query};
use serde_json::json;

use super::harness::{Browser, Setting, browse};
use super::scenarios;

/// Loads what all labs share, then the piece of every lab, as the loader does where a lab comes near.
async fn load_module(browser: &Browser) {
    browser.goto("part-10/consistent-hashing/").await;
    let id = browser.text("return document.querySelector('figure.plate').id").await;
    browser.alive(&format!("#{id}")).await;
    let all = "const exports = await wasm_bindgen(); \
        const root = new URL('../', document.querySelector('script[src*=loader]').src); \
        const here = document.querySelector('figure.plate').dataset.lab; \
        for (const [lab, [wasm]] of Object.entries(faultlinesPieces)) { \
            if (lab === here) continue; \
            const bytes = await (await fetch(new URL(wasm, root))).arrayBuffer(); \
            await WebAssembly.instantiate(bytes, { __wasm_split: exports }); \
            wasm_bindgen.enter(lab); \
        } \
        return Object.keys(faultlinesPieces).length";
    let pieces = browser.script(&format!("return (async () => {{ {all} }})()")).await;
    assert_eq!(pieces, json!(views::VIEWS.len()));
}

async fn run_in_browser(browser: &Browser, query: &str) -> String {
    browser.text(&format!("return wasm_bindgen.run_query({})", json!(query))).await
}

#[test]
fn every_scenario_that_a_page_can_run_gives_the_same_bits_in_the_browser() {
    let scenarios = scenarios::of_the_book(Path::new(env!("CARGO_MANIFEST_DIR")));
    let pictured = |query: &String| {
        let (link, _) = Link::parse(query);
        link.is_some_and(|link| views::find(link.scenario.lab.spec.id).is_some())
    };
    let scenarios: Vec<String> = scenarios.into_iter().filter(pictured).collect();
    assert!(scenarios.len() > 20);
    browse(Setting::default(), |browser| async move {
        load_module(&browser).await;
        for scenario in scenarios {
            let native = run_query(&scenario);
            assert!(native.contains("trace_digest="), "{scenario}: {native}");
            assert_eq!(run_in_browser(&browser, &scenario).await, native, "{scenario}");
        }
    });
}

#[test]
fn a_broken_scenario_comes_back_as_an_error_not_as_a_panic() {
    browse(Setting::default(), |browser| async move {
        load_module(&browser).await;
        for broken in ["", "{", "lab=hash-rign", "v=1&lab=hash-ring&nodes=1e9", "v=1&lab=hash-ring&do=explode@3"] {
            let answer = run_in_browser(&browser, broken).await;
            assert!(answer.starts_with("error: "), "{broken}: {answer}");
        }
    });
}
