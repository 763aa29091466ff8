//! The picture of a cluster whose traffic is not even: partitions as lanes that fill as they are asked, under the line of
//! their capacity; the celebrity, from whom a jet of requests goes to where her key lives; a cache in front, where there is
//! one; what each remedy costs, as bars; and the course of the run. With a twin, each beside its like, under the same
//! requests.
//!
//! [`scene`] says what a moment of a run is, [`lanes`] draws the partitions, [`river`] what travels, [`price`] what it costs,
//! and [`course`] the run through time.

mod course;
mod lanes;
mod layout;
mod price;
mod river;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::kernel::{Time, Value};
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button, fragment};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use layout::Layout;
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: |_| PACE };

/// Two virtual seconds a second: a star who posts after five is seen after two and a half.
const PACE: Pace = Pace { ms_per_s: 2000.0, settles: Time::from_millis(1000) };

/// What a reader may predict: it is drawn as a dashed line.
const REFUSED: &str = "throttled_fraction";

/// The share of all requests that a star gets whom the reader makes one, where the plate has none.
const SHARE: f64 = 0.4;

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(CelebrityPicture {
        scene: Rc::new(Scene::of(pair)),
        charts: Default::default(),
        spoken: Spoken::default(),
    })
}

/// A pair of runs laid out.
struct CelebrityPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl CelebrityPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let predicted = state.predicted(REFUSED).filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size());
                lanes::draw(pen, &scene, &shot, &layout);
                river::draw(pen, &scene, &shot, &layout);
                price::draw(pen, &scene, &shot, &layout);
                course::draw(pen, &scene, &shot, &layout, predicted);
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

/// Gives a key a share of all requests.
fn post(state: &mut PlateState, key: u32, share: f64) {
    state.act_in_time("go-viral", key, Some(Value::Number(share)));
}

impl Renderer for CelebrityPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let Some(star) = self.scene.shot(Side::Main, state.spoken.1).map(|shot| shot.star()) else {
            return Node::nothing();
        };
        // Another star is the next key: where a few keys are salted, it is mostly one of them too.
        let keys = self.scene.pair.scenario.params.count("keys");
        let (label, key) = match star.share > 0.0 {
            true => ("Another star posts", (star.key + 1) % keys),
            false => ("She posts", star.key % keys),
        };
        let share = if star.share > 0.0 { star.share } else { SHARE };
        let full = state.is_full();
        let posts = move || signal.update(|state| post(state, key, share));
        let calms = move || signal.update(|state| post(state, star.key, 0.0));
        fragment([
            button("button", label, posts).attr("disabled", full).into(),
            button("button", "It calms down", calms).attr("disabled", full || star.share == 0.0).into(),
        ])
    }
}
