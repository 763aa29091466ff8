//! Predict, then run: the reader commits to a number or a choice before the outcome is shown. Watching alone teaches
//! little more than not watching (Crouch et al. 2004); what teaches is the gap.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Event, HtmlElement, SubmitEvent};

use super::desk::{Desk, Guess};
use super::tables::metrics_table;
use super::{LIVE, Pair, words};
use crate::labs::markup::{Element, IntoNode as _, Node, button, element, many};
use crate::scenario::Prediction;

/// The question, then the gap. Nothing on a plate that does not ask.
pub fn prediction(desk: Desk) -> Node {
    let Some(prediction) = desk.plate.with_value(|plate| plate.prediction.clone()) else { return Node::nothing() };
    let prediction = StoredValue::new(prediction);
    let block = move || match desk.guess.get() {
        Guess::None => None,
        Guess::Asking => Some(question(desk, prediction)),
        Guess::Locked { value, choice, gap } => Some(outcome(desk, prediction, value, choice, gap)),
    };
    block.into_node()
}

fn question(desk: Desk, prediction: StoredValue<Prediction>) -> Element {
    let entry = RwSignal::new(String::new());
    let complaint = RwSignal::new(String::new());
    let lock = move |event: SubmitEvent| {
        event.prevent_default();
        match prediction.with_value(|prediction| read(prediction, &entry.get_untracked())) {
            Ok((value, choice)) => commit(desk, prediction, value, choice),
            Err(why) => complaint.set(why),
        }
    };
    let skip = move || {
        desk.guess.set(Guess::None);
        desk.seek(u32::MAX);
        focus_soon(desk.id("play"));
    };
    let still = (!LIVE).then(|| {
        element("details")
            .class("prediction-still")
            .child(element("summary").child("Show what happens"))
            .child(element("p").child(desk.pair.with(|pair| (desk.view.sentence)(pair, pair.end()))))
            .child(metrics_table(desk))
    });
    let asked = prediction.with_value(|prediction| format!("Predict first. {}", prediction.question));
    let fields = element("fieldset")
        .attr("disabled", !LIVE)
        .child(element("legend").child(asked))
        .child(entry_field(desk, prediction, entry))
        .child(
            element("div")
                .class("prediction-buttons")
                .child(element("button").attr("type", "submit").class("button").child("Lock the prediction and run"))
                .child(button("button quiet", "Skip", skip)),
        );
    element("form")
        .class("prediction")
        .on("submit", lock)
        .attr("novalidate", true)
        .child(fields)
        .child(element("p").class("prediction-complaint").attr("role", "alert").child(move || complaint.get()))
        .child(still)
}

/// The choices, or a field for a number.
fn entry_field(desk: Desk, prediction: StoredValue<Prediction>, entry: RwSignal<String>) -> Node {
    let Prediction { options, unit, max, .. } = prediction.get_value();
    let id = desk.id("guess");
    if options.is_empty() {
        let field = element("input")
            .attr("id", id)
            .attr("type", "number")
            .attr("inputmode", "decimal")
            .attr("step", "any")
            .attr("min", "0")
            .attr("max", max)
            .on("input", move |event: Event| entry.set(event_target_value(&event)));
        let range = format!("A number from 0 to {}", words::short(max));
        let label = element("label").class("guess-number").child(range).child(field);
        return label.child(element("span").child(unit)).into();
    }
    let choices = options.into_iter().enumerate().map(|(index, option)| {
        let choose = move |_: Event| entry.set(index.to_string());
        let radio = element("input").attr("type", "radio").attr("name", id.clone()).on("change", choose);
        element("label").class("guess-choice").child(radio).child(format!(" {}", option.label))
    });
    choices.collect::<Vec<_>>().into_node()
}

/// Reads the entry: the value on the scale, and the choice if there are choices.
fn read(prediction: &Prediction, entry: &str) -> Result<(f64, Option<usize>), String> {
    let number = entry.trim().replace(',', ".").parse::<f64>().ok();
    if prediction.options.is_empty() {
        let value = number.filter(|value| (0.0..=prediction.max).contains(value)).map(|value| (value, None));
        return value.ok_or_else(|| format!("Give a number from 0 to {}.", words::short(prediction.max)));
    }
    let index = entry.parse::<usize>().ok();
    let option = index.and_then(|index| prediction.options.get(index));
    let option = option.ok_or("Choose one of the answers.")?;
    let middle = (option.from.max(0.0) + option.to.min(prediction.max)) / 2.0;
    Ok((middle, index))
}

/// Locks the prediction and shows the outcome.
fn commit(desk: Desk, prediction: StoredValue<Prediction>, value: f64, choice: Option<usize>) {
    let gap = desk.pair.with_untracked(|pair| prediction.with_value(|prediction| gap(prediction, pair, value, choice)));
    desk.guess.set(Guess::Locked { value, choice, gap });
    desk.seek(u32::MAX);
    focus_soon(desk.id("gap"));
}

fn outcome(desk: Desk, prediction: StoredValue<Prediction>, value: f64, choice: Option<usize>, gap: String) -> Element {
    let Prediction { question, max, .. } = prediction.get_value();
    let at = move |value: f64| format!("{:.2}%", (value / max).clamp(0.0, 1.0) * 100.0);
    let run = move || {
        desk.pair.with(|pair| prediction.with_value(|prediction| measured(prediction, pair))).unwrap_or(f64::NAN)
    };
    let with_unit = move |value| prediction.with_value(|prediction| shown(prediction, value));
    let label = move || format!("You predicted {}; this run has {}.", with_unit(value), with_unit(run()));
    let line = choice.is_none().then(|| {
        let vertical = |class, x: String, from, to| {
            element("line").class(class).attr("x1", x.clone()).attr("x2", x).attr("y1", from).attr("y2", to)
        };
        let scale =
            element("line").class("scale-line").attr("x1", "0").attr("x2", "100%").attr("y1", "22").attr("y2", "22");
        let dot = element("circle").class("scale-run").attr("cx", move || at(run())).attr("cy", "22").attr("r", "5");
        let picture = element("svg")
            .class("prediction-scale")
            .attr("role", "img")
            .attr("aria-label", label)
            .attr("width", "100%")
            .attr("height", "28")
            .child([scale, vertical("scale-guess", at(value), "2", "26"), dot]);
        let key = move || {
            let (guess, run, max) = (with_unit(value), with_unit(run()), with_unit(max));
            format!("Dashed: your prediction, {guess}. Dot: this run, {run}, on a scale from 0 to {max}.")
        };
        many([picture.into(), element("p").class("prediction-key").child(key).into()])
    });
    element("div")
        .class("prediction")
        .child(element("p").class("prediction-question").child(question))
        .child(element("p").class("prediction-gap").attr("id", desk.id("gap")).attr("tabindex", "-1").child(gap))
        .child(line)
}

/// The scaled metric of a run.
fn measured(prediction: &Prediction, pair: &Pair) -> Option<f64> {
    pair.main.report().get(&prediction.metric).map(|value| value * prediction.scale)
}

/// A scaled value with its unit; three digits are plenty beside a guess.
fn shown(prediction: &Prediction, value: f64) -> String {
    let decimals = if value.abs() < 10.0 { 2 } else { usize::from(value.abs() < 100.0) };
    let text = words::number(value, decimals);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    match prediction.unit.as_str() {
        "" => text.to_string(),
        unit => format!("{text}\u{202f}{unit}"),
    }
}

/// The gap between prediction and outcome, as a colleague would put it.
fn gap(prediction: &Prediction, pair: &Pair, value: f64, choice: Option<usize>) -> String {
    let Some(run) = measured(prediction, pair) else { return "This run measured no such thing.".to_string() };
    let was = shown(prediction, run);
    if let Some(index) = choice {
        let right = prediction.options.iter().position(|option| option.from <= run && run < option.to);
        let label = |index: usize| prediction.options.get(index).map_or("", |option| option.label.as_str());
        return match right {
            Some(right) if right == index => format!("You predicted “{}”, and so it was: {was}.", label(index)),
            Some(right) => format!("You predicted “{}”; it was “{}”: {was}.", label(index), label(right)),
            None => format!("You predicted “{}”; it was {was}.", label(index)),
        };
    }
    let guess = shown(prediction, value);
    let off = (value - run).abs();
    if off <= 0.05 * run.abs() || off <= 0.01 * prediction.max {
        return format!("You predicted {guess}; it was {was}. Right on the mark.");
    }
    let side = if value > run { "too high" } else { "too low" };
    let ratio = if value > run { value / run } else { run / value };
    match ratio.is_finite() && ratio >= 2.0 {
        true => format!("You predicted {guess}; it was {was}: {side} by a factor of {}.", words::number(ratio, 1)),
        false => format!("You predicted {guess}; it was {was}: {} {side}.", shown(prediction, off)),
    }
}

/// Moves the focus when the tree has followed the signals, for the element that had it is gone.
fn focus_soon(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
        let _ = element.map(|element| element.focus());
    });
}
