//! What a page keeps in the browser: two tabs, drafts, a full disk, two books on one host, an address that is not there.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::harness::{Browser, Setting, browse, browse_at, chapters, dist};
use super::quiz::{answer, export, questions, score, type_into};

async fn open(browser: &Browser, page: &str) {
    browser.goto(page).await;
    browser.alive("#quiz").await;
}

fn answered(count: usize) -> String {
    format!("/ {count} of \\d+ questions answered/.test(document.querySelector('#quiz .quiz-score').textContent)")
}

#[test]
fn two_tabs_at_one_quiz_keep_the_answers_of_both() {
    browse(Setting::default(), |browser| async move {
        let chapter = format!("{}/", chapters()[0]);
        let questions = questions(&chapters()[0]);
        open(&browser, &chapter).await;
        let one = browser.client.window().await.unwrap();
        let other = browser.client.new_window(true).await.unwrap().handle;
        browser.client.switch_to_window(other.clone()).await.unwrap();
        open(&browser, &chapter).await;
        answer(&browser, &questions[0]).await;
        browser.client.switch_to_window(one).await.unwrap();
        browser.until(&answered(1)).await;
        answer(&browser, &questions[1]).await;
        browser.until(&answered(2)).await;
        browser.client.switch_to_window(other).await.unwrap();
        browser.until(&answered(2)).await;
        open(&browser, &chapter).await;
        browser.until(&answered(2)).await;
    });
}

#[test]
fn what_is_filled_in_and_not_checked_is_kept_said_and_exported_as_a_draft() {
    browse(Setting::default(), |browser| async move {
        let chapter = &chapters()[0];
        open(&browser, &format!("{chapter}/")).await;
        let all = questions(chapter);
        let typed = all.iter().find(|question| question["kind"] == "numeric").unwrap();
        let chosen = all.iter().find(|question| question["kind"] == "single").unwrap();
        let form = |question: &Value| format!("#quiz-{}-form", question["id"].as_str().unwrap());
        type_into(&browser, &form(typed), "12.5").await;
        browser.click(&format!("{} input", form(chosen))).await;
        let ready = "return document.querySelector('.quiz-ready').textContent";
        open(&browser, &format!("{chapter}/")).await;
        assert!(browser.text(ready).await.starts_with("2 answers filled in and not checked"));
        let expected = format!("0 of {} questions answered, 2 filled in and not checked.", all.len());
        assert!(score(&browser).await.ends_with(&expected));
        let field = format!("return document.querySelector('{} input').value", form(typed));
        assert_eq!(browser.text(&field).await, "12.5");
        let file: Value = serde_json::from_str(&std::fs::read_to_string(export(&browser).await).unwrap()).unwrap();
        let file = &file["chapters"][0];
        let mut drafted: Vec<&Value> =
            file["drafts"].as_array().unwrap().iter().map(|draft| &draft["question"]).collect();
        drafted.sort_by_key(|id| all.iter().position(|question| question["id"] == **id));
        let mut expected = [&typed["id"], &chosen["id"]];
        expected.sort_by_key(|id| all.iter().position(|question| question["id"] == **id));
        assert_eq!((drafted, &file["answers"]), (expected.to_vec(), &json!([])));
        // Whether the browser saved the file is not known, and not said.
        let said = browser.text("return document.querySelector('.quiz-said').textContent").await;
        assert!(said.contains("was asked to save") && said.contains("copy its text"), "{said}");
    });
}

#[test]
fn an_answer_that_cannot_be_kept_is_said_where_it_was_given() {
    browse(Setting::default(), |browser| async move {
        let chapter = &chapters()[0];
        open(&browser, &format!("{chapter}/")).await;
        let fill = "let size = 1 << 23; for (let index = 0; size >= 1; index++) { \
             try { localStorage.setItem('fill' + index, 'x'.repeat(size)) } catch { size >>= 1 } }";
        browser.script(fill).await;
        let question = &questions(chapter)[0];
        answer(&browser, question).await;
        let form = format!("#quiz-{}-form", question["id"].as_str().unwrap());
        browser.until(&format!("document.querySelector('{form} .verdict .unkept')")).await;
        let away = format!(
            "const note = document.querySelector('{form} .unkept').getBoundingClientRect(); \
             const button = document.querySelector('{form} button').getBoundingClientRect(); return note.top - button.bottom"
        );
        let away = browser.script(&away).await.as_f64().unwrap();
        assert!(away < 300.0, "the note stands {away} px under the button");
        assert_eq!(browser.script("return document.querySelectorAll('.unkept').length").await, json!(1));
        // With room again, the next answer takes this one along.
        browser
            .script(
                "for (const key of Object.keys(localStorage)) if (key.startsWith('fill')) localStorage.removeItem(key)",
            )
            .await;
        answer(&browser, &questions(chapter)[1]).await;
        browser.until("!document.querySelector('.unkept')").await;
        open(&browser, &format!("{chapter}/")).await;
        browser.until(&answered(2)).await;
    });
}

/// A host with two copies of the book, and its page for a missing address.
fn host(folder: &Path) {
    for name in ["a", "b"] {
        let copied = Command::new("cp").arg("-r").arg(dist()).arg(folder.join(name)).status().unwrap();
        assert!(copied.success());
    }
    for file in ["index.html", "404.html"] {
        std::fs::copy(dist().join("404.html"), folder.join(file)).unwrap();
    }
}

#[test]
fn two_books_on_one_host_keep_apart_and_one_takes_over_what_was_kept_before() {
    let folder = tempfile::tempdir().unwrap();
    host(folder.path());
    browse_at(folder.path(), Setting::default(), |browser| async move {
        let chapter = &chapters()[0];
        open(&browser, &format!("a/{chapter}/")).await;
        answer(&browser, &questions(chapter)[0]).await;
        browser.until(&answered(1)).await;
        open(&browser, &format!("b/{chapter}/index.html")).await;
        browser.until(&answered(0)).await;
        open(&browser, &format!("a/{chapter}/index.html")).await;
        browser.until(&answered(1)).await;
        let before = format!(
            "const key = Object.keys(localStorage).find(key => key.endsWith(':quiz:{chapter}')); const text = localStorage.getItem(key); \
             localStorage.clear(); localStorage.setItem('faultlines:quiz:{chapter}', text); return key"
        );
        assert_eq!(browser.text(&before).await, format!("faultlines:/a/:quiz:{chapter}"));
        open(&browser, &format!("b/{chapter}/")).await;
        browser.until(&answered(1)).await;
        let old = format!("return localStorage.getItem('faultlines:quiz:{chapter}')");
        assert_eq!(browser.script(&old).await, json!(null));
        open(&browser, &format!("a/{chapter}/")).await;
        browser.until(&answered(0)).await;
    });
}

#[test]
fn the_page_for_a_missing_address_is_whole_and_leads_home_under_any_path() {
    let folder = tempfile::tempdir().unwrap();
    host(folder.path());
    browse_at(folder.path(), Setting::default(), |browser| async move {
        for address in ["a/nowhere.html", "a/part-10/nowhere", "b/part-10/no/where.html"] {
            browser.goto(address).await;
            let home = format!("{}{}/index.html", browser.address, &address[..1]);
            browser.until(&format!("document.querySelector('main a').href === '{home}'")).await;
            let font = browser.text("return getComputedStyle(document.querySelector('h1')).fontFamily").await;
            assert!(font.contains("Source Serif"), "{address}: {font}");
            let elsewhere = format!(
                "return [...document.querySelectorAll('a')].map(a => a.href).filter(href => href.startsWith('{}') && !href.startsWith('{}'))",
                browser.address,
                home.trim_end_matches("index.html")
            );
            let skip = format!("{}{address}#text", browser.address);
            assert_eq!(
                browser
                    .script(&elsewhere)
                    .await
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|href| **href != json!(skip))
                    .count(),
                0
            );
            browser.until("!document.querySelector('.scheme').hidden").await;
            browser.script("document.querySelector('main a').click()").await;
            browser.until("document.body.matches('.front')").await;
        }
        // That nothing is there is said of the page, and of the places where it looked for its style in vain.
        browser.console().await;
    });
}
