//! The replicated register as a picture: a column for each process with the values that it holds, writes that fall in,
//! states that travel from one to another, a tray of the writes that are lost; below, what the stamps take.
//!
//! [`scene`] says what a moment of a run is, [`replicas`] draws what stands, [`travel`] what moves, [`price`] the bytes.

mod price;
mod replicas;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;
mod travel;

use std::rc::Rc;

use crate::kernel::Time;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button, fragment};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use scene::{Layout, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: |_| PACE };

/// Two virtual seconds a second: some writes in each.
const PACE: Pace = Pace { ms_per_s: 2000.0, settles: Time::from_millis(1000) };

/// What a reader may predict: how many writes are lost, and how many values are held at once.
const LOST: &str = "lost_updates";

/// The size of the still picture of one run, in CSS pixels.
const STILL: (u32, u32) = (440, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(Register { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct Register {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl Register {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label = self.spoken.label(side, state, &|spoken| Some(self.scene.shot(side, spoken)?.in_words()))?;
        // The question is about the main run.
        let predicted = state.predicted(LOST).filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size(), shot.run.processes().len());
                replicas::draw(pen, &shot, &layout, predicted);
                travel::draw(pen, &shot, &layout);
                price::draw(pen, &scene, &shot, &layout);
            }
        });
        let chart = self.charts[side as usize].view(("run-chart", STILL), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for Register {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let both = move || {
            signal.update(|state| {
                state.act("write", 0, None);
                state.act("write", 1, None);
            });
        };
        let act = |verb: &'static str, label: &'static str| {
            button("button", label, move || signal.update(|state| state.act(verb, 0, None)))
                .attr("disabled", state.is_full())
        };
        fragment([
            button("button", "Write at 0 and 1", both).attr("disabled", state.is_full()).into(),
            act("isolate", "Cut off 0").into(),
            act("heal", "Heal").into(),
        ])
    }
}
