//! What a pointer does: press an event or a message to pick it, press a line for a local event there, drag from line to line
//! to send.

use std::rc::Rc;

use leptos::web_sys::Event;

use super::attention::{MESSAGE, press};
use super::desk::{Desk, Drag, Shot};
use super::edits;
use super::layout::{Hit, Layout};
use crate::ui::dom::{Element, Signal};
use crate::ui::plate::{PlateState, Side};

/// Below this distance a drag is a press, in CSS pixels.
const STILL: f64 = 8.0;

/// A place under the pointer, and the size of the picture.
type Pointed = ((f64, f64), (f64, f64));

/// The stage with its listeners.
pub(super) fn listen(stage: Element, signal: Signal<PlateState>, desk: &Rc<Desk>) -> Element {
    let hear = |act: fn(Signal<PlateState>, &Rc<Desk>, Pointed)| {
        let desk = Rc::clone(desk);
        move |event: Event| {
            if let Some(pointed) = pointed(&event) {
                act(signal, &desk, pointed);
            }
        }
    };
    stage
        .on("pointerdown", hear(down))
        .on("pointermove", hear(moved))
        .on("pointerup", hear(up))
        .on("pointerleave", hear(gone))
        .on("pointercancel", hear(gone))
}

/// The picture alone is drawn again.
fn follow(signal: Signal<PlateState>, desk: &Desk, drag: Option<Drag>) {
    signal.update(|state| {
        desk.drag_to(drag);
        state.ticks = state.ticks.wrapping_add(1);
    });
}

fn shot(signal: Signal<PlateState>, desk: &Desk) -> Option<Shot> {
    signal.with(|state| desk.shot(Side::Main, state.moment)).flatten()
}

fn down(signal: Signal<PlateState>, desk: &Rc<Desk>, (at, size): Pointed) {
    let Some(shot) = shot(signal, desk) else { return };
    if let Hit::Line(from) = Layout::of(&shot, size).hit(&shot, at)
        && !desk.shows_log()
    {
        follow(signal, desk, Some(Drag { from, start: at, at }));
    }
}

fn moved(signal: Signal<PlateState>, desk: &Rc<Desk>, (at, _): Pointed) {
    if let Some(drag) = desk.drag.get() {
        follow(signal, desk, Some(Drag { at, ..drag }));
    }
}

fn gone(signal: Signal<PlateState>, desk: &Rc<Desk>, _: Pointed) {
    if desk.drag.get().is_some() {
        follow(signal, desk, None);
    }
}

fn up(signal: Signal<PlateState>, desk: &Rc<Desk>, (at, size): Pointed) {
    let Some(shot) = shot(signal, desk) else { return };
    let layout = Layout::of(&shot, size);
    let drag = desk.drag.take();
    signal.update(|state| match (drag, layout.hit(&shot, at)) {
        (Some(drag), _) => end(state, &shot, &layout, Drag { at, ..drag }),
        (None, Hit::Event(event)) => press(state, event),
        (None, Hit::Message(number)) => state.picks[MESSAGE] = Some(number),
        (None, _) => {}
    });
}

/// A drag that has ended: on its own line it was a press, on another it sends.
fn end(state: &mut PlateState, shot: &Shot, layout: &Layout, drag: Drag) {
    let (dx, dy) = (drag.at.0 - drag.start.0, drag.at.1 - drag.start.1);
    // A question that is open is about the run as it stands.
    if state.is_full() || state.asking() {
        return;
    }
    match layout.line(drag.at.1) {
        Some(to) if to != drag.from => edits::send(state, shot, (drag.from, to), Some(layout.time(drag.at.0))),
        Some(_) if (dx * dx + dy * dy).sqrt() < STILL => edits::act_at(state, shot, "event", drag.from),
        _ => {}
    }
}

/// The place under the pointer, of a finger or of the first button; the still picture has no pointer.
#[cfg(target_arch = "wasm32")]
fn pointed(event: &Event) -> Option<Pointed> {
    use leptos::wasm_bindgen::JsCast as _;
    let mouse: &web_sys::MouseEvent = event.unchecked_ref();
    if mouse.button() > 0 {
        return None;
    }
    let frame = event.current_target()?.unchecked_into::<web_sys::Element>().get_bounding_client_rect();
    let at = (f64::from(mouse.client_x()) - frame.left(), f64::from(mouse.client_y()) - frame.top());
    Some((at, (frame.width(), frame.height())))
}

#[cfg(not(target_arch = "wasm32"))]
fn pointed(_: &Event) -> Option<Pointed> {
    None
}
