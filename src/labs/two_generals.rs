//! Two hills and a valley: messengers ride between the generals, some are caught, and in the evening each attacks or stays.
//! Below, a column of lights, each a letter's worth of "A knows that B knows", whose last is never lit; and on how many days
//! one general has attacked alone and both have, by the number of messengers, with the laws as thin lines. With a twin, each
//! beside its like, under the same luck.
//!
//! [`scene`] says what a moment of a run is, [`valley`] draws its day, [`lights`] who knows what, and [`tally`] the days.

mod layout;
mod lights;
mod scene;
mod sentence;
mod tally;
#[cfg(test)]
mod tests;
mod valley;

use crate::engines::two_generals::policy::MAX_MESSENGERS;
use crate::engines::two_generals::{DAY, TwoGenerals};
use crate::kernel::{Time, Value};
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use layout::Layout;
use scene::{NIGHT, Shot};
use std::rc::Rc;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    let (main, twin) = pair.labels();
    Box::new(GeneralsPicture {
        pair: pair.clone(),
        labels: [main, twin],
        charts: Default::default(),
        spoken: Spoken::default(),
    })
}

/// A pair of runs laid out.
struct GeneralsPicture {
    pair: RunPair,
    labels: [String; 2],
    charts: [Chart; 2],
    spoken: Spoken,
}

impl GeneralsPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label = self
            .spoken
            .label(side, state, &|spoken| Some(sentence::description(&Shot::of(&self.pair, side, spoken)?)))?;
        // The question is about the main run, and the law is its answer.
        let predicted = state.predicted("disagreement_fraction").filter(|_| side == Side::Main);
        let asking = state.asking();
        let marked = (side as u32) << 2 | u32::from(predicted.is_some()) << 1 | u32::from(asking);
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (pair, moment) = (self.pair.clone(), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = Shot::of(&pair, side, moment) {
                let layout = Layout::of(pen.size());
                valley::draw(pen, &shot, &layout);
                lights::draw(pen, &shot, &layout);
                tally::draw(pen, &shot, &layout, predicted, asking);
            }
        });
        let size = if self.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.labels[side as usize], chart))
    }
}

impl Renderer for GeneralsPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let press = move || {
            signal.update(|state| {
                let run: &TwoGenerals = state.pair.main.engine();
                // He is seen to ride, on the last day: the days before it are in the tally.
                let morning = Time(u64::from(run.days().saturating_sub(1)) * DAY.0) + NIGHT;
                state.play_from(morning, |link| {
                    let params = &mut link.scenario.params;
                    let more = (params.count("messengers") + 1).min(MAX_MESSENGERS);
                    params.set("messengers", Value::Integer(more.into()));
                });
            });
        };
        let is_full = state.link.scenario.params.count("messengers") >= MAX_MESSENGERS;
        button("button", "Send another messenger", press).attr("disabled", is_full).into()
    }

    fn tells(&self, moment: Time) -> Option<String> {
        Some(sentence::told(&Shot::of(&self.pair, Side::Main, moment)?, " · "))
    }
}
