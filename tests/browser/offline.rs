//! The book kept offline: at a reader's word, all of it, until the reader takes it away; a new edition is offered.

use std::path::Path;
use std::process::Command;

use faultlines::book::site::offline;
use serde_json::json;

use super::harness::{Browser, LOADED, Setting, browse_at, chapters, dist, pages};
use super::quiz::{answer, questions};

const BUTTON: &str = ".site-footer [data-part=offline]";
const PERMALINK: &str = "index.html?v=1&lab=hash-ring&nodes=12&join=1&seed=42&plate=ring-join#ring-join";

/// A host with two copies of the book.
fn host(folder: &Path) {
    for name in ["a", "b"] {
        let copied = Command::new("cp").arg("-r").arg(dist()).arg(folder.join(name)).status().unwrap();
        assert!(copied.success());
    }
    std::fs::write(folder.join("index.html"), "<!doctype html><title>Two books</title>").unwrap();
}

/// Presses a button of the panel under the one in the footer.
async fn press(browser: &Browser, label: &str) {
    let button = format!(
        "[...document.querySelectorAll('.offline button, .new-edition button')].find(it => it.textContent.startsWith('{label}'))"
    );
    browser.until(&button).await;
    browser.script(&format!("{button}.click()")).await;
}

async fn says(browser: &Browser, words: &str) {
    browser.until(&format!("document.querySelector('.offline')?.textContent.includes('{words}')")).await;
}

/// What the browser holds for books: the names of the caches, and the scopes of the workers.
async fn held(browser: &Browser) -> (Vec<String>, Vec<String>) {
    let all = "const done = arguments[0]; Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]) \
         .then(([names, workers]) => done([names, workers.map(it => new URL(it.scope).pathname)]))";
    let held = browser.client.execute_async(all, Vec::new()).await.unwrap();
    serde_json::from_value(held).unwrap()
}

#[test]
fn after_one_visit_the_whole_book_opens_without_a_network_until_it_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    host(folder.path());
    browse_at(folder.path(), Setting::default(), |browser| async move {
        browser.goto("a/index.html").await;
        browser.until(&format!("!document.querySelector('{BUTTON}').hidden")).await;
        assert_eq!(held(&browser).await, (vec![], vec![]), "nothing is kept before the reader asks");
        browser.click(BUTTON).await;
        says(&browser, "MB to fetch").await;
        press(&browser, "Keep").await;
        says(&browser, "Done").await;
        let (caches, scopes) = held(&browser).await;
        assert_eq!(scopes, ["/a/"]);
        assert!(caches.len() == 1 && caches[0].starts_with("faultlines:/a/:offline:"), "{caches:?}");
        browser.goto("b/index.html").await;
        browser.until("document.readyState === 'complete'").await;
        let controlled = "return Boolean(navigator.serviceWorker.controller)";
        assert_eq!(browser.script(controlled).await, json!(false), "the other book is its own affair");

        browser.goto("a/index.html").await;
        browser.stop_host();
        let chapter = &chapters()[0];
        for page in pages() {
            browser.goto(&format!("a/{page}")).await;
            browser.until(LOADED).await;
            assert_eq!(browser.script(controlled).await, json!(true), "{page}");
        }
        browser.goto(&format!("a/{chapter}/{PERMALINK}")).await;
        browser.alive("#ring-join").await;
        // Its own state has eleven nodes.
        browser
            .until("[...document.querySelectorAll('#ring-join .ring-number')].some(it => it.textContent === '12')")
            .await;
        browser.alive("#quiz").await;
        answer(&browser, &questions(chapter)[0]).await;
        browser.until("/ 1 of \\d+ questions/.test(document.querySelector('#quiz .quiz-score').textContent)").await;
        // A folder without its slash, and an address that the book does not have.
        browser.goto(&format!("a/{chapter}")).await;
        browser.until("location.pathname.endsWith('/') && document.querySelector('.chapter')").await;
        browser.goto("a/nowhere.html").await;
        browser.until("document.querySelector('.missing')").await;

        browser.goto("a/index.html").await;
        browser.until(&format!("document.querySelector('{BUTTON}').textContent === 'Kept offline'")).await;
        browser.click(BUTTON).await;
        press(&browser, "Remove").await;
        says(&browser, "is removed").await;
        assert_eq!(held(&browser).await, (vec![], vec![]));
        // That the host is gone is told in the console.
        browser.console().await;
    });
}

#[test]
fn a_new_edition_is_offered_and_read_only_when_the_reader_says_so() {
    let folder = tempfile::tempdir().unwrap();
    host(folder.path());
    let book = folder.path().join("a");
    browse_at(folder.path(), Setting::default(), |browser| async move {
        let chapter = &chapters()[0];
        browser.goto(&format!("a/{chapter}/")).await;
        browser.until(&format!("!document.querySelector('{BUTTON}').hidden")).await;
        browser.click(BUTTON).await;
        press(&browser, "Keep").await;
        says(&browser, "Done").await;
        let page = book.join(chapter).join("index.html");
        let text = std::fs::read_to_string(&page).unwrap().replace("<h1>", "<h1>Anew: ");
        std::fs::write(&page, text).unwrap();
        for form in ["br", "gz"] {
            let _ = std::fs::remove_file(format!("{}.{form}", page.display()));
        }
        offline(&book).unwrap();

        browser.goto(&format!("a/{chapter}/")).await;
        browser.alive("#quiz").await;
        answer(&browser, &questions(chapter)[0]).await;
        browser.until("document.querySelector('.site-footer .new-edition button')").await;
        browser.goto(&format!("a/{chapter}/?again")).await;
        browser.until("document.querySelector('.site-footer .new-edition button')").await;
        let title = "return document.querySelector('h1').textContent";
        assert!(!browser.text(title).await.starts_with("Anew"), "pages and assets are of the edition that was kept");
        press(&browser, "Read the new edition").await;
        browser.until("document.querySelector('h1')?.textContent.startsWith('Anew')").await;
        browser.alive("#quiz").await;
        browser.until("/ 1 of \\d+ questions/.test(document.querySelector('#quiz .quiz-score').textContent)").await;
        let (caches, _) = held(&browser).await;
        assert_eq!(caches.len(), 1, "the edition before is gone: {caches:?}");
    });
}

#[test]
fn where_nothing_can_be_kept_the_page_says_why() {
    let site = dist();
    browse_at(&site.clone(), Setting::default(), |browser| async move {
        browser.goto(&format!("file://{}/index.html", site.display())).await;
        browser.until(&format!("!document.querySelector('{BUTTON}').hidden")).await;
        browser.click(BUTTON).await;
        says(&browser, "lies on your disk").await;
        browser.click(BUTTON).await;
        browser.until("!document.querySelector('.offline')").await;
        // A browser that gives the site no room.
        browser.goto("index.html").await;
        let quota =
            "Object.defineProperty(navigator.storage, 'estimate', { value: async () => ({ quota: 1000, usage: 0 }) })";
        browser.script(quota).await;
        browser.until(&format!("!document.querySelector('{BUTTON}').hidden")).await;
        browser.click(BUTTON).await;
        press(&browser, "Keep").await;
        says(&browser, "no room").await;
        assert_eq!(held(&browser).await, (vec![], vec![]));
    });
}
