//! A plate as an instrument: what is pressed and what it changes are seen together, and it moves smoothly.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::harness::{Browser, Setting, browse, pages};
use super::plates::{first_plate, past_prediction, plates};

/// Windows, and the frame of a slide.
const SIZES: [(u32, u32); 6] = [(1280, 800), (1440, 900), (1920, 1080), (390, 844), (844, 390), (800, 450)];

/// Script, style and layout of a frame, in milliseconds, so that a machine four times slower keeps 60 frames.
const FRAME_MS: f64 = 3.0;

/// What of picture, result and Play is not wholly in the window, below the header, after the plate was scrolled there.
async fn unseen(browser: &Browser, id: &str) -> Value {
    browser
        .script(&format!("document.getElementById('{id}').scrollIntoView({{ block: 'start', behavior: 'instant' }})"))
        .await;
    // The header leaves, or returns.
    tokio::time::sleep(std::time::Duration::from_millis(450)).await;
    let check = format!(
        "const top = Math.max(0, document.querySelector('.site-header').getBoundingClientRect().bottom - 4); \
         return ['.plate-picture', '.plate-result', '#{id}-play'].map(part => [part, document.getElementById('{id}').querySelector(part).getBoundingClientRect()]) \
         .filter(([part, box]) => box.top < top || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth || box.width < 40 || box.height < (part === '.plate-picture' ? 120 : 15)) \
         .map(([part, box]) => `${{part}} ${{Math.round(box.top)}} to ${{Math.round(box.bottom)}} of ${{innerHeight}}`)"
    );
    browser.script(&check).await
}

/// What reaches out of the picture's box: a part that is cut, or lies over the result.
async fn outside(browser: &Browser, id: &str) -> Value {
    let check = format!(
        "const frame = document.querySelector('#{id} .plate-picture').getBoundingClientRect(); \
         return [...document.querySelectorAll('#{id} .plate-picture :is(svg, canvas, p:not(.sr-only))')].map(e => [e, e.getBoundingClientRect()]) \
         .filter(([e, box]) => box.width && (box.top < frame.top - 2 || box.bottom > frame.bottom + 2 || box.left < frame.left - 2 || box.right > frame.right + 2)) \
         .map(([e, box]) => `${{e.tagName}}.${{e.getAttribute('class')}} ${{Math.round(box.top - frame.top)}} to ${{Math.round(box.bottom - frame.bottom)}}`)"
    );
    browser.script(&check).await
}

/// What of a plate's buttons or fields cannot be pressed where it stands: it is out of the window, cut off or covered.
async fn covered(browser: &Browser, id: &str, selector: &str) -> Value {
    let check = format!(
        "return [...document.querySelectorAll('#{id} {selector}')].filter(one => {{ const box = one.getBoundingClientRect(); \
         const at = edge => document.elementFromPoint((box.left + box.right) / 2, edge); \
         return ![box.top + 3, box.bottom - 3].every(edge => one.contains(at(edge))) }}).map(one => one.textContent || one.type)"
    );
    browser.script(&check).await
}

#[test]
fn picture_result_and_play_are_seen_together_in_every_window() {
    browse(Setting::default(), |browser| async move {
        let mut seen = 0;
        for page in pages() {
            for (width, height) in SIZES {
                browser.emulate(Setting { width, height, ..Setting::default() }).await;
                browser.goto(&page).await;
                for id in plates(&browser).await {
                    browser.alive(&format!("#{id}")).await;
                    assert_eq!(unseen(&browser, &id).await, json!([]), "{id} at {width}×{height}, asking");
                    let hidden = covered(&browser, &id, ".prediction :is(button, input)").await;
                    assert_eq!(hidden, json!([]), "{id} at {width}×{height}, asking");
                    past_prediction(&browser, &id).await;
                    assert_eq!(unseen(&browser, &id).await, json!([]), "{id} at {width}×{height}");
                    let hidden = covered(&browser, &id, ".panel-actions > .button").await;
                    assert_eq!(hidden, json!([]), "{id} at {width}×{height}");
                    assert_eq!(outside(&browser, &id).await, json!([]), "{id} at {width}×{height}");
                    seen += 1;
                }
            }
        }
        assert!(seen >= 6 * SIZES.len(), "{seen}");
    });
}

#[test]
fn what_opens_leaves_the_picture_where_it_is() {
    browse(Setting::default(), |browser| async move {
        for page in pages() {
            browser.goto(&page).await;
            for id in plates(&browser).await {
                browser.alive(&format!("#{id}")).await;
                past_prediction(&browser, &id).await;
                let place = format!(
                    "const box = document.querySelector('#{id} .plate-picture').getBoundingClientRect(); return [box.top + scrollY, box.left, box.width, box.height].map(Math.round)"
                );
                let before = browser.script(&place).await;
                let folds = format!("document.querySelectorAll('#{id} .plate-foot > details')");
                let count = browser.script(&format!("return {folds}.length")).await.as_u64().unwrap();
                assert!(count >= 3, "{id}: {count} folds");
                for index in 0..count {
                    browser.script(&format!("{folds}[{index}].querySelector('summary').click()")).await;
                    browser.until(&format!("{folds}[{index}].open")).await;
                    assert_eq!(browser.script(&place).await, before, "{id}");
                }
                for face in ["all", "vs"] {
                    browser.script(&format!("document.getElementById('{id}-{face}').click()")).await;
                    browser.until(&format!("document.activeElement.id === '{id}-back'")).await;
                    assert_eq!(browser.script(&place).await, before, "{id}: {face}");
                    browser.press(&Key::Enter.to_string()).await;
                    browser.until(&format!("document.activeElement.id === '{id}-{face}'")).await;
                }
            }
        }
    });
}

/// Plays a plate for two seconds: milliseconds of script, style and layout a frame; the share of frames over 25 ms; the
/// tasks over 50 ms.
async fn playing(browser: &Browser, id: &str) -> (f64, f64, Value) {
    browser.script(&format!("const s = document.querySelector('#{id} .scrubber input'); s.value = 0; s.dispatchEvent(new Event('input', {{ bubbles: true }})); document.getElementById('{id}').scrollIntoView({{ behavior: 'instant' }})")).await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    browser.script(
        "window.frames_ms = []; window.long = []; window.watch?.disconnect(); \
         window.watch = new PerformanceObserver(list => window.long.push(...list.getEntries().map(e => Math.round(e.duration)))); \
         window.watch.observe({ type: 'longtask' }); \
         let last = performance.now(); const tick = now => { window.frames_ms.push(now - last); last = now; window.ticking = requestAnimationFrame(tick) }; \
         window.ticking = requestAnimationFrame(tick)",
    ).await;
    let before = cost_ms(browser).await;
    browser.script(&format!("document.getElementById('{id}-play').click()")).await;
    tokio::time::sleep(std::time::Duration::from_millis(1600)).await;
    let after = cost_ms(browser).await;
    let frames = browser.script("cancelAnimationFrame(window.ticking); return window.frames_ms.slice(2)").await;
    let frames: Vec<f64> = frames.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    let slow = frames.iter().filter(|&&ms| ms > 25.0).count();
    let long = browser.script("return window.long").await;
    ((after - before) / frames.len().max(1) as f64, slow as f64 / frames.len().max(1) as f64, long)
}

/// What the page has spent on script, style and layout so far, in milliseconds.
async fn cost_ms(browser: &Browser) -> f64 {
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await;
    let of = |name: &str| {
        let list = metrics["metrics"].as_array().unwrap();
        list.iter().find(|metric| metric["name"] == name).and_then(|metric| metric["value"].as_f64()).unwrap()
    };
    1000.0 * (of("ScriptDuration") + of("RecalcStyleDuration") + of("LayoutDuration"))
}

/// Plays a plate: a frame costs at most [`FRAME_MS`], hardly any is late, and no task is long. `Performance.enable` comes first.
pub(crate) async fn assert_smooth(browser: &Browser, id: &str) {
    // The machine has hiccups of its own: the best of three is the plate's.
    let mut said = Vec::new();
    for _ in 0..3 {
        let (frame, slow, long) = playing(browser, id).await;
        said.push(format!("{frame:.2} ms a frame, {:.0} % over 25 ms, tasks {long}", 100.0 * slow));
        if frame <= FRAME_MS && slow <= 0.03 && long == json!([]) {
            return println!("{id}: {}", said[said.len() - 1]);
        }
    }
    panic!("{id}: {said:?}");
}

#[test]
fn a_plate_that_plays_costs_at_most_3_ms_a_frame() {
    browse(Setting { timed: true, ..Setting::default() }, |browser| async move {
        browser.devtools("Performance.enable", json!({})).await;
        for page in pages() {
            browser.goto(&page).await;
            for id in plates(&browser).await {
                browser.alive(&format!("#{id}")).await;
                past_prediction(&browser, &id).await;
                assert_smooth(&browser, &id).await;
            }
        }
    });
}

#[test]
fn a_plate_out_of_sight_pauses_where_it_is() {
    browse(Setting::default(), |browser| async move {
        let page = pages().into_iter().find(|page| page.contains("consistent")).unwrap();
        let id = first_plate(&browser, &page).await;
        let play = format!("document.getElementById('{id}-play')");
        browser.script(&format!("{play}.click()")).await;
        browser.until(&format!("{play}.textContent === 'Pause'")).await;
        browser.script("scrollTo({ top: 0, behavior: 'instant' })").await;
        browser.until(&format!("{play}.textContent === 'Play'")).await;
        let moment = format!("return document.querySelector('#{id} .clock').textContent");
        let before = browser.text(&moment).await;
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        assert_eq!(browser.text(&moment).await, before);
    });
}

#[test]
fn a_tab_in_the_background_pauses_where_it_is() {
    browse(Setting::default(), |browser| async move {
        let page = pages().into_iter().find(|page| page.contains("tail")).unwrap();
        let id = first_plate(&browser, &page).await;
        let play = format!("document.getElementById('{id}-play')");
        browser.script(&format!("{play}.click()")).await;
        browser.until(&format!("{play}.textContent === 'Pause'")).await;
        browser.until(&format!("document.querySelector('#{id} .scrubber input').value > 3")).await;
        browser
            .script(
                "Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))",
            )
            .await;
        browser.until(&format!("{play}.textContent === 'Play'")).await;
        let moment = format!("return document.querySelector('#{id} .scrubber input').value");
        let before = browser.text(&moment).await;
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        assert_eq!(browser.text(&moment).await, before);
    });
}

#[test]
fn without_movement_a_run_is_stepped_from_rest_to_rest() {
    browse(Setting { reduced_motion: true, ..Setting::default() }, |browser| async move {
        let page = pages().into_iter().find(|page| page.contains("consistent")).unwrap();
        let id = first_plate(&browser, &page).await;
        browser.script(&format!("window.seen = new Set(); new MutationObserver(() => window.seen.add(document.querySelector('#{id} .clock').textContent.split(' ')[0])).observe(document.querySelector('#{id} .clock'), {{ characterData: true, subtree: true, childList: true }}); document.getElementById('{id}-play').click()")).await;
        browser
            .until(&format!("document.getElementById('{id}-play').textContent === 'Play' && window.seen.size"))
            .await;
        let seen = browser.script("return window.seen.size").await.as_u64().unwrap();
        assert!(seen <= 4, "{seen} pictures of a run with two events");
    });
}

#[test]
fn nothing_moves_when_a_plate_comes_alive() {
    browse(Setting::default(), |browser| async move {
        for (width, height) in SIZES {
            browser.emulate(Setting { width, height, ..Setting::default() }).await;
            for page in pages() {
                browser.goto(&page).await;
                let heights = "return [...document.querySelectorAll('figure.plate')].map(e => Math.round(e.getBoundingClientRect().height))";
                // A busy machine lays the last of a page out a moment after its load.
                let mut still = browser.script(heights).await;
                loop {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    let now = browser.script(heights).await;
                    if now == still {
                        break;
                    }
                    still = now;
                }
                for id in plates(&browser).await {
                    browser.alive(&format!("#{id}")).await;
                }
                assert_eq!(browser.script(heights).await, still, "{page} at {width}×{height}");
            }
        }
    });
}

#[test]
fn an_exact_value_reads_a_comma_and_what_is_no_number_changes_nothing() {
    browse(Setting::default(), |browser| async move {
        browser.goto(&pages().into_iter().find(|page| page.contains("tail")).unwrap()).await;
        let id = plates(&browser).await.remove(0);
        browser.alive(&format!("#{id}")).await;
        past_prediction(&browser, &id).await;
        let field = format!("document.querySelector('#{id} .control-value input')");
        for (entered, taken, note) in
            [("25", "25", ""), ("", "25", "25 stays"), ("x", "25", "25 stays"), ("12,0", "12", "")]
        {
            browser.script(&format!("const f = {field}; f.value = '{entered}'; f.dispatchEvent(new Event('change', {{ bubbles: true }}))")).await;
            browser.until(&format!("{field}.value === '{taken}'")).await;
            browser
                .until(&format!("document.querySelector('#{id} .plate-notes').textContent.includes('{note}')"))
                .await;
        }
    });
}
