//! Every plate of the book, by keyboard alone: played, stopped and brought to its end, it says in words and in its table what
//! a native run of its copied link gives.

use fantoccini::key::Key;
use faultlines::labs::views;
use faultlines::scenario::Link;
use faultlines::ui::plate::RunPair;
use faultlines::ui::words;
use serde_json::{Value, json};

use super::harness::{Browser, Setting, browse, pages};
use super::plates::{past_prediction, plates};

/// Moves the focus to an element of the plate, and presses a key there.
async fn press(browser: &Browser, element: &str, key: Key) {
    browser.until(element).await;
    browser.script(&format!("{element}.focus({{ preventScroll: true }})")).await;
    browser.until(&format!("document.activeElement === {element}")).await;
    browser.press(&key.to_string()).await;
}

/// The link of what is shown.
async fn copied(browser: &Browser, id: &str) -> Link {
    browser.script("window.copied = ''; Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: text => { window.copied = text; return Promise.resolve() } } })").await;
    let button =
        format!("[...document.querySelectorAll('#{id} button')].find(button => button.textContent === 'Copy link')");
    press(browser, &button, Key::Enter).await;
    browser.until("window.copied").await;
    let copied = browser.text("return window.copied").await;
    let (link, problems) = Link::parse(copied.split(['?', '#']).nth(1).unwrap_or_default());
    assert_eq!(problems, [], "{copied}");
    link.expect("a link to the plate")
}

/// The rows of the table of results: the metric, and what stands in the column of the main run.
fn table(id: &str) -> String {
    format!(
        "return [...document.querySelectorAll('#{id} .plate-foot table')].find(table => /Metric/.test(table.textContent))?.querySelectorAll('tbody tr')\
         .values().map(row => [row.querySelector('code').textContent, row.querySelector('td').firstChild.textContent]).toArray()"
    )
}

#[test]
fn every_plate_played_by_keyboard_alone_ends_with_what_the_engine_says() {
    browse(Setting::default(), |browser| async move {
        for page in &pages() {
            browser.goto(page).await;
            for id in plates(&browser).await {
                browser.alive(&format!("#{id}")).await;
                past_prediction(&browser, &id).await;
                let (play, scrubber) = (
                    format!("document.getElementById('{id}-play')"),
                    format!("document.querySelector('#{id} .scrubber input')"),
                );
                press(&browser, &scrubber, Key::Home).await;
                browser.until(&format!("{scrubber}.value === '0'")).await;
                press(&browser, &play, Key::Enter).await;
                browser.until(&format!("Number({scrubber}.value) > 0")).await;
                press(&browser, &scrubber, Key::End).await;
                browser.until(&format!("{scrubber}.value === {scrubber}.max")).await;

                let link = copied(&browser, &id).await;
                let view = views::find(link.scenario.lab.spec.id).expect("a picture");
                let pair = RunPair::run(link.scenario.clone(), link.twin());
                let native = (view.sentence)(&pair, pair.end((view.pace)(&pair)));
                browser
                    .until(&format!("document.querySelector('#{id} .plate-result').textContent === {}", json!(native)))
                    .await;

                let metrics = pair.main.report().metrics;
                let rows: Vec<Value> = metrics
                    .iter()
                    .map(|metric| json!([metric.name, words::number(metric.value, metric.decimals.into())]))
                    .collect();
                let numbers = format!(
                    "[...document.querySelectorAll('#{id} .plate-foot summary')].find(summary => summary.textContent === 'Numbers')"
                );
                press(&browser, &numbers, Key::Enter).await;
                browser.until(&format!("document.querySelector('#{id} .plate-foot tbody code')")).await;
                assert_eq!(browser.script(&table(&id)).await, json!(rows), "{page}#{id}");
            }
        }
    });
}
