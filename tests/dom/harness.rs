//! A view in a place of its own, and its state.

use faultlines::ui::dom::live::{Drawn, draw};
use faultlines::ui::dom::{Node, Signal};
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{self, Element, HtmlElement};

/// A view that is alive until this is dropped.
pub struct Alive<T: 'static> {
    pub place: Element,
    pub signal: Signal<T>,
    _drawn: Drawn<T>,
}

/// An empty element in the page.
pub fn place() -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let place = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&place).unwrap();
    place
}

/// Draws a state.
pub fn alive<T: 'static>(state: T, view: impl FnMut(&T, Signal<T>) -> Node + 'static) -> Alive<T> {
    let (place, signal) = (place(), Signal::new(state));
    let drawn = draw(place.clone(), signal, view, |_| {});
    Alive { place, signal, _drawn: drawn }
}

impl<T: 'static> Alive<T> {
    /// Changes the state and waits until the view has followed.
    pub async fn change(&self, change: impl FnOnce(&mut T)) {
        self.signal.update(change);
        settled().await;
    }

    /// The element that a selector finds in the view.
    pub fn find(&self, selector: &str) -> HtmlElement {
        let found = self.place.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("no {selector} in {}", self.place.inner_html())).unchecked_into()
    }
}

/// Lets the effects run: they wait for the end of the task.
pub async fn settled() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        web_sys::window().unwrap().set_timeout_with_callback(&resolve).unwrap();
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
}
