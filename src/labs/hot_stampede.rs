//! The picture of a hot key that expires: readers fall to the cache and rise again while it has the entry; when it has not,
//! their queries fall on to the one partition that has the key, and the line over it grows while the others stand idle.
//! Below, how long a read would wait through the whole run. With a twin, each beside its like, under the same readers.

mod river;
mod scene;
mod sentence;
mod system;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::kernel::Time;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use scene::{Layout, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: |_| PACE };

/// Half a virtual second a second: a crowd that comes within eighty milliseconds is seen to come.
const PACE: Pace = Pace { ms_per_s: 500.0, settles: Time::from_millis(400) };

/// What a reader may predict: ordinary reads that fail beside the hot key.
const FAILED: &str = "ordinary_failed_at_home";

/// The size of the still picture of one run, in CSS pixels.
const STILL: (u32, u32) = (440, 420);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(StampedePicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct StampedePicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl StampedePicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::in_words(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let predicted = state.predicted(FAILED).filter(|_| side == Side::Main);
        let asking = state.asking();
        let marked = (side as u32) << 2 | u32::from(asking) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size());
                system::draw(pen, &shot, &layout, predicted);
                river::draw(pen, &shot, &layout);
                system::waits(pen, &scene, &shot, &layout, asking);
            }
        });
        let chart = self.charts[side as usize].view(("run-chart", STILL), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for StampedePicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let act = move || signal.update(|state| state.act_in_time("expire", 0, None));
        button("button", "Expire it now", act).attr("disabled", state.is_full()).into()
    }
}
