//! Sliders and selects, made from the parameter schema.

use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Event, HtmlInputElement};

use super::runs::Side;
use super::slider_stops;
use super::state::PlateState;
use crate::kernel::choice::Choice;
use crate::kernel::{LabSpec, ParamKind, ParamSpec, Value, decimal};
use crate::ui::dom::{Element, Node, Signal, element, fragment};
use crate::ui::dom::{coded, value_of};
use crate::ui::phrases::plate as say;
use crate::ui::{told, words};

/// A control is for the main run, or for the twin in a parameter in which it differs.
impl Side {
    /// What is asked for.
    fn get(self, state: &PlateState, spec: &ParamSpec) -> Value {
        let differing = state.link.compare.iter().find(|(name, _)| self == Self::Twin && *name == spec.name);
        differing.map_or_else(|| state.link.scenario.params.get(spec.name), |pair| pair.1)
    }

    /// Why a parameter changes nothing now, if so. What is set for the main run holds for its twin too.
    fn idle(self, state: &PlateState, spec: &ParamSpec) -> Option<String> {
        let (main, twin) = (&state.link.scenario.params, state.link.twin());
        let has_effect = match (self, &twin) {
            (Self::Main, None) => main.has_effect(spec),
            (Self::Main, Some(twin)) => main.has_effect(spec) || twin.params.has_effect(spec),
            (Self::Twin, twin) => twin.as_ref().is_some_and(|twin| twin.params.has_effect(spec)),
        };
        if has_effect {
            return None;
        }
        if main.is_replaced(spec) {
            return Some(say::OWN_NUMBERS_INSTEAD.text());
        }
        let need = spec.needs?;
        let (choice, lab) = (main.spec(need.choice)?, lab(state));
        let wanted: Vec<String> = need.ids.iter().map(|id| words::value(lab, choice, Value::Choice(id))).collect();
        let or = [" ", &say::OR.text(), " "].concat();
        Some(say::NEEDS.of([told::label(lab, choice), wanted.join(&or)]))
    }

    fn set(self, state: &mut PlateState, spec: &ParamSpec, value: Value) {
        state.change(|link| match self {
            Self::Main => link.scenario.params.set(spec.name, value),
            Self::Twin => {
                let differing = link.compare.iter_mut().filter(|(name, _)| *name == spec.name);
                differing.for_each(|pair| pair.1 = value);
            }
        });
    }
}

/// The controls that the plate is about.
pub(super) fn front_controls(state: &PlateState, signal: Signal<PlateState>) -> Vec<Element> {
    let params = &state.link.scenario.params;
    let front = state.plate.controls.iter().filter_map(|name| params.spec(name));
    front.map(|spec| control(state, signal, Side::Main, spec)).collect()
}

/// Every control there is.
pub(super) fn all_controls(state: &PlateState, signal: Signal<PlateState>) -> Vec<Element> {
    let specs = state.link.scenario.params.specs().iter();
    specs.map(|spec| control(state, signal, Side::Main, spec)).collect()
}

/// The control of one parameter.
pub(super) fn control(state: &PlateState, signal: Signal<PlateState>, side: Side, spec: &'static ParamSpec) -> Element {
    let label = told::label(lab(state), spec);
    let (id, label) = match side {
        Side::Main => (state.id(spec.name), label),
        Side::Twin => (state.id(&format!("vs-{}", spec.name)), say::OF_SECOND_RUN.of([label])),
    };
    if let Some(why) = side.idle(state, spec) {
        let why = element("p").class("control-idle").child(why);
        return element("div").class("control").child(element("span").class("control-name").child(label)).child(why);
    }
    let help_id = format!("{id}-help");
    let value = side.get(state, spec);
    let input = match spec.kind {
        ParamKind::Choice { options, .. } => {
            let options = options.iter().map(|option| shown(lab(state), spec, option, value)).collect();
            let select = choice(signal, side, spec, options);
            select.attr("id", id.clone()).attr("aria-describedby", help_id.clone()).into()
        }
        _ => number(signal, side, (lab(state), spec), value, [&id, &help_id, &label]),
    };
    let about = element("summary").attr("aria-label", say::ABOUT.of([label.clone()])).child("?");
    let help = element("details")
        .class("control-help")
        .child(about)
        .child(element("p").attr("id", help_id).child(coded(&told::param(lab(state), spec))));
    element("div").class("control").child(element("label").attr("for", id).child(label)).child(input).child(help)
}

fn lab(state: &PlateState) -> &'static LabSpec {
    state.plate.scenario.lab.spec
}

/// An option of the select of a parameter that has this value.
fn shown(lab: &LabSpec, spec: &ParamSpec, option: &Choice, value: Value) -> Element {
    let chosen = value == Value::Choice(option.id);
    let label = told::choice(lab, spec.name, option);
    element("option").attr("value", option.id).property("selected", chosen).child(label)
}

/// A select with the names allowed.
fn choice(signal: Signal<PlateState>, side: Side, spec: &'static ParamSpec, options: Vec<Element>) -> Element {
    element("select").on("change", move |event| take(signal, side, spec, &value_of(&event))).child(options)
}

/// A slider over the parameter's stops, and a field for the exact value.
fn number(
    signal: Signal<PlateState>,
    side: Side,
    (lab, spec): (&'static LabSpec, &'static ParamSpec),
    value: Value,
    [id, help_id, label]: [&String; 3],
) -> Node {
    let stops = slider_stops::of(spec);
    let slide = move |event: Event| {
        let index: usize = value_of(&event).parse().unwrap_or(0);
        let chosen = slider_stops::of(spec).get(index).copied().unwrap_or_default();
        let value = spec.from_number(chosen).unwrap_or_else(|(nearest, _)| nearest);
        signal.update(|state| side.set(state, spec, value));
    };
    let enter = move |event: Event| {
        let text = value_of(&event);
        match decimal::parse(text.trim().replace(',', ".").as_str()) {
            Some(_) => take(signal, side, spec, &text),
            None => signal.update(|state| {
                let kept = side.get(state, spec);
                let label = told::label(lab, spec);
                state.notes = vec![say::NOT_A_NUMBER.of([label, kept.to_string()])];
            }),
        }
        // What was taken may be what stood there before: then nothing else would correct the field.
        if let (Some(field), Some(taken)) = (event.target(), signal.with(|state| side.get(state, spec).to_string())) {
            field.unchecked_into::<HtmlInputElement>().set_value(&taken);
        }
    };
    let slider = element("input")
        .attr("type", "range")
        .attr("id", id.clone())
        .attr("min", "0")
        .attr("max", stops.len().saturating_sub(1) as u32)
        .attr("step", "1")
        .property("value", slider_stops::nearest(&stops, value) as u32)
        .attr("aria-valuetext", words::value(lab, spec, value))
        .attr("aria-describedby", help_id.clone())
        .on("input", slide);
    let field = element("input")
        .attr("type", "text")
        .attr("inputmode", "decimal")
        .attr("autocomplete", "off")
        .attr("aria-label", say::EXACT_VALUE.of([label.clone()]))
        .property("value", value.to_string())
        .on("change", enter);
    let unit = (!spec.unit.is_empty()).then(|| element("span").class("control-unit").child(spec.unit));
    fragment([slider.into(), element("span").class("control-value").child(field).child(unit).into()])
}

/// Takes what a reader entered; where it is wrong, the nearest right value, with a note.
fn take(signal: Signal<PlateState>, side: Side, spec: &ParamSpec, text: &str) {
    signal.update(|state| {
        let (value, note) = entered(lab(state), spec, text);
        side.set(state, spec, value);
        state.notes.extend(note);
    });
}

/// What a reader's entry stands for, with a point or a comma; where it is wrong, the nearest right value and what to say of it.
pub fn entered(lab: &LabSpec, spec: &ParamSpec, text: &str) -> (Value, Option<String>) {
    match spec.parse(&text.replace(',', ".")) {
        Ok(value) => (value, None),
        Err((nearest, why)) => {
            let note = say::NEAREST_TAKEN.of([told::label(lab, spec), why.to_string(), nearest.to_string()]);
            (nearest, Some(note))
        }
    }
}
