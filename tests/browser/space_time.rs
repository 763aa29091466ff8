//! The space–time diagram, played by keyboard alone to its point; its stamps against a native run; logs of strangers.

use fantoccini::key::Key;
use faultlines::engines::space_time::{Diagram, SpaceTime, shiviz};
use faultlines::scenario::Link;
use serde_json::json;

use super::gallery::build;
use super::harness::{Browser, Setting, browse_at};

const ID: &str = "race";

const CHAPTER: &str = "+++\ntitle = \"Clocks\"\nbreaks = \"Nothing.\"\nsummary = \"A diagram.\"\n+++\n\nA diagram.\n\n\
    ```lab space-time\nid = \"race\"\ntitle = \"Race the clocks\"\ncaption = \"Notice it.\"\n\
    controls = [\"delay_ms\"]\nparams = { chatter = 0, skew_ms = 0 }\n\
    actions = [{ at_ms = 20, do = \"step-clock\", target = 1, value = -300 }, { at_ms = 100, do = \"send-to-1\", target = 0, value = 150 }]\n\
    ```\n\n```quiz\n```\n";

/// Moves the focus to what a reader reaches with the Tab key, and presses a key there.
async fn press_at(browser: &Browser, element: &str, key: &str) {
    browser.script(&format!("const e = {element}; e.closest('details')?.setAttribute('open', ''); e.focus()")).await;
    browser.until(&format!("document.activeElement === {element}")).await;
    browser.press(key).await;
}

/// The button of the plate that says this.
fn button(label: &str) -> String {
    format!("[...document.querySelectorAll('#{ID} button')].find(button => button.textContent === '{label}')")
}

async fn press_button(browser: &Browser, label: &str) {
    press_at(browser, &button(label), &Key::Enter.to_string()).await;
}

async fn words(browser: &Browser) -> String {
    browser.text(&format!("return document.querySelector('#{ID} .clocks-words').textContent")).await
}

/// How many events the lists offer.
fn offered(part: &str) -> String {
    format!("[...document.querySelectorAll('#{ID}-{part} option')].filter(option => option.value).length")
}

/// The scenario of the copied link, run natively.
async fn copied(browser: &Browser) -> SpaceTime {
    browser.script("Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: text => { window.copied = text; return Promise.resolve() } } })").await;
    press_button(browser, "Copy link").await;
    browser.until("window.copied").await;
    let link = browser.text("return window.copied").await;
    let query = link.split_once('?').expect("a query").1.split('#').next().unwrap_or_default();
    let (link, problems) = Link::parse(query);
    assert!(problems.is_empty(), "{problems:?}");
    link.expect("a link").scenario.run().engine::<SpaceTime>().clone()
}

#[test]
fn by_keyboard_alone_a_message_is_sent_another_lost_and_the_clocks_are_asked_which_was_first() {
    let folder = build(CHAPTER);
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive(&format!("#{ID}")).await;
        let still = words(&browser).await;
        assert!(still.contains("P0 #1 happened before P1 #1") && still.ends_with("wrong."), "{still}");

        // The receiver is chosen, and the message sent; the run grows and is played to its end.
        press_at(&browser, &format!("document.getElementById('{ID}-to')"), "P2").await;
        press_button(&browser, "Send").await;
        browser.until(&format!("{} === 4", offered("first"))).await;
        press_button(&browser, "Lose").await;
        browser
            .until(&format!(
                "[...document.querySelectorAll('#{ID}-message option')].some(o => o.textContent === '1: P0 → P2, lost')"
            ))
            .await;
        press_button(&browser, "Event").await;
        browser.until(&format!("{} === 4", offered("first"))).await;
        let plays = format!("document.getElementById('{ID}-play').textContent.includes('Pause')");
        browser.until(&format!("!{plays}")).await;

        press_button(&browser, "Which first?").await;
        browser
            .until(&format!("document.querySelector('#{ID} .clocks-wrong')?.textContent === 'P1 #1 first ✗ wrong'"))
            .await;

        // Two other events, by the lists.
        press_at(&browser, &format!("document.getElementById('{ID}-first')"), "P1").await;
        press_at(&browser, &format!("document.getElementById('{ID}-second')"), "P0 #3").await;
        let chance = "Neither came first";
        browser
            .until(&format!("document.querySelector('#{ID} .clocks-words').textContent.startsWith('{chance}')"))
            .await;

        // What the page shows is what a native run of the copied scenario gives, to the last stamp.
        let run = copied(&browser).await;
        let native = shiviz::write(&Diagram::of(run.board()));
        let page = browser.text(&format!("return document.querySelector('#{ID} .clocks-log pre').textContent")).await;
        assert_eq!(page, native);
        assert_eq!(run.board().history().events().len(), 4);
        assert_eq!(browser.console().await, Vec::<String>::new());
    });
}

#[test]
fn a_log_of_strangers_is_drawn_or_refused_in_words_and_runs_nothing() {
    let folder = build(CHAPTER);
    let long = "x".repeat(10_240);
    let log = format!(
        "<b>host</b> {{\"<b>host</b>\":1}}\n<script>window.ran = 1</script><img src=x onerror=\"window.ran = 1\">\n\
         two {{\"<b>host</b>\":1,\"two\":1}}\n\u{202e}turned \"quoted\" & {long}\n"
    );
    browse_at(&folder.path().join("site"), Setting::default(), |browser| async move {
        browser.goto("labs/all/").await;
        browser.alive(&format!("#{ID}")).await;
        let field = format!("document.getElementById('{ID}-log')");
        let paste = |text: &str| format!("{field}.value = {}", json!(text));

        browser.script(&paste("words\nonly\n")).await;
        press_button(&browser, "Draw this log").await;
        let complaint = format!("document.querySelector('#{ID} .clocks-log .plate-note').textContent");
        browser.until(&format!("{complaint}.startsWith('Line 2: ')")).await;
        assert!(words(&browser).await.contains("P0 #1"), "the run stays");

        browser.script(&paste(&log)).await;
        press_button(&browser, "Draw this log").await;
        browser.until(&format!("{} === 2", offered("first"))).await;
        let said = words(&browser).await;
        assert!(said.starts_with("<b>host</b> #1 happened before two #1"), "{said}");
        assert!(said.contains("<script>window.ran = 1</script>"), "{said}");
        assert!(said.contains("‹202E›turned \"quoted\" & xxx") && said.contains("characters)"), "{said}");
        assert!(said.chars().count() < 500, "{said}");
        assert_eq!(browser.script("return window.ran ?? null").await, json!(null));
        assert_eq!(
            browser.script(&format!("return document.querySelectorAll('#{ID} img, #{ID} b').length")).await,
            json!(0)
        );

        let result = format!("document.querySelector('#{ID} .plate-result').textContent");
        browser.until(&format!("{result} === 'The log that you pasted: 2 events on 2 lines.'")).await;

        // What is shown is exported as it came, and read again.
        let exported =
            browser.text(&format!("return document.querySelector('#{ID} .clocks-log pre').textContent")).await;
        assert_eq!(shiviz::read(&exported), shiviz::read(&log));

        press_button(&browser, "Back to the run").await;
        browser.until(&format!("document.querySelector('#{ID} .clocks-words').textContent.includes('P0 #1')")).await;
        browser.until(&format!("{result}.startsWith('After ')")).await;
        assert_eq!(browser.console().await, Vec::<String>::new());
    });
}
