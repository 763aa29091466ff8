//! A quiz: answered in the page, kept, exported, and graded by the command line to the same score.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use serde_json::{Value, json};

use faultlines::book;
use faultlines::quiz::kinds::KINDS;
use faultlines::quiz::{Quiz, Response};
use faultlines::scenario::Problem;
use faultlines::ui::quiz::quiz_html;

use super::harness::{Browser, Setting, browse, chapters};

/// The questions of a chapter as its author wrote them.
pub(crate) fn questions(chapter: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(chapter).join("quiz.toml");
    let tree: Value = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut questions = tree["questions"].as_array().unwrap().clone();
    questions.iter_mut().for_each(|question| question["chapter"] = chapter.into());
    questions
}

/// Answers a question, as well as its author's file lets one know how; numeric ones by a number that may be wrong.
pub(crate) async fn answer(browser: &Browser, question: &Value) {
    let id = question["id"].as_str().unwrap();
    let form = format!("#quiz-{id}-form");
    let computed = ["matching", "prediction", "perform", "experiment"].contains(&question["kind"].as_str().unwrap());
    if computed || question["trace"].is_object() {
        fill_in(browser, &form, question).await;
    } else if let Some(options) = question["options"].as_array() {
        for option in options.iter().filter(|option| option["correct"] == json!(true)) {
            browser.click(&format!("{form} input[value=\"{}\"]", option["id"].as_str().unwrap())).await;
        }
    } else if question["items"].is_array() {
        order(browser, &form, question).await;
    } else {
        let key = question["accepted"][0].as_str().or(question["model"].as_str()).map(String::from);
        let key = key.unwrap_or_else(|| question["answer"].as_f64().unwrap_or(1.0).to_string());
        type_into(browser, &form, &key).await;
    }
    browser.click(&format!("{form} button[type=submit]")).await;
}

/// The right answer, where the engine knows it and the author's file does not say it.
fn solution(question: &Value) -> Response {
    static BOOK: LazyLock<Vec<Quiz>> = LazyLock::new(|| book::quizzes(Path::new("content")).unwrap().0);
    let quiz = BOOK.iter().find(|quiz| question["chapter"] == quiz.chapter);
    let of_book = quiz.and_then(|quiz| quiz.question(question["id"].as_str().unwrap()));
    let of_kind = every_kind().0.questions.into_iter().find(|it| question["id"] == it.id);
    of_book.cloned().or(of_kind).expect("a question of the book, or the example of its kind").kind.solution()
}

/// Fills in the right answer to a question of a kind whose keys the engine knows.
async fn fill_in(browser: &Browser, form: &str, question: &Value) {
    match solution(question) {
        Response::Option(id) => browser.click(&format!("{form} input[value=\"{id}\"]")).await,
        Response::Pairs(pairs) => {
            let item = form.trim_start_matches('#').trim_end_matches("-form");
            for (id, target) in pairs {
                browser
                    .script(&format!(
                        "const list = document.getElementById('{item}.{id}-target'); list.value = '{target}';
                         list.dispatchEvent(new Event('change', {{ bubbles: true }}))"
                    ))
                    .await;
            }
        }
        Response::Steps(steps) => {
            for (place, result) in steps.iter().enumerate() {
                browser.click(&format!("{form} .step:nth-child({}) input", place + 1)).await;
                browser.press(result).await;
            }
        }
        Response::Run { link, .. } => take_run(browser, form, question["plate"].as_str().unwrap(), &link).await,
        other => panic!("{other:?}"),
    }
}

/// Opens a run in a plate of the page, which keeps what was answered, and takes it as the answer.
async fn take_run(browser: &Browser, form: &str, plate: &str, link: &str) {
    let page = browser.text("return location.pathname.slice(1)").await;
    browser.goto(&format!("{page}?{link}&plate={plate}#{plate}")).await;
    browser.alive(&format!("#{plate}")).await;
    browser.alive("#quiz").await;
    // Pressed anew until the run has come.
    let press = format!("[...document.querySelectorAll('{form} button')].find(it => it.type === 'button').click()");
    browser.until(&format!("document.querySelector('{form} .hint a') || void {press}")).await;
}

pub(crate) async fn type_into(browser: &Browser, form: &str, text: &str) {
    browser.click(&format!("{form} :is(input[type=text], textarea)")).await;
    browser.press(text).await;
}

/// Moves items up, one press at a time, until they stand as the author ordered them.
async fn order(browser: &Browser, form: &str, question: &Value) {
    for (place, item) in question["items"].as_array().unwrap().iter().enumerate() {
        let id = item["id"].as_str().unwrap();
        let question = form.trim_start_matches('#').trim_end_matches("-form");
        let place_of = format!(
            "[...document.querySelectorAll('{form} .order > li')].findIndex(li => li.querySelector('[id=\"{question}.{id}-text\"]'))"
        );
        for _ in 0..10 {
            if browser.script(&format!("return {place_of}")).await == json!(place) {
                break;
            }
            browser
                .script(&format!(
                    "[...document.querySelectorAll('{form} .order > li')][{place_of}].querySelector('button').click()"
                ))
                .await;
            tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        }
    }
}

pub(crate) async fn score(browser: &Browser) -> String {
    browser.text("return document.querySelector('#quiz .quiz-score').textContent").await
}

/// Presses "Export answers" and waits for the file.
pub(crate) async fn export(browser: &Browser) -> PathBuf {
    browser.script("[...document.querySelectorAll('#quiz button')].find(button => button.textContent === 'Export answers').click()").await;
    for _ in 0..100 {
        let files = std::fs::read_dir(browser.downloads.path()).unwrap().map(|entry| entry.unwrap().path());
        if let Some(file) = files.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "json"))
        {
            return file;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no file was downloaded");
}

#[test]
fn what_the_page_scores_the_command_line_grades() {
    for chapter in &chapters() {
        browse(Setting::default(), |browser| async move {
            browser.goto(&format!("{chapter}/")).await;
            browser.alive("#quiz").await;
            for question in questions(chapter) {
                answer(&browser, &question).await;
            }
            let said = score(&browser).await;
            let file = export(&browser).await;
            shows_what_was_tried(&serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap());
            let folder = tempfile::tempdir().unwrap();
            let grades = folder.path().join("grades.json");
            Command::cargo_bin("faultlines")
                .unwrap()
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .args(["grade", file.to_str().unwrap(), "--json", grades.to_str().unwrap()])
                .assert()
                .success();
            let grades: Value = serde_json::from_str(&std::fs::read_to_string(&grades).unwrap()).unwrap();
            let points = find_number(&grades, "points").expect("the grade has points");
            let first: f64 = said.split_whitespace().next().unwrap().parse().unwrap();
            assert_eq!(points, first, "{said}: {grades}");
            is_believed(&grades);
            let known = ["single", "matching", "prediction", "perform", "experiment"];
            let asked = questions(chapter);
            let right = asked.iter().filter(|question| known.contains(&question["kind"].as_str().unwrap()));
            let worth: f64 = right.map(|question| question["points"].as_f64().unwrap_or(1.0)).sum();
            assert!(points >= worth, "the right answers were not taken: {said}");
            // What was answered is there after a reload, and the key is nowhere in the source.
            browser.goto(&format!("{chapter}/")).await;
            browser.alive("#quiz").await;
            assert_eq!(score(&browser).await, said);
        });
    }
}

/// That a grade doubts nothing of a file which is as the page wrote it.
pub(crate) fn is_believed(grades: &Value) {
    for doubt in ["checksum", "the file claims", "the file says", "has changed since"] {
        assert!(!grades.to_string().contains(doubt), "{doubt}: {grades}");
    }
}

/// Of every experiment in a file, that the run which was handed in is the last that its plate showed.
fn shows_what_was_tried(file: &Value) {
    for answer in file["chapters"][0]["answers"].as_array().unwrap() {
        for attempt in answer["attempts"].as_array().unwrap() {
            if let Some(link) = attempt["response"]["run"]["link"].as_str() {
                let tried = attempt["evidence"].as_array().expect("what the plate showed");
                let last = tried.last().unwrap();
                assert_eq!(last["link"], link);
                assert!(last["at"].as_str().unwrap() <= attempt["at"].as_str().unwrap(), "{attempt}");
            }
        }
    }
}

/// The first number with this name, anywhere in a tree.
pub(crate) fn find_number(tree: &Value, name: &str) -> Option<f64> {
    match tree {
        Value::Object(map) => {
            map.get(name).and_then(Value::as_f64).or_else(|| map.values().find_map(|value| find_number(value, name)))
        }
        Value::Array(list) => list.iter().find_map(|value| find_number(value, name)),
        _ => None,
    }
}

#[test]
fn a_wrong_answer_is_announced_and_only_it_is_asked_again() {
    browse(Setting::default(), |browser| async move {
        let chapter = &chapters()[0];
        browser.goto(&format!("{chapter}/")).await;
        browser.alive("#quiz").await;
        let question = questions(chapter).into_iter().find(|question| question["kind"] == "single").unwrap();
        let form = format!("#quiz-{}-form", question["id"].as_str().unwrap());
        let options = question["options"].as_array().unwrap();
        let wrong = options.iter().find(|option| option["correct"] != json!(true)).unwrap();
        browser.click(&format!("{form} input[value=\"{}\"]", wrong["id"].as_str().unwrap())).await;
        browser.click(&format!("{form} button[type=submit]")).await;
        let live = format!(
            "[...document.querySelectorAll('{form} [role=status], {form} [aria-live]')].map(e => e.textContent).join(' ')"
        );
        browser.until(&format!("({live}).length > 10")).await;
        assert!(score(&browser).await.contains("1 to try again"), "{}", score(&browser).await);
        answer(&browser, &question).await;
        browser
            .until(&format!("document.querySelector('{form} button[type=submit]').textContent.trim() === 'Answered'"))
            .await;
    });
}

#[test]
fn no_answer_can_be_read_in_the_source() {
    for chapter in &chapters() {
        let page = std::fs::read_to_string(super::harness::dist().join(chapter).join("index.html")).unwrap();
        for question in questions(chapter) {
            let explanation = question["explanation"].as_str().unwrap_or_default();
            let words: String = explanation.chars().take_while(|c| c.is_alphanumeric() || " ,".contains(*c)).collect();
            assert!(
                words.len() < 12 || !page.contains(words.trim()),
                "{chapter}: an explanation stands in the page: {words}"
            );
        }
    }
}

/// The examples of all kinds, as a quiz and as their author's file.
fn every_kind() -> (Quiz, Vec<Value>) {
    let all: String = KINDS.iter().map(|row| row.example).collect();
    let tree: Value = toml::from_str(&format!("title = \"Every kind\"\n{all}")).unwrap();
    let (quiz, problems) = Quiz::from_json("part-1/kinds", "sample", &tree, Some(&|name| Err(Problem::new("", name))));
    assert_eq!(problems, []);
    (quiz.unwrap(), tree["questions"].as_array().unwrap().clone())
}

#[test]
fn every_kind_is_answered_in_the_page_and_an_open_one_unfolds_its_model_answer() {
    browse(Setting::default(), |browser| async move {
        browser.goto(&format!("{}/", &chapters()[0])).await;
        browser.alive("#quiz").await;
        let (quiz, mut questions) = every_kind();
        // Its run is opened with the page, which has another quiz.
        questions.retain(|question| question["kind"] != "experiment");
        let section = quiz_html(&quiz);
        // Another quiz in the place of the chapter's own, brought to life by the page's module.
        browser
            .script(&format!(
                "document.querySelector('#quiz').outerHTML = {}; wasm_bindgen.mount(document.querySelector('#quiz'))",
                Value::from(section)
            ))
            .await;
        browser.until("document.querySelector('#quiz[data-chapter=\"part-1/kinds\"]').dataset.state === 'ready'").await;
        assert_eq!(browser.script("return document.querySelectorAll('#quiz details.model').length").await, json!(0));
        for question in &questions {
            answer(&browser, question).await;
        }
        let scored = questions.iter().filter(|question| question["kind"] != "open").count();
        let (answered, all) = (questions.len(), quiz.questions.len());
        let expected = format!("{scored} of {} points. {answered} of {all} questions answered.", quiz.points());
        assert_eq!(score(&browser).await, expected);
        assert_eq!(
            browser.script("return document.querySelectorAll('#quiz details.model[open] li').length").await,
            json!(2)
        );
        let id = browser.text("return localStorage.getItem('faultlines:/:reader-id')").await;
        assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
        let file: Value = serde_json::from_str(&std::fs::read_to_string(export(&browser).await).unwrap()).unwrap();
        assert_eq!(file["reader_id"], json!(id));
        let open = questions.iter().find(|question| question["kind"] == "open").unwrap();
        let answers = file["chapters"][0]["answers"].as_array().unwrap();
        let kept = answers.iter().find(|answer| answer["question"] == open["id"]).unwrap();
        assert_eq!(kept["attempts"][0]["response"]["text"], open["model"]);
    });
}

/// A quiz of one question, whose numbers are drawn.
const DRAWN: &str = include_str!("../fixtures/quiz/drawn.toml");

#[test]
fn other_numbers_are_asked_for_by_keyboard_and_judged_by_their_own_key_also_after_a_reload() {
    browse(Setting::default(), |browser| async move {
        let tree: Value = toml::from_str(DRAWN).unwrap();
        let (quiz, problems) =
            Quiz::from_json("part-1/sum", "sample", &tree, Some(&|name| Err(Problem::new("", name))));
        assert_eq!(problems, []);
        let quiz = quiz.unwrap();
        let mount = format!(
            "document.querySelector('#quiz').outerHTML = {}; wasm_bindgen.mount(document.querySelector('#quiz'))",
            Value::from(quiz_html(&quiz))
        );
        let open = async || {
            browser.goto(&format!("{}/", &chapters()[0])).await;
            browser.alive("#quiz").await;
            browser.script(&mount).await;
            browser
                .until("document.querySelector('#quiz[data-chapter=\"part-1/sum\"]').dataset.state === 'ready'")
                .await;
        };
        let prompt = async || browser.text("return document.querySelector('#quiz-sum-prompt').textContent").await;
        // What the prompt asks for, said by the prompt alone.
        let sum = |prompt: String| {
            let one: f64 = prompt.split_whitespace().nth(2).unwrap().parse().unwrap();
            (one + 1.0).to_string()
        };
        open().await;
        let form = "#quiz-sum-form";
        for _ in 0..3 {
            let asked = prompt().await;
            type_into(&browser, form, &sum(asked.clone())).await;
            browser.press("\u{e007}").await;
            browser.until(&format!("document.querySelector('{form} .outcome.is-right')")).await;
            let button = format!("[...document.querySelectorAll('{form} button')].find(it => it.type === 'button')");
            assert_eq!(browser.text(&format!("return {button}.textContent")).await, "Ask me with other numbers");
            browser.script(&format!("{button}.focus()")).await;
            browser.press("\u{e007}").await;
            browser.until("document.activeElement.id === 'quiz-sum-prompt'").await;
            assert_ne!(prompt().await, asked);
            let said = browser.text("return document.querySelector('.quiz-said').textContent").await;
            assert_eq!(said, "Question 1 is asked again, with other numbers.");
            let shown = prompt().await;
            open().await;
            assert_eq!(prompt().await, shown, "the numbers stay after a reload");
        }
        assert_eq!(score(&browser).await, "1 of 1 point. 1 of 1 question answered.");
        let file: Value = serde_json::from_str(&std::fs::read_to_string(export(&browser).await).unwrap()).unwrap();
        let attempts = file["chapters"][0]["answers"][0]["attempts"].as_array().unwrap();
        let draws: Vec<&Value> = attempts.iter().map(|attempt| &attempt["variant"]).collect();
        assert_eq!(draws, [&Value::Null, &json!(1), &json!(2)]);
        assert!(attempts.iter().all(|attempt| attempt["claimed"] == json!(1)), "{attempts:?}");
    });
}
