//! The pages with nothing but a plate: each lab's, as its address wants it; in a deck that keeps its keys; as an element of
//! another page; as one file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;

use super::accessibility::{LOOKS, axe, look, violations};
use super::harness::{Browser, Setting, browse, dist};

/// Every lab that has a page of its own.
fn labs() -> Vec<String> {
    let folders = fs::read_dir(dist().join("embed")).unwrap().map(|entry| entry.unwrap());
    let folders = folders.filter(|entry| entry.file_type().unwrap().is_dir());
    let mut labs: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    labs.sort();
    assert!(labs.len() > 20, "{labs:?}");
    labs
}

const FIGURE: &str = "document.querySelector('[data-plate]')";
const POSITION: &str = "document.querySelector('.scrubber input').value";

/// A page on a disk.
fn written(folder: &Path, name: &str, html: &str) -> String {
    fs::write(folder.join(name), html).unwrap();
    format!("file://{}", folder.join(name).display())
}

async fn enter_frame(browser: &Browser, selector: &str) {
    let frame = browser.client.find(Locator::Css(selector)).await.expect("a frame");
    frame.enter_frame().await.expect("the frame is entered");
}

/// Goes into the frame of the slide that is shown, whose lab the deck loads anew.
async fn enter_slide(browser: &Browser) {
    enter_frame(browser, "section.present iframe").await;
    browser.until(&format!("{FIGURE} && {FIGURE}.dataset.state === 'ready'")).await;
}

async fn leave_frame(browser: &Browser) {
    browser.client.clone().enter_parent_frame().await.expect("the frame is left");
}

#[test]
fn every_lab_fills_its_frame_and_comes_alive_there() {
    let axe = axe();
    let setting = Setting { width: 960, height: 540, ..Setting::default() };
    browse(setting, |browser| async move {
        for (turn, lab) in labs().iter().enumerate() {
            for (index, controls) in ["minimal", "none", "full"].iter().enumerate() {
                // All controls at once are nothing for a hall.
                let text = if *controls != "full" && (turn + index) % 2 == 1 { "large" } else { "normal" };
                browser.goto(&format!("embed/{lab}/index.html?controls={controls}&text={text}")).await;
                browser.alive("[data-plate]").await;
                let fits = browser
                    .script("return document.documentElement.scrollHeight <= innerHeight + 1 && document.documentElement.scrollWidth <= innerWidth")
                    .await;
                assert_eq!(
                    fits,
                    json!(true),
                    "{lab} with {controls} controls and {text} text is larger than its frame"
                );
                let seen = "return [...document.querySelectorAll('.plate-picture, .plate-result')].every(it => it.getBoundingClientRect().height > 20)";
                assert_eq!(browser.script(seen).await, json!(true), "{lab} with {controls} controls");
                let shown = LOOKS[(turn + index) % LOOKS.len()];
                look(&browser, shown).await;
                let found = violations(&browser, &axe).await;
                assert!(found.is_empty(), "{lab} with {controls} controls, {shown}\n{found}");
            }
        }
    });
}

#[test]
fn a_picture_made_larger_for_a_hall_is_as_sharp_and_no_smaller_and_never_too_wide() {
    browse(Setting { width: 960, height: 540, ..Setting::default() }, |browser| async move {
        let mut heights = Vec::new();
        for text in ["normal", "large"] {
            browser.goto(&format!("embed/fan-out/index.html?text={text}")).await;
            let height = "return document.querySelector('.plate-picture').getBoundingClientRect().height";
            heights.push(browser.script(height).await.as_f64().unwrap());
        }
        assert!(heights[1] > heights[0], "{heights:?}");
    });
    browse(Setting { width: 320, ..Setting::default() }, |browser| async move {
        browser.goto("embed/fan-out/index.html?text=large&controls=full").await;
        let over = "return document.documentElement.scrollWidth - innerWidth";
        assert_eq!(browser.script(over).await, json!(0));
        // Where nothing else could start it there is one button.
        browser.goto("embed/fan-out/index.html?text=large&controls=none&begin=paused").await;
        browser.alive("[data-plate]").await;
        let buttons = "return [...document.querySelectorAll('button, input, select')].filter(it => it.checkVisibility()).map(it => it.textContent)";
        assert_eq!(browser.script(buttons).await, json!(["Play"]));
        browser.goto("embed/fan-out/index.html?text=large&controls=none").await;
        assert_eq!(browser.script(buttons).await, json!([]));
        browser.alive("[data-plate]").await;
        let sharp = "(canvases => canvases.length && canvases.every(it => \
             Math.abs(it.width - it.getBoundingClientRect().width * devicePixelRatio) < 3))([...document.querySelectorAll('.plate-picture canvas')])";
        browser.until(sharp).await;
    });
}

#[test]
fn an_address_sets_an_embedded_plate_exactly() {
    browse(Setting::default(), |browser| async move {
        let address = "embed/hash-ring/index.html?v=1&lab=hash-ring&nodes=12&seed=7&vs=strategy:modulo&t=1500\
             &theme=dark&text=large&controls=full&title=Twelve%20nodes&caption=&show=vnodes,nodes#hash-ring";
        browser.goto(address).await;
        browser.alive("[data-plate]").await;
        let is = |expression: &str| format!("return String({expression})");
        assert_eq!(browser.text(&is("document.querySelector('.plate-title').textContent")).await, "Twelve nodes");
        assert_eq!(browser.text(&is("document.querySelector('.plate-caption').textContent")).await, "");
        assert_eq!(browser.text(&is("document.querySelector('.seed').textContent")).await, "Seed 7");
        assert_eq!(
            browser.text(&is("document.querySelector('.plate-picture').textContent.includes('Modulo')")).await,
            "true"
        );
        assert_eq!(browser.text(&is("document.querySelectorAll('.plate-notes li').length")).await, "0");
        assert_eq!(
            browser
                .text(&is("getComputedStyle(document.body).colorScheme + document.documentElement.dataset.scheme"))
                .await,
            "darkdark"
        );
        let names = "[...document.querySelectorAll('.controls .control')].map(it => it.querySelector('[id]').id.split('-').pop()).slice(0, 2)";
        assert_eq!(browser.text(&is(names)).await, "vnodes,nodes");
        // A fragment shifts nothing.
        assert_eq!(browser.text(&is("scrollY")).await, "0");
        assert_eq!(browser.text(&is("document.querySelector('.embed-note')")).await, "null");
        // By hand: no version, no lab; the book's caption is about the book's run; what cannot be had is told.
        browser.goto("embed/hash-ring/index.html?nodes=12&theme=purple&steps=0,soon").await;
        browser.alive("[data-plate]").await;
        let shown = "document.querySelector('.plate-result').textContent.startsWith('12 nodes')";
        browser.until(shown).await;
        assert_eq!(browser.text(&is("document.querySelectorAll('.plate-notes li').length")).await, "0");
        assert_eq!(browser.text(&is("document.querySelector('.plate-caption').textContent")).await, "");
        let told = "[...document.querySelectorAll('.embed-note')].map(it => it.textContent).join(' ')";
        let told = browser.text(&is(told)).await;
        assert!(told.contains("theme=purple") && told.contains("follow, light, dark"), "{told}");
        assert!(told.contains("steps=0,soon"), "{told}");
    });
}

/// A deck of three slides, of which the second holds a lab in a frame.
fn deck(folder: &Path, frame: &str) -> String {
    let reveal = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/reveal.js/dist");
    for name in ["reveal.js", "reveal.css"] {
        fs::copy(reveal.join(name), folder.join(name)).expect("reveal.js is installed (scripts/setup tests)");
    }
    let html = format!(
        "<!doctype html><meta charset=utf-8><title>Deck</title><link rel=stylesheet href=reveal.css>\
         <div class=reveal><div class=slides><section><h2>One</h2></section>\
         <section><iframe data-src=\"{frame}\" width=900 height=500></iframe></section><section><h2>Three</h2></section></div></div>\
         <script src=reveal.js></script><script>Reveal.initialize({{ transition: 'none', preventIframeAutoFocus: true }})</script>"
    );
    written(folder, "deck.html", &html)
}

#[test]
fn a_plate_in_a_deck_plays_on_entry_and_leaves_the_deck_its_keys() {
    let setting = Setting { width: 1280, height: 720, ..Setting::default() };
    browse(setting, |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let frame =
            format!("{}embed/hash-ring/index.html?v=1&lab=hash-ring&join=1&vs=strategy:modulo&t=400", browser.address);
        browser.goto(&deck(folder.path(), &frame)).await;
        browser.until("self.Reveal && Reveal.isReady()").await;
        let slide = |index: u32| format!("Reveal.getIndices().h === {index}");
        browser.press(&Key::Right.to_string()).await;
        browser.until(&slide(1)).await;

        enter_slide(&browser).await;
        // It plays on entry, from where its address has it stand to its end, and has not taken the focus.
        browser.until(&format!("{POSITION} === '400'")).await;
        assert_eq!(browser.script("return document.hasFocus()").await, json!(false));

        // After a click in the frame the arrow keys are still the deck's.
        browser.click(".transport-play").await;
        leave_frame(&browser).await;
        browser.press(&Key::Right.to_string()).await;
        browser.until(&slide(2)).await;
        browser.press(&Key::Left.to_string()).await;
        browser.until(&slide(1)).await;

        // With the focus inside, on what has no use for them, too; a slider keeps its arrows until Escape.
        enter_slide(&browser).await;
        browser.script("document.querySelector('.transport-play').focus()").await;
        browser.press(&Key::Right.to_string()).await;
        leave_frame(&browser).await;
        browser.until(&slide(2)).await;
        browser.script("Reveal.slide(1)").await;
        enter_slide(&browser).await;
        browser.script("document.querySelector('.scrubber input').focus()").await;
        browser.press(&Key::Home.to_string()).await;
        browser.until(&format!("{POSITION} === '0'")).await;
        browser.press(&Key::Escape.to_string()).await;
        browser.until("document.activeElement === document.body").await;
        leave_frame(&browser).await;
        assert_eq!(browser.script("return Reveal.getIndices().h").await, json!(1));
        browser.press(&Key::Right.to_string()).await;
        browser.until(&slide(2)).await;
    });
}

#[test]
fn a_deck_of_another_kind_walks_through_the_steps() {
    browse(Setting::default(), |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let frame =
            format!("{}embed/hash-ring/index.html?v=1&lab=hash-ring&join=1&steps=0,1500,1500,end", browser.address);
        let html = format!(
            "<!doctype html><meta charset=utf-8><title>Deck</title><iframe src=\"{frame}\" width=900 height=500></iframe>\
             <script>heard = []; addEventListener('message', ({{ data }}) => heard.push(data));\
             tell = (word) => document.querySelector('iframe').contentWindow.postMessage({{ faultlines: word }}, '*')</script>"
        );
        browser.goto(&written(folder.path(), "other.html", &html)).await;
        browser.until("heard.some(it => it.faultlines === 'ready' && it.steps === 2)").await;
        browser.until("heard.some(it => it.faultlines === 'height' && it.height > 300)").await;
        let position = |expression: &str| expression.replace("AT", POSITION);
        for (word, there) in [
            ("start", "AT === '0'"),
            ("next", "AT > 0 && AT < 400 && document.querySelector('.transport-play').textContent === 'Play'"),
            ("next", "AT === '400'"),
            ("next", "AT === '400'"),
            ("previous", "AT > 0 && AT < 400"),
        ] {
            browser.script(&format!("tell('{word}')")).await;
            enter_frame(&browser, "iframe").await;
            browser.until(&position(there)).await;
            leave_frame(&browser).await;
        }
    });
}

#[test]
fn an_element_of_another_page_holds_a_lab() {
    browse(Setting::default(), |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let html = format!(
            "<!doctype html><meta charset=utf-8><title>Page</title><script src=\"{}embed/faultlines-lab.js\" async></script>\
             <faultlines-lab lab=hash-ring set='nodes=5; vnodes=100' seed=7 controls=full></faultlines-lab>",
            browser.address
        );
        browser.goto(&written(folder.path(), "page.html", &html)).await;
        let frame = "document.querySelector('faultlines-lab iframe')";
        browser.until(&format!("{frame} && {frame}.src.endsWith('embed/hash-ring/index.html?v=1&lab=hash-ring&nodes=5&vnodes=100&seed=7&controls=full')")).await;
        let told = format!("parseFloat({frame}.parentElement.style.getPropertyValue('--faultlines-height')) > 400");
        browser.until(&told).await;
        enter_frame(&browser, "faultlines-lab iframe").await;
        browser.until(&format!("{FIGURE}.dataset.state === 'ready'")).await;
        assert_eq!(browser.text("return document.querySelector('.seed').textContent").await, "Seed 7");
        leave_frame(&browser).await;
        browser.script("document.querySelector('faultlines-lab').setAttribute('seed', '8')").await;
        browser.until(&format!("{frame}.src.includes('seed=8')")).await;
    });
}

#[test]
fn an_element_is_as_high_as_its_page_has_it_and_says_which_labs_there_are() {
    browse(Setting::default(), |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let html = format!(
            "<!doctype html><meta charset=utf-8><title>Page</title><script src=\"{}embed/faultlines-lab.js\" async></script>\
             <style>.low {{ height: 320px }} .reveal {{ --slide-height: 240px }}</style><faultlines-lab class=low lab=fan-out></faultlines-lab>\
             <div class=reveal><div class=slides><faultlines-lab lab=fan-out controls=full></faultlines-lab></div></div>\
             <faultlines-lab lab=hash-rng></faultlines-lab><faultlines-lab></faultlines-lab>",
            browser.address
        );
        browser.goto(&written(folder.path(), "page.html", &html)).await;
        let labs = "[...document.querySelectorAll('faultlines-lab')]";
        // Both have heard how high the lab would be.
        browser
            .until(&format!("{labs}.filter(it => it.style.getPropertyValue('--faultlines-height')).length === 2"))
            .await;
        let heights = format!("return {labs}.slice(0, 2).flatMap(it => [it.offsetHeight, it.firstChild.offsetHeight])");
        assert_eq!(browser.script(&heights).await, json!([320, 320, 240, 240]));
        let said = browser.text(&format!("return {labs}.slice(2).map(it => it.textContent).join('|')")).await;
        let (unknown, missing) = said.split_once('|').unwrap();
        assert!(unknown.contains("“hash-rng”") && unknown.contains("lab=\"hash-ring\""), "{unknown}");
        assert!(missing.contains("does not say which lab") && missing.contains("hash-ring, "), "{missing}");
        // It is mended where it stands.
        browser.script(&format!("{labs}[2].setAttribute('lab', 'hash-ring')")).await;
        browser.until(&format!("{labs}[2].querySelector('iframe')?.src.includes('/hash-ring/')")).await;
        assert_eq!(browser.script("return document.querySelectorAll('iframe').length").await, json!(3));
    });
}

/// Runs `faultlines export …` in the checkout.
pub(crate) fn export(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultlines"));
    let done = command.arg("export").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_lab_as_one_file_opens_from_a_disk_in_the_state_that_was_asked_for() {
    browse(Setting::default(), |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let file: PathBuf = folder.path().join("ring.html");
        let path = file.to_str().unwrap();
        export(&[
            "lab",
            "hash-ring",
            "--set",
            "nodes=12",
            "--set",
            "join=1",
            "--seed",
            "9",
            "--controls",
            "full",
            "-o",
            path,
        ]);
        let size = fs::metadata(&file).unwrap().len();
        assert!(size <= 700_000, "{size} bytes");
        let address = format!("file://{path}");
        browser.goto(&address).await;
        browser.alive("[data-plate]").await;
        assert_eq!(browser.text("return document.querySelector('.seed').textContent").await, "Seed 9");
        browser.click(".transport-play").await;
        browser.until(&format!("{POSITION} === '400'")).await;
        let result = browser.text("return document.querySelector('.plate-result').textContent").await;
        assert!(result.contains("12 joined"), "{result}");
        // Its address takes what a link takes.
        browser.goto(&format!("{address}?v=1&lab=hash-ring&nodes=3&seed=4&controls=full")).await;
        browser.alive("[data-plate]").await;
        assert_eq!(browser.text("return document.querySelector('.seed').textContent").await, "Seed 4");
        let asked = browser
            .script("return performance.getEntriesByType('resource').filter(it => !it.name.startsWith('data:')).length")
            .await;
        assert_eq!(asked, json!(0), "the file asks for something beside itself");
    });
}

#[test]
fn every_lab_as_one_file_is_small_and_whole() {
    browse(Setting::default(), |browser| async move {
        for lab in labs() {
            let file = dist().join(format!("embed/{lab}/{lab}.html"));
            let size = fs::metadata(&file).unwrap().len();
            assert!(size <= 700_000, "{lab}: {size} bytes");
            browser.goto(&format!("file://{}", file.display())).await;
            browser.alive("[data-plate]").await;
        }
    });
}

#[test]
fn a_chapter_becomes_a_deck_that_plays_from_a_disk() {
    let setting = Setting { width: 1280, height: 720, ..Setting::default() };
    browse(setting, |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let deck = folder.path().join("deck");
        export(&["slides", "consistent-hashing", "-o", deck.to_str().unwrap()]);
        browser.goto(&format!("file://{}", deck.join("index.html").display())).await;
        browser.until("self.Reveal && Reveal.isReady()").await;
        browser
            .script(
                "heard = 0; addEventListener('message', ({ data }) => { if (data.faultlines === 'playing') heard++ })",
            )
            .await;
        let source = browser.text("return document.querySelector('.slides').lastElementChild.textContent").await;
        assert!(source.contains("Faultlines: How") && source.contains("CC BY 4.0"), "{source}");
        // The title, the plates, the source.
        let slides = browser.script("return Reveal.getTotalSlides()").await.as_u64().unwrap() - 1;
        assert!(slides > 3, "{slides}");
        for slide in 1..slides {
            browser.press(&Key::Right.to_string()).await;
            browser.until(&format!("Reveal.getIndices().h === {slide}")).await;
            enter_slide(&browser).await;
            leave_frame(&browser).await;
            browser.until(&format!("heard === {slide}")).await;
            let notes =
                browser.script("return Reveal.getCurrentSlide().querySelector('.notes').textContent.length").await;
            assert!(notes.as_u64().unwrap() > 60);
        }
    });
}

#[test]
fn the_arrow_key_walks_through_the_steps_of_a_lab_before_it_leaves_the_slide() {
    let setting = Setting { width: 1280, height: 720, ..Setting::default() };
    browse(setting, |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let deck = folder.path().join("deck");
        export(&["slides", "consistent-hashing", "--steps", "ring-join=1500,end", "-o", deck.to_str().unwrap()]);
        browser.goto(&format!("file://{}", deck.join("index.html").display())).await;
        browser.until("self.Reveal && Reveal.isReady()").await;
        let slide = "[...document.querySelectorAll('.slides > section')].findIndex(it => it.querySelector('iframe')?.dataset.src.includes('steps='))";
        browser
            .script(&format!(
                "walked = []; addEventListener('message', ({{ data }}) => {{ if (data.faultlines === 'step') walked.push(data.step) }}); \
                 stepped = {slide}; Reveal.slide(stepped - 1)"
            ))
            .await;
        let at =
            |slide: i32, step: i32| format!("Reveal.getIndices().h === stepped + {slide} && walked.at(-1) === {step}");
        let (right, left) = (Key::Right.to_string(), Key::Left.to_string());
        let [midway, end] = [format!("{POSITION} > 0 && {POSITION} < 400"), format!("{POSITION} === '400'")];
        // On through both steps, off the slide, and back to where it was left; back through the steps, and off again.
        for (key, slide, step, there) in [
            (&right, 0, 0, None),
            (&right, 0, 1, Some(&midway)),
            (&right, 0, 2, Some(&end)),
            (&right, 1, 2, None),
            (&left, 0, 2, Some(&end)),
            (&left, 0, 1, Some(&midway)),
            (&left, 0, 0, None),
            (&left, -1, 0, None),
        ] {
            browser.press(key).await;
            browser.until(&at(slide, step)).await;
            if let Some(there) = there {
                enter_slide(&browser).await;
                browser.until(there).await;
                leave_frame(&browser).await;
            }
        }
    });
}
