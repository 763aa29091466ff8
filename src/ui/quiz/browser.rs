//! The browser's side of a quiz: opening it, keeping what was answered, the file to hand in.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlElement, Storage, Url};

use super::body;
use super::session::{BrowserApi, Session};
use crate::quiz::{Quiz, ReaderId, Submission, obfuscation};
use crate::scenario::Tree;
use crate::ui::dom;
use crate::ui::dom::{Signal, live};

/// Where the reader's name is kept for every quiz of the book.
const READER_KEY: &str = "faultlines:reader";
/// Where the number that decides the reader's orders is kept, for every quiz of the book.
const READER_ID_KEY: &str = "faultlines:reader-id";
/// How long the exported file stays available to the download.
const DOWNLOAD_MS: u32 = 60_000;

/// Brings a section with `data-quiz` to life. One that is alive stays as it is.
///
/// # Errors
/// If the section carries no quiz that can be opened. It is left as it was.
pub fn mount_quiz(section: HtmlElement) -> Result<(), JsValue> {
    if section.get_attribute("data-state").as_deref() == Some("ready") {
        return Ok(());
    }
    let attribute = |name: &str| section.get_attribute(name).unwrap_or_default();
    let quiz = obfuscation::reveal(&attribute("data-chapter"), &attribute("data-quiz"));
    let quiz = quiz.ok_or_else(|| JsValue::from_str("the quiz of this page cannot be opened"))?;
    let answers = kept(&quiz);
    let api = BrowserApi { keep, download, focus };
    let signal = Signal::new(Session::new(quiz, answers, Some(api)));
    // A quiz lives as long as its page.
    std::mem::forget(live::draw(section.clone().into(), signal, body, |_| ()));
    let _ = section.set_attribute("data-state", "ready");
    Ok(())
}

/// The browser's storage, where it has one: not in every private window, not under every `file://`.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn key(chapter: &str) -> String {
    format!("faultlines:quiz:{chapter}")
}

/// What the reader answered before. What cannot be read is left in its place until the next answer.
fn kept(quiz: &Quiz) -> Submission {
    let tree = stored(&key(&quiz.chapter)).and_then(|text| Tree::parse(&text));
    let (kept, _) = tree.map_or((None, Vec::new()), |tree| Submission::from_tree(&tree));
    let mut kept = kept.unwrap_or_else(|| Submission::empty(quiz));
    if kept.reader.is_empty() {
        kept.reader = stored(READER_KEY).unwrap_or_default();
    }
    kept.reader_id = reader_id();
    kept
}

fn stored(key: &str) -> Option<String> {
    storage().and_then(|storage| storage.get_item(key).ok().flatten())
}

/// The reader's number, drawn at the first quiz that a browser opens. Where nothing can be kept it stays 0, so that the
/// orders are the same the next time.
fn reader_id() -> ReaderId {
    if let Some(kept) = stored(READER_ID_KEY).and_then(|text| ReaderId::parse(&text)) {
        return kept;
    }
    let drawn = draw_reader_id();
    let kept = drawn
        .is_some_and(|id| storage().is_some_and(|storage| storage.set_item(READER_ID_KEY, &id.to_string()).is_ok()));
    drawn.filter(|_| kept).unwrap_or_default()
}

fn draw_reader_id() -> Option<ReaderId> {
    let mut bytes = [0; 8];
    window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes)).ok()?;
    Some(ReaderId(u64::from_le_bytes(bytes)))
}

fn keep(answers: &Submission) -> bool {
    let text = answers.to_tree().to_text(false);
    storage().is_some_and(|storage| {
        let named = storage.set_item(READER_KEY, &answers.reader);
        storage.set_item(&key(&answers.chapter), &text).and(named).is_ok()
    })
}

fn download(name: &str, content: &str) -> bool {
    try_download(name, content).is_ok()
}

fn try_download(name: &str, content: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = js_sys::Array::of1(&JsValue::from_str(content));
    let url = Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &options)?)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(DOWNLOAD_MS, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}

fn focus(id: String) {
    request_animation_frame(move || dom::focus(&id));
}
