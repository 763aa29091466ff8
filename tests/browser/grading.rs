//! The grading room: files that are given to a page are graded there as the command grades them, to the byte.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use fantoccini::Locator;
use faultlines::book;
use faultlines::grading::keys;
use faultlines::quiz::{Kind, Question, Quiz, Response, Submission};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::accessibility::{LOOKS, UNFOLD, axe, look, violations};
use super::exam::site_for_exam;
use super::harness::{Browser, Setting, browse, browse_at};

const PAGE: &str = "grading/index.html";
const SAID: &str = "document.querySelector('.graded-said').textContent";
const TABLES: [(&str, &[&str]); 5] = [
    ("grades.csv", &["--csv"]),
    ("answers.csv", &["--csv-answers"]),
    ("moodle.csv", &["--for", "moodle", "--csv"]),
    ("canvas.csv", &["--for", "canvas", "--csv"]),
    ("grades.json", &["--json"]),
];

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn quizzes() -> Vec<Quiz> {
    let (quizzes, mistakes) = book::quizzes(&content()).unwrap();
    assert_eq!(mistakes, []);
    quizzes
}

/// What a reader hands in.
fn handed_in(quiz: &Quiz, reader: &str, response: impl Fn(&Question) -> Response) -> String {
    let mut submission = Submission::empty(quiz);
    submission.reader = reader.to_string();
    for question in &quiz.questions {
        submission.check(question, response(question), "2026-11-27T20:29:11Z".to_string());
    }
    submission.current(quiz).exported("2026-11-27T20:31:00Z").to_text(true)
}

fn solved(question: &Question) -> Response {
    question.kind.solution()
}

/// An answer that meets no goal, said to meet all.
fn claimed(question: &Question) -> Response {
    match (&question.kind, question.kind.solution()) {
        (Kind::Experiment(experiment), Response::Run { metrics, .. }) => {
            Response::Run { link: experiment.start.clone(), metrics }
        }
        (_, solution) => solution,
    }
}

/// The files of a class: two readers of whom one claims what is not so, a zip of a third and a hidden file, a broken one, a
/// picture; and a roster.
fn class(folder: &Path) -> Vec<&'static str> {
    let quizzes = quizzes();
    let has_experiment = |quiz: &&Quiz| quiz.questions.iter().any(|it| matches!(it.kind, Kind::Experiment(_)));
    let quiz = quizzes.iter().find(has_experiment).unwrap();
    let other = quizzes.iter().find(|other| other.chapter != quiz.chapter).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    write("ada.json", handed_in(quiz, "Ada", solved).as_bytes());
    write("eve.json", handed_in(quiz, "Eve “=1+1”", claimed).as_bytes());
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, text) in [
        ("Anna Schmidt_12345_assignsubmission_file_/answers.json", handed_in(other, "", solved)),
        ("ada again.json", handed_in(quiz, "ADA", claimed)),
        (".DS_Store", String::new()),
        ("../out.json", "{}".to_string()),
    ] {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    write("class.zip", &zip.finish().unwrap().into_inner());
    write("broken.json", &handed_in(quiz, "Bob", solved).as_bytes()[..900]);
    write("picture.png", b"\x89PNG\r\n");
    write("roster.csv", "name,id\nAda,00429\nNobody,2\n".as_bytes());
    vec!["ada.json", "eve.json", "class.zip", "broken.json", "picture.png"]
}

/// What the command writes for this class.
fn commanded(folder: &Path, files: &[&str], options: &[&str], table: &[&str]) -> String {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("faultlines").unwrap();
    command.current_dir(folder).arg("grade").args(files).arg("--content").arg(content()).args(options);
    command.args(table).arg(out.path().join("table"));
    command.assert().code(1);
    fs::read_to_string(out.path().join("table")).unwrap()
}

async fn give(browser: &Browser, input: &str, files: &[PathBuf]) {
    let paths: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    browser.client.find(Locator::Css(input)).await.unwrap().send_keys(&paths.join("\n")).await.unwrap();
}

/// Grades what was given, and waits for what is said at the end.
async fn grade(browser: &Browser) -> String {
    browser.click(".grade").await;
    browser.until("document.querySelector('.room progress').hidden").await;
    browser.text(&format!("return {SAID}")).await
}

async fn saved(browser: &Browser, name: &str) -> String {
    let place = TABLES.iter().position(|(table, _)| *table == name).unwrap();
    let path = browser.downloads.path().join(name);
    let _ = fs::remove_file(&path);
    // By a press: what a page saves by itself a browser stops after the first file.
    browser.click(&format!(".graded .room-do button:nth-child({})", place + 1)).await;
    for _ in 0..200 {
        if path.exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn a_class_is_graded_to_the_bytes_of_the_command_and_nothing_is_asked_of_the_network_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let files = class(folder.path());
    let paths: Vec<PathBuf> = files.iter().map(|file| folder.path().join(file)).collect();
    browse(Setting::default(), |browser| async move {
        browser.goto(PAGE).await;
        browser.until("!document.querySelector('.room').hidden").await;
        assert_eq!(grade(&browser).await, "No files yet.");
        give(&browser, ".given-files", &paths).await;
        browser
            .until("document.querySelector('.given-said').textContent.startsWith('5 files: ada.json, eve.json')")
            .await;
        // With the first file the program has come.
        browser
            .until("performance.getEntriesByType('resource').some(it => it.name.endsWith('grading/keys.json'))")
            .await;
        browser.until("performance.getEntriesByType('resource').some(it => /grader-\\w+\\.wasm$/.test(it.name))").await;
        tokio::time::sleep(Duration::from_millis(1000)).await;
        browser.network("Network.requestWillBeSent").await;

        let said = grade(&browser).await;
        assert_eq!(said, "4 files graded, 2 could not be graded, 1 is no answer file, 1 passed over.");
        let shown = browser.text("return document.querySelector('.graded').textContent").await;
        for words in [
            "broken.json",
            "its path leads out of the zip",
            "the file says that its run measures",
            "Anna Schmidt",
            "picture.png",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        for (name, options) in TABLES {
            assert_eq!(saved(&browser, name).await, commanded(folder.path(), &files, &[], options), "{name}");
        }
        let asked = browser.network("Network.requestWillBeSent").await;
        let asked: Vec<_> = asked.iter().filter_map(|it| it["request"]["url"].as_str()).collect();
        assert!(asked.iter().all(|url| url.starts_with("blob:")), "{asked:?}");

        // The choices of the command, under its names.
        give(&browser, ".given-roster", &[folder.path().join("roster.csv")]).await;
        let choose = "document.querySelector('#room-keep').value = 'first'; document.querySelector('#room-late').value = '2026-11-27T20:00'";
        browser.script(choose).await;
        grade(&browser).await;
        let options = ["--roster", "roster.csv", "--keep", "first", "--late-after", "2026-11-27T20:00"];
        for (name, table) in TABLES {
            assert_eq!(saved(&browser, name).await, commanded(folder.path(), &files, &options, table), "{name}");
        }
        for (value, separator) in [(",", ","), (";", ";")] {
            browser.script(&format!("document.querySelector('#room-csv').value = '{value}'")).await;
            let table = ["--spreadsheet", "--separator", separator, "--csv"];
            assert_eq!(saved(&browser, "grades.csv").await, commanded(folder.path(), &files, &options, &table));
        }
        browser.script("document.querySelector('#room-late').value = 'tomorrow'").await;
        assert!(grade(&browser).await.starts_with("late after: write a time such as"));
        seen(&browser).await;
    });
}

/// axe finds nothing in the page as it stands.
async fn seen(browser: &Browser) {
    browser.script("document.querySelector('#room-late').value = ''").await;
    grade(browser).await;
    browser.script(UNFOLD).await;
    for name in LOOKS {
        look(browser, name).await;
        assert_eq!(violations(browser, &axe()).await, "", "{name}");
    }
    browser.emulate(Setting { width: 390, height: 844, ..Setting::default() }).await;
    assert_eq!(browser.script("return document.documentElement.scrollWidth").await, 390);
}

#[test]
fn what_is_dropped_and_pasted_is_graded_by_keyboard_and_a_grading_is_cancelled() {
    let quizzes = quizzes();
    let text = serde_json::Value::from(handed_in(&quizzes[0], "Ada", solved));
    browse(Setting::default(), |browser| async move {
        browser.goto(PAGE).await;
        browser.until("!document.querySelector('.room').hidden").await;
        let drop = |names: &str| {
            format!(
                "const data = new DataTransfer(); \
                 for (const name of {names}) data.items.add(new File([{text}], name, {{ lastModified: name.length + data.items.length }})); \
                 document.querySelector('.drop').dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}))"
            )
        };
        let given =
            |words: &str| format!("document.querySelector('.given-said').textContent === {}", serde_json::json!(words));
        browser.script(&drop("['a.json', 'a.json']")).await;
        browser.until(&given("2 files: a.json, a (2).json.")).await;
        browser.press_in("document.querySelector('.lines summary')", "\u{e007}").await;
        browser.press_in("document.querySelector('#room-lines')", "hello").await;
        browser.press_in("document.querySelector('.add-lines')", "\u{e007}").await;
        browser.until("document.querySelector('.given-said').textContent.startsWith('There is no line')").await;
        browser.press_in("document.querySelector('#room-lines')", " faultlines1:abc.").await;
        browser.press_in("document.querySelector('.add-lines')", "\u{e007}").await;
        browser.until(&given("3 files: a.json, a (2).json, pasted lines 1.txt.")).await;
        browser.press_in("document.querySelector('.grade')", "\u{e007}").await;
        browser.until(&format!("{SAID}.startsWith('2 files graded, 1 could not be graded')")).await;

        browser.press_in("document.querySelector('.forget')", "\u{e007}").await;
        browser.until(&given("No files yet.")).await;
        browser.script(&drop("Array.from({ length: 3000 }, (_, at) => `${at}.json`)")).await;
        browser.until("document.querySelector('.given-said').textContent.startsWith('3000 files')").await;
        browser.click(".grade").await;
        browser.until("document.querySelector('.room progress').value > 0").await;
        browser.press_in("document.querySelector('.cancel')", "\u{e007}").await;
        browser.until(&format!("{SAID} === 'Cancelled: nothing is graded.'")).await;
        browser.until("document.activeElement.matches('.grade')").await;
        browser.script(&drop("['b.json']")).await;
        browser.press_in("document.querySelector('.forget')", "\u{e007}").await;
        browser.script(&drop("['c.json']")).await;
        assert_eq!(grade(&browser).await, "1 file graded.", "after it was stopped the program starts anew");
    });
}

#[test]
fn without_keys_of_its_own_the_page_of_an_exam_takes_them_from_a_file() {
    let site = site_for_exam("grading", ["<main", "</main>"]);
    let page = site.path().join(PAGE);
    let quizzes = quizzes();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ada.json"), handed_in(&quizzes[0], "Ada", solved)).unwrap();
    fs::write(folder.path().join("keys.json"), keys::write(&quizzes)).unwrap();
    browse_at(site.path(), Setting::default(), |browser| async move {
        // From a disk too, where there is no fetch.
        for page in [PAGE.to_string(), format!("file://{}", page.display())] {
            browser.goto(&page).await;
            browser.until("!document.querySelector('.room').hidden").await;
            give(&browser, ".given-files", &[folder.path().join("ada.json")]).await;
            assert!(grade(&browser).await.starts_with("This edition of the book ships no keys."));
            give(&browser, ".given-keys", &[folder.path().join("keys.json")]).await;
            browser.until("document.querySelector('#room-keys').textContent.endsWith('keys.json')").await;
            assert_eq!(grade(&browser).await, "1 file graded.", "{page}");
            let points = quizzes[0].points().to_string();
            assert_eq!(browser.text("return document.querySelector('.graded td').textContent").await, points);
        }
    });
}

#[test]
fn without_scripts_the_page_gives_the_command() {
    browse(Setting { scripts: false, ..Setting::default() }, |browser| async move {
        browser.goto(PAGE).await;
        let text = browser.client.find(Locator::Css("main")).await.unwrap().text().await.unwrap();
        assert!(text.contains("needs JavaScript") && text.contains("faultlines grade answers/"), "{text}");
        assert!(!text.contains("Choose files"), "{text}");
    });
}
