//! axe finds nothing to complain of, on any page, in either scheme and in forced colours, wide or narrow, with every lab and
//! quiz alive, each in one of its states (`states.rs`).

use std::path::Path;

use super::harness::{Browser, Setting, browse, pages};
use super::plates::plates;
use super::states::{answer_somehow, enter};
use super::thorough;

const RULES: &str = "{ preload: false, resultTypes: ['violations'], \
     runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }";

/// What of the whole page is wrong.
pub(crate) async fn violations(browser: &Browser, axe: &str) -> String {
    violations_in(browser, axe, "html").await
}

/// What is wrong in a part of the page.
pub(crate) async fn violations_in(browser: &Browser, axe: &str, part: &str) -> String {
    if browser.script("return Boolean(window.axe)").await != true {
        browser.script(&format!("{axe}; window.axe = axe || window.axe;")).await;
    }
    let run = format!(
        "return axe.run(document.querySelector('{part}'), {RULES}).then(result => result.violations.map(violation => \
         violation.id + ': ' + violation.help + '\\n' + violation.nodes.slice(0, 4).map(node => '    ' + node.html.slice(0, 200) + '\\n      ' + node.any.concat(node.all).map(check => check.message).join('; ')).join('\\n')).join('\\n'))"
    );
    browser.text(&run).await
}

/// How a page can look: in either scheme, and in colours that the system forces.
pub(crate) const LOOKS: [&str; 3] = ["light", "dark", "forced"];

/// Shows the page in one of [`LOOKS`].
pub(crate) async fn look(browser: &Browser, name: &str) {
    let scheme = if name == "light" { "light" } else { "dark" };
    let forced = if name == "forced" { "active" } else { "none" };
    browser.medium("", &[("prefers-color-scheme", scheme), ("forced-colors", forced)]).await;
}

/// Everything that is folded away is checked too; folds of one name would close each other.
pub(crate) const UNFOLD: &str =
    "document.querySelectorAll('main details').forEach(fold => { fold.removeAttribute('name'); fold.open = true })";

/// Brings every lab and the quiz of a page to life.
pub(crate) async fn wake(browser: &Browser) {
    let ids = browser.script("return [...document.querySelectorAll('[data-plate], [data-quiz]')].map(e => e.id)").await;
    for id in ids.as_array().unwrap() {
        browser.alive(&format!("#{}", id.as_str().unwrap())).await;
    }
    browser.script(&format!("{UNFOLD}; scrollTo(0, 0)")).await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
}

/// The checker's own script. It asks for the colour of text by a property that Chromium tells as it was before colours were
/// forced; no style of the book sets it.
pub(crate) fn axe() -> String {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("axe-core is installed (scripts/setup tests)");
    axe.replace("-webkit-text-fill-color", "color")
}

/// Checks every page, each plate in the state whose turn it is, counted from `turn`; every second quiz is answered.
fn check(setting: Setting, turn: usize, looks: &'static [&'static str]) {
    let axe = axe();
    browse(setting, |browser| async move {
        let (mut found, mut turn) = (String::new(), turn);
        for page in &pages() {
            browser.goto(page).await;
            wake(&browser).await;
            if turn.is_multiple_of(2) {
                answer_somehow(&browser).await;
            }
            for id in plates(&browser).await {
                enter(&browser, &id, turn).await;
                turn += 1;
            }
            for name in looks {
                look(&browser, name).await;
                let violations = violations(&browser, &axe).await;
                if !violations.is_empty() {
                    found += &format!("{page}, {name}\n{violations}\n");
                }
            }
        }
        assert!(found.is_empty(), "{found}");
    });
}

/// Every size that the style sheets tell apart; only a laptop's where time is short.
fn check_all_sizes(dark: bool, turn: usize, looks: &'static [&'static str]) {
    let all = [(1280, 800), (320, 640), (390, 844), (768, 1024), (1024, 768), (1920, 1080)];
    let sizes = if thorough::on() { &all[..] } else { &all[..1] };
    for &(width, height) in sizes {
        check(Setting { width, height, dark, ..Setting::default() }, turn, looks);
    }
}

#[test]
fn axe_finds_nothing_in_light_or_in_forced_colours() {
    check_all_sizes(false, 0, &["light", "forced"]);
}

#[test]
fn axe_finds_nothing_in_dark() {
    check_all_sizes(true, 3, &["dark"]);
}

#[test]
fn axe_finds_nothing_on_a_phone() {
    check(Setting { width: 390, height: 844, ..Setting::default() }, 6, &["light"]);
}

#[test]
fn axe_does_find_what_is_wrong() {
    let axe = axe();
    browse(Setting::default(), |browser| async move {
        browser.goto("").await;
        browser.script("document.querySelector('main').append(document.createElement('button'))").await;
        assert!(violations(&browser, &axe).await.contains("button-name"));
    });
}
