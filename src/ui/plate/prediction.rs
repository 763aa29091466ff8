//! Predict, then run: the reader commits to a number or a choice before the outcome is shown. Watching alone teaches
//! little more than not watching (Crouch et al. 2004); what teaches is the gap.

use leptos::web_sys::Event;

use super::state::{Guess, PlateState};
use super::tables::metrics_table;
use super::{RunPair, focus_soon};
use crate::kernel::schema::within;
use crate::kernel::{Time, decimal};
use crate::scenario::Prediction;
use crate::ui::LIVE;
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, IntoNode as _, Node, Signal, button, element, fragment};
use crate::ui::phrases::plate as say;
use crate::ui::words;

/// The question, then the gap. Nothing on a plate that does not ask.
pub(super) fn prediction(state: &PlateState, signal: Signal<PlateState>) -> Option<Element> {
    let prediction = state.plate.prediction.as_ref()?;
    match &state.guess {
        Guess::None => None,
        Guess::Asking { complaint, .. } => Some(question(state, signal, prediction, complaint)),
        Guess::Locked { value, choice, gap, .. } => Some(outcome(state, prediction, *value, *choice, gap)),
    }
}

fn question(state: &PlateState, signal: Signal<PlateState>, prediction: &Prediction, complaint: &str) -> Element {
    let skip = move || {
        signal.update(|state| state.answer(Guess::None));
        focus_soon(signal, "play");
    };
    let lock = move |event: Event| {
        event.prevent_default();
        signal.update(commit);
        focus_soon(signal, "gap");
    };
    let still = (!LIVE).then(|| {
        element("details")
            .class("prediction-still")
            .child(element("summary").child(say::SHOW_WHAT_HAPPENS))
            .child(element("p").child((state.view.sentence)(&state.pair, state.end())))
            .child(metrics_table(state, signal))
    });
    let fields = element("fieldset")
        .attr("disabled", !LIVE)
        .child(element("legend").child(say::PREDICT_FIRST.of([prediction.question.clone()])))
        .child(entry_field(state, signal, prediction))
        .child(
            element("div")
                .class("prediction-buttons")
                .child(element("button").attr("type", "submit").class("button").child(say::LOCK_AND_RUN))
                .child(button("button quiet", say::SKIP, skip)),
        );
    element("form")
        .class("prediction")
        .on("submit", lock)
        .attr("novalidate", true)
        .child(fields)
        .child(element("p").class("prediction-complaint").attr("role", "alert").child(complaint.to_string()))
        .child(still)
}

/// The choices, or a field for a number.
fn entry_field(state: &PlateState, signal: Signal<PlateState>, prediction: &Prediction) -> Node {
    let id = state.id("guess");
    if prediction.options.is_empty() {
        let field = element("input")
            .attr("id", id)
            .attr("type", "text")
            .attr("inputmode", "decimal")
            .attr("autocomplete", "off")
            .on("input", move |event| enter(signal, value_of(&event)));
        let range = say::NUMBER_UP_TO.of([words::short(prediction.max)]);
        let label = element("label").class("guess-number").child(range).child(field);
        return label.child(element("span").child(prediction.unit.clone())).into();
    }
    let choices = prediction.options.iter().enumerate().map(|(index, option)| {
        let choose = move |_| enter(signal, index.to_string());
        let radio = element("input").attr("type", "radio").attr("name", id.clone()).on("change", choose);
        element("label").class("guess-choice").child(radio).child(format!(" {}", option.label))
    });
    choices.collect::<Vec<_>>().into_node()
}

fn enter(signal: Signal<PlateState>, text: String) {
    signal.update(|state| {
        if let Guess::Asking { entry, .. } = &mut state.guess {
            *entry = text;
        }
    });
}

/// Reads the entry: the value on the scale, and the choice if there are choices.
fn read(prediction: &Prediction, entry: &str) -> Result<(f64, Option<usize>), String> {
    let number = decimal::parse(&entry.trim().replace(',', "."));
    if prediction.options.is_empty() {
        let value = number.filter(|value| (0.0..=prediction.max).contains(value)).map(|value| (value, None));
        return value.ok_or_else(|| say::GIVE_NUMBER_UP_TO.of([words::short(prediction.max)]));
    }
    let index = entry.parse::<usize>().ok();
    let option = index.and_then(|index| prediction.options.get(index));
    let option = option.ok_or_else(|| say::CHOOSE_AN_ANSWER.text())?;
    let middle = (option.from.max(0.0) + option.to.min(prediction.max)) / 2.0;
    Ok((middle, index))
}

/// Locks what was entered and plays the run, or says what is wrong with the entry.
fn commit(state: &mut PlateState) {
    let (Some(prediction), Guess::Asking { entry, complaint }) = (&state.plate.prediction, &mut state.guess) else {
        return;
    };
    match locked(prediction, &state.pair, entry) {
        Err(why) => *complaint = why,
        Ok(guess) => state.answer(guess),
    }
}

/// Locks what was entered on an earlier visit; what can no longer be read is asked again.
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "a still has no earlier visit"))]
pub(super) fn restore(state: &mut PlateState, entry: &str) {
    if state.asking() {
        reopen(state, entry);
        state.seek(Time(u64::MAX));
    }
}

/// Puts what was locked first in the place of what was locked here.
pub(super) fn reopen(state: &mut PlateState, entry: &str) {
    let prediction = state.plate.prediction.as_ref();
    if let Some(Ok(guess)) = prediction.map(|prediction| locked(prediction, &state.pair, entry)) {
        state.guess = guess;
    }
}

/// An entry, locked, with its gap.
fn locked(prediction: &Prediction, pair: &RunPair, entry: &str) -> Result<Guess, String> {
    let (value, choice) = read(prediction, entry)?;
    Ok(Guess::Locked { entry: entry.to_string(), value, choice, gap: gap(prediction, pair, value, choice) })
}

fn outcome(state: &PlateState, prediction: &Prediction, value: f64, choice: Option<usize>, gap: &str) -> Element {
    let over = state.moment >= state.end();
    let gap = if over { gap.to_string() } else { promise(prediction, value, choice) };
    let scale = (over && choice.is_none()).then(|| {
        let (prediction, pair) = (prediction.clone(), state.pair.clone());
        Node::memo([state.run, 0, 0, 0], move || {
            scale(&prediction, value, measured(&prediction, &pair).unwrap_or(f64::NAN))
        })
    });
    let question = element("details")
        .class("prediction-question")
        .child(element("summary").child(say::THE_QUESTION))
        .child(element("p").child(prediction.question.clone()));
    element("div")
        .class("prediction")
        .child(element("p").class("prediction-gap").attr("id", state.id("gap")).attr("tabindex", "-1").child(gap))
        .child(scale)
        .child(question)
}

/// What was locked, while the run is on its way.
fn promise(prediction: &Prediction, value: f64, choice: Option<usize>) -> String {
    let option = choice.and_then(|index| prediction.options.get(index));
    let guess = option.map_or_else(|| shown(prediction, value), |option| say::QUOTED.of([option.label.clone()]));
    say::YOU_PREDICT.of([guess])
}

/// The number given and the number measured on one scale, as a picture and in words.
fn scale(prediction: &Prediction, value: f64, run: f64) -> Node {
    let max = prediction.max;
    let at = |value: f64| words::number(within(value / max, 0.0, 1.0) * 100.0, 2) + "%";
    let line = |class: &'static str, [x1, x2]: [String; 2], [y1, y2]: [&'static str; 2]| {
        element("line").class(class).attr("x1", x1).attr("x2", x2).attr("y1", y1).attr("y2", y2)
    };
    let [guess, was] = [shown(prediction, value), shown(prediction, run)];
    let key = say::SCALE.of([shown(prediction, max)]);
    let picture = element("svg")
        .class("prediction-scale")
        .attr("role", "img")
        .attr("aria-label", say::YOU_PREDICTED.of([guess, was]))
        .attr("width", "100%")
        .attr("height", "28")
        .child([
            line("scale-line", ["0".to_string(), "100%".to_string()], ["22", "22"]),
            line("scale-guess", [at(value), at(value)], ["2", "26"]),
            element("circle").class("scale-run").attr("cx", at(run)).attr("cy", "22").attr("r", "5"),
        ]);
    fragment([picture.into(), element("p").class("prediction-key").child(key).into()])
}

/// The scaled metric of a run.
fn measured(prediction: &Prediction, pair: &RunPair) -> Option<f64> {
    pair.main.report().get(&prediction.metric).map(|value| value * prediction.scale)
}

/// A scaled value with its unit; three digits are plenty beside a guess.
fn shown(prediction: &Prediction, value: f64) -> String {
    let decimals = if value.abs() < 10.0 { 2 } else { usize::from(value.abs() < 100.0) };
    let text = words::number(value, decimals);
    let text = decimal::trimmed(&text);
    match prediction.unit.as_str() {
        "" => text.to_string(),
        unit => format!("{text}\u{202f}{unit}"),
    }
}

/// How far apart two values are: shares of a whole differ by percentage points.
fn difference(prediction: &Prediction, off: f64) -> String {
    match prediction.unit.as_str() {
        "%" => say::PERCENTAGE_POINTS.of([decimal::trimmed(&words::number(off, 1)).to_string()]),
        _ => shown(prediction, off),
    }
}

/// The gap between prediction and outcome, as a colleague would put it.
fn gap(prediction: &Prediction, pair: &RunPair, value: f64, choice: Option<usize>) -> String {
    let Some(run) = measured(prediction, pair) else { return say::NOT_MEASURED.text() };
    let was = shown(prediction, run);
    if let Some(index) = choice {
        let right = prediction.options.iter().position(|option| option.from <= run && run < option.to);
        let label =
            |index: usize| prediction.options.get(index).map_or_else(String::new, |option| option.label.clone());
        return match right {
            Some(right) if right == index => say::SO_IT_WAS.of([label(index), was]),
            Some(right) => say::IT_WAS_OTHER.of([label(index), label(right), was]),
            None => say::IT_WAS_NONE.of([label(index), was]),
        };
    }
    let guess = shown(prediction, value);
    let off = (value - run).abs();
    if off <= 0.05 * run.abs() || off <= 0.01 * prediction.max {
        return say::ON_THE_MARK.of([guess, was]);
    }
    let (ratio, by_factor, by) = match value > run {
        true => (value / run, say::HIGH_BY_FACTOR, say::HIGH_BY),
        false => (run / value, say::LOW_BY_FACTOR, say::LOW_BY),
    };
    match ratio.is_finite() && ratio >= 2.0 {
        true => by_factor.of([guess, was, words::number(ratio, 1)]),
        false => by.of([guess, was, difference(prediction, off)]),
    }
}
