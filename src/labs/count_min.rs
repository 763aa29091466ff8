//! The picture of words that are counted in a table too small for them: each falls into one cell of every row, which it
//! shares with others. One word is asked for: its cells glow, and beside each stand the words that were counted there too; the
//! least cell is the answer. With a twin, each beside its like, under the same words.
//!
//! [`scene`] says what a moment of a run is, [`table`] draws the rows and what falls into them, and [`answer`] the cells of the
//! word that is asked for, and [`list`] the most frequent words by Space-Saving, where a list is kept.

mod answer;
mod layout;
mod list;
mod scene;
mod sentence;
mod table;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::engines::count_min::CountMin;
use crate::kernel::{Time, Value};
use crate::scenario::Position;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button, fragment};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use layout::Layout;
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// What a reader may predict: it is drawn as a dashed line.
const ESTIMATE: &str = "asked_estimate";

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(TablePicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct TablePicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl TablePicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let predicted = state.predicted(ESTIMATE).filter(|_| side == Side::Main);
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size(), shot.table.depth() as usize, shot.tally.list().is_some());
                table::draw(pen, &scene, &shot, &layout);
                answer::draw(pen, &scene, &shot, &layout, predicted);
                list::draw(pen, &scene, &shot, &layout);
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

/// A word trends from now on; at the end of the run, where nobody would see it, from the middle.
fn trend(state: &mut PlateState) {
    if state.moment >= state.end() {
        state.seek(Time(state.end().0 / 2));
    }
    state.act("trend", 0, None);
}

/// The next rare word is asked for, at the same moment.
fn ask_another(state: &mut PlateState) {
    let run: &CountMin = state.pair.main.engine();
    let (subject, universe) = (run.subject(), run.tally().universe());
    let next = if subject > 1 { subject - 1 } else { universe };
    let moment = state.moment;
    state.change(|link| {
        link.scenario.params.set("asked", Value::Integer(next.into()));
        link.position = Some(Position::Moment(moment));
    });
}

impl Renderer for TablePicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let act = |label: &'static str, press: fn(&mut PlateState)| {
            button("button", label, move || signal.update(press)).attr("disabled", state.is_full()).into()
        };
        fragment([act("A word trends", trend), act("Ask for another word", ask_another)])
    }

    fn tells(&self, moment: Time) -> Option<String> {
        Some(sentence::told(&self.scene.shot(Side::Main, moment)?))
    }
}
