//! The live form: a canvas that follows its data, its size, the colour scheme and whether it can be seen.

use leptos::prelude::*;
use plotters::style::RGBColor;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element as DomElement, HtmlCanvasElement, IntersectionObserver, IntersectionObserverEntry, MouseEvent,
    MutationObserver, ResizeObserver,
};

use super::pen::Pen;
use super::{Click, Draw, Ink};
use crate::labs::markup::{Node, element, many};

/// A canvas with the chart's accessible name. The swatches beside it resolve the colour tokens, which a canvas cannot.
pub fn view(class: &'static str, label: Signal<String>, draw: Draw, click: Option<Callback<Click>>) -> Node {
    let built = move |element: DomElement| {
        let canvas: HtmlCanvasElement = element.unchecked_into();
        let visible = RwSignal::new(false);
        let repaint = RwSignal::new(());
        watch(&canvas, visible, repaint);
        Effect::new(move |_| {
            repaint.track();
            if visible.get() {
                paint(&canvas, &draw);
            }
        });
    };
    let on_click = move |event: MouseEvent| {
        let canvas = event.current_target().and_then(|target| target.dyn_into::<HtmlCanvasElement>().ok());
        if let (Some(click), Some(canvas)) = (click, canvas) {
            let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
            click.run(Click { x: f64::from(event.offset_x()), y: f64::from(event.offset_y()), width, height });
        }
    };
    let swatches = Ink::ALL.map(|ink| element("i").class(format!("ink-{}", ink.token())));
    let canvas = element("canvas")
        .class(format!("chart {class}"))
        .attr("role", "img")
        .attr("aria-label", move || label.get())
        .built(built)
        .on("click", on_click);
    many([canvas.into(), element("span").attr("hidden", true).child(swatches).into()])
}

/// Sizes the canvas to the screen's own pixels and draws the chart.
fn paint(canvas: &HtmlCanvasElement, draw: &Draw) {
    let scale = window().device_pixel_ratio().clamp(1.0, 3.0);
    canvas.set_width((f64::from(canvas.client_width()) * scale).round() as u32);
    canvas.set_height((f64::from(canvas.client_height()) * scale).round() as u32);
    let colours = colours(canvas);
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) {
        draw(&mut Pen::new(backend, &colours, scale));
    }
}

/// The inks as the page has them now, read from the swatches beside the canvas.
fn colours(canvas: &HtmlCanvasElement) -> [RGBColor; Ink::ALL.len()] {
    let mut colours = [RGBColor(128, 128, 128); Ink::ALL.len()];
    let Some(swatches) = canvas.next_element_sibling() else { return colours };
    for (index, colour) in colours.iter_mut().enumerate() {
        let swatch = swatches.children().item(index as u32);
        let style = swatch.and_then(|swatch| window().get_computed_style(&swatch).ok().flatten());
        let text = style.and_then(|style| style.get_property_value("color").ok()).unwrap_or_default();
        if let Some(found) = parse_rgb(&text) {
            *colour = found;
        }
    }
    colours
}

/// Reads the computed form of a colour, `rgb(r, g, b)`.
fn parse_rgb(text: &str) -> Option<RGBColor> {
    let inner = text.strip_prefix("rgb(")?.strip_suffix(')')?;
    let mut channels = inner.split(',').map(|channel| channel.trim().parse::<u8>().ok());
    Some(RGBColor(channels.next()??, channels.next()??, channels.next()??))
}

/// What must be kept for as long as the canvas is there: observers, with the closures that they call.
struct Watch {
    intersection: Option<IntersectionObserver>,
    resize: Option<ResizeObserver>,
    scheme: Option<MutationObserver>,
    _seen: Closure<dyn FnMut(js_sys::Array)>,
    _changed: Closure<dyn FnMut()>,
}

/// Keeps `visible` true while the canvas is near the screen, and asks for a repaint when its size or the scheme changes.
fn watch(canvas: &HtmlCanvasElement, visible: RwSignal<bool>, repaint: RwSignal<()>) {
    let seen: Closure<dyn FnMut(js_sys::Array)> = Closure::new(move |entries: js_sys::Array| {
        let last = entries.pop().dyn_into::<IntersectionObserverEntry>();
        visible.set(last.is_ok_and(|entry| entry.is_intersecting()));
    });
    let changed: Closure<dyn FnMut()> = Closure::new(move || repaint.set(()));
    let intersection = IntersectionObserver::new(seen.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &intersection {
        observer.observe(canvas);
    }
    let resize = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &resize {
        observer.observe(canvas);
    }
    // The reader's own choice of scheme is an attribute of the root; the system's is a media query.
    let scheme = MutationObserver::new(changed.as_ref().unchecked_ref()).ok();
    let root = document().document_element();
    if let (Some(observer), Some(root)) = (&scheme, root) {
        let options = web_sys::MutationObserverInit::new();
        options.set_attributes(true);
        let _ = observer.observe_with_options(&root, &options);
    }
    let dark = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    if let Some(dark) = &dark {
        dark.set_onchange(Some(changed.as_ref().unchecked_ref()));
    }
    let watch = Watch { intersection, resize, scheme, _seen: seen, _changed: changed };
    let kept = StoredValue::new_local((watch, dark));
    on_cleanup(move || {
        kept.with_value(|(watch, dark)| {
            watch.intersection.iter().for_each(IntersectionObserver::disconnect);
            watch.resize.iter().for_each(ResizeObserver::disconnect);
            watch.scheme.iter().for_each(MutationObserver::disconnect);
            dark.iter().for_each(|dark| dark.set_onchange(None));
        });
    });
}
