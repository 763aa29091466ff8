//! What every lab's view shares: the plate with its transport, controls, tables and foot.
//!
//! A lab gives a [`LabView`]: how its picture is drawn, and its result in a sentence. All else on a plate is here, one
//! view for both targets: natively [`plate_html`] writes it into the page as a still, in the browser `live::mount` draws
//! the same view, alive, in its place.

mod body;
mod compare;
mod controls;
mod foot;
mod keys;
#[cfg(target_arch = "wasm32")]
pub mod live;
mod prediction;
mod slider_stops;
mod state;
#[cfg(not(target_arch = "wasm32"))]
mod still;
mod tables;
#[cfg(test)]
mod tests;
mod transport;

use std::sync::Arc;

use crate::ui::dom::{Node, Signal, focus};
use crate::ui::words;
use leptos::prelude::request_animation_frame;
pub use state::{Guess, PlateState};
#[cfg(not(target_arch = "wasm32"))]
pub use still::plate_html;

use crate::kernel::Simulation;
use crate::scenario::Scenario;

/// How a lab is drawn. Everything else on a plate is shared.
#[derive(Clone, Copy)]
pub struct LabView {
    /// Lays a run out, once, to be drawn at every moment of its playback.
    pub picture: fn(&RunPair) -> Box<dyn Renderer>,
    /// The current result in one sentence, as a colleague would say it.
    pub sentence: fn(&RunPair, u32) -> String,
}

/// A run laid out.
pub trait Renderer {
    /// Draws the moment that the state has come to: natively into the page, in the browser whenever the state changes. What
    /// the reader does in the picture changes the state through the signal: its picks, its link.
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node;
}

/// A finished run, and its twin under the same draws where the plate compares.
#[derive(Clone)]
pub struct RunPair {
    /// What the main run was of.
    pub scenario: Scenario,
    /// The main run.
    pub main: Arc<dyn Simulation>,
    /// The twin's scenario and run.
    pub twin: Option<(Scenario, Arc<dyn Simulation>)>,
}

impl RunPair {
    /// Runs a scenario, and its twin if there is one, to the end.
    pub fn run(scenario: Scenario, twin: Option<Scenario>) -> Self {
        let main = scenario.run().into();
        let twin = twin.map(|twin| {
            let run = twin.run().into();
            (twin, run)
        });
        Self { scenario, main, twin }
    }

    /// How many events playback has: those of the main run. A position past the end of the twin's trace is its end.
    pub fn end(&self) -> u32 {
        self.main.trace().events().len().try_into().unwrap_or(u32::MAX)
    }

    /// Where playback starts: after the set-up, the events at time zero. A run that is all set-up starts at nothing.
    pub fn start(&self) -> u32 {
        let events = self.main.trace().events();
        let set_up = events.partition_point(|event| event.at.0 == 0);
        if set_up < events.len() { set_up.try_into().unwrap_or(u32::MAX) } else { 0 }
    }

    /// What tells the twins apart, in words: `("Strategy: ring", "Strategy: modulo")`. Without a twin, or with one that
    /// differs in nothing, both are empty.
    pub fn labels(&self) -> (String, String) {
        let Some((twin, _)) = &self.twin else { return Default::default() };
        let differing = self.scenario.params.iter().zip(twin.params.iter()).filter(|(a, b)| a.1 != b.1);
        let labels = differing.map(|((spec, main), (_, twin))| {
            (
                format!("{}: {}", spec.label, words::value(spec, main)),
                format!("{}: {}", spec.label, words::value(spec, twin)),
            )
        });
        let (main, twin): (Vec<_>, Vec<_>) = labels.unzip();
        (main.join(", "), twin.join(", "))
    }
}

/// Moves the focus to a part of the plate when it has been drawn, for the element that had it may be gone.
fn focus_soon(signal: Signal<PlateState>, part: &'static str) {
    request_animation_frame(move || {
        let id = signal.with(|state| state.id(part)).unwrap_or_default();
        focus(&id);
    });
}
