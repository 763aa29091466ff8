//! The scenarios of the golden traces and of the chapters: what the book claims, it claims natively and in WASM.

use std::path::Path;

use serde_json::Value;

/// Each as JSON on one line.
pub fn of_the_book(root: &Path) -> Vec<String> {
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
