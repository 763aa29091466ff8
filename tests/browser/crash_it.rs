//! The plate of the dual write, by keyboard alone: the service is crashed, the table of tries opened, and each of two of its
//! cells; what is said is what the engine reports for the link of that plate.

use fantoccini::key::Key;
use faultlines::kernel::Report;
use faultlines::scenario::Link;

use super::gallery;
use super::harness::{Browser, Setting, browse_at};
use super::plates::{past_prediction, result_at_rest};

const ID: &str = "dual-write-alone";

/// Presses the button that this is true of.
async fn press(browser: &Browser, is_it: &str) {
    let button = format!("[...document.querySelectorAll('#{ID} button')].find(button => {is_it})");
    browser.press_in(&button, &Key::Enter.to_string()).await;
}

/// Moves the moment that is shown to the end or the start, by a key on the scrubber.
async fn move_to(browser: &Browser, key: Key, place: &str) {
    let scrubber = format!("document.querySelector('#{ID} .scrubber input')");
    browser.press_in(&scrubber, &key.to_string()).await;
    browser.until(&format!("{scrubber}.value === {scrubber}.{place}")).await;
}

/// What the engine reports for the link of the plate, and the actions in it.
async fn linked(browser: &Browser) -> (Report, usize) {
    browser.script("window.copied = null").await;
    browser.press_button(ID, "Copy link").await;
    browser.until("window.copied").await;
    let copied = browser.text("return window.copied").await;
    let (link, problems) = Link::parse(copied.split(['?', '#']).nth(1).unwrap_or_default());
    assert_eq!(problems, []);
    let scenario = link.expect("a link to the plate").scenario;
    (scenario.report(), scenario.actions.len())
}

#[test]
fn a_crash_and_the_cells_of_the_table_say_by_keyboard_alone_what_the_engine_has() {
    let folder = gallery::build(&gallery::chapter());
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive(&format!("#{ID}")).await;
        browser.script("Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve() } } })").await;
        past_prediction(&browser, ID).await;
        move_to(&browser, Key::Home, "min").await;
        browser.press_button(ID, "Crash service").await;
        browser.until(&format!("document.querySelector('#{ID} .scrubber input').value !== '0'")).await;
        move_to(&browser, Key::End, "max").await;
        let said = result_at_rest(&browser, ID).await;
        let (report, actions) = linked(&browser).await;
        let numbers = said.split(' ').filter_map(|word| word.replace(',', "").parse::<f64>().ok());
        let numbers: Vec<Option<f64>> = numbers.take(2).map(Some).collect();
        assert_eq!((numbers, actions), (vec![report.get("committed"), report.get("published")], 1), "{said}");

        browser.press_button(ID, "Try all").await;
        for (row, outcome, metric, sentence) in [
            ("Database first: the service dies after commit", "lost", "lost_events", "order 0 is lost"),
            (
                "Outbox, polling: the relay dies after publish",
                "twice",
                "duplicates",
                "order 0 is published more than once",
            ),
        ] {
            press(&browser, &format!("button.getAttribute('aria-label') === '{row}: {outcome}'")).await;
            let pressed = format!("document.querySelector('#{ID} .tries [aria-pressed=true]')");
            browser.until(&format!("{pressed}?.getAttribute('aria-label').startsWith('{row}')")).await;
            let focused = browser.text("return document.activeElement.getAttribute('aria-label')").await;
            assert!(focused.starts_with(row), "the focus went to {focused}");
            move_to(&browser, Key::End, "max").await;
            let said = result_at_rest(&browser, ID).await;
            let (report, actions) = linked(&browser).await;
            assert_eq!((report.get(metric), actions), (Some(1.0), 1), "{said}");
            assert!(said.contains(sentence), "{said}");
        }
        assert_eq!(browser.console().await, Vec::<String>::new());
    });
}
