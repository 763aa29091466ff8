//! The book on paper: what is printed of a page, and the file that comes out.

use std::collections::BTreeSet;
use std::process::Command;

use fantoccini::wd::PrintConfiguration;
use pdf_extract::{Document, extract_text_from_mem_by_pages};
use serde_json::json;

use super::harness::{Browser, Setting, browse, chapters, dist};
use super::quiz::{answer, questions};

const RING: &str = "part-10/consistent-hashing/";

/// The words of a PDF, each page's apart, without the spaces that its setting put in.
fn pages(pdf: &[u8]) -> Vec<String> {
    extract_text_from_mem_by_pages(pdf).expect("a PDF").iter().map(|page| tight(page)).collect()
}

/// Text as [`pages`] has it.
fn tight(text: &str) -> String {
    text.split_whitespace().collect()
}

async fn printed(browser: &Browser) -> Vec<String> {
    pages(&browser.client.print(PrintConfiguration::default()).await.expect("it prints"))
}

/// How many points of the canvases in a plate are of the ink of the dark scheme, and of the light one.
async fn light_and_dark(browser: &Browser, plate: &str) -> [u64; 2] {
    let counts = format!(
        "const counts = [0, 0]; for (const canvas of document.querySelectorAll('{plate} canvas')) {{ \
         const [width, height] = [canvas.width || 1, canvas.height || 1]; \
         const copy = new OffscreenCanvas(width, height).getContext('2d', {{ willReadFrequently: true }}); \
         if (canvas.width) copy.drawImage(canvas, 0, 0); \
         const {{ data }} = copy.getImageData(0, 0, width, height); \
         for (let at = 0; at < data.length; at += 4) {{ const sum = data[at] + data[at + 1] + data[at + 2]; \
         if (data[at + 3] > 200 && (sum > 660 || sum < 150)) counts[sum > 660 ? 0 : 1] += 1; }} }} return counts"
    );
    serde_json::from_value(browser.script(&counts).await).expect("two counts")
}

#[test]
fn on_paper_inks_are_light_also_of_canvases_and_nothing_asks_to_be_pressed() {
    browse(Setting { dark: true, ..Setting::default() }, |browser| async move {
        browser.goto(&format!("{}/", chapters().iter().find(|it| it.ends_with("/tail-latency")).unwrap())).await;
        let plate = browser.text("return '#' + [...document.querySelectorAll('.plate')].find(it => !it.querySelector('.prediction fieldset')).id").await;
        browser.alive(&plate).await;
        browser.until(&format!("document.querySelector('{plate} canvas')?.width > 0")).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let [light, dark] = light_and_dark(&browser, &plate).await;
        assert!(light > 50 && dark == 0, "in the dark scheme {light} light points and {dark} dark ones");
        // Whether or not it is in sight.
        browser.script("scrollTo(0, document.body.scrollHeight)").await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        browser.medium("print", &[("prefers-color-scheme", "dark")]).await;
        browser.until("matchMedia('print').matches").await;
        let [light, dark] = light_and_dark(&browser, &plate).await;
        assert!(dark > 50 && light == 0, "on paper {light} light points and {dark} dark ones");
        let ink = "return getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color";
        assert_eq!(browser.text(ink).await, "rgb(255, 255, 255)rgb(30, 28, 25)");
        let asking = "return [...document.querySelectorAll('button, select, summary, progress, [type=range], .site-header, .site-footer, .contents, .onward')] \
             .filter(it => it.checkVisibility()).map(it => it.outerHTML.slice(0, 80))";
        assert_eq!(browser.script(asking).await, json!([]));
        browser.medium("", &[("prefers-color-scheme", "dark")]).await;
        browser.script(&format!("document.querySelector('{plate}').scrollIntoView()")).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let [light, dark] = light_and_dark(&browser, &plate).await;
        assert!(light > 50 && dark == 0, "after it {light} light points and {dark} dark ones");
    });
}

#[test]
fn on_paper_a_plate_has_both_ends_of_its_run_and_its_numbers() {
    for scripts in [true, false] {
        browse(Setting { scripts, ..Setting::default() }, |browser| async move {
            browser.goto(RING).await;
            browser.medium("print", &[]).await;
            browser.script("dispatchEvent(new Event('beforeprint'))").await;
            browser.until("document.querySelector('.plate-other')").await;
            let lacking = "return [...document.querySelectorAll('.plate:not([data-state=ready])')].filter(plate => { \
                 const seen = selector => [...plate.querySelectorAll(selector)].filter(it => it.checkVisibility({ contentVisibilityAuto: true }) && it.offsetHeight > 20).length; \
                 return seen('.plate-picture') !== 2 || seen('[aria-label=\"Table of results\"] table') !== 1 || seen('.plate-result') < 1; }).map(it => it.id)";
            assert_eq!(browser.script(lacking).await, json!([]), "scripts: {scripts}");
            browser.medium("", &[]).await;
            if scripts {
                let shown =
                    "return [...document.querySelectorAll('.plate-other')].filter(it => it.checkVisibility()).length";
                assert_eq!(browser.script(shown).await, json!(0), "back on the screen");
            }
        });
    }
}

#[test]
fn on_paper_a_quiz_has_lines_to_write_on_and_keeps_what_was_typed() {
    browse(Setting::default(), |browser| async move {
        let chapter = &chapters()[0];
        browser.goto(&format!("{chapter}/")).await;
        browser.alive("#quiz").await;
        let all = questions(chapter);
        let mut numeric = all.iter().filter(|question| question["kind"] == "numeric");
        let field = |question: &serde_json::Value| format!("#quiz-{}-form input", question["id"].as_str().unwrap());
        let (typed, blank) = (numeric.next().unwrap(), field(numeric.next().unwrap()));
        answer(&browser, typed).await;
        browser.medium("print", &[]).await;
        let line = format!(
            "const style = getComputedStyle(document.querySelector('{blank}')); \
             return [style.borderTopWidth, parseFloat(style.borderBottomWidth) > 0, document.querySelector('{blank}').offsetWidth > 60]"
        );
        assert_eq!(browser.script(&line).await, json!(["0px", true, true]), "a line");
        let kept = format!("return document.querySelector('{}').checkVisibility()", field(typed));
        assert_eq!(browser.script(&kept).await, json!(true), "what was typed is printed");
        let boxes = "return new Set([...document.querySelectorAll('.option input')].map(it => [getComputedStyle(it).appearance, it.offsetWidth > 8].join())).size";
        assert_eq!(browser.script(boxes).await, json!(1));
        // Its title goes to the page of its first question.
        let title = "return getComputedStyle(document.querySelector('#quiz-title')).breakAfter";
        assert_eq!(browser.text(title).await, "avoid");
        browser.medium("", &[]).await;
    });
}

#[test]
fn a_chapter_is_printed_as_a_pdf_that_can_be_read() {
    browse(Setting { dark: true, ..Setting::default() }, |browser| async move {
        browser.goto(RING).await;
        browser.until("document.readyState === 'complete'").await;
        let pages = printed(&browser).await;
        let text = pages.concat();
        assert!(pages.len() > 8, "{} pages", pages.len());
        for words in [
            "Consistent hashing",
            "What happens",
            "Keys that the last change moved",
            "load_node_3",
            "Question 1",
            "(10.6)",
            "References",
        ] {
            assert!(text.contains(&tight(words)), "{words} is not printed");
        }
        for words in
            ["Copy link", "moved_keys", "Move up", "Export answers", "Colour scheme", "What the model leaves out"]
        {
            assert!(!text.contains(&tight(words)), "{words} is printed");
        }
        // The quiz' title stands with its first question.
        let title = browser.text("return document.querySelector('#quiz-title').textContent").await;
        let page = pages.iter().find(|page| page.contains(&tight(&title))).expect("the quiz");
        assert!(page.contains("Question1"), "the title of the quiz stands alone");
    });
}

#[test]
fn chapters_are_one_pdf_with_an_outline_and_the_key_on_pages_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.pdf");
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultlines"));
    command.args(["export", "pdf", "consistent-hashing/replicas", "vector-clocks", "--key", "--site"]).arg(dist());
    let output = command.arg("-o").arg(&book).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = std::fs::read(&book).unwrap();
    let pages = pages(&bytes);
    let outline = Document::load_mem(&bytes).unwrap().get_toc().expect("an outline");
    let titles: BTreeSet<String> = outline.toc.iter().map(|entry| tight(&entry.title)).collect();
    for title in ["Replicas and moves", "Vector clocks & CRDTs", "Key"] {
        assert!(titles.contains(&tight(title)), "{title} is not in the outline {titles:?}");
    }
    // Each page says what it is of, and the key begins on a page of its own.
    let key = pages.iter().position(|page| page.starts_with("KeyFaultlines")).expect("a key");
    assert!(pages[1].starts_with("10.1bReplicasandmovesFaultlines"), "{}", &pages[1]);
    let question = &questions("part-10/vector-clocks")[0];
    let words = tight(question["explanation"].as_str().unwrap());
    let words: String = words.chars().take_while(|c| c.is_ascii_alphanumeric()).take(30).collect();
    assert!(words.len() > 5 && pages[key..].concat().contains(&words), "{words} is not in the key");
    assert!(!pages[..key].concat().contains(&words), "{words} is printed with the question");
    assert!(!pages.concat().contains("127.0.0.1"), "an address of this machine is printed");
}
