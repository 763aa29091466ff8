//! The browser's side of a quiz: opening it, keeping what was answered, the file to hand in.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, Event, HtmlAnchorElement, HtmlElement, Storage, Url};

use super::body;
use super::session::{BrowserApi, Session};
use crate::kernel::Report;
use crate::quiz::{Evidence, Quiz, ReaderId, Submission, obfuscation};
use crate::scenario::{Link, Tree};
use crate::ui::dom::{Signal, live};
use crate::ui::{dom, plate};

/// Under which name the reader's own name is kept, for every quiz of the book.
const READER: &str = "reader";
/// Under which name the number is kept that decides the reader's orders, for every quiz of the book.
const READER_ID: &str = "reader-id";
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
    let fresh = || Submission { reader_id: reader_id(), ..Submission::empty(&quiz) };
    let answers = recall(&quiz).unwrap_or_else(fresh);
    let api = BrowserApi { keep, recall, download, focus, shown_run, tried, now: plate::live::now };
    let signal = Signal::new(Session::new(quiz, answers, Some(api)));
    let follow = Closure::<dyn FnMut(Event)>::new(move |_| signal.update(Session::follow));
    window().add_event_listener_with_callback("storage", follow.as_ref().unchecked_ref())?;
    follow.forget();
    // A quiz lives as long as its page.
    std::mem::forget(live::draw(section.clone().into(), signal, body, |_| ()));
    let _ = section.set_attribute("data-state", "ready");
    Ok(())
}

/// The browser's storage, where it has one: not in every private window, not under every `file://`.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The key of what is kept under a name: by the path of the book, so that two books on one host keep apart.
fn key(name: &str) -> String {
    let root = document().document_element().and_then(|page| page.get_attribute("data-root")).unwrap_or_default();
    let here = window().location().href().unwrap_or_default();
    let base = Url::new_with_base(&root, &here).map_or_else(|_| String::new(), |base| base.pathname());
    format!("faultlines:{base}:{name}")
}

fn answers_of(chapter: &str) -> String {
    format!("quiz:{chapter}")
}

/// What the reader answered before. What cannot be read is left in its place until the next answer.
fn recall(quiz: &Quiz) -> Option<Submission> {
    let tree = stored(&answers_of(&quiz.chapter)).and_then(|text| Tree::parse(&text));
    let kept = tree.and_then(|tree| Submission::from_tree(&tree));
    let reader = stored(READER);
    if kept.is_none() && reader.is_none() {
        return None;
    }
    let mut kept = kept.unwrap_or_else(|| Submission::empty(quiz));
    kept.reader = reader.unwrap_or(kept.reader);
    // By today's course, whatever it was called when they were kept: the order of the options goes by it too.
    (kept.reader_id, kept.course) = (reader_id(), quiz.course.clone());
    Some(kept)
}

/// What is kept under a name. The first book of a host that asks takes over what was kept before keys held its path.
fn stored(name: &str) -> Option<String> {
    let storage = storage()?;
    let get = |key: &str| storage.get_item(key).ok().flatten();
    let (key, old) = (key(name), format!("faultlines:{name}"));
    get(&key).or_else(|| {
        let text = get(&old)?;
        if storage.set_item(&key, &text).is_ok() {
            let _ = storage.remove_item(&old);
        }
        Some(text)
    })
}

fn store(name: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&key(name), text).is_ok())
}

/// The reader's number, drawn at the first quiz that a browser opens. Where nothing can be kept it stays 0, so that the
/// orders are the same the next time.
fn reader_id() -> ReaderId {
    if let Some(kept) = stored(READER_ID).and_then(|text| ReaderId::parse(&text)) {
        return kept;
    }
    let drawn = draw_reader_id();
    drawn.filter(|id| store(READER_ID, &id.to_string())).unwrap_or_default()
}

fn draw_reader_id() -> Option<ReaderId> {
    let mut bytes = [0; 8];
    window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes)).ok()?;
    Some(ReaderId(u64::from_le_bytes(bytes)))
}

fn keep(answers: &Submission) -> bool {
    store(READER, &answers.reader) && store(&answers_of(&answers.chapter), &answers.to_tree().to_text(false))
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

fn figure(plate: &str) -> Option<HtmlElement> {
    document().get_element_by_id(plate)?.dyn_into().ok()
}

fn shown_run(plate: &str) -> Option<(Link, Report)> {
    plate::live::shown_run(&figure(plate)?)
}

fn tried(plate: &str) -> Vec<Evidence> {
    figure(plate).map(|figure| plate::live::tried(&figure)).unwrap_or_default()
}

fn focus(id: String) {
    request_animation_frame(move || dom::focus(&id));
}
