//! A plate by the keyboard alone, with keys that are really pressed: each of its stops is reached by Tab and shows it, what
//! it offers works from there, and Tab leaves it again.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::harness::{Browser, Setting, browse, pages};
use super::plates::plates;
use super::thorough;

/// What the steps of a tour know of the page.
const KNOWN: &str = r#"
const FOCUSED = "outlineStyle outlineWidth outlineColor boxShadow stroke strokeWidth borderColor backgroundColor".split(" ");
/// Where Tab stops in a plate, in order: one of several radio buttons, and nothing that is folded away or disabled.
const stops = (plate) => {
  const names = new Set();
  return [...plate.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((it) => {
    if (it.matches(":disabled") || it.tabIndex < 0 || !it.checkVisibility({ visibilityProperty: true })) return false;
    if (it.type !== "radio") return true;
    const isFirst = !names.has(it.name);
    names.add(it.name);
    return isFirst;
  });
};
/// How a stop looks, with what shows the focus for it: its parts, or the label around it.
const look = (it) => [it, it.parentElement, ...it.children].map((one) => {
  const style = getComputedStyle(one);
  return FOCUSED.map((name) => style[name]).join();
}).join(";");
/// Whether something of an element is in the window and nothing lies over all of it.
const isSeen = (it) => {
  const box = it.getBoundingClientRect();
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  if (right - left < 3 || bottom - top < 3) return false;
  return [[0.5, 0.5], [0.15, 0.5], [0.85, 0.5], [0.5, 0.15], [0.5, 0.85]].some(([x, y]) => {
    const at = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
    return at && (it.contains(at) || at.contains(it));
  });
};
const named = (it) => `${it.tagName.toLowerCase()} ${it.id || it.getAttribute("aria-label") || it.textContent.slice(0, 30)}`;
/// The picture's markup, its canvases by their pixels, and all that the plate says.
const shown = (plate) => plate.textContent + plate.querySelector(".plate-picture").innerHTML +
  [...plate.querySelectorAll(".plate-picture canvas")].map((canvas) => canvas.toDataURL()).join();
"#;

async fn ask(browser: &Browser, body: &str) -> Value {
    browser.script(&format!("{KNOWN} {body}")).await
}

/// Sets the focus before the first stop of a plate.
async fn begin(browser: &Browser, id: &str) {
    let focus = format!(
        "const plate = document.getElementById('{id}'); plate.tabIndex = -1; plate.focus({{ preventScroll: true }})"
    );
    browser.script(&focus).await;
}

async fn tab(browser: &Browser, times: usize) {
    browser.press(&Key::Tab.to_string().repeat(times)).await;
}

/// Goes by Tab from the beginning of a plate to the stop that an expression over `plate` gives; false if there is none.
async fn tab_to(browser: &Browser, id: &str, stop: &str) -> bool {
    let place = format!("const plate = document.getElementById('{id}'); return stops(plate).indexOf({stop})");
    let arrived = format!("return (plate => document.activeElement === ({stop}))(document.getElementById('{id}'))");
    // The focus on a thing in the picture may bring stops, and a change that came last may take some.
    for _ in 0..3 {
        let Some(place) = ask(browser, &place).await.as_u64() else { return false };
        begin(browser, id).await;
        tab(browser, place as usize + 1).await;
        for _ in 0..6 {
            if browser.script(&arrived).await == true {
                return true;
            }
            tab(browser, 1).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    panic!("{id}: Tab does not come to {stop}")
}

/// Goes through a plate by Tab and out of it; what is wrong with its stops.
async fn through(browser: &Browser, id: &str) -> Vec<String> {
    let before = format!(
        "const plate = document.getElementById('{id}'); window.left = stops(plate); \
         window.unfocused = new Map(window.left.map(it => [it, look(it)])); return window.left.length"
    );
    begin(browser, id).await;
    let count = ask(browser, &before).await.as_u64().unwrap();
    let mut wrong = Vec::new();
    // A box that scrolls and holds no stop is one of the browser's own.
    for _ in 0..count + 10 {
        tab(browser, 1).await;
        let stop = "const it = document.activeElement; if (!document.getElementById('ID').contains(it)) return null; \
             const of = window.left.findIndex(one => one === it || one.type === 'radio' && one.name === it.name); \
             if (of >= 0) window.left.splice(of, 1); \
             return [named(it), it.type === 'radio' || window.unfocused.get(it) !== look(it), isSeen(it)]";
        // The window may be on its way there.
        let mut told = json!(null);
        for _ in 0..20 {
            told = ask(browser, &stop.replace("ID", id)).await;
            if told.is_null() || told[2] == true {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        if told.is_null() {
            let left = ask(browser, "return window.left.map(named)").await;
            wrong.extend(left.as_array().unwrap().iter().map(|stop| format!("{id}: Tab passes over {stop}")));
            return wrong;
        }
        for (index, fault) in [(1usize, "shows no focus"), (2, "is not seen with the focus")] {
            if told[index] != true {
                wrong.push(format!("{id}: {} {fault}", told[0]));
            }
        }
    }
    wrong.push(format!("{id}: Tab does not leave it"));
    wrong
}

/// Presses keys and waits until the plate shows or says something else.
async fn press_and_see(browser: &Browser, id: &str, keys: &str) {
    ask(browser, &format!("window.before = shown(document.getElementById('{id}'))")).await;
    browser.press(keys).await;
    browser
        .until(&format!("(() => {{ {KNOWN} return shown(document.getElementById('{id}')) !== window.before }})()"))
        .await;
}

async fn tour(browser: &Browser, id: &str) -> Vec<String> {
    let scrubber = format!("document.querySelector('#{id} .scrubber input')");
    let mut wrong = Vec::new();
    // The question, and past it.
    if tab_to(browser, id, "plate.querySelector('.prediction-buttons [type=button]')").await {
        wrong.extend(through(browser, id).await);
        tab_to(browser, id, "plate.querySelector('.prediction-buttons [type=button]')").await;
        browser.press(&Key::Enter.to_string()).await;
        browser.until(&format!("!{scrubber}.matches(':disabled')")).await;
    }
    // To the start, and played.
    let play = format!("document.getElementById('{id}-play')");
    assert!(tab_to(browser, id, "plate.querySelector('.scrubber input')").await, "{id}");
    browser.press(&Key::Home.to_string()).await;
    browser.until(&format!("{scrubber}.value === '0'")).await;
    assert!(tab_to(browser, id, &play).await, "{id}");
    browser.press(" ").await;
    browser.until(&format!("{scrubber}.value !== '0'")).await;
    // Arrow keys on what has no use for them are the page's.
    assert!(tab_to(browser, id, "plate.querySelector('.scrubber input')").await, "{id}");
    browser.press(&Key::End.to_string()).await;
    browser.until(&format!("{scrubber}.value === {scrubber}.max")).await;
    assert!(tab_to(browser, id, &play).await, "{id}");
    browser.press(&[Key::Left, Key::Right, Key::Left, Key::Up].map(|key| key.to_string()).concat()).await;
    assert_eq!(browser.script(&format!("return {scrubber}.value === {scrubber}.max")).await, true, "{id}");
    // The action of the story, and a control.
    let story = "[...plate.querySelectorAll('.panel-actions > button')].find(it => !it.disabled)";
    if tab_to(browser, id, story).await {
        press_and_see(browser, id, &Key::Enter.to_string()).await;
    }
    let control =
        "[...plate.querySelectorAll('.controls select, .controls input[type=range]')].find(it => !it.disabled)";
    assert!(tab_to(browser, id, control).await, "{id} has no control in front");
    let is_last = "const it = document.activeElement; return it.matches('select') ? it.selectedIndex === it.options.length - 1 : it.value === it.max";
    let is_last = browser.script(is_last).await == true;
    press_and_see(browser, id, &if is_last { Key::Home } else { Key::End }.to_string()).await;
    // A table, and the stop in it.
    assert!(tab_to(browser, id, "plate.querySelector('.plate-foot > details > summary')").await, "{id}");
    press_and_see(browser, id, &Key::Enter.to_string()).await;
    tab(browser, 1).await;
    browser.until(&format!("document.activeElement.matches('#{id} .plate-foot .scroll-x')")).await;
    // With all that there is now, once through and out.
    wrong.extend(through(browser, id).await);
    wrong
}

#[test]
fn every_stop_of_a_plate_is_reached_shows_it_and_works_by_the_keyboard_alone() {
    browse(Setting::default(), |browser| async move {
        let (mut wrong, mut toured) = (Vec::new(), 0);
        for (number, page) in pages().iter().enumerate() {
            browser.goto(page).await;
            let mut ids = plates(&browser).await;
            if !thorough::on() && !ids.is_empty() {
                // One of every fourth page, each time from another place in it.
                ids = if number % 4 == 0 { vec![ids[number % ids.len()].clone()] } else { Vec::new() };
            }
            for id in ids {
                browser.goto(page).await;
                browser.alive(&format!("#{id}")).await;
                wrong.extend(tour(&browser, &id).await);
                toured += 1;
            }
        }
        println!("{toured} plates");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(toured > 2, "{toured}");
    });
}

#[test]
fn a_stop_that_shows_nothing_or_lies_under_something_is_found() {
    browse(Setting::default(), |browser| async move {
        browser.goto("part-10/consistent-hashing/").await;
        let id = plates(&browser).await.remove(0);
        browser.alive(&format!("#{id}")).await;
        let spoil = format!(
            "stops(document.getElementById('{id}')).find(it => it.matches('button')).style.outline = 'none'; \
             const over = document.createElement('div'); over.style.cssText = 'position: fixed; inset: 0; z-index: 99'; document.body.append(over)"
        );
        ask(&browser, &spoil).await;
        let wrong = through(&browser, &id).await.join("\n");
        assert!(wrong.contains("shows no focus") && wrong.contains("is not seen"), "{wrong}");
    });
}
