//! What a reader finds: the search, the definition of a term, the sheet of keys; by keyboard alone, from a server and from a
//! folder.

use std::time::Duration;

use fantoccini::key::Key;
use serde_json::json;

use super::accessibility::{axe, violations};
use super::harness::{Browser, Setting, browse, dist};

const PAGE: &str = "part-10/tail-latency/";
const MAIN: &str = "document.querySelector('main')";

/// The scripts of what nobody has asked for yet.
const ASKED_FOR: &str = "return [...document.scripts].map(it => it.src.split('/').pop()) \
     .filter(name => /^(search|minisearch|over|terms|keys|glossary)\\b/.test(name))";

async fn open_search(browser: &Browser) {
    browser.press_in(MAIN, "/").await;
    browser.until("document.querySelector('#search')?.open && self.MiniSearch && self.faultlinesSearch").await;
}

/// Types into the field of the search, and waits for what it says.
async fn find(browser: &Browser, text: &str, said: &str) {
    browser.press(text).await;
    browser.until(&format!("/{said}/.test(document.querySelector('#search [role=status]').textContent)")).await;
}

async fn moment() {
    tokio::time::sleep(Duration::from_millis(400)).await;
}

#[test]
fn a_misspelt_word_finds_its_chapter_from_a_server_and_from_a_folder() {
    browse(Setting::default(), |browser| async move {
        let folder = format!("file://{}/{PAGE}index.html", dist().display());
        let mut found = Vec::new();
        for page in [PAGE.to_string(), folder] {
            browser.goto(&page).await;
            browser.until("!document.querySelector('[data-part=search]').hidden").await;
            assert_eq!(browser.script(ASKED_FOR).await, json!([]), "{page}: loaded before it is asked for");
            open_search(&browser).await;
            find(&browser, "consistant hasing", "^\\d+ results").await;
            let all = "return [...document.querySelectorAll('#found a')].map(it => [...it.children].map(part => part.textContent))";
            let all = browser.script(all).await;
            assert_eq!(all[0][0], json!("Consistent hashing"), "{page}");
            assert_eq!(all[0][1], json!("Chapter · 10.1 Consistent hashing"), "{page}");
            let marked =
                "return [...document.querySelectorAll('#found li:first-child mark')].map(it => it.textContent)";
            assert_eq!(browser.script(marked).await, json!(["Consistent", "hashing"]));
            found.push(all);
            browser.press(&Key::Enter.to_string()).await;
            browser.until("document.querySelector('h1')?.textContent === 'Consistent hashing'").await;
        }
        assert_eq!(found[0], found[1]);
    });
}

/// Goes through the results by keyboard, with what axe says of them.
async fn search_by_keyboard(browser: &Browser, axe: &str) {
    browser.press_in("document.querySelector('[data-part=search]')", &Key::Enter.to_string()).await;
    browser.until("document.querySelector('#search')?.open && self.MiniSearch && self.faultlinesSearch").await;
    find(browser, "zz/qx?", "^Nothing found").await;
    assert_eq!(browser.text("return document.querySelector('#search-field').value").await, "zz/qx?");
    browser.until("document.querySelector('.search-hint').textContent.includes('Try fewer words')").await;
    browser.press(&Key::Backspace.to_string().repeat(6)).await;
    find(browser, "hedge", "^\\d+ results").await;
    assert_eq!(violations(browser, axe).await, "");
    let kinds = "return [...new Set([...document.querySelectorAll('.found-kind')].map(it => it.textContent.split(' · ')[0]))].sort()";
    let kinds = browser.script(kinds).await;
    for kind in ["Chapter", "Plate", "Question", "Section", "Term"] {
        assert!(kinds.as_array().unwrap().contains(&json!(kind)), "{kind}: {kinds}");
    }
    // Each shows, in its title or among the words around it, what was found.
    let shown = "const all = [...document.querySelectorAll('#found a')].map(it => [it.querySelector('.found-text').textContent, Boolean(it.querySelector('mark'))]); \
         return [all.every(([text, isMarked]) => isMarked && text.length < 160), all.some(([text]) => text.startsWith('… '))]";
    assert_eq!(browser.script(shown).await, json!([true, true]));
    let at = "return [...document.querySelectorAll('#found a')].indexOf(document.activeElement)";
    for (key, place) in [(Key::Down, 0), (Key::Down, 1), (Key::Up, 0), (Key::Up, -1), (Key::Down, 0)] {
        browser.press(&key.to_string()).await;
        assert_eq!(browser.script(at).await, json!(place));
    }
    browser.press(&Key::Escape.to_string()).await;
    browser
        .until("!document.querySelector('#search').open && document.activeElement.matches('[data-part=search]')")
        .await;
}

/// The sheet names every key that a plate names, and turns single keys off.
async fn keys(browser: &Browser, axe: &str) {
    browser.press_in(MAIN, "?").await;
    browser.until("document.querySelector('#keys')?.open").await;
    assert_eq!(violations(browser, axe).await, "");
    let missing = "const sheet = [...document.querySelectorAll('#keys kbd')].map(it => it.textContent); \
         const plates = [...document.querySelectorAll('.plate .keys kbd')].map(it => it.textContent); \
         return plates.length ? plates.filter(key => !sheet.includes(key)) : ['no plate names a key']";
    assert_eq!(browser.script(missing).await, json!([]));
    browser.press_in("document.querySelector('#keys input')", " ").await;
    browser.press(&Key::Escape.to_string()).await;
    browser.until("!document.querySelector('#keys').open").await;
    for key in ["/", "?"] {
        browser.press_in(MAIN, key).await;
    }
    moment().await;
    assert_eq!(browser.script("return document.querySelectorAll('dialog[open]').length").await, json!(0));
    let kept = "return Object.keys(localStorage).filter(key => key.endsWith(':shortcuts'))";
    assert_eq!(browser.script(kept).await, json!(["faultlines:/:shortcuts"]));
    browser.press_in("document.querySelector('.site-footer [data-part=keys]')", &Key::Enter.to_string()).await;
    browser.until("document.querySelector('#keys').open && !document.querySelector('#keys input').checked").await;
    browser.press_in("document.querySelector('#keys input')", " ").await;
    browser.press(&Key::Escape.to_string()).await;
    open_search(browser).await;
}

#[test]
fn search_and_keys_are_worked_by_keyboard_and_axe_finds_nothing_in_either_scheme() {
    let axe = axe();
    for (width, dark) in [(1280, false), (320, true)] {
        let axe = axe.clone();
        browse(Setting { width, dark, ..Setting::default() }, |browser| async move {
            browser.goto(PAGE).await;
            browser.until("!document.querySelector('[data-part=search]').hidden").await;
            search_by_keyboard(&browser, &axe).await;
            keys(&browser, &axe).await;
            let wider = "return document.querySelector('#search').scrollWidth > innerWidth || document.documentElement.scrollWidth > innerWidth";
            assert_eq!(browser.script(wider).await, json!(false), "{width}");
        });
    }
}

#[test]
fn a_definition_shows_on_hover_and_focus_and_goes_with_escape() {
    let axe = axe();
    browse(Setting::default(), |browser| async move {
        browser.goto(PAGE).await;
        let term = "document.querySelector('a.term')";
        let shown = "document.querySelector('#term-tip')?.matches(':popover-open')";
        browser.script(&format!("{term}.scrollIntoView({{ block: 'center', behavior: 'instant' }})")).await;
        let pointer = async |element: &str| {
            let at = format!(
                "const box = {element}.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2]"
            );
            let at = browser.script(&at).await;
            let event = json!({ "type": "mouseMoved", "x": at[0], "y": at[1] });
            browser.devtools("Input.dispatchMouseEvent", event).await;
        };
        assert_eq!(browser.script(ASKED_FOR).await, json!([]));
        pointer(term).await;
        browser.until(shown).await;
        let meant = format!(
            "return document.querySelector('#term-tip').textContent.length > 40 && {term}.getAttribute('aria-describedby') === 'term-tip'"
        );
        assert_eq!(browser.script(&meant).await, json!(true));
        // The pointer can go to it, and it stays.
        pointer("document.querySelector('#term-tip')").await;
        moment().await;
        browser.until(shown).await;
        assert_eq!(violations(&browser, &axe).await, "");
        browser.press_in(MAIN, &Key::Escape.to_string()).await;
        browser.until(&format!("!({shown}) && !{term}.hasAttribute('aria-describedby')")).await;
        pointer("document.querySelector('.site-footer')").await;
        // The focus brings it too, and takes it along.
        browser.script(&format!("{term}.focus()")).await;
        browser.until(shown).await;
        browser.press(&Key::Escape.to_string()).await;
        browser.until(&format!("!({shown}) && document.activeElement === {term}")).await;
        browser.script(&format!("{term}.blur(); {term}.focus()")).await;
        browser.until(shown).await;
        browser.script(&format!("{term}.blur()")).await;
        browser.until(&format!("!({shown})")).await;
        browser.press_in(term, &Key::Enter.to_string()).await;
        browser
            .until("location.pathname.endsWith('/glossary/index.html') && document.querySelector('dt:target')")
            .await;
    });
}

#[test]
fn the_first_tap_of_a_finger_shows_a_definition_and_the_next_one_follows_the_link() {
    browse(Setting { width: 390, height: 844, ..Setting::default() }, |browser| async move {
        browser.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
        browser.goto(PAGE).await;
        let term = "document.querySelector('a.term')";
        browser.script(&format!("{term}.scrollIntoView({{ block: 'center', behavior: 'instant' }})")).await;
        moment().await;
        let tap = async || {
            let at = format!(
                "const box = {term}.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2]"
            );
            let at = browser.script(&at).await;
            let finger = json!([{ "x": at[0], "y": at[1] }]);
            browser.devtools("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": finger })).await;
            browser.devtools("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
        };
        tap().await;
        browser.until("document.querySelector('#term-tip')?.matches(':popover-open')").await;
        moment().await;
        assert_eq!(browser.script("return location.pathname.includes('glossary')").await, json!(false));
        tap().await;
        browser.until("location.pathname.endsWith('/glossary/index.html')").await;
    });
}
