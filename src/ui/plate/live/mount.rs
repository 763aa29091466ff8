//! Puts the live plate in the place of the still one, and takes it out again.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use super::memory;
use super::playback::Engine;
use super::runner::{self, Job};
use crate::kernel::{Report, Time};
use crate::quiz::Evidence;
use crate::scenario::{Link, Plate, Problem};
use crate::ui::dom::{Signal, live};
use crate::ui::plate::{LabView, PlateState, body, prediction};

/// A figure that was brought to life.
struct Mounted {
    figure: HtmlElement,
    /// What stood under its caption, for the time after.
    place: HtmlElement,
    still: String,
    /// The first run: dropped while it goes on, it is cancelled.
    _job: Job,
    /// The view, once it is drawn; dropped, it leaves the page.
    view: Slot,
}

/// Where the view will be, once the first run is done.
type Slot = Rc<RefCell<Option<live::Drawn<PlateState>>>>;

/// The latest moment that a plate is steered to, in milliseconds: a hundred days of virtual time.
const LATEST_MS: f64 = 8.64e9;

thread_local! {
    static MOUNTED: RefCell<Vec<Mounted>> = const { RefCell::new(Vec::new()) };
}

/// Brings a figure with `data-plate` to life: runs what it (or the page's permalink) asks for, then draws the plate in
/// its place and sets `data-state="ready"`. A figure that is alive stays as it is.
///
/// # Errors
/// If the figure carries no plate that can be read. It is left as it was.
pub fn mount(figure: HtmlElement, view_of: fn(&str) -> Option<LabView>) -> Result<(), JsValue> {
    if MOUNTED.with_borrow(|mounted| mounted.iter().any(|one| one.figure == figure)) {
        return Ok(());
    }
    let data = figure.get_attribute("data-plate").unwrap_or_default();
    let place = figure.query_selector(".plate-place")?.and_then(|place| place.dyn_into::<HtmlElement>().ok());
    let (Some(plate), Some(place)) = (Plate::from_page(&data), place) else {
        return Err(JsValue::from_str("the plate of this page cannot be read"));
    };
    let Some(lab_view) = view_of(plate.scenario.lab.spec.id) else {
        return Err(JsValue::from_str("the lab of this plate has no picture"));
    };
    let (permalink, notes) = permalink_for(&plate, &figure);
    let _ = figure.set_attribute("data-state", "loading");
    let still = place.inner_html();
    // The chapter's own run first, which is short: a link may ask for one of any length, and follows with its progress
    // shown, and a button that cancels it.
    let first = Link::of_plate(&plate);
    let view = Slot::default();
    let done = {
        let (figure, place, view) = (figure.clone(), place.clone(), Rc::clone(&view));
        move |_, pair| {
            let mut state = PlateState::new(plate, lab_view, pair, notes);
            if let Some(entry) = memory::recall(&state.plate.id) {
                prediction::restore(&mut state, &entry);
            }
            if let Some(link) = permalink {
                state.open(link);
            }
            *view.borrow_mut() = Some(draw(figure, place, state));
        }
    };
    let job = runner::start(first, |_| {}, done);
    MOUNTED.with_borrow_mut(|mounted| mounted.push(Mounted { figure, place, still, _job: job, view }));
    Ok(())
}

fn draw(figure: HtmlElement, place: HtmlElement, state: PlateState) -> live::Drawn<PlateState> {
    let signal = Signal::new(state);
    let mut engine = Engine::new(&figure, signal);
    let view = |state: &PlateState, signal| body::body(state, signal).into();
    let drawn = live::draw(place.into(), signal, view, move |signal| engine.run(signal));
    let _ = figure.set_attribute("data-state", "ready");
    drawn
}

/// Takes the view out and puts the still one back.
pub fn unmount(figure: &HtmlElement) {
    let found = MOUNTED.with_borrow_mut(|mounted| {
        let index = mounted.iter().position(|one| one.figure == *figure)?;
        Some(mounted.swap_remove(index))
    });
    if let Some(Mounted { figure, place, still, view, .. }) = found {
        view.take();
        place.set_inner_html(&still);
        let _ = figure.set_attribute("data-state", "still");
    }
}

/// Plays a figure that is alive from one moment to another, in milliseconds of the run ([`PlateState::steer`]).
pub fn steer(figure: &HtmlElement, from: Option<f64>, until: Option<f64>) {
    // What plays past the end stops there.
    let moment = |ms: f64| Time::from_millis_f64(ms.clamp(0.0, LATEST_MS));
    if let Some(signal) = signal_of(figure) {
        signal.update(|state| state.steer(from.map(moment), until.map(moment)));
    }
}

/// The query of the link to exactly what a figure shows; nothing while it is not alive.
pub fn address(figure: &HtmlElement) -> Option<String> {
    signal_of(figure)?.with(|state| state.shown_link().to_query())
}

/// The run that a figure shows, with what it measured; nothing while it is not alive, asks its question, or is at another run.
pub fn shown_run(figure: &HtmlElement) -> Option<(Link, Report)> {
    signal_of(figure)?.with(|state| {
        let shows = state.is_shown() && !state.asking();
        shows.then(|| (state.shown_link(), state.pair.main.report()))
    })?
}

/// The runs that a figure showed since this was asked before; none while it is not alive.
pub fn tried(figure: &HtmlElement) -> Vec<Evidence> {
    let mut tried = Vec::new();
    if let Some(signal) = signal_of(figure) {
        signal.update(|state| tried = std::mem::take(&mut state.tried));
    }
    tried
}

fn signal_of(figure: &HtmlElement) -> Option<Signal<PlateState>> {
    MOUNTED.with_borrow(|mounted| {
        let one = mounted.iter().find(|one| one.figure == *figure)?;
        one.view.borrow().as_ref().map(live::Drawn::signal)
    })
}

/// What the page's permalink asks of this plate, and what was wrong with it. A link belongs to the plate that it names,
/// by `plate=` or by its fragment; one that names none of this page belongs to the first plate of its lab; what is no link
/// at all is told at the first.
fn permalink_for(plate: &Plate, figure: &HtmlElement) -> (Option<Link>, Vec<String>) {
    let query = window().location().search().unwrap_or_default();
    let (link, problems) = Link::parse(&query);
    // Without `plate=` the fragment says which, if it is a plate of the link's lab.
    let fragment = window().location().hash().unwrap_or_default();
    let is_plate = |id: &str, lab: Option<&str>| {
        let found = document().get_element_by_id(id).filter(|one| one.has_attribute("data-plate"));
        found.is_some_and(|one| lab.is_none() || one.get_attribute("data-lab").as_deref() == lab)
    };
    let named = link.as_ref().and_then(|link| link.plate.as_deref()).filter(|id| is_plate(id, None));
    let lab = link.as_ref().map(|link| link.scenario.lab.spec.id);
    let named = named.or_else(|| fragment.strip_prefix('#').filter(|id| lab.is_some() && is_plate(id, lab)));
    let first = |selector: &str| {
        let found = document().query_selector(selector).ok().flatten();
        found.is_some_and(|found| found == **figure)
    };
    let own = match &link {
        Some(link) if link.scenario.lab != plate.scenario.lab => false,
        Some(_) if named.is_some() => named == Some(plate.id.as_str()),
        Some(link) => first(&format!("[data-plate][data-lab=\"{}\"]", link.scenario.lab.spec.id)),
        None => first("[data-plate]"),
    };
    if own { (link, problems.iter().map(Problem::note).collect()) } else { (None, Vec::new()) }
}
