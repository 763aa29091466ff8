//! Labs in the page: by mouse, by keyboard, by link; quick, quiet and off the main thread's back.

use fantoccini::key::Key;
use serde_json::json;

use super::harness::{Browser, Setting, browse, chapters, pages};

const RING: &str = "part-10/consistent-hashing/";

/// The ids of the page's plates.
pub(crate) async fn plates(browser: &Browser) -> Vec<String> {
    let ids = browser.script("return [...document.querySelectorAll('figure.plate')].map(e => e.id)").await;
    ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_string()).collect()
}

/// Passes over the prediction of a plate, if it asks one.
pub(crate) async fn past_prediction(browser: &Browser, id: &str) {
    let skip = format!(
        "[...document.querySelectorAll('#{id} .prediction button')].find(button => /skip|without/i.test(button.textContent))?.click()"
    );
    browser.script(&skip).await;
    browser.until(&format!("!document.querySelector('#{id} fieldset.transport').disabled")).await;
}

/// Brings the first plate of a page to life, its prediction passed over.
pub(crate) async fn first_plate(browser: &Browser, page: &str) -> String {
    browser.goto(page).await;
    let id = plates(browser).await.remove(0);
    browser.alive(&format!("#{id}")).await;
    past_prediction(browser, &id).await;
    id
}

pub(crate) async fn result(browser: &Browser, id: &str) -> String {
    browser.text(&format!("return document.querySelector('#{id} .plate-result').textContent")).await
}

/// Waits until a plate says something of its result.
pub(crate) async fn says_its_result(browser: &Browser, id: &str) {
    browser.until(&format!("document.querySelector('#{id} .plate-result').textContent.length > 30")).await;
}

/// The result when it has come to rest: after a question is passed over the run is played, and its sentence is renewed once
/// a second.
pub(crate) async fn result_at_rest(browser: &Browser, id: &str) -> String {
    let mut said = result(browser, id).await;
    for _ in 0..30 {
        tokio::time::sleep(std::time::Duration::from_millis(1_300)).await;
        let now = result(browser, id).await;
        if now == said {
            return said;
        }
        said = now;
    }
    panic!("{id} never came to rest: {said}")
}

/// The picture's markup; a canvas by its pixels.
fn picture(id: &str) -> String {
    format!(
        "(() => {{ const p = document.querySelector('#{id} .plate-picture'); \
         return p.innerHTML + [...p.querySelectorAll('canvas')].map(c => c.toDataURL()).join() }})()"
    )
}

#[test]
fn every_plate_comes_alive_and_every_control_changes_it() {
    browse(Setting::default(), |browser| async move {
        for page in &pages() {
            browser.goto(page).await;
            for id in plates(&browser).await {
                browser.alive(&format!("#{id}")).await;
                past_prediction(&browser, &id).await;
                says_its_result(&browser, &id).await;
                let first = front_controls(&browser, &id).await;
                assert!(first.len() <= 5, "{id}: {first:?} in front");
                // Sliders before choices, which may make others have little effect or none, or take them away …
                for control in &first {
                    if front_controls(&browser, &id).await.contains(control) {
                        change_control(&browser, &id, control).await;
                    }
                }
                // … and may bring others.
                for control in front_controls(&browser, &id).await.iter().filter(|control| !first.contains(control)) {
                    change_control(&browser, &id, control).await;
                }
            }
        }
    });
}

/// The ids of a plate's controls in front that can be worked: the sliders, then the choices, each from the last to the first.
pub(crate) async fn front_controls(browser: &Browser, id: &str) -> Vec<String> {
    let ids = format!(
        "return ['input[type=range]', 'select'].flatMap(kind => [...document.querySelector('#{id} .controls').querySelectorAll(kind)].reverse()).map(control => control.id)"
    );
    serde_json::from_value(browser.script(&ids).await).unwrap()
}

/// Moves one front control as a reader would and waits for the picture, the result or the tables to change.
pub(crate) async fn change_control(browser: &Browser, id: &str, control: &str) {
    let control = format!("document.getElementById('{control}')");
    browser.script(&format!("window.before = {} + document.querySelector('#{id}').textContent", picture(id))).await;
    let change = format!(
        "const c = {control}; \
         if (c.tagName === 'SELECT') {{ c.selectedIndex = (c.selectedIndex + 1) % c.options.length; c.dispatchEvent(new Event('change', {{ bubbles: true }})) }} \
         else {{ const v = Number(c.value); c.value = v > Number(c.max) / 2 ? Math.floor(v / 2) : v + Math.max(1, Math.floor(Number(c.max) / 4)); c.dispatchEvent(new Event('input', {{ bubbles: true }})) }}"
    );
    browser.script(&change).await;
    browser.until(&format!("{} + document.querySelector('#{id}').textContent !== window.before", picture(id))).await;
}

#[test]
fn a_plate_plays_steps_and_scrubs_by_keyboard_alone() {
    browse(Setting::default(), |browser| async move {
        let id = first_plate(&browser, RING).await;
        let position = format!("document.querySelector('#{id} .scrubber input').value");
        let sentence = format!("document.querySelector('#{id} .plate-result').textContent");
        // Passing the question over plays the run: what is said before it has come to rest may be the start's.
        let at_end = result_at_rest(&browser, &id).await;
        browser
            .script(&format!("document.querySelector('#{id} .scrubber input').focus({{ preventScroll: true }})"))
            .await;
        browser.press(&Key::Home.to_string()).await;
        browser.until(&format!("{position} === '0'")).await;
        // The sentence follows at most once a second, and the start is not to be told by the end's.
        browser.until(&format!("{sentence} !== {}", json!(at_end))).await;
        let at_start = result(&browser, &id).await;
        browser.press(&Key::Right.to_string()).await;
        browser.until(&format!("{position} === '1'")).await;
        browser.script(&format!("document.querySelector('#{id}-play').focus()")).await;
        browser.press(&Key::Enter.to_string()).await;
        browser.until(&format!("{position} === document.querySelector('#{id} .scrubber input').max")).await;
        browser.until(&format!("{sentence} !== {}", json!(at_start))).await;
        // Arrow keys outside a control belong to the page.
        browser.script("document.activeElement.blur(); scrollTo(0, 0)").await;
        let before = browser.script(&format!("return {position}")).await;
        browser
            .client
            .find(fantoccini::Locator::Css("body"))
            .await
            .unwrap()
            .send_keys(&Key::Left.to_string())
            .await
            .unwrap();
        assert_eq!(browser.script(&format!("return {position}")).await, before);
    });
}

#[test]
fn a_copied_link_restores_the_exact_state() {
    browse(Setting::default(), |browser| async move {
        for chapter in &chapters() {
            let id = first_plate(&browser, &format!("{chapter}/")).await;
            let control = front_controls(&browser, &id).await.pop().expect("a control");
            change_control(&browser, &id, &control).await;
            tokio::time::sleep(std::time::Duration::from_millis(800)).await;
            browser.script(&format!("document.querySelector('#{id} .scrubber input').stepDown(1); document.querySelector('#{id} .scrubber input').dispatchEvent(new Event('input', {{ bubbles: true }}))")).await;
            // The clipboard is not readable here; the field that stands in for it is.
            browser.script("Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve() } } })").await;
            browser.script(&format!("[...document.querySelectorAll('#{id} button')].find(button => button.textContent === 'Copy link').click()")).await;
            browser.until("window.copied").await;
            let link = browser.text("return window.copied").await;
            assert!(link.len() < 300 && link.contains("v=1&lab="), "{link}");
            let state = format!(
                "return JSON.stringify([...document.querySelectorAll('#{id} .controls input[type=range], #{id} .controls select, #{id} .scrubber input')].map(c => c.value).concat(document.querySelector('#{id} .plate-result').textContent))"
            );
            // The sentence is renewed at most once a second: let it come, before and after.
            let renewed = std::time::Duration::from_millis(1100);
            tokio::time::sleep(renewed).await;
            let before = browser.text(&state).await;
            browser.goto(&link).await;
            browser.alive(&format!("#{id}")).await;
            past_prediction(&browser, &id).await;
            tokio::time::sleep(renewed).await;
            assert_eq!(browser.text(&state).await, before, "{link}");
        }
    });
}

#[test]
fn a_hostile_link_gives_a_lab_that_works_and_says_what_it_kept() {
    browse(Setting::default(), |browser| async move {
        browser.goto(RING).await;
        let id = plates(&browser).await.remove(0);
        for (query, note) in [
            ("v=1&lab=hash-ring&nodes=900", "1 to 50"),
            ("v=1&lab=hash-ring&nodes=%00%ff&colour=red", "colour"),
            ("v=77&lab=hash-ring&do=explode@@@:::", "version"),
            ("v=1&lab=hash-rign", "hash-ring"),
        ] {
            browser.goto(&format!("{RING}index.html?{query}")).await;
            browser.alive(&format!("#{id}")).await;
            let notes = browser.text(&format!("return document.querySelector('#{id} .plate-notes').textContent")).await;
            assert!(notes.contains(note), "{query}: {notes:?}");
            past_prediction(&browser, &id).await;
            assert!(result(&browser, &id).await.len() > 30, "{query}");
        }
    });
}

/// Plays a lab from its start, asks for another seed, and returns the lengths of the tasks over 50 ms.
async fn long_tasks_of_a_run(browser: &Browser, id: &str) -> serde_json::Value {
    let watch = "window.watch?.disconnect(); window.long = []; window.watch = new PerformanceObserver(list => window.long.push(...list.getEntries().map(e => Math.round(e.duration)))); window.watch.observe({ type: 'longtask' })";
    browser.script(watch).await;
    browser.script(&format!("const s = document.querySelector('#{id} .scrubber input'); s.value = 0; s.dispatchEvent(new Event('input', {{ bubbles: true }})); document.getElementById('{id}-play').click()")).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    browser
        .script(&format!(
            "[...document.querySelectorAll('#{id} button')].find(b => b.textContent.trim() === 'Another seed').click()"
        ))
        .await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    browser.script("return window.long").await
}

#[test]
fn no_task_is_longer_than_50_ms_while_a_lab_runs_at_its_defaults() {
    browse(Setting { timed: true, ..Setting::default() }, |browser| async move {
        for chapter in &chapters() {
            let id = first_plate(&browser, &format!("{chapter}/")).await;
            // The machine has hiccups of its own: a lab that is slow is slow each time.
            let mut long = json!(null);
            for _ in 0..3 {
                long = long_tasks_of_a_run(&browser, &id).await;
                if long == json!([]) {
                    break;
                }
            }
            assert_eq!(long, json!([]), "{chapter}: tasks over 50 ms, three times in a row");
        }
    });
}

#[test]
fn a_lab_that_cannot_load_says_so_and_keeps_its_picture() {
    browse(Setting::default(), |browser| async move {
        browser.devtools("Network.setBlockedURLs", json!({ "urls": ["*.wasm"] })).await;
        browser.devtools("Network.enable", json!({})).await;
        browser.goto(RING).await;
        let id = plates(&browser).await.remove(0);
        browser.script(&format!("document.getElementById('{id}').scrollIntoView()")).await;
        browser.until(&format!("document.getElementById('{id}').dataset.state === 'failed'")).await;
        let note = browser.text(&format!("return document.querySelector('#{id} .plate-note').textContent")).await;
        assert!(note.contains("still picture"), "{note}");
        let pictures =
            browser.script(&format!("return document.querySelectorAll('#{id} .plate-picture svg').length")).await;
        assert!(pictures.as_u64().unwrap() > 0);
        // The network is back: the next plate starts, and the button tries this one again.
        browser.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await;
        let next = plates(&browser).await.remove(1);
        browser.alive(&format!("#{next}")).await;
        browser.script(&format!("document.querySelector('#{id} .plate-note button').click()")).await;
        browser.alive(&format!("#{id}")).await;
        // The blocked request is this test's own doing.
        browser.console().await;
    });
}

#[test]
fn the_ring_stays_smooth_with_fifty_nodes_of_two_hundred_points() {
    browse(Setting { timed: true, ..Setting::default() }, |browser| async move {
        browser
            .goto(&format!("{RING}index.html?v=1&lab=hash-ring&strategy=ring&nodes=50&vnodes=200&seed=1&join=0"))
            .await;
        let plate = plates(&browser).await.remove(0);
        browser.alive(&format!("#{plate}")).await;
        past_prediction(&browser, &plate).await;
        browser.script("window.long = []; new PerformanceObserver(list => window.long.push(...list.getEntries().map(e => Math.round(e.duration)))).observe({ type: 'longtask' })").await;
        browser.script(&format!("const s = document.querySelector('#{plate} .scrubber input'); for (const v of [0, s.max, 0, s.max]) {{ s.value = v; s.dispatchEvent(new Event('input', {{ bubbles: true }})) }}")).await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(browser.script("return window.long").await, json!([]), "tasks over 50 ms");
    });
}

#[test]
fn a_heavy_run_shows_its_progress_and_can_be_cancelled() {
    browse(Setting::default(), |browser| async move {
        let id = first_plate(&browser, RING).await;
        let said = result_at_rest(&browser, &id).await;
        let exact = |name: &str| {
            format!(
                "document.querySelector('#{id}-{name}').closest('.control').querySelector('input:not([type=range])')"
            )
        };
        // Rendezvous asks every node about every key: enough work to be seen.
        browser.script(&format!("const s = document.querySelector('#{id}-strategy'); s.value = 'rendezvous'; s.dispatchEvent(new Event('change', {{ bubbles: true }}))")).await;
        browser.until(&format!("document.querySelector('#{id} .plate-result').textContent !== {}", json!(said))).await;
        let shown = result_at_rest(&browser, &id).await;
        browser.script(&format!("document.getElementById('{id}-all').click()")).await;
        browser.until(&format!("document.getElementById('{id}-keys')")).await;
        let keys = browser.text(&format!("return {}.value", exact("keys"))).await;
        // All in one go, and the button pressed by the page itself the moment that it is there: the driver might come too late.
        let enter = |name: &str, value: u32| {
            format!(
                "{{ const f = {}; f.value = {value}; f.dispatchEvent(new Event('change', {{ bubbles: true }})) }}",
                exact(name)
            )
        };
        let press = format!(
            "window.seen = ''; const o = new MutationObserver(() => {{ const p = document.querySelector('#{id} .plate-progress'); \
             if (p && !window.seen) {{ window.seen = p.textContent; p.querySelector('button').click() }} }}); \
             o.observe(document.querySelector('#{id} .plate-picture'), {{ childList: true, subtree: true }}); {} {}",
            enter("nodes", 50),
            enter("keys", 200_000)
        );
        browser.script(&press).await;
        browser.until("window.seen").await;
        assert!(browser.text("return window.seen").await.contains('%'));
        browser.until(&format!("!document.querySelector('#{id} .plate-progress')")).await;
        assert_eq!(browser.text(&format!("return {}.value", exact("keys"))).await, keys);
        assert_eq!(result(&browser, &id).await, shown);
    });
}
