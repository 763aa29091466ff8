//! The picture of a dual write: orders that travel between service, database and broker (and relay and consumer), whoever has
//! crashed greyed and crossed, rows that fill the outbox and leave it; below, the two ledgers, with what they disagree about.
//!
//! [`scene`] says what a moment of a run is, [`layout`] where things stand, [`stations`] draws the processes, [`travel`] the
//! messages, [`ledgers`] what database and broker hold, and [`tries`] is the table of every crash that is tried.

mod layout;
mod ledgers;
mod scene;
mod sentence;
mod stations;
#[cfg(test)]
mod tests;
mod travel;
mod tries;

use std::rc::Rc;

use crate::engines::dual_write::policy::VICTIMS;
use crate::kernel::Time;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button, element, fragment};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use layout::Layout;
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace };

/// What a reader may predict, each with its noun.
const PREDICTED: [(&str, &str); 3] =
    [("lost_events", " lost"), ("duplicates", " duplicates"), ("blocked_ms_max", "\u{202f}ms")];

/// The pick that shows the table of tries.
const TABLE: usize = 0;

/// The size of the still picture of one run, in CSS pixels.
const STILL: (u32, u32) = (440, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(Walk { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A message takes four tenths of a second, as long as the whole then takes no more than forty.
fn pace(pair: &RunPair) -> Pace {
    let end = pair.runs().into_iter().filter_map(|run| run.trace().events().last()).map(|event| event.at).max();
    let longest = end.unwrap_or_default().as_millis() / 40.0;
    let ms_per_s = (2.5 * pair.scenario.params.number("network_ms")).max(longest);
    Pace { ms_per_s, settles: Time::from_millis_f64(0.5 * ms_per_s) }
}

/// A pair of runs laid out.
struct Walk {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl Walk {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label =
            self.spoken.label(side, state, &|spoken| Some(sentence::in_words(&self.scene.shot(side, spoken)?)))?;
        // The question is about the main run.
        let asked = PREDICTED.into_iter().filter(|_| side == Side::Main);
        let predicted = asked.into_iter().find_map(|(metric, noun)| Some((state.predicted(metric)?, noun)));
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = Layout::of(pen.size());
                stations::draw(pen, &shot, &layout);
                travel::draw(pen, &shot, &layout);
                ledgers::draw(pen, &shot, &layout, predicted);
            }
        });
        let chart = self.charts[side as usize].view(("run-chart", STILL), label, key, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for Walk {
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let runs = side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect());
        if state.picks[TABLE] != Some(0) {
            return runs.into();
        }
        element("div").class("tried").child(tries::table(state, signal)).child(runs).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let Some(shot) = self.scene.shot(Side::Main, state.moment) else { return Node::nothing() };
        let labels = ["Crash service", "Crash database", "Crash broker", "Crash relay"];
        // First who dies in the plate itself; a slide has room for these alone.
        let scenario = &state.plate.scenario;
        let victim = scenario.params.chosen("victim", &VICTIMS);
        let (mut first, mut others) = (Vec::new(), Vec::new());
        for (process, label) in (0..).zip(labels).filter(|(process, _)| shot.track.strategy.has(*process)) {
            let crash = button("button", label, move || signal.update(|state| state.act("crash", process, None)))
                .attr("disabled", state.is_full());
            let dies = scenario.actions.iter().any(|action| action.target == process);
            let is_own = dies || scenario.actions.is_empty() && process == victim;
            if is_own { &mut first } else { &mut others }.push(crash.into());
        }
        let is_open = state.picks[TABLE] == Some(0);
        let tries = button("button", "Try all", move || {
            signal.update(|state| state.picks[TABLE] = if is_open { None } else { Some(0) });
        });
        fragment([
            Node::Fragment(first),
            tries.attr("aria-pressed", if is_open { "true" } else { "false" }).into(),
            element("div").class("merge-edits").child(others).into(),
        ])
    }
}
