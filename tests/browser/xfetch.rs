//! XFetch under the magnifier as a reader meets it: the run is played by keyboard alone to its end, and the key deleted.

use fantoccini::key::Key;
use faultlines::engines::catalog;
use faultlines::engines::xfetch::XFetch;
use faultlines::kernel::{Action, Seed, Time};
use faultlines::labs::xfetch::VIEW;
use faultlines::scenario::Scenario;
use faultlines::ui::plate::RunPair;
use faultlines::ui::words::number;
use serde_json::json;

use super::gallery;
use super::harness::{Browser, Setting, browse_at};
use super::instrument::assert_smooth;
use super::plates::result;
use super::stampede::tab_to;

const CHAPTER: &str = r#"+++
title = "Early"
breaks = "Nothing."
summary = "One plate."
+++

One plate.

```lab xfetch
id = "early"
title = "Early"
caption = "As it is."
seed = 3

[compare]
beta = 2.0
```

```quiz
```
"#;

/// The plate, with the key deleted at this moment.
fn pair(deleted: Option<Time>) -> RunPair {
    let mut scenario = Scenario::defaults(catalog::find("xfetch").expect("the lab"));
    scenario.seed = Seed(3);
    if let Some(at) = deleted {
        scenario.act(Action { at_ms: at.0.div_ceil(1_000_000) as u32, verb: "delete", target: 0, value: None });
    }
    let mut twin = scenario.clone();
    twin.set_param("beta", "2").expect("a value of β");
    RunPair::run(scenario, Some(twin))
}

/// Waits until the plate says what the engine has counted.
async fn says(browser: &Browser, pair: &RunPair, at: Time) -> String {
    let said = (VIEW.sentence)(pair, at);
    browser.until(&format!("document.querySelector('#early .plate-result').textContent === {}", json!(said))).await;
    assert_eq!(result(browser, "early").await, said);
    said
}

#[test]
fn the_hill_fills_and_a_key_is_deleted_by_keyboard_alone_as_the_engine_counts() {
    let folder = gallery::build(CHAPTER);
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive("#early").await;
        let slider = "e.matches('#early .scrubber input')";
        tab_to(&browser, slider).await;
        browser.press(&Key::End.to_string()).await;
        let quiet = pair(None);
        let end = quiet.end((VIEW.pace)(&quiet));
        let said = says(&browser, &quiet, end).await;
        let lead_ms = quiet.main.report().get("lead_ms_mean").expect("a mean");
        assert!(said.contains(&(number(lead_ms, 0) + "\u{202f}ms early")), "{said}");
        // Into the life of the first entry, before anybody is early.
        browser.press(&Key::Home.to_string()).await;
        for _ in 0..10 {
            browser.press(&Key::Right.to_string()).await;
        }
        browser.until("document.activeElement.value === '10'").await;
        let at = Time((end.0 as f64 * 10.0 / 400.0).round() as u64);
        tab_to(&browser, "e.closest('#early') !== null && e.textContent === 'Delete the key now'").await;
        browser.press(&Key::Enter.to_string()).await;
        browser.until("document.querySelector('#early-play').textContent === 'Pause'").await;
        tab_to(&browser, slider).await;
        browser.press(&Key::End.to_string()).await;
        let deleted = pair(Some(at));
        let recomputes = deleted.main.engine::<XFetch>().watched()[0].life.recomputes;
        assert!(recomputes > 60, "{recomputes} of some hundred reads");
        says(&browser, &deleted, deleted.end((VIEW.pace)(&deleted))).await;
    });
}

#[test]
fn a_thousand_reads_on_their_way_cost_at_most_3_ms_a_frame() {
    let folder = gallery::build(CHAPTER);
    browse_at(&folder.path().join("site"), Setting { timed: true, ..Setting::default() }, |browser| async move {
        browser.devtools("Performance.enable", json!({})).await;
        browser.goto("labs/all/").await;
        browser.alive("#early").await;
        assert_smooth(&browser, "early").await;
    });
}
