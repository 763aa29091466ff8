//! What every lab's view shares: the plate with its transport, controls, tables and foot.
//!
//! A lab gives a [`View`]: how its picture is drawn, and its result in a sentence. All else on a plate is here, one
//! component tree for both targets: natively [`plate_html`] writes it into the page as a still, in the browser
//! `live::mount` puts the same tree, alive, in its place.

pub mod chart;
mod compare;
mod controls;
mod desk;
mod foot;
mod keys;
#[cfg(target_arch = "wasm32")]
pub mod live;
mod plate;
mod prediction;
mod stops;
mod tables;
#[cfg(test)]
mod tests;
mod transport;
pub mod words;

use std::sync::Arc;

use leptos::prelude::*;

use super::markup::Node;
pub use desk::{Desk, Guess};
pub use plate::plate_html;

use crate::kernel::{Simulation, Value};
use crate::scenario::{Link, Scenario};

/// Whether the tree is alive: true in the browser, false for the still that the build writes.
pub const LIVE: bool = cfg!(target_arch = "wasm32");

/// How a lab is drawn. Everything else on a plate is shared.
#[derive(Clone, Copy)]
pub struct View {
    /// The picture: drawn natively into the page, and live in the browser.
    pub picture: fn(Stage) -> Node,
    /// The current result in one sentence, as a colleague would say it.
    pub sentence: fn(&Pair, u32) -> String,
}

/// A finished run, and its twin under the same draws where the plate compares.
#[derive(Clone)]
pub struct Pair {
    /// What the main run was of.
    pub scenario: Scenario,
    /// The main run.
    pub main: Arc<dyn Simulation>,
    /// The twin's scenario and run.
    pub twin: Option<(Scenario, Arc<dyn Simulation>)>,
}

impl Pair {
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

/// What a picture is given: what to draw, where playback stands, and how to act on the run.
#[derive(Clone, Copy)]
pub struct Stage {
    /// The runs to draw.
    pub pair: Signal<Pair>,
    /// How many events of the trace have been played.
    pub position: Signal<u32>,
    /// The state that a permalink would hold; pictures write actions into its scenario.
    pub link: RwSignal<Link>,
}

/// A parameter in which a twin differs.
type Difference = (&'static str, Value);
