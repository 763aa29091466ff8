//! The scenarios of the golden traces and of the chapters: what the book claims, it claims natively and in WASM.

use std::path::Path;

use faultlines::scenario::{Link, Scenario};
use serde_json::Value;

/// Each as the query of a permalink.
pub(crate) fn of_the_book(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in
        walkdir::WalkDir::new(root.join("tests/traces")).into_iter().chain(walkdir::WalkDir::new(root.join("content")))
    {
        let path = entry.unwrap().into_path();
        let text = || std::fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(query(serde_json::from_str(text().lines().next().unwrap()).unwrap()));
        } else if path.to_string_lossy().contains("/scenarios/") && path.is_file() {
            found.push(query(toml::from_str(&text()).unwrap()));
        }
    }
    found
}

fn query(tree: Value) -> String {
    let (scenario, problems) = Scenario::from_json(&tree);
    assert_eq!(problems, [], "{tree}");
    let scenario = scenario.expect("the book knows its labs");
    Link::of(scenario).to_query()
}
