//! The picture of a pipe: a producer's wheel sends items through tanks to a consumer. What comes too fast fills them: memory
//! grows, the wheel stands, items fall to the floor, or credits walk back too slowly. Below, the course of the run, and the
//! loop of goodput against load, or the waits packet by packet. With a twin, each beside its like, under the same requests.
//!
//! [`scene`] says what a moment of a run is, [`pipe`] draws what stands, [`river`] what travels, [`course`] the run through
//! time, [`curve`] the loop, and [`waits`] what CoDel looks at.

mod course;
mod curve;
mod layout;
mod pipe;
mod river;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;
mod waits;

use std::rc::Rc;

use crate::engines::backpressure::SPEC;
use crate::engines::backpressure::policy::POLICIES;
use crate::kernel::{Choice, Value};
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Element, Node, Signal, button, element, fragment, value_of};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use crate::ui::told;
use layout::Layout;
use scene::{Predicted, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

/// How long a spike lasts that the reader begins where the plate has none.
const SPIKE_MS: f64 = 5_000.0;

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(PressurePicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct PressurePicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl PressurePicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let predicted = Predicted::of(state).filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size(), shot.run.pipeline().stages().len(), scene.has_codel);
                pipe::draw(pen, &scene, &shot, &layout);
                river::draw(pen, &scene, &shot, &layout);
                if let Some(area) = layout.course {
                    course::draw(pen, &scene, &shot, area, predicted);
                }
                if let Some(area) = layout.second {
                    let draw = if scene.has_codel { waits::draw } else { curve::draw };
                    draw(pen, &scene, &shot, area);
                }
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }

    /// The policies, of which the reader picks the one that holds from now on.
    fn policies(&self, state: &PlateState, signal: Signal<PlateState>) -> Element {
        let now = self.scene.shot(Side::Main, state.spoken.1).map(|shot| shot.now.policy);
        let option = |option: &Choice| {
            let chosen = POLICIES.get(option.id) == now;
            element("option")
                .attr("value", option.id)
                .property("selected", chosen)
                .child(told::choice(&SPEC, "policy", option))
        };
        let options: Vec<Element> = POLICIES.options.iter().map(option).collect();
        let pick = move |event| {
            let id = value_of(&event);
            if let Some(option) = POLICIES.options.iter().find(|option| option.id == id) {
                signal.update(|state| state.act_in_time("policy", 0, Some(Value::Choice(option.id))));
            }
        };
        let id = state.id("policy-now");
        let select = element("select").attr("id", id.clone()).attr("disabled", state.is_full());
        element("div")
            .class("control")
            .child(element("label").attr("for", id).child("Policy from now on"))
            .child(select.on("change", pick).child(options))
    }
}

impl Renderer for PressurePicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let length_ms = self.scene.pair.scenario.params.number("spike_ms");
        let length_ms = Value::Number(if length_ms > 0.0 { length_ms } else { SPIKE_MS });
        let spike = move || signal.update(|state| state.act_in_time("spike", 0, Some(length_ms)));
        let faster = button("button", "Faster", spike).attr("disabled", state.is_full());
        fragment([faster.into(), self.policies(state, signal).into()])
    }
}
