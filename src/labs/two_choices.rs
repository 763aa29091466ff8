//! The picture of four systems under the same requests: one choice, two, three, all. Each is a row of queues into which requests
//! fall; its longest queue at the margin; below, the mean time so far against what theory says. With a twin, each beside its like.
//!
//! [`scene`] says what a moment of a run is, [`panel`] draws one system.

mod panel;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::kernel::Value;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button, fragment};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// The metrics that a reader may predict, each by the place of its system: a dashed line.
const PREDICTED: [&str; 4] = ["one_ms_mean", "two_ms_mean", "three_ms_mean", "all_ms_mean"];

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

/// How old lengths are that the reader lets age, in milliseconds.
const OLD_MS: f64 = 1_000.0;

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(ChoicesPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct ChoicesPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl ChoicesPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let guesses = PREDICTED.map(|metric| state.predicted(metric).filter(|_| side == Side::Main));
        let guessed = guesses.iter().any(Option::is_some);
        let marked = (side as u32) << 1 | u32::from(guessed);
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                panel::draw(pen, &scene, &shot, &guesses);
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for ChoicesPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let full = state.is_full();
        let act = |label: &'static str, every_ms: f64| -> Node {
            button("button", label, move || {
                signal.update(|state| state.act_in_time("refresh", 0, Some(Value::Number(every_ms))));
            })
            .attr("disabled", full)
            .into()
        };
        fragment([act("Let the news get old", OLD_MS), act("Tell it at once", 0.0)])
    }
}
