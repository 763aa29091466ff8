//! Whether a plate can be seen: what nobody sees does not play.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::document;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{HtmlElement, IntersectionObserver, IntersectionObserverEntry};

/// Watches a figure, for as long as it is kept.
pub(super) struct Sight {
    seen: Rc<Cell<bool>>,
    lost: Rc<dyn Fn()>,
    observer: Option<IntersectionObserver>,
    /// Held for the browser, which calls them.
    _scrolled: Closure<dyn FnMut(js_sys::Array)>,
    hidden: Closure<dyn FnMut()>,
}

impl Sight {
    /// Watches a figure; `lost` hears when it goes out of sight: scrolled away, in a tab behind others, or on a page that
    /// the browser keeps for the way back.
    pub(super) fn of(figure: &HtmlElement, lost: impl Fn() + 'static) -> Self {
        let (seen, lost): (_, Rc<dyn Fn()>) = (Rc::new(Cell::new(true)), Rc::new(lost));
        let scrolled = {
            let (seen, lost) = (Rc::clone(&seen), Rc::clone(&lost));
            Closure::<dyn FnMut(js_sys::Array)>::new(move |news: js_sys::Array| {
                let last: JsValue = news.at(-1);
                seen.set(last.unchecked_ref::<IntersectionObserverEntry>().is_intersecting());
                if !seen.get() {
                    lost();
                }
            })
        };
        let observer = IntersectionObserver::new(scrolled.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(figure);
        }
        let hidden = {
            let lost = Rc::clone(&lost);
            Closure::<dyn FnMut()>::new(move || {
                if document().hidden() {
                    lost();
                }
            })
        };
        let _ = document().add_event_listener_with_callback("visibilitychange", hidden.as_ref().unchecked_ref());
        Self { seen, lost, observer, _scrolled: scrolled, hidden }
    }

    /// Goes on if the figure can be seen.
    pub(super) fn keep(&self, go_on: impl FnOnce()) {
        if self.seen.get() && !document().hidden() { go_on() } else { (self.lost)() }
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.iter().for_each(IntersectionObserver::disconnect);
        let hidden = self.hidden.as_ref().unchecked_ref();
        let _ = document().remove_event_listener_with_callback("visibilitychange", hidden);
    }
}
