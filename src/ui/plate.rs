//! What every lab's view shares: the plate with its transport, controls, tables and foot.
//!
//! A lab gives a [`LabView`]: how its picture is drawn, and its result in a sentence. All else on a plate is here, one
//! view for both targets: natively [`plate_html`] writes it into the page as a still, in the browser `live::mount` draws
//! the same view, alive, in its place.

mod body;
mod compare;
mod controls;
mod foot;
mod head;
mod keys;
#[cfg(target_arch = "wasm32")]
pub mod live;
mod panel;
mod playhead;
mod prediction;
mod rare;
mod runs;
mod slider_stops;
mod spoken;
mod state;
#[cfg(not(target_arch = "wasm32"))]
mod still;
mod tables;
#[cfg(test)]
mod tests;
mod transport;
mod tried;

pub use controls::entered;
use leptos::prelude::request_animation_frame;
pub use runs::{RunPair, Side, played, side_by_side};
pub use spoken::Spoken;
pub use state::{Guess, PlateState};
#[cfg(not(target_arch = "wasm32"))]
pub use still::{picture_html, plate_html};

use crate::kernel::Time;
use crate::ui::dom::{Node, Signal, focus_in_place};

/// How a lab is drawn. Everything else on a plate is shared.
#[derive(Clone, Copy)]
pub struct LabView {
    /// Lays a run out, once, to be drawn at every moment of its playback.
    pub picture: fn(&RunPair) -> Box<dyn Renderer>,
    /// The result at a moment in one sentence, as a colleague would say it.
    pub sentence: fn(&RunPair, Time) -> String,
    /// How fast a run is played, and for how long the picture moves after an event.
    pub pace: fn(&RunPair) -> Pace,
}

/// How playback follows the virtual time of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Virtual milliseconds for each second of the reader's, at 1×. Chosen so that something happens within three seconds.
    pub ms_per_s: f64,
    /// For how long, in virtual time, the picture moves on after an event.
    pub settles: Time,
}

/// A run laid out.
pub trait Renderer {
    /// Draws the moment that the state has come to: natively into the page, in the browser for every frame while the run
    /// is played and after every other change.
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node;

    /// What the reader can do to the system, as buttons; they stand first among the controls. Nothing where the lab has
    /// no actions of its own.
    fn actions(&self, _state: &PlateState, _signal: Signal<PlateState>) -> Node {
        Node::nothing()
    }

    /// The result in words, where something else than the run is shown.
    fn says(&self) -> Option<String> {
        None
    }

    /// The last thing that has happened by a moment of the run, where something else than the run is shown.
    fn tells(&self, _moment: Time) -> Option<String> {
        None
    }
}

/// A part of the plate that playback alone leaves as it is: it is drawn again after every other change.
fn steady(state: &PlateState, signal: Signal<PlateState>, draw: fn(&PlateState, Signal<PlateState>) -> Node) -> Node {
    let key = [signal.changes().wrapping_sub(state.ticks), 0, 0, 0];
    Node::memo(key, move || signal.with(|state| draw(state, signal)).unwrap_or_else(Node::nothing))
}

/// Moves the focus to a part of the plate when it has been drawn, for the element that had it may be gone.
fn focus_soon(signal: Signal<PlateState>, part: &'static str) {
    request_animation_frame(move || {
        let id = signal.with(|state| state.id(part)).unwrap_or_default();
        // The plate is in view: it must not scroll away under the reader.
        focus_in_place(&id);
    });
}
