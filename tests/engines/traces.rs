//! Golden traces: `tests/traces/<engine>/*.txt`, picked up by themselves. Each file begins with its scenario as one line
//! of JSON; behind it stands what the run gave. After a change that is meant to show, rewrite them with
//! `FAULTLINES_UPDATE=1 cargo test --test engines traces` and read the difference.

use std::fs;
use std::path::{Path, PathBuf};

use crate::golden;
use faultlines::engines::catalog::{Lab, labs};
use faultlines::scenario::Scenario;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces")
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The scenario that a golden file begins with.
fn scenario(header: &str, path: &Path) -> Scenario {
    let tree = serde_json::from_str(header).unwrap_or_else(|error| panic!("{}:1: {error}", path.display()));
    let (scenario, problems) = Scenario::from_json(&tree);
    assert!(problems.is_empty(), "{}:1: {problems:?}", path.display());
    scenario.expect("a scenario without problems")
}

/// The scenarios of a lab's golden traces.
pub(crate) fn scenarios(lab: &Lab) -> Vec<Scenario> {
    let files = files_of(&folder().join(lab.spec.id.replace('-', "_")));
    let read = |path: &PathBuf| {
        let golden = fs::read_to_string(path).unwrap();
        scenario(golden.lines().next().unwrap_or_default(), path)
    };
    files.iter().map(read).collect()
}

/// The scenario's line, the trace, the metrics.
fn transcript(header: &str, path: &Path) -> String {
    let run = scenario(header, path).run();
    format!("{header}\n\n{}\n{}", run.trace(), run.report())
}

#[test]
fn every_run_gives_its_golden_trace() {
    let mut seen = 0;
    for path in labs().flat_map(|lab| files_of(&folder().join(lab.spec.id.replace('-', "_")))) {
        let text = fs::read_to_string(&path).unwrap();
        let now = transcript(text.lines().next().unwrap_or_default(), &path);
        golden::check(&path, &now);
        seen += 1;
    }
    assert!(seen >= labs().count(), "fewer golden traces than labs");
}

#[test]
fn every_lab_has_golden_traces_and_every_folder_a_lab() {
    let ids: Vec<String> = labs().map(|lab| lab.spec.id.replace('-', "_")).collect();
    for id in &ids {
        assert!(!files_of(&folder().join(id)).is_empty(), "tests/traces/{id}/ holds no trace");
    }
    for path in files_of(&folder()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(ids.contains(&name), "tests/traces/{name}/ belongs to no lab");
    }
}
