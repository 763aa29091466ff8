//! What Lighthouse gives the front page and two chapters, where there is time to ask it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::decks::program;
use super::harness::{Host, alone, chapters, dist};
use super::thorough;

/// How often each page is tried: the time that a page takes is noisy, its median much less.
const RUNS: usize = 3;

/// What a phone on a slow network, and a desk, are to give for speed; all else is to be perfect.
const FORMS: [(&str, &[&str], u64); 2] = [("mobile", &[], 95), ("desktop", &["--preset=desktop"], 99)];

/// Categories with their scores out of a hundred, and what lost points.
type Scores = BTreeMap<String, (u64, String)>;

/// Lighthouse takes no name, but a path.
fn chromium() -> PathBuf {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut programs = std::env::split_paths(&folders).map(|folder| folder.join("chromium"));
    programs.find(|program| program.exists()).expect("Chromium is on the PATH (scripts/setup tests)")
}

fn audit(url: &str, form: &[&str]) -> Scores {
    let done = Command::new(program("lighthouse"))
        .args([url, "--quiet", "--output=json", "--chrome-flags=--headless --no-sandbox --disable-gpu"])
        .args(form)
        .env("CHROME_PATH", chromium())
        .output()
        .expect("node is installed");
    assert!(done.status.success(), "{url}: {}", String::from_utf8_lossy(&done.stderr));
    let told: Value = serde_json::from_slice(&done.stdout).expect("a report");
    let categories = told["categories"].as_object().expect("categories").iter();
    let score = |category: &Value| (category["score"].as_f64().unwrap_or_default() * 100.0).round() as u64;
    categories.map(|(id, category)| (id.clone(), (score(category), lost(&told, category)))).collect()
}

/// The audits of a category that lost points.
fn lost(told: &Value, category: &Value) -> String {
    let audits = category["auditRefs"].as_array().expect("audits").iter();
    let counted = audits.filter(|audit| audit["weight"].as_f64() > Some(0.0));
    let names = counted.filter_map(|audit| audit["id"].as_str());
    let low = names.filter(|id| told["audits"][id]["score"].as_f64().is_some_and(|score| score < 1.0));
    low.collect::<Vec<_>>().join(", ")
}

#[test]
fn lighthouse_finds_pages_fast_and_all_else_perfect() {
    if !thorough::on() {
        return;
    }
    let _alone = alone();
    let host = Host::serve(&dist());
    // (Not the further pages of a chapter.)
    let chapters = chapters().into_iter().filter(|chapter| chapter.matches('/').count() == 1);
    let pages = [String::new()].into_iter().chain(chapters.map(|chapter| format!("{chapter}/")));
    let mut wrong = Vec::new();
    for page in pages.take(3) {
        for (name, form, fast) in FORMS {
            let runs: Vec<Scores> = (0..RUNS).map(|_| audit(&format!("{}{page}", host.address), form)).collect();
            for category in runs[0].keys() {
                let mut scores: Vec<&(u64, String)> = runs.iter().map(|run| &run[category]).collect();
                scores.sort();
                let (median, lost) = scores[RUNS / 2];
                println!("/{page} {name}: {category} {median}");
                if *median < if category == "performance" { fast } else { 100 } {
                    wrong.push(format!("/{page} {name}: {category} {median} ({lost})"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
