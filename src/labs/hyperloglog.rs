//! The picture of visitors who are counted by their hashes: each flies to the register that its first bits name and raises
//! its bar if it has more leading zeros than any before. Below, of one sketch how far the estimate is from the truth, against
//! the band of the theory; of several what becomes of their answers: added up, averaged, merged. With a twin, each beside its
//! like, under the same visitors.
//!
//! [`scene`] says what a moment of a run is, [`visitors`] draws who comes, [`registers`] the bars, [`course`] the error of one
//! sketch, and [`answers`] those of several.

mod answers;
mod course;
mod registers;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;
mod visitors;

use std::rc::Rc;

use crate::engines::hyperloglog::{Deal, HyperLogLog, SPEC};
use crate::kernel::{Time, Value};
use crate::parts::zipf_stream::watched_arrival;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use scene::{Layout, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// The metrics that a reader may predict and the picture can show.
const PREDICTED: [&str; 5] = ["error", "estimate", "summed_estimate", "mean_estimate", "overlap_estimate"];

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(SketchPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct SketchPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl SketchPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let predicted = PREDICTED.into_iter().find_map(|metric| state.predicted(metric));
        let predicted = predicted.filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size(), &shot);
                registers::draw(pen, &scene, &shot, &layout);
                visitors::draw(pen, &scene, &shot, &layout);
                match shot.is_alone() {
                    true => course::draw(pen, &scene, &shot, &layout, predicted),
                    false => answers::draw(pen, &shot, &layout, predicted),
                }
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

/// The same public comes for another day; the first is as it was.
fn add_a_day(state: &mut PlateState) {
    let run: &HyperLogLog = state.pair.main.engine();
    let first = run.items();
    state.play_from(watched_arrival(first), |link| {
        let params = &mut link.scenario.params;
        let both =
            SPEC.params.iter().find(|spec| spec.name == "items").map(|spec| spec.from_number(2.0 * f64::from(first)));
        if let Some(Ok(items) | Err((items, _))) = both {
            params.set("items", items);
        }
        params.set("shards", Value::Integer(2));
        params.set("deal", Value::Choice("days"));
    });
}

/// What the sketches have is merged before the reader's eyes.
fn merge(state: &mut PlateState) {
    let run: &HyperLogLog = state.pair.main.engine();
    state.seek(watched_arrival(run.items()));
    state.playing = true;
}

impl Renderer for SketchPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        // Of the run, not of a moment of it: to go back to another moment is to count all visits again.
        let run: &HyperLogLog = state.pair.main.engine();
        let (label, press): (_, fn(&mut PlateState)) = match (run.shards().len(), run.deal()) {
            (1, _) => ("Add a second day", add_a_day),
            (_, Deal::Days) => ("Merge the days", merge),
            _ => ("Merge the servers", merge),
        };
        button("button", label, move || signal.update(press)).attr("disabled", state.is_full()).into()
    }

    fn tells(&self, moment: Time) -> Option<String> {
        Some(sentence::told(&self.scene.shot(Side::Main, moment)?))
    }
}
