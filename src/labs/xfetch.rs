//! The picture of one value's last moments, magnified: reads come from the left, each throws a bar towards the expiry, and
//! the first that reaches it refreshes the value. Under it, on the same axis, how early that was for each entry so far, with
//! the law as a thin line; and how many queries a value cost. With a twin, each beside its like, under the same reads.
//!
//! [`scene`] says what a moment of a run is, [`magnifier`] draws the entry that is watched, and [`counts`] what became of
//! all.

mod counts;
mod magnifier;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::kernel::Time;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use scene::{Layout, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(XFetchPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct XFetchPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl XFetchPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run, and the law is its answer.
        let predicted = state.predicted("lead_ms_mean").filter(|_| side == Side::Main);
        let asking = state.asking();
        let marked = (side as u32) << 2 | u32::from(predicted.is_some()) << 1 | u32::from(asking);
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size(), &scene);
                magnifier::draw(pen, &scene, &shot, &layout);
                counts::draw(pen, &scene, &shot, &layout, predicted, asking);
            }
        });
        let size = if self.scene.has_twin() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for XFetchPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let scene = Rc::clone(&self.scene);
        let press = move || {
            signal.update(|state| {
                // Of an entry that has its new value the next one is shown, before anybody is early.
                if let Some(shot) = scene.shot(Side::Main, state.moment).filter(|shot| shot.is_stored()) {
                    let next = shot.run.watched().get(shot.place + 1).or(shot.run.watched().first());
                    state.seek(next.map_or(Time::ZERO, |next| next.from + Time(shot.run.window().0 / 4)));
                }
                state.act("delete", 0, None);
            });
        };
        button("button", "Delete the key now", press).attr("disabled", state.is_full()).into()
    }
}
