//! The picture of a queue: requests come, wait in a line, are served and leave; the longer the line, the later. Below, each
//! call by the time that it took, and the hockey stick: percentiles against load, drawn by where they have been.
//!
//! [`scene`] says what a moment of a run is, [`line`] draws the line and what travels, [`calls`] the calls one by one, as the
//! load generator's own clock has them, and [`curve`] the percentiles.

mod calls;
mod curve;
mod line;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::kernel::Value;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use scene::{Layout, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// The 99th percentiles that a reader may predict: as users have it, and as the generator reports it.
const P99: [&str; 2] = ["sojourn_ms_p99", "reported_ms_p99"];

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(QueuePicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct QueuePicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl QueuePicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let asked = P99.iter().find_map(|metric| state.predicted(metric));
        let predicted = asked.filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size(), scene.tells_calls);
                line::draw(pen, &scene, &shot, &layout);
                if let Some(area) = layout.calls {
                    calls::draw(pen, &scene, &shot, area, predicted.filter(|_| scene.tells_calls));
                }
                if let Some(area) = layout.curve {
                    curve::draw(pen, &scene, &shot, area, predicted.filter(|_| !scene.tells_calls));
                }
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for QueuePicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        // Long enough to be seen: two seconds of the reader's.
        let length_ms = (2.0 * self.scene.ms_per_s).clamp(0.1, 100_000.0);
        let freeze = move || {
            signal.update(|state| state.act_in_time("freeze", 0, Some(Value::Number(length_ms))));
        };
        button("button", "Freeze the server", freeze).attr("disabled", state.is_full()).into()
    }
}
