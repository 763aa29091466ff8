//! The page around text and plates: its header, contents, notes and links, for every size of window and of text, in forced
//! colours and on paper.

use serde_json::{Value, json};

use super::harness::{Browser, Setting, browse, chapters};
use super::quiz::{answer, questions};

const RING: &str = "part-10/consistent-hashing/";

/// The parts of the header that overlap, leave the window, or stand on another line than the first.
const CROWDED: &str = "const parts = [...document.querySelectorAll('.site-header :is(.home, .part-name, summary, .tool)')] \
     .map(it => ({ name: it.className || it.tagName, box: it.getBoundingClientRect() })).filter(it => it.box.width > 0); \
     return parts.filter((one, index) => one.box.right > innerWidth || one.box.top > parts[0].box.bottom || parts.slice(0, index).some(other => \
     other.box.right > one.box.left + 1 && one.box.right > other.box.left + 1)).map(it => it.name)";

#[test]
fn the_header_is_one_line_at_320_pixels() {
    for width in [320, 390, 1280] {
        browse(Setting { width, height: 640, ..Setting::default() }, |browser| async move {
            browser.goto(RING).await;
            browser.until("!document.querySelector('.scheme').hidden").await;
            assert_eq!(browser.script(CROWDED).await, json!([]), "at {width} px");
            let height = browser.script("return document.querySelector('.site-header').offsetHeight").await;
            assert!(height.as_u64().unwrap() < 60, "at {width} px the header is {height} px high");
        });
    }
}

#[test]
fn text_at_twice_the_size_uses_the_window_and_overprints_nothing() {
    for width in [640, 1280] {
        browse(Setting { width, font_size: 32, ..Setting::default() }, |browser| async move {
            browser.goto(RING).await;
            browser.until("!document.querySelector('.scheme').hidden").await;
            assert_eq!(browser.script(CROWDED).await, json!([]));
            let column = browser.script("return document.querySelector('.text p').offsetWidth").await.as_f64().unwrap();
            assert!(column > 0.75 * f64::from(width), "the text is {column} px wide of {width}");
            let size = browser.text("return getComputedStyle(document.querySelector('.text p')).fontSize").await;
            assert!(size.trim_end_matches("px").parse::<f64>().unwrap() >= 32.0, "{size}");
            assert_eq!(browser.script("return document.documentElement.scrollWidth").await, json!(width));
        });
    }
}

async fn leaves(browser: &Browser) -> Value {
    browser.goto(RING).await;
    browser.script("scrollTo(0, 600)").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let before = browser.script("return document.querySelector('.text').getBoundingClientRect().top + scrollY").await;
    browser.script("scrollTo(0, 900)").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let after = browser.script("return document.querySelector('.text').getBoundingClientRect().top + scrollY").await;
    assert_eq!(before, after, "the text moves with the header");
    browser.script("return document.querySelector('.site-header').matches('.away')").await
}

#[test]
fn the_header_leaves_as_one_reads_down_unless_movement_is_unwanted() {
    browse(Setting::default(), |browser| async move {
        assert_eq!(leaves(&browser).await, json!(true));
        browser.script("scrollTo(0, 800)").await;
        browser.until("!document.querySelector('.site-header').matches('.away')").await;
    });
    browse(Setting { reduced_motion: true, ..Setting::default() }, |browser| async move {
        assert_eq!(leaves(&browser).await, json!(false));
    });
}

#[test]
fn the_button_of_the_colour_scheme_says_its_state_and_keeps_it() {
    browse(Setting { dark: true, ..Setting::default() }, |browser| async move {
        let named =
            |words: &str| format!("document.querySelector('.scheme').textContent.trim() === 'Colour scheme: {words}'");
        let ground = "return getComputedStyle(document.body).backgroundColor";
        browser.goto(RING).await;
        browser.until(&named("follow the system")).await;
        let dark = browser.text(ground).await;
        browser.click(".scheme").await;
        browser.until(&named("light")).await;
        let light = browser.text(ground).await;
        assert_ne!(light, dark);
        browser.goto(RING).await;
        browser.until(&named("light")).await;
        browser.click(".scheme").await;
        browser.until(&named("dark")).await;
        assert_eq!(browser.text(ground).await, dark);
        // On paper it is white, whatever was chosen.
        browser.medium("print", &[("prefers-color-scheme", "dark")]).await;
        assert_eq!(browser.text(ground).await, "rgb(255, 255, 255)");
        browser.medium("", &[]).await;
        browser.click(".scheme").await;
        browser.until(&named("follow the system")).await;
    });
}

#[test]
fn at_most_one_list_of_links_stands_before_the_first_sentence_on_a_phone() {
    browse(Setting { width: 390, height: 844, ..Setting::default() }, |browser| async move {
        for chapter in &chapters() {
            browser.goto(&format!("{chapter}/")).await;
            let lists = "const first = document.querySelector('.text p'); \
                 return [...document.querySelectorAll('main :is(ul, ol)')].filter(list => list.querySelectorAll('a').length > 1 \
                 && list.checkVisibility({ contentVisibilityAuto: true }) && list.compareDocumentPosition(first) & 4).map(list => list.className || list.parentElement.tagName)";
            assert_eq!(browser.script(lists).await, json!(["facts"]), "{chapter}");
            browser.click(".contents summary").await;
            browser.click(".contents a[href='#quiz']").await;
            browser.until("Math.abs(document.querySelector('#quiz').getBoundingClientRect().top) < 120").await;
        }
    });
    browse(Setting::default(), |browser| async move {
        browser.goto(RING).await;
        browser.until("document.querySelector('.contents a[href=\"#quiz\"]').checkVisibility()").await;
    });
}

#[test]
fn notes_stand_in_the_margin_beside_their_words_and_cover_nothing() {
    let notes = "return [...document.querySelectorAll('.margin-note')].filter(it => it.offsetHeight > 0).length";
    browse(Setting::default(), |browser| async move {
        for chapter in &chapters() {
            browser.goto(&format!("{chapter}/")).await;
            browser.until("document.querySelector('.margin-note')").await;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            // One that finds no room near its words is in the list at the end alone.
            let shown = browser.script(notes).await.as_u64().unwrap();
            let all = browser.script("return document.querySelectorAll('.margin-note').length").await.as_u64().unwrap();
            assert!(shown >= 3 && 4 * shown >= 3 * all, "{chapter}: {shown} of {all}");
            let covered = "const boxes = [...document.querySelectorAll('.margin-note, .text > :is(.plate, .side-note, p)')].filter(it => it.offsetHeight > 0) \
                 .map(it => ({ it, box: it.getBoundingClientRect() })); \
                 return boxes.filter(({ it, box }) => it.matches('.margin-note') && (box.right > innerWidth || boxes.some(other => other.it !== it && \
                 other.box.left < box.right && box.left < other.box.right && other.box.top < box.bottom && box.top < other.box.bottom))).map(({ it }) => it.textContent.slice(0, 60))";
            assert_eq!(browser.script(covered).await, json!([]), "{chapter}");
        }
    });
    browse(Setting { width: 1000, ..Setting::default() }, |browser| async move {
        browser.goto(RING).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(browser.script(notes).await, json!(0));
    });
}

#[test]
fn a_number_in_the_text_opens_its_run_in_a_plate() {
    browse(Setting::default(), |browser| async move {
        browser.goto(RING).await;
        let href =
            browser.text("return document.querySelector('.text p a.result[href^=\"?\"]').getAttribute('href')").await;
        let plate = href.split('#').nth(1).unwrap().to_string();
        browser.script("document.querySelector('.text p a.result[href^=\"?\"]').click()").await;
        browser
            .until(&format!("location.search && document.getElementById('{plate}')?.dataset.state === 'ready'"))
            .await;
        browser.until(&format!("Math.abs(document.getElementById('{plate}').getBoundingClientRect().top) < 200")).await;
        assert_eq!(browser.script("return document.querySelectorAll('.page-note').length").await, json!(0));
    });
}

#[test]
fn a_link_that_no_plate_takes_is_said_where_the_reader_is() {
    browse(Setting::default(), |browser| async move {
        for (query, said) in [
            ("v=1&lab=cache-stampede&seed=3", "it is not on this page"),
            ("v=1&lab=nothing", "it is not on this page"),
            ("v=1&lab=fan-out&plate=ring-join#ring-join", "shows another"),
            ("v=1&lab=hash-ring&plate=gone#gone", "“gone”, which is not on this page"),
            ("v=1&lab=hash-ring&plate=text", "“text”, which is not on this page"),
        ] {
            browser.goto(&format!("{RING}index.html?{query}")).await;
            browser.until("document.readyState === 'complete' && document.querySelector('.page-note')").await;
            let note = browser.text("return document.querySelector('.page-note').textContent").await;
            assert!(note.contains(said), "{query}: {note}");
            browser
                .until("(box => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector('.page-note').getBoundingClientRect())")
                .await;
        }
        for query in ["v=1&lab=hash-ring", "v=1&lab=hash-ring&plate=ring-join", "utm_source=mail"] {
            browser.goto(&format!("{RING}index.html?{query}")).await;
            browser.until("document.readyState === 'complete'").await;
            assert_eq!(
                browser.script("return document.querySelectorAll('.page-note').length").await,
                json!(0),
                "{query}"
            );
        }
        browser.goto(&format!("{RING}index.html?v=1&lab=hash-ring&nodes=3&nodes=4&plate=ring-join")).await;
        browser.alive("#ring-join").await;
        let notes = browser.text("return document.querySelector('#ring-join .plate-notes').textContent").await;
        assert!(notes.contains("nodes") && notes.contains("more than once"), "{notes}");
    });
}

#[test]
fn a_table_that_scrolls_shows_that_there_is_more() {
    browse(Setting { width: 390, height: 844, ..Setting::default() }, |browser| async move {
        browser.goto(RING).await;
        let wider =
            "return [...document.querySelectorAll('.scroll-x')].filter(it => it.scrollWidth > it.clientWidth).length";
        assert!(browser.script(wider).await.as_u64().unwrap() > 0, "no table is wider than a phone");
        let shaded = "return [...document.querySelectorAll('.scroll-x')].every(it => getComputedStyle(it).backgroundAttachment === 'local, local, scroll, scroll' \
             && !getComputedStyle(it).backgroundImage.includes('none') && getComputedStyle(it).scrollbarWidth === 'thin')";
        assert_eq!(browser.script(shaded).await, json!(true));
    });
}

#[test]
fn in_forced_colours_only_what_was_judged_has_a_bar() {
    browse(Setting::default(), |browser| async move {
        browser.medium("", &[("forced-colors", "active")]).await;
        let chapter = &chapters()[0];
        browser.goto(&format!("{chapter}/")).await;
        browser.alive("#quiz").await;
        assert_eq!(browser.script("return matchMedia('(forced-colors: active)').matches").await, json!(true));
        let bars = "const bars = [...document.querySelectorAll('.option')].map(it => [it.matches('.is-right, .is-wrong'), parseFloat(getComputedStyle(it).borderInlineStartWidth) > 0]); \
             return [bars.filter(([judged, bar]) => judged !== bar).length, bars.filter(([, bar]) => bar).length]";
        assert_eq!(browser.script(bars).await, json!([0, 0]));
        answer(&browser, questions(chapter).iter().find(|question| question["kind"] == "single").unwrap()).await;
        browser.until("document.querySelector('.option.is-right')").await;
        assert_eq!(browser.script(bars).await, json!([0, 1]));
    });
}

#[test]
fn what_can_be_moved_and_what_cannot_look_alike_in_kind() {
    browse(Setting::default(), |browser| async move {
        browser.goto(&format!("{}/", chapters()[0])).await;
        browser.alive("#quiz").await;
        let looks = "return [...new Set([...document.querySelectorAll('.order-do button')].map(it => { const s = getComputedStyle(it); \
             return [s.borderTopStyle, s.borderTopWidth, s.borderTopColor.endsWith(', 0)'), s.fontSize, s.paddingLeft].join() }))]";
        assert_eq!(browser.script(looks).await, json!(["solid,1px,false,15.2px,12px"]));
    });
}

#[test]
fn nothing_moves_when_the_fonts_of_the_book_arrive() {
    for width in [360, 412, 1280] {
        browse(Setting { width, height: 844, ..Setting::default() }, |browser| async move {
            browser.devtools("Network.enable", json!({})).await;
            for chapter in chapters() {
                let mut tops = Vec::new();
                for blocked in [json!(["*.woff2"]), json!([])] {
                    browser.devtools("Network.setBlockedURLs", json!({ "urls": blocked })).await;
                    browser.devtools("Network.clearBrowserCache", json!({})).await;
                    browser.goto(&format!("{chapter}/")).await;
                    browser.until("document.fonts.status === 'loaded'").await;
                    let top = "return document.querySelector('.text').getBoundingClientRect().top + scrollY";
                    tops.push(browser.script(top).await.as_f64().unwrap());
                }
                // A line of one text may break elsewhere.
                assert!((tops[0] - tops[1]).abs() < 30.0, "{chapter} at {width} px: the text begins at {tops:?}");
            }
            // What was blocked is told in the console.
            browser.console().await;
        });
    }
}
