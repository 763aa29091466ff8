//! The states of a plate, each entered by what a reader would press there, and that axe has nothing to complain of in any.

use super::accessibility::{LOOKS, UNFOLD, axe, look, violations_in};
use super::harness::{Browser, Setting, browse, pages};
use super::plates::{past_prediction, plates};
use super::thorough;

/// A state: its name, and what brings a plate there, step by step: what is done, and what is true when it is done. In both
/// `plate` is the figure, and `part` finds a part of it by the end of its id.
type State = (&'static str, &'static [(&'static str, &'static str)]);

/// The first is that of a plate whose question is open; one that asks nothing stays as it is.
const STATES: [State; 8] = [
    (
        "asking, with an answer that is none",
        &[(
            "plate.querySelector('.prediction [type=submit]')?.click()",
            "!plate.querySelector('.prediction [type=submit]') || plate.querySelector('.prediction-complaint').textContent",
        )],
    ),
    ("at the start", &[("seek(0)", "scrubber.value === '0'")]),
    ("in the middle", &[("seek(scrubber.max / 2)", "scrubber.value === String(scrubber.max / 2)")]),
    ("at the end", &[("seek(scrubber.max)", "scrubber.value === scrubber.max")]),
    (
        "with every control and what is said of each",
        &[
            ("part('all').click()", "part('back')"),
            ("plate.querySelectorAll('.control-help').forEach(help => { help.open = true })", "true"),
        ],
    ),
    (
        "with a second run",
        &[
            ("part('vs').click()", "part('compare')"),
            (
                "if (!plate.querySelector('.compare-row')) { part('compare').selectedIndex = 1; part('compare').dispatchEvent(new Event('change', { bubbles: true })) }",
                "plate.querySelector('.compare-row') && !plate.querySelector('.plate-progress')",
            ),
        ],
    ),
    ("in search of a rare seed", &[("part('rare')?.click()", "!part('rare')")]),
    (
        // One fold closes another by their common name.
        "with all that is folded",
        &[(
            "plate.querySelectorAll('.plate-foot details').forEach(fold => { fold.removeAttribute('name'); fold.open = true })",
            "plate.querySelectorAll('.plate-foot table').length > 1",
        )],
    ),
];

/// Brings a plate that is alive into the state with this number, counted round.
pub(crate) async fn enter(browser: &Browser, id: &str, number: usize) -> &'static str {
    let (name, steps) = STATES[number % STATES.len()];
    let known = format!(
        "const plate = document.getElementById('{id}'), part = name => document.getElementById('{id}-' + name), \
         scrubber = plate.querySelector('.scrubber input'), \
         seek = value => {{ scrubber.value = value; scrubber.dispatchEvent(new Event('input', {{ bubbles: true }})) }};"
    );
    if !number.is_multiple_of(STATES.len()) {
        past_prediction(browser, id).await;
    }
    for (act, done) in [("part('back')?.click()", "!part('back')")].iter().chain(steps) {
        browser.script(&format!("{known} {act}")).await;
        browser.until(&format!("(() => {{ {known} return {done} }})()")).await;
    }
    name
}

/// Answers every question of the page's quiz somehow, if it has one, and has each answer checked.
pub(crate) async fn answer_somehow(browser: &Browser) {
    if browser.script("return document.querySelector('#quiz form') === null").await == true {
        return;
    }
    browser
        .script(
            "document.querySelectorAll('#quiz form').forEach(form => { \
             form.querySelector('.order button:not(:disabled), [type=radio], [type=checkbox]')?.click(); \
             const field = form.querySelector('input[type=text], textarea'); \
             if (field) { field.value = '5'; field.dispatchEvent(new Event('input', { bubbles: true })) } })",
        )
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    browser.script("document.querySelectorAll('#quiz form [type=submit]').forEach(button => button.click())").await;
    browser.until("[...document.querySelectorAll('#quiz .verdict')].some(verdict => verdict.textContent)").await;
}

/// With no news of what comes near, nothing comes to life.
const STAY: &str =
    "self.IntersectionObserver = class { observe() {} unobserve() {} disconnect() {} takeRecords() { return [] } }";

#[test]
fn axe_finds_nothing_in_any_state_of_any_plate_when_there_is_time() {
    if !thorough::on() {
        // Then each plate of a page is in one of its states (`accessibility.rs`).
        return;
    }
    let axe = axe();
    browse(Setting::default(), |browser| async move {
        let (mut found, mut seen) = (String::new(), 0);
        for page in &pages() {
            browser.goto(page).await;
            for id in plates(&browser).await {
                browser.goto(page).await;
                browser.alive(&format!("#{id}")).await;
                // The checker reads the whole page, whatever part it is asked about.
                let alone = format!(
                    "for (let it = document.getElementById('{id}'); it !== document.body; it = it.parentElement) \
                     for (const other of [...it.parentElement.children]) if (other !== it) other.remove()"
                );
                browser.script(&alone).await;
                for number in 0..STATES.len() {
                    let state = enter(&browser, &id, number).await;
                    for name in LOOKS {
                        look(&browser, name).await;
                        let violations = violations_in(&browser, &axe, &format!("#{id}")).await;
                        seen += 1;
                        if !violations.is_empty() {
                            found += &format!("{page}#{id}, {state}, {name}\n{violations}\n");
                        }
                    }
                }
            }
        }
        println!("{seen} plates in a state and a look");
        assert!(found.is_empty(), "{found}");
        assert!(seen > 0);
    });
}

#[test]
fn axe_finds_nothing_before_a_plate_is_alive() {
    let axe = axe();
    browse(Setting::default(), |browser| async move {
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": STAY })).await;
        let mut found = String::new();
        for (number, page) in pages().iter().enumerate() {
            browser.goto(page).await;
            let alive = browser.script("return document.querySelectorAll('[data-state=ready]').length").await;
            assert_eq!(alive, 0, "{page}");
            browser.script(UNFOLD).await;
            let turn = number % LOOKS.len();
            let looks = if thorough::on() { 0..LOOKS.len() } else { turn..turn + 1 };
            for name in &LOOKS[looks] {
                look(&browser, name).await;
                let violations = violations_in(&browser, &axe, "html").await;
                if !violations.is_empty() {
                    found += &format!("{page}, {name}\n{violations}\n");
                }
            }
        }
        assert!(found.is_empty(), "{found}");
    });
}
