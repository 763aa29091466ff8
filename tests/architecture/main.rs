//! Who may use whom, by the table of `src/lib.rs`; no circles; and what a pure module must not hold. What a type can tell
//! (clocks, threads, hash maps, the standard library's logarithms) is told by clippy: see `clippy.toml`.

mod imports;
mod rules;

use std::path::Path;

fn faults_of(root: &Path) -> Vec<String> {
    let sources = imports::sources(root);
    assert!(!sources.is_empty(), "no sources under {}", root.display());
    rules::faults(&sources)
}

#[test]
fn the_program_keeps_its_layers_and_has_no_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(imports::sources(root).len() > 100, "the sources were not found");
    let faults = faults_of(root);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_table_itself_has_no_circle() {
    for (place, (name, allowed)) in rules::LAYERS.iter().enumerate() {
        let below = &rules::LAYERS[..place];
        assert!(allowed.iter().all(|used| below.iter().any(|(name, _)| name == used)), "{name} stands too low");
    }
}

/// Each folder of `tests/fixtures/architecture` is a small program that breaks the one rule that it is named for; the first
/// line of its `expected.txt` is what must be said of it.
#[test]
fn every_rule_catches_the_program_that_breaks_it() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/architecture");
    let mut seen = 0;
    for entry in std::fs::read_dir(&fixtures).unwrap() {
        let root = entry.unwrap().path();
        let expected = std::fs::read_to_string(root.join("expected.txt")).unwrap();
        assert_eq!(faults_of(&root).join("\n"), expected.trim_end(), "{}", root.display());
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} rules are proved");
}
