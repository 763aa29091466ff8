//! A reader's own latencies as the leaf of a fan-out: pasted and from a file, against a native run of the same numbers.

use fantoccini::Locator;
use fantoccini::key::Key;
use faultlines::kernel::measured;
use faultlines::kernel::{Report, Seed};
use faultlines::scenario::{Link, Scenario};
use faultlines::ui::words;
use serde_json::json;

use super::gallery::build;
use super::harness::{Browser, Setting, browse_at};

const CHAPTER: &str = "+++\ntitle = \"Fan-out\"\nbreaks = \"Nothing.\"\nsummary = \"A service.\"\n+++\n\nA service.\n\n\
    ```lab fan-out\nid = \"own\"\ntitle = \"Your service\"\ncaption = \"Notice it.\"\nseed = 7\n\
    controls = [\"hedge\", \"mean_ms\"]\nparams = { requests = 500, fan_out = 20, hedge = \"percentile\" }\n\
    compare = { hedge = \"off\" }\n```\n\n```quiz\n```\n";

const PROMETHEUS: &str = "http_request_duration_seconds_bucket{le=\"0.01\"} 900\n\
    http_request_duration_seconds_bucket{le=\"0.1\"} 990\nhttp_request_duration_seconds_bucket{le=\"2.5\"} 998\n\
    http_request_duration_seconds_bucket{le=\"+Inf\"} 1000\n";

const CSV: &str = "ms,calls\r\n4,5000\r\n8,4000\r\n30,900\r\n1500,90\r\n4000,10\r\n";

const SAYS: &str = "document.querySelector('#own .own-numbers [role=status]').textContent";
const RESULT: &str = "document.querySelector('#own .plate-result').textContent";

/// What a native run of these numbers measures, and its twin without second copies.
fn native(seed: u32) -> [Report; 2] {
    ["percentile", "off"].map(|hedge| {
        let query = format!("?v=1&lab=fan-out&requests=500&fan_out=20&hedge={hedge}&seed={seed}");
        let mut scenario: Scenario = Link::parse(&query).0.expect("a link").scenario;
        assert_eq!(scenario.seed, Seed(seed));
        scenario.params.measure(measured::read(CSV).expect("a histogram"));
        scenario.report()
    })
}

/// Waits until the table of results says what a native run measures.
async fn measures(browser: &Browser, seed: u32) {
    let [main, twin] = native(seed);
    for metric in &main.metrics {
        // A prediction may be left out of one of them.
        let other = twin.metrics.iter().find(|other| other.name == metric.name);
        let row = format!(
            "[...document.querySelectorAll('#own .data tr')].find(row => row.querySelector('th code')?.textContent === '{}')",
            metric.name
        );
        for (column, metric) in [Some(metric), other].into_iter().flatten().enumerate() {
            let number = words::number(metric.value, metric.decimals.into());
            browser
                .until(&format!("{row}?.querySelectorAll('.num')[{column}].textContent.startsWith('{number}')"))
                .await;
        }
    }
}

#[test]
fn a_histogram_of_the_readers_own_is_the_leaf_until_it_is_taken_back_and_measures_what_a_native_run_does() {
    let folder = build(CHAPTER);
    let file = folder.path().join("calls.csv");
    std::fs::write(&file, CSV).unwrap();
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive("#own").await;
        let before = browser.text(&format!("return {RESULT}")).await;
        assert!(before.starts_with("20 leaves, each slow"), "{before}");
        let label = "document.querySelector('#own [role=img]').getAttribute('aria-label')";
        let picture = browser.text(&format!("return {label}")).await;

        // Pasted, by keyboard.
        browser.press_in("document.querySelector('#own .own-numbers summary')", &Key::Enter.to_string()).await;
        browser.press_in("document.getElementById('own-own')", PROMETHEUS).await;
        browser.press_button("own", "Use these numbers").await;
        browser
            .until(&format!("{RESULT}.startsWith('20 leaves with your own latencies: second copies after the p95')"))
            .await;
        browser.until(&format!("{label} !== {}", json!(picture))).await;
        let said = browser.text(&format!("return {SAYS}")).await;
        assert!(said.starts_with("Your own 1,000 calls: median 5.56\u{202f}ms, p99 100\u{202f}ms. 2 beyond"), "{said}");

        // What is wrong is said, and the run stays.
        let own = browser.text(&format!("return {RESULT}")).await;
        browser.script("document.getElementById('own-own').value = '10,5\\nten,6'").await;
        browser.press_button("own", "Use these numbers").await;
        browser.until(&format!("{SAYS}.startsWith('Line 2: wanted a bound in ms')")).await;
        assert_eq!(browser.text(&format!("return {RESULT}")).await, own);

        // From a file, and under another seed.
        let input = browser.client.find(Locator::Css("#own-own-file")).await.unwrap();
        input.send_keys(file.to_str().unwrap()).await.unwrap();
        browser.until(&format!("{SAYS}.startsWith('Your own 10,000 calls: median 4.00')")).await;
        browser.press_in("document.querySelector('#own .plate-foot summary')", &Key::Enter.to_string()).await;
        measures(&browser, 7).await;
        browser.press_button("own", "Another seed").await;
        measures(&browser, 8).await;

        // A link does not carry them, and says so; the controls of the lab's leaf wait.
        browser.script("Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: text => { window.copied = text; return Promise.resolve() } } })").await;
        browser.press_button("own", "Copy link").await;
        let copied = "document.querySelector('#own .link-said').textContent";
        browser.until(&format!("{copied} === 'Link copied, without your own numbers.'")).await;
        let idle = "document.querySelector('#own .control-idle')?.textContent";
        browser.until(&format!("{idle} === 'Your own numbers stand in its place.'")).await;

        browser.press_button("own", "Another seed").await;
        browser.press_button("own", "Reset").await;
        browser.until(&format!("{RESULT} === {}", json!(before))).await;
        browser.press_button("own", "Use these numbers").await;
        browser.until(&format!("{RESULT}.startsWith('20 leaves with your own')")).await;
        browser.press_button("own", "Back to the lab’s own leaf").await;
        browser.until(&format!("{RESULT} === {} && {SAYS} === ''", json!(before))).await;
        browser.until("document.activeElement.id === 'own-own'").await;
    });
}
