//! The live form: a canvas that follows its data, its size, the colour scheme and whether it can be seen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::{document, window};
use plotters::backend::DrawingBackend as _;
use plotters::style::RGBColor;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    CanvasRenderingContext2d, Element as DomElement, HtmlCanvasElement, IntersectionObserver, MediaQueryList,
    MouseEvent, MutationObserver, MutationObserverInit, ResizeObserver,
};

use super::marks::{Marks, Shape};
use super::pen::Pen;
use super::{Click, Draw, Ink, OnClick};
use crate::kernel::schema::within;
use crate::ui::dom::{Key, Node, element};

/// The inks as the page has them.
type Palette = [RGBColor; Ink::ALL.len()];

/// The most pixels of a canvas to a CSS pixel.
const FINEST: f64 = 3.0;

/// On paper every chart is painted, for none comes into sight there, and as finely as can be.
const PAPER: &str = "print";

fn on_paper() -> bool {
    media(PAPER).is_some_and(|paper| paper.matches())
}

/// The screen's pixels to one CSS pixel of a canvas, which a style's `zoom` makes more of.
fn pixels_to_one_of(canvas: &HtmlCanvasElement) -> f64 {
    let zoom = js_sys::Reflect::get(canvas, &JsValue::from_str("currentCSSZoom")).ok();
    window().device_pixel_ratio() * zoom.and_then(|zoom| zoom.as_f64()).unwrap_or(1.0)
}

fn media(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok().flatten()
}

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
    /// The screen's pixels to a CSS pixel and the colours, until one of them changes: to ask costs the page a layout.
    measured: Cell<Option<(f64, Palette)>>,
}

impl Chart {
    /// A canvas with the chart's accessible name.
    pub(super) fn view(
        &self,
        (class, _): (&'static str, (u32, u32)),
        label: String,
        key: Key,
        draw: Draw,
        click: Option<OnClick>,
    ) -> Node {
        let live = Rc::clone(&self.0);
        let canvas = element("canvas").class(format!("chart {class}"));
        let canvas = match label.is_empty() {
            true => canvas.attr("aria-hidden", "true"),
            false => canvas.attr("role", "img").attr("aria-label", label),
        };
        canvas
            .drawn(move |canvas| live.follow(canvas, key, draw))
            .on("click", move |event| {
                if let Some(click) = &click {
                    click(place(event.unchecked_ref()));
                }
            })
            .into()
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
        self.measured.set(None);
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
        // The reader's own choice of scheme is an attribute of the root; the system's is a media query, and so are a move to
        // a screen of other pixels and the printer's asking for the page.
        let scheme = MutationObserver::new(hear.unchecked_ref()).ok();
        if let (Some(scheme), Some(root)) = (&scheme, document().document_element()) {
            let options = MutationObserverInit::new();
            options.set_attributes(true);
            let _ = scheme.observe_with_options(&root, &options);
        }
        let pixels = format!("(resolution: {}dppx)", window().device_pixel_ratio());
        let media = ["(prefers-color-scheme: dark)", &pixels, PAPER].into_iter().filter_map(media).collect::<Vec<_>>();
        for query in &media {
            query.set_onchange(Some(hear.unchecked_ref()));
        }
        let canvas: HtmlCanvasElement = canvas.clone().unchecked_into();
        Watch { canvas, hear, seen, sized, scheme, media }
    }

    /// The canvas came into sight or left it, there is something else to be seen (then there is no news), or its size, the
    /// scheme, the medium or the screen changed.
    fn hear(&self, news: &JsValue) {
        if !news.is_undefined() {
            let last = news.dyn_ref::<js_sys::Array>().map(|news| news.at(-1)).unwrap_or_default();
            let seen = js_sys::Reflect::get(&last, &JsValue::from_str("isIntersecting"));
            match seen.ok().and_then(|seen| seen.as_bool()) {
                Some(visible) => self.visible.set(visible),
                None => {
                    self.painted.set(None);
                    self.measured.set(None);
                }
            }
        }
        if let (Some((key, draw)), Some(watch)) = (&*self.wanted.borrow(), &*self.watch.borrow())
            && (self.visible.get() || on_paper())
            && self.painted.get() != Some(*key)
        {
            self.painted.set(Some(*key));
            self.paint(&watch.canvas, draw);
        }
    }

    /// Draws the chart in the screen's own pixels.
    fn paint(&self, canvas: &HtmlCanvasElement, draw: &Draw) {
        let (scale, palette) = self.measured.get().unwrap_or_else(|| {
            let scale = if on_paper() { FINEST } else { within(pixels_to_one_of(canvas), 1.0, FINEST) };
            let pixels = |length: i32| (f64::from(length) * scale).round() as u32;
            let size = (pixels(canvas.client_width()), pixels(canvas.client_height()));
            // To set the size clears the canvas, even to what it was.
            canvas.set_width(size.0);
            canvas.set_height(size.1);
            (scale, palette(canvas))
        });
        self.measured.set(Some((scale, palette)));
        let context = canvas.get_context("2d").ok().flatten();
        let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
        if let (Some(context), Some(backend)) = (context, CanvasBackend::with_canvas_object(canvas.clone())) {
            context.clear_rect(0.0, 0.0, canvas.width().into(), canvas.height().into());
            draw(&mut Pen::new(Paper { backend, context }, &palette, scale));
        }
    }
}

/// What a drawing function draws on.
pub(super) struct Paper {
    backend: CanvasBackend,
    context: CanvasRenderingContext2d,
}

impl Paper {
    /// Width and height in the screen's pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        self.backend.get_size()
    }

    /// Draws one stroke.
    pub(super) fn stroke(&mut self, draw: impl FnOnce(&mut CanvasBackend)) {
        draw(&mut self.backend);
    }

    /// How long the dashes of the next lines are, and the gaps between them; 0 for whole lines.
    pub(super) fn dash(&mut self, long: f64) {
        let pattern = if long > 0.0 { js_sys::Array::of1(&long.into()) } else { js_sys::Array::new() };
        let _ = self.context.set_line_dash(&pattern);
    }

    /// Draws marks, each colour at once. `place` maps their units to pixels: scale, then shift.
    pub(super) fn marks(&mut self, marks: &Marks, (scale, left, top): (f64, f64, f64), palette: &Palette) {
        let context = &self.context;
        context.save();
        let _ = context.transform(scale, 0.0, 0.0, scale, left, top);
        for (ink, opacity, shapes) in marks.layers() {
            let RGBColor(red, green, blue) = palette[*ink as usize];
            context.set_fill_style_str(&format!("rgb({red} {green} {blue})"));
            context.set_global_alpha(*opacity);
            context.begin_path();
            for shape in shapes {
                match *shape {
                    Shape::Disc(x, y, r) => {
                        context.move_to(x + r, y);
                        let _ = context.arc(x, y, r, 0.0, std::f64::consts::TAU);
                    }
                    Shape::Square(x, y, half) => context.rect(x - half, y - half, 2.0 * half, 2.0 * half),
                    Shape::Diamond(x, y, half) => {
                        context.move_to(x, y - half);
                        context.line_to(x + half, y);
                        context.line_to(x, y + half);
                        context.line_to(x - half, y);
                    }
                    Shape::Rect(x, y, width, height) => context.rect(x, y, width, height),
                }
            }
            context.fill();
        }
        context.restore();
    }
}

/// What watches a canvas, for as long as the chart is there.
struct Watch {
    canvas: HtmlCanvasElement,
    hear: JsValue,
    seen: Option<IntersectionObserver>,
    sized: Option<ResizeObserver>,
    scheme: Option<MutationObserver>,
    media: Vec<MediaQueryList>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.seen.iter().for_each(IntersectionObserver::disconnect);
        self.sized.iter().for_each(ResizeObserver::disconnect);
        self.scheme.iter().for_each(MutationObserver::disconnect);
        self.media.iter().for_each(|query| query.set_onchange(None));
    }
}

/// The inks as the page has them now. A canvas cannot resolve the colour tokens, so an element beside it that is not seen
/// takes each for its own colour in turn.
fn palette(canvas: &HtmlCanvasElement) -> Palette {
    let mut palette = [RGBColor(128, 128, 128); Ink::ALL.len()];
    let (Ok(swatch), Some(parent)) = (document().create_element("i"), canvas.parent_element()) else { return palette };
    let _ = swatch.set_attribute("hidden", "");
    let _ = parent.append_child(&swatch);
    for ink in Ink::ALL {
        swatch.set_class_name(&["ink-", ink.token()].concat());
        let style = window().get_computed_style(&swatch).ok().flatten();
        let text = style.and_then(|style| style.get_property_value("color").ok()).unwrap_or_default();
        if let Some(found) = parse_rgb(&text) {
            palette[ink as usize] = found;
        }
    }
    swatch.remove();
    palette
}

/// Reads the computed form of a colour, `rgb(r, g, b)`.
fn parse_rgb(text: &str) -> Option<RGBColor> {
    let inner = text.strip_prefix("rgb(")?.strip_suffix(')')?;
    let mut channels = inner.split(',').map(|channel| channel.trim().parse::<u8>().ok());
    Some(RGBColor(channels.next()??, channels.next()??, channels.next()??))
}
