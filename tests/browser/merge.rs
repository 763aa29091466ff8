//! The plate of replicas that merge, by keyboard alone: the network is cut, a set is edited apart, the network is healed,
//! and what stands in the lanes is what the engine gives for the link of that plate.

use fantoccini::key::Key;
use faultlines::engines::crdt::{Content, Crdt};
use faultlines::scenario::Link;
use serde_json::{Value, json};

use super::gallery;
use super::harness::{Browser, Setting, browse_at};
use super::plates::past_prediction;

const ID: &str = "crdt-alone";

/// Presses the button of the panel with this label.
async fn press(browser: &Browser, label: &str) {
    let button = format!(
        "[...document.querySelectorAll('#{ID} .panel-actions button')].find(button => (button.ariaLabel ?? button.textContent) === '{label}')"
    );
    browser.press_in(&button, &Key::Enter.to_string()).await;
}

/// What the lanes show: of each the replica's items, and those of its naive counterpart.
async fn lanes(browser: &Browser) -> Value {
    let items = |strip: &str| {
        format!("[...lane.querySelectorAll('{strip} > :is(.held, .back)')].map(piece => parseInt(piece.textContent))")
    };
    let (merged, naive) = (items(".merge-strip:not(.naive)"), items(".merge-strip.naive"));
    let lanes =
        format!("return [...document.querySelectorAll('#{ID} .merge-lanes > li')].map(lane => [{merged}, {naive}])");
    browser.script(&lanes).await
}

#[test]
fn a_network_is_cut_edited_under_and_healed_by_keyboard_alone_as_the_engine_has_it() {
    let folder = gallery::build(&gallery::chapter());
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive(&format!("#{ID}")).await;
        past_prediction(&browser, ID).await;
        press(&browser, "Cut the network").await;
        browser.until(&format!("document.querySelector('#{ID} .merge-heads').textContent.includes('Cut')")).await;
        press(&browser, "Replica 1").await;
        browser.until(&format!("document.querySelector('#{ID} .merge-lanes > .chosen.node-1')")).await;
        browser.script(&format!("document.querySelector('#{ID} .merge-edits select').focus()")).await;
        browser.press("9").await;
        press(&browser, "Add").await;
        let own = format!("document.querySelectorAll('#{ID} .merge-lanes > li')[1].textContent.includes('9')");
        browser.until(&own).await;
        let apart = lanes(&browser).await;
        assert_ne!(apart[0], apart[1], "the others do not hear of it");
        press(&browser, "Heal").await;
        let scrubber = format!("document.querySelector('#{ID} .scrubber input')");
        browser.until(&format!("!document.querySelector('#{ID} .merge-heads').textContent.includes('Cut')")).await;
        browser.script(&format!("{scrubber}.focus({{ preventScroll: true }})")).await;
        browser.press(&Key::End.to_string()).await;
        browser.until(&format!("document.querySelector('#{ID} .merge-heads').textContent.includes('All agree')")).await;

        browser.script("Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve() } } })").await;
        browser.script(&format!("[...document.querySelectorAll('#{ID} button')].find(button => button.textContent === 'Copy link').focus()")).await;
        browser.press(&Key::Enter.to_string()).await;
        browser.until("window.copied").await;
        let copied = browser.text("return window.copied").await;
        let (link, problems) = Link::parse(copied.split(['?', '#']).nth(1).unwrap_or_default());
        assert_eq!(problems, []);
        let run = link.expect("a link to the plate").scenario.run();
        let items = |content: Content| match content {
            Content::Elements(elements) => elements.keys().copied().collect::<Vec<u32>>(),
            other => panic!("{other} is no set"),
        };
        let held = run
            .engine::<Crdt>()
            .replicas()
            .iter()
            .map(|replica| [replica.object.content(), replica.naive.content()].map(items));
        let held: Vec<_> = held.collect();
        assert!(held.iter().all(|[merged, _]| merged.contains(&9)), "{held:?}");
        assert_eq!(lanes(&browser).await, json!(held), "{copied}");
    });
}
