//! The picture of servers with queues: first copies of requests and second ones wait in the same lines. Below, how long
//! requests take and what the servers' time is spent on; or, where one server is unlike the others, the percentiles of each
//! and of all.
//!
//! [`scene`] says what a moment of a run is, [`servers`] draws the lines and what travels, [`pile`] the times of requests,
//! [`rows`] those of each server.

mod pile;
mod rows;
mod scene;
mod sentence;
mod servers;
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

/// What a reader may predict, each a time on the axis of the picture.
const TIMES: [&str; 3] = ["latency_ms_p99", "host_p99_ms_mean", "call_ms_p99"];

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(ReplicasPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct ReplicasPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl ReplicasPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let asked = TIMES.iter().find_map(|metric| state.predicted(metric));
        let predicted = asked.filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size());
                servers::draw(pen, &scene, &shot, &layout);
                let below = if scene.tells_hosts { rows::draw } else { pile::draw };
                below(pen, &scene, &shot, &layout, predicted);
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for ReplicasPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        // Long enough to be seen: a second of the reader's.
        let length_ms = self.scene.ms_per_s.clamp(0.1, 10_000.0);
        let stop = move || {
            signal.update(|state| state.act_in_time("stop", 0, Some(Value::Number(length_ms))));
        };
        button("button", "Stop all servers", stop).attr("disabled", state.is_full()).into()
    }
}
