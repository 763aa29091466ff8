//! Real decks of other makers, where there is time to build them: Slidev's layout for a frame, and a Marp deck. The plate plays
//! when its slide comes, and the deck keeps its keys by the two lines that the README gives.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;
use tower_http::services::ServeDir;

use super::harness::{Browser, Setting, browse};
use super::thorough;

const POSITION: &str = "document.querySelector('.scrubber input').value";

/// A program of `tests/thorough/package.json`.
pub(super) fn program(name: &str) -> PathBuf {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/thorough/node_modules/.bin").join(name);
    assert!(
        program.exists(),
        "there is no {name}: run `make thorough`, or `FAULTLINES_THOROUGH=1 scripts/setup tests`"
    );
    program
}

/// What the README has a deck do with the keys of a plate.
fn lines_for_keys() -> String {
    let readme = include_str!("../../README.md");
    let code = readme.split("```js\n").nth(1).and_then(|rest| rest.split("```").next());
    code.filter(|code| code.contains("=== \"key\"")).expect("the README's lines for a deck").to_string()
}

/// The address of a lab that plays once its slide is seen.
fn lab(browser: &Browser) -> String {
    format!("{}embed/hash-ring/index.html?v=1&lab=hash-ring&join=1&vs=strategy:modulo&begin=play&t=0", browser.address)
}

/// Builds a deck in a folder, of its files.
fn build(folder: &Path, files: &[(&str, String)], maker: &str, arguments: &[&str]) {
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let done = Command::new(program(maker)).args(arguments).current_dir(folder).output().expect("node is installed");
    assert!(done.status.success(), "{maker}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Serves a folder as any host does, and gives its address.
async fn serve(folder: &Path) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let files = axum::Router::new().fallback_service(ServeDir::new(folder));
    tokio::spawn(async move { axum::serve(listener, files).await });
    address
}

/// Goes into the frame of the second slide.
async fn enter(browser: &Browser) {
    let frame = browser.client.find(Locator::Css("iframe")).await.expect("a frame");
    frame.enter_frame().await.expect("the frame is entered");
    browser.until("document.querySelector('[data-plate]')?.dataset.state === 'ready'").await;
}

async fn leave(browser: &Browser) {
    browser.client.clone().enter_parent_frame().await.expect("the frame is left");
}

/// Walks through a deck of four slides, of which the second holds the lab, and whose address ends in the slide's number
/// behind this mark.
async fn present(browser: &Browser, mark: &str) {
    let slide = |number: u32| format!("location.hash === '{mark}{number}'");
    browser.script("heard = []; addEventListener('message', ({ data }) => heard.push(data?.faultlines))").await;
    browser.press(&Key::Right.to_string()).await;
    browser.until(&slide(2)).await;

    // It plays on entry, from its start to its end, and has not taken the focus.
    browser.until("heard.includes('playing')").await;
    enter(browser).await;
    browser.until(&format!("{POSITION} === '400'")).await;
    assert_eq!(browser.script("return document.hasFocus()").await, json!(false));

    // After a click in the frame the arrow keys are still the deck's.
    browser.click(".transport-play").await;
    leave(browser).await;
    browser.press(&Key::Right.to_string()).await;
    browser.until(&slide(3)).await;
    browser.press(&Key::Left.to_string()).await;
    browser.until(&slide(2)).await;

    // With the focus inside too, and a key turns one slide: none that the deck takes for held turns the next.
    enter(browser).await;
    browser.script("document.querySelector('.transport-play').focus()").await;
    browser.press(&Key::Right.to_string()).await;
    leave(browser).await;
    browser.until(&slide(3)).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(browser.script(&format!("return {}", slide(3))).await, json!(true), "a slide turned by itself");
}

#[test]
fn in_slidev_a_frame_plays_on_entry_and_leaves_the_deck_its_keys() {
    if !thorough::on() {
        return;
    }
    browse(Setting { width: 1280, height: 720, ..Setting::default() }, |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let slides = format!(
            "---\ntheme: none\ntitle: Deck\nrouterMode: hash\nfavicon: \"data:,\"\ntwoslash: false\nfonts:\n  provider: none\n---\n\n# One\n\n\
             ---\nlayout: iframe\nurl: {}\n---\n\n---\n\n# Three\n\n---\n\n# Four\n",
            lab(&browser)
        );
        let page = format!("<body><script>{}</script></body>", lines_for_keys());
        build(folder.path(), &[("slides.md", slides), ("index.html", page)], "slidev", &["build", "slides.md"]);
        let address = serve(&folder.path().join("dist")).await;
        browser.goto(&format!("{address}#/1")).await;
        browser.until("document.querySelector('.slidev-page-1 h1')").await;
        present(&browser, "#/").await;
        let foreign = browser.foreign_requests().await;
        assert!(foreign.iter().all(|url| url.starts_with(&address)), "{foreign:?}");
        // Slidev's own scripts complain of one another.
        let complaints = browser.console().await;
        assert!(complaints.iter().all(|line| line.contains(&address)), "{complaints:?}");
    });
}

#[test]
fn in_marp_a_frame_plays_on_entry_and_leaves_the_deck_its_keys() {
    if !thorough::on() {
        return;
    }
    browse(Setting { width: 1280, height: 720, ..Setting::default() }, |browser| async move {
        let folder = tempfile::tempdir().unwrap();
        let slides = format!(
            "---\nmarp: true\n---\n\n# One\n\n<script>{}</script>\n\n---\n\n\
             <iframe src=\"{}\" width=\"1100\" height=\"560\"></iframe>\n\n---\n\n# Three\n\n---\n\n# Four\n",
            lines_for_keys(),
            lab(&browser)
        );
        let files = [("slides.md", slides)];
        build(folder.path(), &files, "marp", &["--no-stdin", "--html", "slides.md", "-o", "slides.html"]);
        browser.goto(&format!("file://{}#1", folder.path().join("slides.html").display())).await;
        browser.until("document.querySelector('.bespoke-marp-active h1')").await;
        present(&browser, "#").await;
    });
}
