//! The cache stampede as a reader meets it: the key is expired by keyboard alone, and ten thousand requests stay smooth.

use fantoccini::key::Key;
use faultlines::engines::cache_stampede::CacheStampede;
use faultlines::engines::catalog;
use faultlines::kernel::{Action, Seed, Time, Value};
use faultlines::labs::cache_stampede::VIEW;
use faultlines::scenario::Scenario;
use faultlines::ui::plate::RunPair;
use faultlines::ui::words::number;
use serde_json::json;

use super::gallery;
use super::harness::{Browser, Setting, browse_at};
use super::instrument::assert_smooth;
use super::plates::result;

/// 1,400 readers a second before a key that does not expire by itself, beside the same with leases; and 10,000 a second,
/// whose key expires after a tenth of one.
const CHAPTER: &str = r#"+++
title = "Stampedes"
breaks = "Nothing."
summary = "Two stampedes."
+++

Two stampedes.

```lab cache-stampede
id = "expire"
title = "Expire the key"
caption = "As it is."
seed = 3

[params]
reads_per_s = 1400.0
ttl_ms = 60000.0
duration_s = 8

[compare]
strategy = "lease"
```

```lab cache-stampede
id = "ten-thousand"
title = "Ten thousand readers a second"
caption = "As it is."

[params]
reads_per_s = 10000.0
ttl_ms = 60000.0
duration_s = 12

[[actions]]
at_ms = 100
do = "expire-key"
target = 0

[compare]
strategy = "lock"
```

```lab cache-stampede
id = "loop"
title = "Pause the database"
caption = "As it is."
seed = 3

[params]
reads_per_s = 150.0
retries = 2
duration_s = 120
```

```quiz
```
"#;

/// The plate `expire`, with the key expired at this moment.
fn expired(at: Time) -> RunPair {
    let mut scenario = Scenario::defaults(catalog::find("cache-stampede").expect("the lab"));
    scenario.seed = Seed(3);
    scenario.params.set("reads_per_s", Value::Number(1400.0));
    scenario.params.set("ttl_ms", Value::Number(60_000.0));
    scenario.params.set("duration_s", Value::Integer(8));
    if at > Time::ZERO {
        scenario.act(Action { at_ms: at.0.div_ceil(1_000_000) as u32, verb: "expire-key", target: 0, value: None });
    }
    let mut twin = scenario.clone();
    twin.params.set("strategy", Value::Choice("lease"));
    RunPair::run(scenario, Some(twin))
}

/// Presses Tab until what has the focus fulfils a condition on `e`.
pub(super) async fn tab_to(browser: &Browser, condition: &str) {
    for _ in 0..150 {
        let there = browser.script(&format!("const e = document.activeElement; return {condition}")).await;
        if there == json!(true) {
            return;
        }
        browser.press(&Key::Tab.to_string()).await;
    }
    panic!("Tab never comes to {condition}");
}

#[test]
fn the_key_is_expired_by_keyboard_alone_and_the_plate_says_what_the_engine_measures() {
    let folder = gallery::build(CHAPTER);
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive("#expire").await;
        let slider = "e.matches('#expire .scrubber input')";
        tab_to(&browser, slider).await;
        browser.press(&Key::Home.to_string()).await;
        for _ in 0..40 {
            browser.press(&Key::Right.to_string()).await;
        }
        browser.until("document.activeElement.value === '40'").await;
        let quiet = expired(Time::ZERO);
        let end = quiet.end((VIEW.pace)(&quiet));
        let pair = expired(Time((end.0 as f64 * 40.0 / 400.0).round() as u64));
        tab_to(&browser, "e.closest('#expire') !== null && e.textContent === 'Expire the key now'").await;
        browser.press(&Key::Enter.to_string()).await;
        browser.until("document.querySelector('#expire-play').textContent === 'Pause'").await;
        tab_to(&browser, slider).await;
        browser.press(&Key::End.to_string()).await;
        let said = (VIEW.sentence)(&pair, pair.end((VIEW.pace)(&pair)));
        let shown = format!("document.querySelector('#expire .plate-result').textContent === {}", json!(said));
        browser.until(&shown).await;
        // The picture says the same to those who do not see it: what the engine counted.
        let failed = pair.main.engine::<CacheStampede>().measures().failed;
        let words = number(failed as f64, 0) + " reads have failed";
        assert!(failed > 5_000 && said.contains(&words) && said.contains(" With leases: "), "{said}");
        let label = "document.querySelector('#expire canvas').getAttribute('aria-label')";
        browser.until(&format!("{label}.includes({})", json!(words))).await;
        assert_eq!(result(&browser, "expire").await, said);
    });
}

/// The plate `loop` with as much as has been pressed, and when: the pause, and then fewer readers.
fn paused(pressed_ms: &[u32]) -> RunPair {
    let mut scenario = Scenario::defaults(catalog::find("cache-stampede").expect("the lab"));
    scenario.seed = Seed(3);
    for (name, value) in [("reads_per_s", "150"), ("retries", "2"), ("duration_s", "120")] {
        scenario.set_param(name, value).expect("a value");
    }
    for (&at_ms, (verb, value)) in pressed_ms.iter().zip([("pause-database", 3_000.0), ("set-reads", 40.0)]) {
        scenario.act(Action { at_ms, verb, target: 0, value: Some(Value::Number(value)) });
    }
    RunPair::run(scenario, None)
}

#[test]
fn a_paused_database_is_brought_back_by_keyboard_alone_with_fewer_readers() {
    let folder = gallery::build(CHAPTER);
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive("#loop").await;
        let slider = "e.matches('#loop .scrubber input')";
        let mut pressed_ms = Vec::new();
        for (stop, label) in [(60, "Pause the database"), (90, "Let in 40 a second")] {
            tab_to(&browser, slider).await;
            browser.press(&Key::Home.to_string()).await;
            for _ in 0..stop {
                browser.press(&Key::Right.to_string()).await;
            }
            browser.until(&format!("document.activeElement.value === '{stop}'")).await;
            let shown = paused(&pressed_ms);
            let end = shown.end((VIEW.pace)(&shown));
            let moment = (end.0 as f64 * f64::from(stop) / 400.0).round() as u64;
            pressed_ms.push(moment.div_ceil(1_000_000) as u32);
            tab_to(&browser, &format!("e.closest('#loop') !== null && e.textContent === '{label}'")).await;
            browser.press(&Key::Enter.to_string()).await;
            browser.until("document.querySelector('#loop-play').textContent === 'Pause'").await;
        }
        tab_to(&browser, slider).await;
        browser.press(&Key::End.to_string()).await;
        let pair = paused(&pressed_ms);
        let said = (VIEW.sentence)(&pair, pair.end((VIEW.pace)(&pair)));
        let shown = format!("document.querySelector('#loop .plate-result').textContent === {}", json!(said));
        browser.until(&shown).await;
        assert_eq!(result(&browser, "loop").await, said);
        // It is up again, at the load that the button named.
        let report = pair.main.report();
        assert_eq!((report.get("tip_reads_per_s"), report.get("recovery_reads_per_s")), (Some(150.0), Some(40.0)));
        let label = "document.querySelector('#loop canvas').getAttribute('aria-label')";
        browser.until(&format!("{label}.includes(', tipped at 150, recovered at 40')")).await;
    });
}

#[test]
fn ten_thousand_requests_on_their_way_cost_at_most_3_ms_a_frame() {
    let folder = gallery::build(CHAPTER);
    browse_at(&folder.path().join("site"), Setting { timed: true, ..Setting::default() }, |browser| async move {
        browser.devtools("Performance.enable", json!({})).await;
        browser.goto("labs/all/").await;
        browser.alive("#ten-thousand").await;
        assert_smooth(&browser, "ten-thousand").await;
        let words = browser.text("return document.querySelector('#ten-thousand canvas').getAttribute('aria-label')");
        assert!(words.await.contains(" queries"), "the stampede was played");
    });
}
