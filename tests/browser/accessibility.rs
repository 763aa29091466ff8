//! axe finds nothing to complain of, on any page, in either scheme, wide or narrow, with every lab and quiz alive.

use std::path::Path;

use super::harness::{Browser, Setting, browse, pages};
use super::thorough;

const RULES: &str =
    "{ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }";

pub(crate) async fn violations(browser: &Browser, axe: &str) -> String {
    browser.script(&format!("{axe}; window.axe = axe || window.axe;")).await;
    let run = format!(
        "return axe.run(document, {RULES}).then(result => result.violations.map(violation => \
         violation.id + ': ' + violation.help + '\\n' + violation.nodes.slice(0, 4).map(node => '    ' + node.html.slice(0, 200) + '\\n      ' + node.any.concat(node.all).map(check => check.message).join('; ')).join('\\n')).join('\\n'))"
    );
    browser.text(&run).await
}

/// Brings every lab and the quiz of a page to life.
pub(crate) async fn wake(browser: &Browser) {
    let ids = browser.script("return [...document.querySelectorAll('[data-plate], [data-quiz]')].map(e => e.id)").await;
    for id in ids.as_array().unwrap() {
        browser.alive(&format!("#{}", id.as_str().unwrap())).await;
    }
    // Everything that is folded away is checked too.
    browser
        .script("document.querySelectorAll('main details').forEach(details => details.open = true); scrollTo(0, 0)")
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
}

/// The checker's own script.
pub(crate) fn axe() -> String {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(axe).expect("axe-core is installed (scripts/setup tests)")
}

fn check(setting: Setting) {
    let axe = axe();
    browse(setting, |browser| async move {
        let mut found = String::new();
        for page in &pages() {
            browser.goto(page).await;
            wake(&browser).await;
            let violations = violations(&browser, &axe).await;
            if !violations.is_empty() {
                found += &format!("{page}\n{violations}\n");
            }
        }
        assert!(found.is_empty(), "{found}");
    });
}

/// Every size that the style sheets tell apart, in one scheme; only a laptop's where time is short.
fn check_all_sizes(dark: bool) {
    let all = [(1280, 800), (320, 640), (390, 844), (768, 1024), (1024, 768), (1920, 1080)];
    let sizes = if thorough::on() { &all[..] } else { &all[..1] };
    for &(width, height) in sizes {
        check(Setting { width, height, dark, ..Setting::default() });
    }
}

#[test]
fn axe_finds_nothing_in_light() {
    check_all_sizes(false);
}

#[test]
fn axe_finds_nothing_in_dark() {
    check_all_sizes(true);
}

#[test]
fn axe_finds_nothing_on_a_phone() {
    check(Setting { width: 390, height: 844, ..Setting::default() });
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
