//! The interface in other languages: two that are made of English by rule, one with accents and a third longer (`en-XA`), one
//! from right to left (`ar-XB`). What no catalogue has shows as text without the brackets that every phrase has there.
//!
//! Covered is what the templates, the plate, the quiz, the loader and the parts say. Not covered is what stays English with its source: the
//! text of the book, what a lab says of itself (labels, sentences, pictures), the pages of reference, what is wrong with a
//! reader's answer, link or number in the words of the grader and of the schema, numbers with their units.

use std::fs;
use std::path::Path;

use fantoccini::key::Key;
use faultlines::book::site::{Shell, offline, phrases, worded};
use serde_json::{Value, json};

use super::accessibility::{axe, violations};
use super::gallery::build_in;
use super::harness::{Browser, Setting, browse_at};

const CHAPTER: &str = "\
+++
title = \"Kept words\"
breaks = \"Nothing.\"
summary = \"What is said around a text.\"
+++

A text with a note[^one].

## A section

> [!NOTE]
> Told apart.

| a | b |
|---|---|
| 1 | 2 |

```lab hash-ring
id = \"asks\"
title = \"A ring that asks\"
caption = \"As it is.\"
controls = [\"nodes\", \"strategy\"]
predict = { question = \"How many?\", metric = \"moved_keys\", max = 10000 }
```

```lab crdt
id = \"free\"
title = \"A plate that asks nothing\"
caption = \"As it is.\"
```

```quiz
```

[^one]: A note.
";

/// Finds what a reader meets outside of any brackets: in the page, or in the page as it came.
const UNCAUGHT: &str = r#"
const CONTENT = `script, style, noscript:not(:has(*)), title, code, pre, math, svg, time, h1, .breaks, .home, .this-page, .number:where(.chapters *, .menu *, .front *, .facts *),
  .chapters .name, .chapters .summary, .chapters .further, .menu li > a, .contents a, .onward .name, .onward .first-line, .site-footer p:first-child,
  .text > p, .text > h2, .footnotes li, .margin-note, .admonition > p:not(.admonition-title), .scroll-x :is(td, th):where(.text > .scroll-x *), .still,
  .plate-title, .plate-caption, .plate-picture, .plate-result, .sr-only[role=status], .panel-actions, .clock,
  .control > label, .control-name, .control option, .control-help p, .control-unit, .guess-number + span, .speed,
  .compare option, .prediction-still > p, .prediction-question > p, .plate-notes, .plate td, .plate th[scope=row], .plate-foot details li,
  #quiz-title, .prompt, .option-text, .order-text, .unit, .remark:not(:has(em)), .remark em, .remark > div, .explanation > div, .model li, .refusal, textarea, .term-tip, #found span, .terms`;
const uncaught = (root) => {
  const found = [];
  let depth = 0;
  const outside = (text) => {
    let rest = "";
    for (const letter of text) {
      if (letter === "⟦") depth += 1;
      else if (letter === "⟧") depth -= 1;
      else if (depth === 0) rest += letter;
    }
    return /\p{L}{2}/u.test(rest);
  };
  const walker = root.createTreeWalker(root.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(CONTENT) && depth === 0) {
      // The number of a plate stands in its title.
      if (!node.parentElement.matches(".plate-number")) continue;
    }
    if (outside(node.data)) found.push(`${node.parentElement.outerHTML.slice(0, 90)}: ${node.data}`);
  }
  if (depth !== 0) found.push("a bracket is not closed");
  for (const element of root.querySelectorAll("body *")) {
    // A list of moments is written as in an address.
    if (element.closest(".plate-picture, .still, svg:not(.prediction-scale), .panel-actions, .share [placeholder]")) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      depth = 0;
      const value = element.getAttribute(name);
      if (value !== null && outside(value)) found.push(`${element.outerHTML.slice(0, 90)}: ${value}`);
    }
  }
  return [...new Set(found)];
};
"#;

/// What is wider than its room, or cut off; and whether the header is one line.
const CROWDED: &str = r#"
const found = [];
if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
const header = document.querySelector(".site-header");
const tops = [...header.querySelectorAll(".home, .menu > summary, .scheme")].map((it) => it.getBoundingClientRect());
if (Math.max(...tops.map((it) => it.top)) >= Math.min(...tops.map((it) => it.bottom))) found.push("the header is not one line");
const boxes = [...tops].sort((a, b) => a.left - b.left);
boxes.slice(1).forEach((it, index) => { if (it.left < boxes[index].right - 9) found.push("parts of the header lie over each other"); });
for (const it of document.querySelectorAll("button, summary, legend, label, th, .plate-title, .admonition-title, .facts li, .onward a, .site-footer p")) {
  if (!it.checkVisibility() || it.closest(".scroll-x, .sr-only, .plate-picture, .scheme") || it.matches(".sr-only")) continue;
  const box = it.getBoundingClientRect();
  if (box.width === 0 || getComputedStyle(it).clipPath !== "none") continue;
  const isCut = it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display !== "inline";
  // On a phone the panel is a strip that goes by under the thumb.
  const strip = it.closest(".plate-panel");
  const goesBy = strip && strip.scrollWidth > strip.clientWidth;
  if (isCut || !goesBy && (box.left < -1 || box.right > innerWidth + 1)) found.push(`cut off: ${it.outerHTML.slice(0, 100)}`);
}
return found;
"#;

async fn uncaught(browser: &Browser, root: &str) -> Vec<Value> {
    let found = browser.script(&format!("{UNCAUGHT} return uncaught({root})")).await;
    found.as_array().expect("a list").clone()
}

/// The page as it came, before any script.
async fn still(browser: &Browser) -> Vec<Value> {
    browser
        .script(
            "self.cameAs = null; fetch(location.href).then(answer => answer.text()).then(text => { \
             self.cameAs = new DOMParser().parseFromString(text, 'text/html'); })",
        )
        .await;
    browser.until("self.cameAs").await;
    uncaught(browser, "self.cameAs").await
}

/// A book with this chapter in a language, its scripts too.
fn book(language: &str) -> tempfile::TempDir {
    let folder = build_in(language, CHAPTER, |site, shell| {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let in_language = |script: &Path| worded(&fs::read_to_string(script).unwrap()).unwrap();
        // What comes later in the file holds.
        let told = fs::read_to_string(site.join(&shell.told)).unwrap() + &phrases();
        let put = |name: &str, text: String| {
            fs::write(site.join("assets").join(name), text).unwrap();
            format!("assets/{name}")
        };
        let loader = put("loader-in-language.js", in_language(&assets.join("loader.js")));
        let told = put("labs-in-language.js", told);
        let mut parts = shell.parts;
        for script in fs::read_dir(assets.join("parts")).unwrap().map(|script| script.unwrap().path()) {
            if let Some(name) = script.file_name().unwrap().to_str().unwrap().strip_suffix(".js")
                && !name.contains('.')
            {
                parts.insert(name.into(), put(&format!("{name}-in-language.js"), in_language(&script)));
            }
        }
        Shell { loader, told, parts, ..shell }
    });
    let site = folder.path().join("site");
    // What the preview of "Embed" shows is the concern of other tests.
    fs::create_dir_all(site.join("embed/crdt")).unwrap();
    fs::write(site.join("embed/crdt/index.html"), "<!doctype html><title>A lab</title>").unwrap();
    offline(&site).unwrap();
    folder
}

/// Shows everything that a plate or a quiz can say by itself, one after the other, and asks after each step.
async fn shown(browser: &Browser) -> Vec<Value> {
    let mut found = uncaught(browser, "document").await;
    let steps = [
        // The plate that asks: nothing entered, then a number, then its end.
        "document.querySelector('#asks .prediction [type=submit]').click()",
        "const field = document.querySelector('#asks-guess'); field.value = '5'; field.dispatchEvent(new Event('input', { bubbles: true })); \
         document.querySelector('#asks .prediction [type=submit]').click()",
        "const scrubber = document.querySelector('#asks .scrubber input'); scrubber.value = scrubber.max; \
         scrubber.dispatchEvent(new Event('input', { bubbles: true }))",
        // The faces of the panel of the other.
        "document.querySelector('#free-all').click()",
        "document.querySelector('#free-back').click()",
        "document.querySelector('#free-vs').click()",
        "const differs = document.querySelector('#free-compare'); differs.selectedIndex = 1; \
         differs.dispatchEvent(new Event('change', { bubbles: true }))",
        "document.querySelector('#free .compare-row button').click(); document.querySelector('#free-back').click()",
        "document.querySelector('#free-rare').click()",
        "[...document.querySelectorAll('#free .compare button')].at(-1).click()",
        // Its foot.
        "document.querySelectorAll('#free .plate-foot details').forEach(details => { details.open = true })",
        "[...document.querySelectorAll('#free .foot-worked button')].forEach(button => button.click())",
        // The quiz: right, wrong and partly, exported, cleared.
        "document.querySelector('#quiz-one-form [value=ring]').click(); document.querySelector('#quiz-one-form [type=submit]').click(); \
         document.querySelector('#quiz-many-form [value=c]').click(); document.querySelector('#quiz-many-form [type=submit]').click()",
        "document.querySelector('#quiz-many-form [value=a]').click(); document.querySelector('#quiz-many-form [type=submit]').click(); \
         document.querySelectorAll('#quiz-steps-form .order-do button')[1].click(); \
         document.querySelector('#quiz-steps-form [type=submit]').click()",
        "document.querySelector('.quiz-do button').click()",
        "[...document.querySelectorAll('.quiz-do button')].at(-1).click()",
        "[...document.querySelectorAll('.quiz-do button')].at(-1).click()",
        // The header.
        "document.querySelector('.menu').open = true; document.querySelector('.scheme').click()",
    ];
    for step in steps {
        browser.script(&format!("{{ {step} }}")).await;
        tokio::time::sleep(std::time::Duration::from_millis(120)).await;
        for more in uncaught(browser, "document").await {
            found.push(json!(format!("after {}…: {}", &step[..step.len().min(50)], more.as_str().unwrap_or_default())));
        }
    }
    found
}

async fn wake(browser: &Browser) {
    for id in ["asks", "free", "quiz"] {
        browser.alive(&format!("#{id}")).await;
    }
}

#[test]
fn no_string_of_the_interface_is_outside_the_catalogue() {
    let folder = book("en-XA");
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("glossary/").await;
        let also = browser.text("return document.querySelector('.also').textContent").await;
        assert!(also.starts_with('⟦'), "{also}");
        for page in ["", "labs/", "404.html", "glossary/", "labs/all/"] {
            browser.goto(page).await;
            assert_eq!(still(&browser).await, Vec::<Value>::new(), "{page}, still");
            assert_eq!(uncaught(&browser, "document").await, Vec::<Value>::new(), "{page}");
        }
        wake(&browser).await;
        assert_eq!(shown(&browser).await, Vec::<Value>::new());
        // A link that nothing on the page takes.
        browser.goto("labs/all/?v=1&lab=bloom").await;
        browser.until("document.querySelector('.page-note')").await;
        assert_eq!(uncaught(&browser, "document").await, Vec::<Value>::new(), "the note on a link");
    });
}

/// What the page's buttons load when they are pressed, each once, in the order of the page.
const PARTS: &str = "return [...new Set([...document.querySelectorAll('#free [data-part], button[data-part]:not(.plate *)')].map(it => it.dataset.part))]";

/// Presses the button of a part, and waits until what it shows is there.
async fn open(browser: &Browser, part: &str) {
    let button =
        format!("document.querySelector('#free [data-part={part}]') || document.querySelector('[data-part={part}]')");
    browser.script(&format!("({button}).click()")).await;
    browser.until("document.querySelector('dialog[open], .offline :not(:empty)')").await;
    tokio::time::sleep(std::time::Duration::from_millis(150)).await;
}

/// Closes what is open.
async fn shut(browser: &Browser) {
    let act = "const open = document.querySelector('dialog[open]'); if (open) open.close(); \
         else if (document.querySelector('.offline')) document.querySelector('[data-part=offline]').click()";
    browser.script(act).await;
    browser.until("!document.querySelector('dialog[open], .offline')").await;
}

/// Types a query into the search that is open.
async fn search_for(browser: &Browser, words: &str) {
    browser.until("self.MiniSearch && self.faultlinesSearch").await;
    browser
        .script(&format!(
            "const field = document.querySelector('#search-field'); field.value = '{words}'; field.dispatchEvent(new Event('input'))"
        ))
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
}

#[test]
fn no_part_says_what_no_catalogue_has() {
    let folder = book("en-XA");
    let site = folder.path().join("site");
    browse_at(&site.clone(), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        wake(&browser).await;
        let parts: Vec<String> = serde_json::from_value(browser.script(PARTS).await).unwrap();
        for known in ["search", "share", "keys", "offline"] {
            assert!(parts.iter().any(|part| part == known), "no button has the part {known}: {parts:?}");
        }
        let none = Vec::<Value>::new();
        for part in &parts {
            open(&browser, part).await;
            assert_eq!(uncaught(&browser, "document").await, none, "{part}");
            if part == "share" {
                // A step that is none, and what is copied.
                browser.script("const field = document.querySelector('.share [placeholder]'); field.value = 'x'; field.dispatchEvent(new Event('input'))").await;
                browser.script("document.querySelector('.share-part button').click()").await;
                browser.until("document.querySelector('.share-said').textContent.includes('⟧')").await;
                assert_eq!(uncaught(&browser, "document").await, none, "{part}");
            }
            if part == "search" {
                for words in ["kept words", "zzqx"] {
                    search_for(&browser, words).await;
                    assert_eq!(uncaught(&browser, "document").await, none, "{words}");
                    let kinds = "return [...document.querySelectorAll('.found-kind')].every(it => it.textContent.startsWith('⟦'))";
                    assert_eq!(browser.script(kinds).await, json!(true), "{words}");
                }
                assert_ne!(browser.text("return document.querySelector('.search-hint').textContent").await, "");
            }
            if part == "offline" {
                // Kept, and removed again.
                for _ in 0..2 {
                    let before = browser.text("return document.querySelector('.offline').textContent").await;
                    browser.script("document.querySelector('.offline button').click()").await;
                    browser
                        .until(&format!(
                            "!document.querySelector('.offline progress') && document.querySelector('.offline').textContent !== {}",
                            json!(before)
                        ))
                        .await;
                    assert_eq!(uncaught(&browser, "document").await, none, "{part}, after {before}");
                }
            }
            shut(&browser).await;
        }
        browser.script("document.querySelector('.term').focus()").await;
        browser.until("document.querySelector('.term-tip:popover-open')").await;
        assert_eq!(uncaught(&browser, "document").await, none, "the definition of a term");
        // From a disk.
        browser.goto(&format!("file://{}", site.join("labs/all/index.html").display())).await;
        wake(&browser).await;
        for part in ["share", "offline"] {
            open(&browser, part).await;
            assert_eq!(uncaught(&browser, "document").await, none, "{part}, from a disk");
            shut(&browser).await;
        }
    });
}

/// What is wider than the dialog or the panel that is shown.
const OVERFLOWS: &str = "return [...document.querySelectorAll('dialog[open], dialog[open] *, .offline, .term-tip:popover-open')] \
     .filter(it => !it.matches('textarea, input, select, iframe, .sr-only, .sr-only *')).filter(it => { \
         const box = it.getBoundingClientRect(); \
         return it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display !== 'inline' || box.left < -1 || box.right > innerWidth + 1; \
     }).map(it => it.outerHTML.slice(0, 90))";

#[test]
fn what_the_parts_show_is_mirrored_and_finds_room() {
    for (language, width) in [("ar-XB", 1280), ("ar-XB", 320), ("en-XA", 320)] {
        let folder = book(language);
        let setting = Setting { width, height: 700, ..Setting::default() };
        browse_at(&folder.path().join("site"), setting, |browser| async move {
            browser.goto("labs/all/").await;
            wake(&browser).await;
            let parts: Vec<String> = serde_json::from_value(browser.script(PARTS).await).unwrap();
            for part in &parts {
                open(&browser, part).await;
                if part == "search" {
                    search_for(&browser, "kept").await;
                }
                assert_eq!(browser.script(OVERFLOWS).await, json!([]), "{language}, {width}, {part}");
                // What is code or an address keeps its direction.
                let turned = "return [...document.querySelectorAll('.share :is(textarea, input)')].filter(it => getComputedStyle(it).direction !== 'ltr').length";
                assert_eq!(browser.script(turned).await, json!(0), "{language}, {width}, {part}");
                // The title begins where the language does, and what closes stands at its end.
                let mirrored = "const head = document.querySelector('dialog[open] .over-head'); if (!head) return null; \
                     const [title, close] = [...head.children].map(it => it.getBoundingClientRect().left); return close < title";
                let mirrored = browser.script(mirrored).await;
                let wanted = if part == "offline" { Value::Null } else { json!(language == "ar-XB") };
                assert_eq!(mirrored, wanted, "{language}, {width}, {part}");
                shut(&browser).await;
            }
            browser
                .script("const term = document.querySelector('.term'); term.scrollIntoView({ block: 'center' }); term.focus()")
                .await;
            browser.until("document.querySelector('.term-tip:popover-open')").await;
            assert_eq!(browser.script(OVERFLOWS).await, json!([]), "{language}, {width}, a term");
            let under = "const [word, tip] = ['.term', '.term-tip'].map(it => document.querySelector(it).getBoundingClientRect()); \
                 return tip.left <= word.left + 1 && tip.right >= word.right - 1 || tip.left >= 8 && tip.right <= innerWidth - 8 && innerWidth < 400";
            assert_eq!(
                browser.script(under).await,
                json!(true),
                "{language}, {width}: the definition stands by its term"
            );
        });
    }
}

#[test]
fn what_has_no_brackets_is_found() {
    let folder = book("en");
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        let found = still(&browser).await.len();
        assert!(found > 60, "in English nothing is bracketed, and {found} strings were found");
    });
}

#[test]
fn longer_words_and_the_other_direction_find_room() {
    for (language, direction) in [("en-XA", "ltr"), ("ar-XB", "rtl")] {
        let folder = book(language);
        let axe = axe();
        browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
            for (width, height) in [(1280, 800), (390, 844), (320, 640)] {
                browser.emulate(Setting { width, height, ..Setting::default() }).await;
                for page in ["", "labs/", "labs/all/"] {
                    browser.goto(page).await;
                    let shown = browser
                        .text("return document.documentElement.lang + getComputedStyle(document.body).direction")
                        .await;
                    assert_eq!(shown, format!("{language}{direction}"));
                    if page == "labs/all/" {
                        wake(&browser).await;
                        // The header returns on the way up, over what stands there.
                        browser.script("scrollTo({ top: 0, behavior: 'instant' })").await;
                        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                    }
                    let found = browser.script(CROWDED).await;
                    assert_eq!(found, json!([]), "{language}, {page}, {width}");
                    if width != 1280 {
                        assert_eq!(violations(&browser, &axe).await, "", "{language}, {page}, {width}");
                    }
                }
            }
        });
    }
}

#[test]
fn a_page_from_right_to_left_is_mirrored_and_time_is_not() {
    let folder = book("ar-XB");
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        wake(&browser).await;
        let left = |selector: &str| format!("document.querySelector('{selector}').getBoundingClientRect().left");
        for [first, second] in [
            [".menu > summary", ".home"],
            ["#free .plate-panel", "#free .plate-picture"],
            ["#free .transport-end", "#free .transport-buttons"],
            // Time goes from left to right.
            ["#free .transport-buttons button", "#free .transport-buttons button:last-child"],
        ] {
            let is_before = browser.script(&format!("return {} < {}", left(first), left(second))).await;
            assert_eq!(is_before, json!(true), "{first} stands left of {second}");
        }
        let directions = "return ['#free .plate-picture', '#free .scrubber', 'code, pre'].map(it => document.querySelector(it))\
             .filter(it => it).map(it => getComputedStyle(it).direction)";
        let directions = browser.script(directions).await;
        assert!(directions.as_array().unwrap().iter().all(|it| it == "ltr"), "{directions}");
        // The key that goes on in time does so here too.
        let before = browser.script("return Number(document.querySelector('#free .scrubber input').value)").await;
        browser.press_in("document.querySelector('#free .scrubber input')", &Key::Left.to_string()).await;
        let after = browser.script("return Number(document.querySelector('#free .scrubber input').value)").await;
        assert!(after.as_f64() < before.as_f64(), "{before} to {after}");
    });
}
