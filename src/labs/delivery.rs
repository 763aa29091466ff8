//! The picture of payments over a channel that loses them: coins cross one bridge, answers come back over another; at the
//! far side a consumer with its list of keys; below, the account of what is there against what should be. With a twin, each
//! beside its like, under the same draws.
//!
//! [`scene`] says what a moment of a run is, [`bridges`] draws what travels, [`producers`] and [`consumer`] the two ends,
//! [`account`] the money.

mod account;
mod bridges;
mod consumer;
mod layout;
mod producers;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::engines::delivery::SPEC;
use crate::kernel::Time;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button, element, fragment};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use crate::ui::told;
use layout::Layout;
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace };

/// What a reader may predict: it is drawn as a dashed line.
const BALANCE: &str = "balance";

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(DeliveryPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A coin is on its way for some seven tenths of a second, as long as the whole then takes no more than about a minute.
fn pace(pair: &RunPair) -> Pace {
    const LONGEST_S: f64 = 55.0;
    let last = pair.main.trace().events().last().map_or(0.0, |event| event.at.as_millis());
    let ms_per_s = (pair.scenario.params.number("network_ms") / 0.7).max(last / LONGEST_S);
    Pace { ms_per_s, settles: Time::from_millis_f64(0.7 * ms_per_s) }
}

/// A pair of runs laid out.
struct DeliveryPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl DeliveryPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let predicted = state.predicted(BALANCE).filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size());
                bridges::draw(pen, &shot, &layout);
                producers::draw(pen, &shot, &layout);
                consumer::draw(pen, &shot, &layout);
                account::draw(pen, &scene, &shot, &layout, predicted);
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for DeliveryPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        // First what the plate itself does; a slide has room for that alone.
        let own = &state.plate.scenario.actions;
        let (mut first, mut others) = (Vec::new(), Vec::new());
        for spec in SPEC.actions {
            let verb = spec.verb;
            let act =
                button("button", told::action(&SPEC, spec), move || signal.update(|state| state.act(verb, 0, None)))
                    .attr("disabled", state.is_full());
            let is_own = own.iter().any(|action| action.verb == verb) || own.is_empty() && verb.starts_with("lose");
            if is_own { &mut first } else { &mut others }.push(act.into());
        }
        fragment([Node::Fragment(first), element("div").class("merge-edits").child(others).into()])
    }
}
