//! The picture of a tier of caches: reads fall into their nodes, misses fall on to the database, whose line grows; below,
//! the load of the database through the whole run. With a twin, each beside its like, under the same readers.
//!
//! [`scene`] says what a moment of a run is, [`river`] draws what travels, [`system`] the nodes and the database, and
//! [`timeline`] the load.

mod river;
mod scene;
mod sentence;
mod system;
#[cfg(test)]
mod tests;
mod timeline;

use std::rc::Rc;

use crate::kernel::Time;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button, fragment};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use scene::{Layout, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: |_| PACE };

/// Four virtual seconds a second: the default run's node joins after two and a half.
const PACE: Pace = Pace { ms_per_s: 4000.0, settles: Time::from_millis(1000) };

/// The load of the worst second, in times the capacity: what a reader may predict.
const PEAK: &str = "db_load_peak_over_capacity";

/// The size of the still picture of one run, in CSS pixels.
const STILL: (u32, u32) = (440, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(TierPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct TierPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl TierPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label = self.spoken.label(side, state, &|spoken| Some(self.scene.shot(side, spoken)?.in_words()))?;
        // The question is about the main run.
        let predicted = state.predicted(PEAK).filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size());
                system::draw(pen, &shot, &layout);
                river::draw(pen, &shot, &layout);
                timeline::draw(pen, &scene, &shot, &layout, predicted);
            }
        });
        let chart = self.charts[side as usize].view(("run-chart", STILL), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for TierPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let act = |verb: &'static str, label: &'static str| {
            button("button", label, move || signal.update(|state| state.act_in_time(verb, 0, None)))
                .attr("disabled", state.is_full())
        };
        fragment([act("add-node", "Add a node").into(), act("roll-back", "Roll back").into()])
    }
}
