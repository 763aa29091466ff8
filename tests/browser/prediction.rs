//! Predictions: asked first, locked once, kept by the browser, and judged against what the run shows.

use serde_json::json;

use super::harness::{Browser, Setting, browse, pages};
use super::plates::{plates, result};

/// The first plate of the chapter whose question is answered by a number, alive.
async fn asked(browser: &Browser, query: &str) -> String {
    let page = pages().into_iter().find(|page| page.contains("consistent")).unwrap();
    browser.goto(&format!("{page}index.html{query}")).await;
    let id = plates(browser).await.remove(0);
    browser.alive(&format!("#{id}")).await;
    id
}

/// Types a number, as a reader does, and locks it.
async fn lock(browser: &Browser, id: &str, number: &str) {
    browser.click(&format!("#{id}-guess")).await;
    browser.press(number).await;
    browser.click(&format!("#{id} .prediction button")).await;
}

fn says(id: &str, part: &str, words: &str) -> String {
    format!("document.querySelector('#{id} {part}')?.textContent.includes('{words}')")
}

#[test]
fn a_prediction_is_locked_before_the_outcome_is_shown() {
    browse(Setting::default(), |browser| async move {
        let mut asked = 0;
        for page in &pages() {
            browser.goto(page).await;
            for id in plates(&browser).await {
                browser.alive(&format!("#{id}")).await;
                let open = browser
                    .script(&format!("return document.querySelector('#{id} fieldset.transport').disabled"))
                    .await;
                if open != json!(true) {
                    continue;
                }
                asked += 1;
                assert!(result(&browser, &id).await.contains("when you have answered"), "{id} gives the outcome away");
                let input = format!("document.querySelector('#{id} .prediction input')");
                browser.script(&format!("const i = {input}; if (i.type === 'radio') i.click(); else {{ i.value = String(Number(i.max) / 2); i.dispatchEvent(new Event('input', {{ bubbles: true }})); i.dispatchEvent(new Event('change', {{ bubbles: true }})) }}")).await;
                browser.script(&format!("document.querySelector('#{id} .prediction button').click()")).await;
                browser.until(&format!("!document.querySelector('#{id} fieldset.transport').disabled")).await;
                browser.until(&format!("/you/i.test(document.querySelector('#{id} .prediction').textContent)")).await;
            }
        }
        assert!(asked >= 2, "only {asked} plates ask for a prediction");
    });
}

#[test]
fn a_locked_prediction_is_not_asked_again() {
    browse(Setting::default(), |browser| async move {
        let page = pages().into_iter().find(|page| page.contains("consistent")).unwrap();
        browser.goto(&page).await;
        let id = plates(&browser).await.remove(0);
        browser.alive(&format!("#{id}")).await;
        browser.script(&format!("const i = document.getElementById('{id}-guess'); i.value = '40'; i.dispatchEvent(new Event('input', {{ bubbles: true }})); document.querySelector('#{id} .prediction button').click()")).await;
        let said = format!("document.getElementById('{id}-gap')?.textContent");
        // The run is played before the gap is told.
        browser.until(&format!("/You predict 40/.test({said})")).await;
        browser.until(&format!("/You predicted 40/.test({said})")).await;
        browser.goto(&page).await;
        browser.alive(&format!("#{id}")).await;
        browser.until(&format!("/You predicted 40/.test({said})")).await;
    });
}

#[test]
fn of_two_tabs_the_first_prediction_stays_and_the_second_says_so() {
    browse(Setting::default(), |browser| async move {
        let id = asked(&browser, "").await;
        let one = browser.client.window().await.unwrap();
        let other = browser.client.new_window(true).await.unwrap().handle;
        browser.client.switch_to_window(other).await.unwrap();
        asked(&browser, "").await;
        lock(&browser, &id, "12,5").await;
        browser.until(&says(&id, ".prediction", "You predicted 12.5")).await;
        browser.client.switch_to_window(one).await.unwrap();
        lock(&browser, &id, "80").await;
        browser.until(&says(&id, ".prediction", "You predicted 12.5")).await;
        browser.until(&says(&id, ".plate-notes", "in another tab: it stays")).await;
        asked(&browser, "").await;
        browser.until(&says(&id, ".prediction", "You predicted 12.5")).await;
    });
}

#[test]
fn a_browser_that_keeps_nothing_says_so_and_judges_all_the_same() {
    browse(Setting::default(), |browser| async move {
        let refuse = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }";
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": refuse })).await;
        let id = asked(&browser, "").await;
        lock(&browser, &id, "40").await;
        browser.until(&says(&id, ".plate-notes", "keeps nothing for this page")).await;
        browser.until(&says(&id, ".prediction", "You predicted 40")).await;
    });
}

#[test]
fn what_is_no_number_locks_nothing() {
    browse(Setting::default(), |browser| async move {
        let id = asked(&browser, "").await;
        for text in ["many", "-3", "1e999"] {
            browser.script(&format!("document.getElementById('{id}-guess').value = ''")).await;
            lock(&browser, &id, text).await;
            browser.until(&format!("document.querySelector('#{id} fieldset.transport').disabled")).await;
        }
        assert!(result(&browser, &id).await.contains("when you have answered"));
    });
}
