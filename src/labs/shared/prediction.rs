//! Predict, then run: the reader commits to a number or a choice before the outcome is shown. Watching alone teaches
//! little more than not watching (Crouch et al. 2004); what teaches is the gap.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;

use super::desk::{Desk, Guess};
use super::tables::metrics_table;
use super::{LIVE, Pair, words};
use crate::scenario::Prediction;

/// The question, then the gap. Nothing on a plate that does not ask.
pub fn prediction(desk: Desk) -> AnyView {
    let Some(prediction) = desk.plate.with_value(|plate| plate.prediction.clone()) else { return ().into_any() };
    let prediction = StoredValue::new(prediction);
    let block = move || match desk.guess.get() {
        Guess::None => None,
        Guess::Asking => Some(question(desk, prediction)),
        Guess::Locked { value, choice, gap } => Some(outcome(desk, prediction, value, choice, gap)),
    };
    view! { {block} }.into_any()
}

fn question(desk: Desk, prediction: StoredValue<Prediction>) -> AnyView {
    let entry = RwSignal::new(String::new());
    let complaint = RwSignal::new(String::new());
    let lock = move |event: SubmitEvent| {
        event.prevent_default();
        match prediction.with_value(|prediction| read(prediction, &entry.get_untracked())) {
            Ok((value, choice)) => commit(desk, prediction, value, choice),
            Err(why) => complaint.set(why),
        }
    };
    let skip = move |_| {
        desk.guess.set(Guess::None);
        desk.seek(u32::MAX);
        focus_soon(desk.id("play"));
    };
    let still = (!LIVE).then(|| {
        view! {
            <details class="prediction-still">
                <summary>"Show what happens"</summary>
                <p>{desk.pair.with(|pair| (desk.view.sentence)(pair, pair.end()))}</p>
                {metrics_table(desk)}
            </details>
        }
    });
    view! {
        <form class="prediction" on:submit=lock novalidate>
            <fieldset disabled=!LIVE>
                <legend>"Predict first. "{prediction.with_value(|prediction| prediction.question.clone())}</legend>
                {entry_field(desk, prediction, entry)}
                <div class="prediction-buttons">
                    <button type="submit" class="button">"Lock the prediction and run"</button>
                    <button type="button" class="button quiet" on:click=skip>"Skip"</button>
                </div>
            </fieldset>
            <p class="prediction-complaint" role="alert">{complaint}</p>
            {still}
        </form>
    }
    .into_any()
}

/// The choices, or a field for a number.
fn entry_field(desk: Desk, prediction: StoredValue<Prediction>, entry: RwSignal<String>) -> AnyView {
    let Prediction { options, unit, max, .. } = prediction.get_value();
    let id = desk.id("guess");
    if options.is_empty() {
        let range = format!("A number from 0 to {}", words::short(max));
        return view! {
            <label class="guess-number">{range}
                <input id=id type="number" inputmode="decimal" step="any" min="0" max=max
                    on:input=move |event| entry.set(event_target_value(&event)) />
                <span>{unit}</span>
            </label>
        }
        .into_any();
    }
    let choices = options.into_iter().enumerate().map(|(index, option)| {
        let choose = move |_| entry.set(index.to_string());
        view! { <label class="guess-choice"><input type="radio" name=id.clone() on:change=choose />" "{option.label}</label> }
    });
    choices.collect_view().into_any()
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

fn outcome(desk: Desk, prediction: StoredValue<Prediction>, value: f64, choice: Option<usize>, gap: String) -> AnyView {
    let Prediction { question, max, .. } = prediction.get_value();
    let at = move |value: f64| format!("{:.2}%", (value / max).clamp(0.0, 1.0) * 100.0);
    let run = Memo::new(move |_| {
        desk.pair.with(|pair| prediction.with_value(|prediction| measured(prediction, pair))).unwrap_or(f64::NAN)
    });
    let with_unit = move |value| prediction.with_value(|prediction| shown(prediction, value));
    let label = move || format!("You predicted {}; this run has {}.", with_unit(value), with_unit(run.get()));
    let line = choice.is_none().then(|| {
        let run_at = move || at(run.get());
        view! {
            <svg class="prediction-scale" role="img" aria-label=label width="100%" height="28">
                <line class="scale-line" x1="0" x2="100%" y1="22" y2="22" />
                <line class="scale-guess" x1=at(value) x2=at(value) y1="2" y2="26" />
                <circle class="scale-run" cx=run_at cy="22" r="5" />
            </svg>
            <p class="prediction-key">
                "Dashed: your prediction, "{with_unit(value)}". Dot: this run, "{move || with_unit(run.get())}
                ", on a scale from 0 to "{with_unit(max)}"."
            </p>
        }
    });
    view! {
        <div class="prediction">
            <p class="prediction-question">{question}</p>
            <p class="prediction-gap" id=desk.id("gap") tabindex="-1">{gap}</p>
            {line}
        </div>
    }
    .into_any()
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
