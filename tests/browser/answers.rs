//! What a quiz exports: graded with its times, carried to another browser as a line, and seen on the page of progress.

use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::{Value, json};

use super::harness::{Browser, Setting, browse, chapters};
use super::quiz::{answer, export, questions, score, type_into};

/// Grades a file with options: the one sheet in the JSON.
fn graded(file: &Path, options: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let grades = folder.path().join("grades.json");
    let mut command = Command::cargo_bin("faultlines").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("grade").arg(file).arg("--json").arg(&grades).args(options);
    command.assert().success();
    let grades: Value = serde_json::from_str(&std::fs::read_to_string(&grades).unwrap()).unwrap();
    grades["readers"][0]["submissions"][0].clone()
}

async fn open(browser: &Browser, page: &str) {
    browser.goto(page).await;
    browser.alive("#quiz").await;
}

/// A question with a number, answered wrong, and right at another second.
async fn twice(browser: &Browser, question: &Value) {
    let form = format!("#quiz-{}-form", question["id"].as_str().unwrap());
    type_into(browser, &form, "-12345").await;
    browser.click(&format!("{form} button[type=submit]")).await;
    browser.until(&format!("document.querySelector('{form} .outcome')")).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let empty = "field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))";
    browser.script(&format!("const field = document.querySelector('{form} input'); {empty}")).await;
    answer(browser, question).await;
    browser.until(&format!("document.querySelector('{form} .outcome.is-right')")).await;
}

fn numeric(chapter: &str) -> Value {
    let typed = |question: &Value| question["kind"] == "numeric" && question["answer"].is_number();
    questions(chapter).into_iter().find(typed).expect("a question with a number")
}

#[test]
fn an_exported_file_is_graded_by_its_times_and_a_flipped_byte_is_named() {
    browse(Setting::default(), |browser| async move {
        let chapter = chapters().into_iter().find(|chapter| {
            questions(chapter).iter().any(|question| question["kind"] == "numeric" && question["answer"].is_number())
        });
        let chapter = chapter.expect("a chapter with a number");
        open(&browser, &format!("{chapter}/")).await;
        let question = numeric(&chapter);
        twice(&browser, &question).await;
        let file = export(&browser).await;
        let text = std::fs::read_to_string(&file).unwrap();
        let tree: Value = serde_json::from_str(&text).unwrap();
        let attempts = tree["chapters"][0]["answers"][0]["attempts"].as_array().unwrap();
        assert_eq!(attempts.iter().map(|it| &it["claimed"]).collect::<Vec<_>>(), [0, 1]);
        let first = attempts[0]["at"].as_str().unwrap();
        let points = question["points"].as_f64().unwrap_or(1.0);
        for (keep, earned) in [("first", 0.0), ("best", points), ("last", points)] {
            let sheet = graded(&file, &["--keep", keep, "--late-after", first]);
            assert_eq!((&sheet["points"], &sheet["late"]), (&json!(earned), &json!("yes")), "{keep}: {sheet}");
            assert_eq!(sheet["notes"], json!([format!("1 attempt after {first}")]), "{keep}");
        }
        let changed = file.with_file_name("changed.json");
        std::fs::write(&changed, text.replacen("-12345", "-12346", 1)).unwrap();
        let notes = graded(&changed, &[])["notes"].to_string();
        assert!(notes.contains("the checksum does not fit"), "{notes}");
        carried(&browser, &chapter).await;
        progress(&browser, &chapter).await;
    });
}

/// The answers go as a line to a browser that has none, and to the grader.
async fn carried(browser: &Browser, chapter: &str) {
    let before = score(browser).await;
    browser.click(".quiz-do [data-part=answers]").await;
    browser.until("document.querySelector('#answers[open] textarea')?.value.endsWith('.')").await;
    let line = browser.text("return document.querySelector('#answers textarea').value").await;
    assert!(line.starts_with("faultlines1:") && line.len() < 1500, "{} characters: {line}", line.len());
    let mail = browser.downloads.path().join("mail.txt");
    std::fs::write(&mail, format!("My answers:\n\n> {}\n> {}\n\nAda", &line[..70], &line[70..])).unwrap();
    assert_eq!(graded(&mail, &[])["notes"], json!([]));
    let id = "return localStorage.getItem('faultlines:/:reader-id')";
    let reader = browser.text(id).await;
    browser.script("localStorage.clear()").await;
    open(browser, &format!("{chapter}/")).await;
    assert_ne!(browser.text(id).await, reader);
    assert!(score(browser).await.starts_with("0 of"));
    browser.click(".quiz-do [data-part=answers]").await;
    let said = "document.querySelector('#answers [role=status]').textContent";
    for (given, told) in [
        (line[..line.len() - 1].to_string(), "no point at its end"),
        (line.replacen("faultlines1:", "faultlines1:A", 1), "changed or damaged"),
        ("{}".to_string(), "neither an answer file"),
        (line.clone(), "2 attempts that were not here came in"),
        (line.clone(), "Nothing came in that was not here"),
    ] {
        browser.until("document.querySelector('#answers[open] textarea:not([readonly])')").await;
        let paste = format!(
            "const field = document.querySelector('#answers textarea:not([readonly])'); field.value = {}; \
             document.querySelector('#answers [role=status]').textContent = ''; field.nextSibling.querySelector('button').click()",
            Value::from(given)
        );
        browser.script(&paste).await;
        browser.until(&format!("{said}.includes('{told}')")).await;
    }
    assert_eq!(score(browser).await, before);
    assert_eq!(browser.text(id).await, reader, "which numbers are drawn, and the orders, come with the answers");
}

/// What a question was about stands among the concepts that were missed, as long as its last answer is wrong.
async fn concepts(browser: &Browser, chapter: &str) {
    let is_missed = "!document.querySelector('.missed').hidden";
    assert_eq!(browser.script(&format!("return {is_missed}")).await, json!(false));
    for claimed in [0, 1] {
        browser
            .script(&format!(
                "const key = 'faultlines:/:quiz:{chapter}'; const kept = JSON.parse(localStorage.getItem(key)); \
                 kept.chapters[0].answers[0].attempts.at(-1).claimed = {claimed}; \
                 localStorage.setItem(key, JSON.stringify(kept)); dispatchEvent(new StorageEvent('storage'))"
            ))
            .await;
        let said = "document.querySelector('.missed-list').textContent.includes('1 of 1 question')";
        let expected =
            if claimed == 0 { format!("{is_missed} && {said}") } else { format!("!({is_missed}) && !{said}") };
        browser.until(&expected).await;
    }
}

/// The page of progress tells the same, brings back what was missed, and exports it as a file.
async fn progress(browser: &Browser, chapter: &str) {
    // As if it was missed the day before yesterday.
    browser
        .script(&format!(
            "const key = 'faultlines:/:quiz:{chapter}'; const kept = JSON.parse(localStorage.getItem(key)); \
             kept.chapters[0].answers[0].attempts.forEach((it, index) => {{ it.at = new Date(Date.now() - 2 * 864e5 + 1e3 * index).toISOString().slice(0, 19) + 'Z' }}); \
             localStorage.setItem(key, JSON.stringify(kept))"
        ))
        .await;
    browser.goto("progress/").await;
    let state = format!("document.querySelector('[data-chapter=\"{chapter}\"] .state').textContent");
    browser.until(&format!("/^1 of \\d+ questions answered, 1 right\\. Last worked on/.test({state})")).await;
    browser.until("document.querySelector('.due').textContent.startsWith('1 question is due.')").await;
    concepts(browser, chapter).await;
    browser.click(".all-export").await;
    let file = browser.downloads.path().join("faultlines-answers.json");
    for _ in 0..100 {
        if file.exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(graded(&file, &[])["notes"], json!([]), "its checksum and its claim are right");
    // Cleared, and brought back.
    let button = format!("[data-chapter=\"{chapter}\"] > button");
    browser.click(&button).await;
    browser.until(&format!("!localStorage.getItem('faultlines:/:quiz:{chapter}')")).await;
    browser.click(&button).await;
    browser.until(&format!("/^1 of/.test({state})")).await;
    // What is due is asked again.
    let id = browser.text("return document.querySelector('.due-list a').hash").await;
    browser.click(".due-list a").await;
    browser.alive("#quiz").await;
    browser.until(&format!("document.querySelector('{id} input')?.value === ''")).await;
    assert_eq!(browser.script(&format!("return Boolean(document.querySelector('{id} .outcome'))")).await, json!(false));
}

/// What an experiment's plate showed goes through the page of progress, as much of it as is kept.
#[test]
fn evidence_is_kept_by_what_exports_all_answers() {
    browse(Setting::default(), |browser| async move {
        browser.goto("progress/").await;
        browser.until("self.faultlines.progress").await;
        browser
            .script(
                "const item = document.querySelector('.quizzes > li');
                 const { question, hash } = item.querySelector('[data-question]').dataset;
                 const runs = [...Array(25).keys()].map((number) => ({ at: '2026-11-27T20:29:11Z', link: `lab=${number}`, more: 1 }));
                 const evidence = [...runs, { link: 5 }, 'none'];
                 const attempts = [{ at: '2026-11-27T20:30:00Z', evidence, response: { run: { link: 'lab=24', metrics: {} } } }];
                 const answers = [{ question, question_hash: hash, checked: 1, attempts }];
                 const chapters = [{ chapter: item.dataset.chapter, answers }];
                 localStorage.setItem(`faultlines:/:quiz:${item.dataset.chapter}`, JSON.stringify({ format: 'faultlines-answers', version: 2, book: 'faultlines', chapters }));",
            )
            .await;
        browser.goto("progress/").await;
        browser.until("self.faultlines.progress").await;
        let file = browser.script("return self.faultlines.progress.file()").await;
        let kept = file["chapters"][0]["answers"][0]["attempts"][0]["evidence"].as_array().unwrap().clone();
        assert_eq!((kept.len(), &kept[0]), (20, &json!({ "at": "2026-11-27T20:29:11Z", "link": "lab=5" })));
        assert_eq!(kept[19]["link"], "lab=24");
    });
}
