//! What every lab's view shares: the plate with its transport, controls, table and foot.

use std::sync::Arc;

use leptos::prelude::*;

use crate::kernel::Simulation;
use crate::scenario::{Link, Scenario};

/// How a lab is drawn. Everything else on a plate is shared.
#[derive(Clone, Copy)]
pub struct View {
    /// The picture: drawn natively into the page, and live in the browser.
    pub picture: fn(Stage) -> AnyView,
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

/// The plate as it stands in a page.
#[cfg(not(target_arch = "wasm32"))]
pub fn plate_html(plate: &crate::scenario::Plate) -> String {
    format!("<figure class=\"plate\" id=\"{}\" data-state=\"still\"></figure>", plate.id)
}
