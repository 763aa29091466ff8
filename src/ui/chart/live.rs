//! The live form: a canvas that follows its data, its size, the colour scheme and whether it can be seen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::{document, window};
use plotters::style::RGBColor;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    Element as DomElement, HtmlCanvasElement, IntersectionObserver, MediaQueryList, MouseEvent, MutationObserver,
    MutationObserverInit, ResizeObserver,
};

use super::pen::Pen;
use super::{Click, Draw, Ink, OnClick};
use crate::kernel::schema::within;
use crate::ui::dom::{Key, Node, element, fragment};

/// A chart and the canvas on which it is painted.
#[derive(Default)]
pub(super) struct Chart(Rc<Live>);

#[derive(Default)]
struct Live {
    /// What is to be seen.
    wanted: RefCell<Option<(Key, Draw)>>,
    /// The key of what is on the canvas.
    painted: Cell<Option<Key>>,
    /// Whether the canvas is near the screen.
    visible: Cell<bool>,
    watch: RefCell<Option<Watch>>,
}

impl Chart {
    /// A canvas with the chart's accessible name. The swatches beside it resolve the colour tokens, which a canvas cannot.
    pub(super) fn view(
        &self,
        class: &'static str,
        label: String,
        key: Key,
        draw: Draw,
        click: Option<OnClick>,
    ) -> Node {
        let live = Rc::clone(&self.0);
        let swatches = Ink::ALL.map(|ink| element("i").class(["ink-", ink.token()].concat()));
        let canvas = element("canvas")
            .class(["chart ", class].concat())
            .attr("role", "img")
            .attr("aria-label", label)
            .drawn(move |canvas| live.follow(canvas, key, draw))
            .on("click", move |event| {
                if let Some(click) = &click {
                    click(place(event.unchecked_ref()));
                }
            });
        fragment([canvas.into(), element("span").attr("hidden", true).child(swatches).into()])
    }
}

/// Where a canvas was clicked.
fn place(event: &MouseEvent) -> Click {
    let canvas: HtmlCanvasElement = event.target().map(JsValue::from).unwrap_or_default().unchecked_into();
    Click {
        x: event.offset_x().into(),
        y: event.offset_y().into(),
        width: canvas.client_width().into(),
        height: canvas.client_height().into(),
    }
}

impl Live {
    /// The view was drawn, perhaps for the first time: what is new is painted when all of the view is in its place, or
    /// comes into sight.
    fn follow(self: &Rc<Self>, canvas: &DomElement, key: Key, draw: Draw) {
        self.wanted.replace(Some((key, draw)));
        let mut watch = self.watch.borrow_mut();
        match &*watch {
            Some(watch) if **watch.canvas == *canvas => {
                if self.painted.get() != Some(key) {
                    window().queue_microtask(watch.hear.unchecked_ref());
                }
            }
            _ => *watch = Some(self.watch(canvas)),
        }
    }

    /// Watches a canvas with one function for all there is to hear.
    fn watch(self: &Rc<Self>, canvas: &DomElement) -> Watch {
        self.visible.set(false);
        self.painted.set(None);
        let live = Rc::downgrade(self);
        let hear = Closure::<dyn FnMut(JsValue)>::new(move |news| {
            if let Some(live) = live.upgrade() {
                live.hear(&news);
            }
        });
        // Held by the browser alone, for it may call once more when the chart is gone.
        let hear = hear.into_js_value();
        let seen = IntersectionObserver::new(hear.unchecked_ref()).ok();
        if let Some(seen) = &seen {
            seen.observe(canvas);
        }
        let sized = ResizeObserver::new(hear.unchecked_ref()).ok();
        if let Some(sized) = &sized {
            sized.observe(canvas);
        }
        // The reader's own choice of scheme is an attribute of the root; the system's is a media query.
        let scheme = MutationObserver::new(hear.unchecked_ref()).ok();
        if let (Some(scheme), Some(root)) = (&scheme, document().document_element()) {
            let options = MutationObserverInit::new();
            options.set_attributes(true);
            let _ = scheme.observe_with_options(&root, &options);
        }
        let dark = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        if let Some(dark) = &dark {
            dark.set_onchange(Some(hear.unchecked_ref()));
        }
        let canvas = canvas.clone().unchecked_into();
        Watch { canvas, hear, seen, sized, scheme, dark }
    }

    /// The canvas came into sight or left it, there is something else to be seen (then there is no news), or its size or
    /// the scheme changed.
    fn hear(&self, news: &JsValue) {
        if !news.is_undefined() {
            let last = news.dyn_ref::<js_sys::Array>().map(|news| news.at(-1)).unwrap_or_default();
            let seen = js_sys::Reflect::get(&last, &JsValue::from_str("isIntersecting"));
            match seen.ok().and_then(|seen| seen.as_bool()) {
                Some(visible) => self.visible.set(visible),
                None => self.painted.set(None),
            }
        }
        if let (Some((key, draw)), Some(watch)) = (&*self.wanted.borrow(), &*self.watch.borrow())
            && self.visible.get()
            && self.painted.get() != Some(*key)
        {
            self.painted.set(Some(*key));
            paint(&watch.canvas, draw);
        }
    }
}

/// What watches a canvas, for as long as the chart is there.
struct Watch {
    canvas: HtmlCanvasElement,
    hear: JsValue,
    seen: Option<IntersectionObserver>,
    sized: Option<ResizeObserver>,
    scheme: Option<MutationObserver>,
    dark: Option<MediaQueryList>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.seen.iter().for_each(IntersectionObserver::disconnect);
        self.sized.iter().for_each(ResizeObserver::disconnect);
        self.scheme.iter().for_each(MutationObserver::disconnect);
        self.dark.iter().for_each(|dark| dark.set_onchange(None));
    }
}

/// Sizes the canvas to the screen's own pixels and draws the chart.
fn paint(canvas: &HtmlCanvasElement, draw: &Draw) {
    let scale = within(window().device_pixel_ratio(), 1.0, 3.0);
    let pixels = |length: i32| (f64::from(length) * scale).round() as u32;
    let colours = colours(canvas);
    canvas.set_width(pixels(canvas.client_width()));
    canvas.set_height(pixels(canvas.client_height()));
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) {
        draw(&mut Pen::new(backend, &colours, scale));
    }
}

/// The inks as the page has them now, read from the swatches beside the canvas.
fn colours(canvas: &HtmlCanvasElement) -> [RGBColor; Ink::ALL.len()] {
    let mut colours = [RGBColor(128, 128, 128); Ink::ALL.len()];
    let mut swatch = canvas.next_element_sibling().and_then(|swatches| swatches.first_element_child());
    for colour in &mut colours {
        let Some(element) = swatch else { break };
        let style = window().get_computed_style(&element).ok().flatten();
        let text = style.and_then(|style| style.get_property_value("color").ok()).unwrap_or_default();
        if let Some(found) = parse_rgb(&text) {
            *colour = found;
        }
        swatch = element.next_element_sibling();
    }
    colours
}

/// Reads the computed form of a colour, `rgb(r, g, b)`.
fn parse_rgb(text: &str) -> Option<RGBColor> {
    let inner = text.strip_prefix("rgb(")?.strip_suffix(')')?;
    let mut channels = inner.split(',').map(|channel| channel.trim().parse::<u8>().ok());
    Some(RGBColor(channels.next()??, channels.next()??, channels.next()??))
}
