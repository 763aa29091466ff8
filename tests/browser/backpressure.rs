//! The pipe as a reader meets it: by keyboard alone it gets faster, and then another policy.

use fantoccini::key::Key;
use faultlines::engines::catalog;
use faultlines::kernel::{Action, Seed, Value};
use faultlines::labs::backpressure::VIEW;
use faultlines::scenario::Scenario;
use faultlines::ui::plate::RunPair;
use faultlines::ui::words::number;
use serde_json::json;

use super::gallery;
use super::harness::{Browser, Setting, browse_at};
use super::plates::result;
use super::stampede::tab_to;

/// A pipe without a bound and without a spike of its own.
const CHAPTER: &str = r#"+++
title = "Pipes"
breaks = "Nothing."
summary = "A pipe."
+++

A pipe.

```lab backpressure
id = "pipe"
title = "A pipe"
caption = "As it is."
seed = 3

[params]
spike_ms = 0.0
```

```quiz
```
"#;

/// The plate with as much as has been done, and when.
fn pair(done_ms: &[u32]) -> RunPair {
    let mut scenario = Scenario::defaults(catalog::find("backpressure").expect("the lab"));
    scenario.seed = Seed(3);
    scenario.params.set("spike_ms", Value::Number(0.0));
    let actions = [("spike", Value::Number(5_000.0)), ("policy", Value::Choice("drop-newest"))];
    for (&at_ms, (verb, value)) in done_ms.iter().zip(actions) {
        scenario.act(Action { at_ms, verb, target: 0, value: Some(value) });
    }
    RunPair::run(scenario, None)
}

/// Moves the slider of the plate to a stop, and says when that is, in whole milliseconds.
async fn slide_to(browser: &Browser, stop: u32, shown: &RunPair) -> u32 {
    tab_to(browser, "e.matches('#pipe .scrubber input')").await;
    browser.press(&Key::Home.to_string()).await;
    for _ in 0..stop {
        browser.press(&Key::Right.to_string()).await;
    }
    browser.until(&format!("document.activeElement.value === '{stop}'")).await;
    let end = shown.end((VIEW.pace)(shown));
    ((end.0 as f64 * f64::from(stop) / 400.0).round() as u64).div_ceil(1_000_000) as u32
}

#[test]
fn it_gets_faster_and_drops_the_newest_by_keyboard_alone_and_says_what_the_engine_counts() {
    let folder = gallery::build(CHAPTER);
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive("#pipe").await;
        let mut done_ms = vec![slide_to(&browser, 40, &pair(&[])).await];
        tab_to(&browser, "e.closest('#pipe') !== null && e.textContent === 'Faster'").await;
        browser.press(&Key::Enter.to_string()).await;
        browser.until("document.querySelector('#pipe-play').textContent === 'Pause'").await;
        done_ms.push(slide_to(&browser, 100, &pair(&done_ms)).await);
        tab_to(&browser, "e.id === 'pipe-policy-now'").await;
        browser.press("D").await;
        browser.until("document.querySelector('#pipe-play').textContent === 'Pause'").await;
        tab_to(&browser, "e.matches('#pipe .scrubber input')").await;
        browser.press(&Key::End.to_string()).await;
        let pair = pair(&done_ms);
        let said = (VIEW.sentence)(&pair, pair.end((VIEW.pace)(&pair)));
        let shown = format!("document.querySelector('#pipe .plate-result').textContent === {}", json!(said));
        browser.until(&shown).await;
        assert_eq!(result(&browser, "pipe").await, said);
        let dropped = pair.main.report().get("dropped").expect("a metric");
        let words = number(dropped, 0) + " dropped";
        assert!(dropped > 100.0 && said.contains(&words), "{said}");
        let label = "document.querySelector('#pipe canvas').getAttribute('aria-label')";
        browser.until(&format!("{label}.includes({})", json!(words))).await;
    });
}
