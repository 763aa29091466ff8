//! The plate of the replicated register, by keyboard alone: a process is cut off, two clients write at once, the network is
//! healed; what is said to be lost is what the engine counts for the link of that plate.

use fantoccini::key::Key;
use faultlines::scenario::Link;

use super::gallery;
use super::harness::{Browser, Setting, browse_at};
use super::plates::{past_prediction, result_at_rest};

const ID: &str = "logical-clocks-alone";

/// Moves the moment that is shown, by a key on the scrubber.
async fn move_by(browser: &Browser, key: Key) {
    let scrubber = format!("document.querySelector('#{ID} .scrubber input')");
    browser.press_in(&scrubber, &key.to_string()).await;
}

#[test]
fn two_who_write_at_once_under_a_cut_are_counted_by_keyboard_alone_as_the_engine_has_it() {
    let folder = gallery::build(&gallery::chapter());
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive(&format!("#{ID}")).await;
        past_prediction(&browser, ID).await;
        move_by(&browser, Key::Home).await;
        let at_home = format!("document.querySelector('#{ID} .scrubber input').value === '0'");
        browser.until(&at_home).await;
        move_by(&browser, Key::PageUp).await;
        browser.until(&format!("!({at_home})")).await;
        browser.press_button(ID, "Cut off 0").await;
        browser.press_button(ID, "Write at 0 and 1").await;
        browser.press_button(ID, "Heal").await;
        result_at_rest(&browser, ID).await;
        move_by(&browser, Key::End).await;
        let scrubber = format!("document.querySelector('#{ID} .scrubber input')");
        browser.until(&format!("{scrubber}.value === {scrubber}.max")).await;

        browser.script("Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve() } } })").await;
        browser.press_button(ID, "Copy link").await;
        browser.until("window.copied").await;
        let copied = browser.text("return window.copied").await;
        let (link, problems) = Link::parse(copied.split(['?', '#']).nth(1).unwrap_or_default());
        assert_eq!(problems, []);
        let scenario = link.expect("a link to the plate").scenario;
        let done: Vec<&str> = scenario.actions.iter().map(|action| action.verb).collect();
        assert_eq!(done, ["isolate", "write", "write", "heal"], "{copied}");
        let report = scenario.run().report();
        let of = |name: &str| report.metrics.iter().find(|metric| metric.name == name).expect(name).value;
        let said = result_at_rest(&browser, ID).await;
        let numbers: Vec<f64> = said
            .split([' ', ';', '.'])
            .filter_map(|word| if word == "none" { Some(0.0) } else { word.replace(',', "").parse().ok() })
            .take(2)
            .collect();
        assert_eq!(numbers, [of("writes"), of("lost_updates")], "{said}");
        assert_eq!(browser.console().await, Vec::<String>::new());
    });
}
