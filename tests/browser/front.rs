//! The front page: its first screen shows what is about to break, and the button that breaks it.

use std::time::{Duration, Instant};

use fantoccini::Locator;
use serde_json::json;

use super::harness::{Browser, Setting, browse};

/// The button that the sentence over the plate is about.
const BUTTON: &str = "figure.plate .panel-actions > button";

/// What of the first screen is not wholly seen before anybody scrolls.
async fn unseen(browser: &Browser) -> serde_json::Value {
    let check = format!(
        "const top = document.querySelector('.site-header').getBoundingClientRect().bottom - 4; \
         return ['h1', '.breaks', 'figure.plate .plate-picture', '{BUTTON}'].filter(part => {{ \
         const box = document.querySelector(part).getBoundingClientRect(); \
         return box.top < top || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth || box.height < 15 }})"
    );
    browser.script(&check).await
}

/// Waits until the plate says that a node joined; how long that took.
async fn joined(browser: &Browser) -> Duration {
    let start = Instant::now();
    browser.until("document.querySelector('figure.plate .plate-result').textContent.includes('joined')").await;
    start.elapsed()
}

#[test]
fn the_first_screen_shows_what_breaks_and_the_button_that_breaks_it() {
    browse(Setting { timed: true, ..Setting::default() }, |browser| async move {
        for (width, height) in [(1280, 800), (390, 844), (1440, 900), (1920, 1080)] {
            browser.emulate(Setting { width, height, ..Setting::default() }).await;
            browser.goto("").await;
            assert_eq!(unseen(&browser).await, json!([]), "{width}×{height}, still");
            // Nobody scrolls and nobody presses: it comes alive when the page is idle.
            browser.until("document.querySelector('figure.plate').dataset.state === 'ready'").await;
            assert_eq!(unseen(&browser).await, json!([]), "{width}×{height}, alive");
            browser.client.find(Locator::Css(BUTTON)).await.unwrap().click().await.unwrap();
            let took = joined(&browser).await;
            assert!(took < Duration::from_secs(3), "{took:?} until something is seen to break");
        }
    });
}

#[test]
fn a_press_before_the_plate_is_alive_is_not_lost() {
    browse(Setting::default(), |browser| async move {
        // A page that is never idle.
        let never = json!({ "source": "self.requestIdleCallback = () => 0" });
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", never).await;
        browser.goto("").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let modules = "return performance.getEntriesByType('resource').filter(e => e.name.includes('.wasm')).length";
        assert_eq!(browser.script(modules).await, json!(0));
        browser.client.find(Locator::Css(BUTTON)).await.unwrap().click().await.unwrap();
        joined(&browser).await;
    });
}

#[test]
fn the_first_screen_is_whole_without_scripts() {
    browse(Setting { scripts: false, ..Setting::default() }, |browser| async move {
        browser.goto("").await;
        let plate = browser.client.find(Locator::Css("figure.plate[data-state=still]")).await.unwrap();
        let (_, top, width, height) =
            plate.find(Locator::Css(".plate-picture svg")).await.unwrap().rectangle().await.unwrap();
        assert!(width > 150.0 && height > 100.0 && top + height < 800.0, "{width} by {height} at {top}");
    });
}
