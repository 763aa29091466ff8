//! The space–time diagram: a line for each process, time to the right, messages that travel from line to line, and a reader
//! who writes into it. Under it stand the two events that are picked, by each of the four clocks.
//!
//! [`desk`] holds what is shown, a run or a pasted log; [`layout`] says where things stand and [`drawing`] draws them;
//! [`gestures`] and [`panel`] are the two ways to the same [`edits`].

mod attention;
mod desk;
mod drawing;
mod edits;
mod gestures;
mod layout;
mod logs;
mod panel;
mod sentence;
#[cfg(test)]
mod tests;
mod verdict;

use std::rc::Rc;

use crate::kernel::Time;
use crate::ui::LIVE;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, element};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, side_by_side};
use attention::Attention;
use desk::Desk;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: |_| PACE };

/// A tenth of a second of virtual time in a second: a message is seen on its way for one or two.
const PACE: Pace = Pace { ms_per_s: 100.0, settles: Time::from_millis(60) };

/// The size of the still picture of one run, in CSS pixels.
const STILL: (u32, u32) = (560, 300);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(ClocksPicture { desk: Rc::new(Desk::of(pair)), charts: Default::default() })
}

/// A pair of runs laid out.
struct ClocksPicture {
    desk: Rc<Desk>,
    charts: [Chart; 2],
}

impl ClocksPicture {
    /// One run: what tells it from its twin, and its diagram; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState, signal: Signal<PlateState>) -> Option<(&str, Node)> {
        let shot = self.desk.shot(side, state.moment)?;
        let spoken = self.desk.shot(side, if LIVE { state.spoken.1 } else { state.moment })?;
        // What is picked in the run is looked for in its twin.
        let attention = Attention::of(state, &self.desk.shot(Side::Main, state.moment)?);
        let drag = self.desk.drag.get().filter(|_| side == Side::Main);
        let changes = (side as u32) << 31 | (state.moment.0 >> 32) as u32 ^ self.desk.changes.get() << 4;
        let key = [state.run, state.moment.0 as u32, changes, attention.key()];
        let draw: Draw = Rc::new(move |pen: &mut Pen| drawing::draw(pen, &shot, attention, drag));
        let chart = self.charts[side as usize].view(("run-chart", STILL), spoken.in_words(), key, draw, None);
        let stage = element("div").class("clocks-stage").child(chart);
        let stage = if side == Side::Main { gestures::listen(stage, signal, &self.desk) } else { stage };
        Some((&self.desk.labels[side as usize], stage.into()))
    }
}

impl Renderer for ClocksPicture {
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let runs = Side::BOTH.into_iter().filter_map(|side| self.run(side, state, signal)).collect();
        let verdict = self.desk.shot(Side::Main, state.moment).map(|shot| {
            let attention = Attention::of(state, &shot);
            let key = [state.run, shot.happened(), self.desk.changes.get(), attention.key()];
            Node::memo(key, move || verdict::verdict(&shot, attention).into())
        });
        element("div").class("clocks").child(side_by_side(runs)).child(verdict).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        panel::actions(state, signal, &self.desk)
    }

    fn says(&self) -> Option<String> {
        self.desk.log_in_words()
    }

    fn tells(&self, moment: Time) -> Option<String> {
        self.desk.shot(Side::Main, moment).filter(|_| self.desk.shows_log()).map(|shot| shot.last_in_words())
    }
}
