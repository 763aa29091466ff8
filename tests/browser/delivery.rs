//! The plate of payments over a lossy channel, by keyboard alone: an acknowledgement is lost, and what is said to be in the
//! account is what the engine counts for the link of that plate.

use fantoccini::key::Key;
use faultlines::scenario::Link;

use super::gallery;
use super::harness::{Browser, Setting, browse_at};
use super::plates::{past_prediction, result_at_rest};

const ID: &str = "delivery-alone";

/// Moves the moment that is shown, by a key on the scrubber, until this holds of it.
async fn move_by(browser: &Browser, key: Key, until: &str) {
    let scrubber = format!("document.querySelector('#{ID} .scrubber input')");
    browser.press_in(&scrubber, &key.to_string()).await;
    browser.until(&format!("(({{ value, max }}) => {until})({scrubber})")).await;
}

#[test]
fn a_lost_acknowledgement_is_counted_by_keyboard_alone_as_the_engine_has_it() {
    let folder = gallery::build(&gallery::chapter());
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive(&format!("#{ID}")).await;
        past_prediction(&browser, ID).await;
        move_by(&browser, Key::Home, "value === '0'").await;
        browser.press_button(ID, "Lose an acknowledgement").await;
        // The run that was asked for has come, and is played.
        browser.until(&format!("document.querySelector('#{ID} .scrubber input').value > 0")).await;
        move_by(&browser, Key::End, "value === max").await;

        browser.script("Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve() } } })").await;
        browser.press_button(ID, "Copy link").await;
        browser.until("window.copied").await;
        let copied = browser.text("return window.copied").await;
        let (link, problems) = Link::parse(copied.split(['?', '#']).nth(1).unwrap_or_default());
        assert_eq!(problems, []);
        let scenario = link.expect("a link to the plate").scenario;
        let done: Vec<&str> = scenario.actions.iter().map(|action| action.verb).collect();
        assert_eq!(done, ["lose-ack"], "{copied}");
        let report = scenario.run().report();
        let of = |name: &str| report.get(name).expect("declared");
        let said = result_at_rest(&browser, ID).await;
        let words = said.split([' ', '\u{202f}', ':']).filter_map(|word| word.replace(',', "").parse().ok());
        let numbers: Vec<f64> = words.take(3).collect();
        assert_eq!(numbers[1..], [of("balance"), of("balance_expected")], "{said}");
        assert!(said.contains("too much"), "{said}");
        assert_eq!(browser.console().await, Vec::<String>::new());
    });
}
