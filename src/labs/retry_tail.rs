//! The picture of pages that wait for their slowest call: at the left pages send their calls, which fly to the lines of the
//! servers; what is sent again is a diamond, and a call that nobody waits for any more is hollow. Below, the load that is sent
//! and the pages that are late, through the whole run. With a twin, each beside its like, under the same pages.

mod course;
mod flight;
mod lines;
mod scene;
mod sentence;
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

/// A page that is late is seen to wait, for a third of a second of the reader's.
const PACE: Pace = Pace { ms_per_s: 450.0, settles: Time::from_millis(300) };

/// What a reader may predict.
const CALLS: &str = "calls_per_page";

/// The size of the still picture of one run, in CSS pixels.
const STILL: (u32, u32) = (440, 420);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(TailPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct TailPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl TailPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::in_words(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let predicted = state.predicted(CALLS).filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size(), &shot);
                lines::draw(pen, &shot, &layout, predicted);
                pen.marks(&flight::marks(&shot, &layout), (1.0, 0.0, 0.0));
                course::draw(pen, &scene, &shot, &layout);
            }
        });
        let chart = self.charts[side as usize].view(("run-chart", STILL), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for TailPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let act = move || signal.update(|state| state.act_in_time("slow", 0, None));
        button("button", "Slow one server", act).attr("disabled", state.is_full()).into()
    }
}
