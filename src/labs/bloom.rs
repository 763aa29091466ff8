//! The picture of a filter: words above a row of cells. A word that is put in lights its cells; one that is asked for below
//! reads its cells in order, up to the first that is empty. Where all are lit, each says who lit it. Beside that, the rate of
//! false positives as the filter fills, with the laws as thin lines. Of a filter with many keys only its fill is drawn.
//!
//! [`scene`] says what a moment of a run is, [`words`] draws the words and [`cells`] what they touch, [`curve`] the rate.

mod cells;
mod curve;
mod layout;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;
mod words;

use std::rc::Rc;

use crate::engines::bloom::words::number_of;
use crate::engines::bloom::{Bloom, Verdict};
use crate::kernel::Value;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Element, Node, Signal, button, element, fragment, value_of};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use layout::Layout;
use scene::Shot;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

/// The picks that are the halves of the number of the word in the field, …
const HALVES: [usize; 2] = [0, 1];
/// … and the word that stands there first.
const FIRST: &str = "river";

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    let (main, twin) = pair.labels();
    Box::new(FilterPicture {
        pair: pair.clone(),
        labels: [main, twin],
        charts: Default::default(),
        spoken: Spoken::default(),
    })
}

/// A pair of runs laid out.
struct FilterPicture {
    pair: RunPair,
    labels: [String; 2],
    charts: [Chart; 2],
    spoken: Spoken,
}

impl FilterPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let label = self
            .spoken
            .label(side, state, &|spoken| Some(sentence::description(&Shot::of(&self.pair, side, spoken)?)))?;
        // The question is about the main run, and the law is its answer.
        let predicted = state.predicted("false_positive_rate").filter(|_| side == Side::Main);
        let asking = state.asks("false_positive_rate");
        let marked = (side as u32) << 2 | u32::from(predicted.is_some()) << 1 | u32::from(asking);
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (pair, moment) = (self.pair.clone(), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = Shot::of(&pair, side, moment) {
                let layout = Layout::of(pen.size(), &shot);
                cells::draw(pen, &shot, &layout);
                words::draw(pen, &shot, &layout);
                curve::draw(pen, &shot, &layout, predicted, asking);
            }
        });
        let size = if self.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.labels[side as usize], chart))
    }
}

impl Renderer for FilterPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let run: &Bloom = self.pair.main.engine();
        let catches = run.steps().iter().any(|step| step.verdict == Verdict::FalsePositive);
        let ask = button("button", "Ask for one that was never put in", move || signal.update(catch));
        fragment([ask.attr("disabled", !catches).into(), by_hand(state, signal).into()])
    }
}

/// Plays the next words that were never put in, up to one that is found all the same.
fn catch(state: &mut PlateState) {
    let run: &Bloom = state.pair.main.engine();
    let (steps, tick) = (run.steps(), run.tick());
    let caught = |from: usize| (from..steps.len()).find(|&step| steps[step].verdict == Verdict::FalsePositive);
    let next = steps.partition_point(|step| step.at < state.moment);
    if let Some(step) = caught(next).or_else(|| caught(0)) {
        // Up to two that are turned away go before it.
        let shown = (0..=step.min(2)).rev().map(|back| step - back);
        let start = shown.clone().find(|&at| (at..step).all(|step| steps[step].verdict == Verdict::Rejected));
        let (start, until) = (steps[start.unwrap_or(step)].at, steps[step].at + tick);
        state.seek(start);
        state.playing = true;
        state.until = Some(until);
    }
}

/// A field for a word, and what can be done with it.
fn by_hand(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let id = state.id("word");
    let enter = move |event| {
        let number = number_of(&value_of(&event)).unwrap_or_default();
        signal.update(|state| {
            for (half, shift) in HALVES.into_iter().zip([0, 32]) {
                state.picks[half] = Some((number >> shift) as u32);
            }
        });
    };
    let field = element("input")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("maxlength", crate::engines::bloom::words::MAX_LETTERS as u32)
        .attr("id", id.clone())
        .attr("value", FIRST)
        .on("input", enter);
    let buttons = [("put-in", "Put it in"), ("ask", "Ask for it"), ("delete", "Delete it")].map(|(verb, label)| {
        button("button", label, move || signal.update(|state| act(state, verb))).attr("disabled", state.is_full())
    });
    element("fieldset")
        .class("merge-hand")
        .child(element("legend").child(element("label").attr("for", id).child("A word, a to z")))
        .child(field)
        .child(element("div").class("merge-edits").child(buttons))
}

/// Does something with the word in the field.
fn act(state: &mut PlateState, verb: &'static str) {
    let [low, high] = HALVES.map(|half| state.picks[half].map(i64::from));
    let number = low.zip(high).map(|(low, high)| high << 32 | low).or_else(|| number_of(FIRST));
    match number.filter(|&number| number > 0) {
        Some(number) => state.act(verb, 0, Some(Value::Integer(number))),
        None => state.notes = vec!["A word has up to eleven letters, a to z.".to_string()],
    }
}
