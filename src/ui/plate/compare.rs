//! Side by side: a second run of the same seed and actions that differs in the parameters which the reader picks.

use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Event, HtmlSelectElement};

use super::controls::control;
use super::runs::Side;
use super::slider_stops;
use super::state::PlateState;
use crate::kernel::{ParamKind, ParamSpec, Value};
use crate::ui::dom::{Element, Signal, button, element};
use crate::ui::phrases::plate as say;
use crate::ui::told;

/// The twin's controls: one row for each difference, and a select that adds one.
pub(super) fn compare(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let id = state.id("compare");
    let (params, compare) = (&state.link.scenario.params, &state.link.compare);
    let rows: Vec<Element> =
        compare.iter().filter_map(|(name, _)| Some(row(state, signal, params.spec(name)?))).collect();
    let free = params.specs().iter().filter(|spec| !compare.iter().any(|(name, _)| *name == spec.name));
    let lab = state.plate.scenario.lab.spec;
    let option = |spec: &ParamSpec| element("option").attr("value", spec.name).child(told::label(lab, spec));
    let options: Vec<Element> = free.map(option).collect();
    let prompt = if compare.is_empty() { say::CHOOSE_DIFFERENCE } else { say::ADD_DIFFERENCE };
    element("div")
        .class("compare")
        .child(element("p").child(say::TWO_RUNS))
        .child(rows)
        .child(element("label").attr("for", id.clone()).child(say::WHAT_DIFFERS))
        .child(
            element("select")
                .attr("id", id)
                .on("change", move |event| add(signal, &event))
                .child(element("option").attr("value", "").child(prompt))
                .child(options),
        )
}

fn add(signal: Signal<PlateState>, event: &Event) {
    let Some(chooser) = event.target() else { return };
    let chooser: HtmlSelectElement = chooser.unchecked_into();
    let name = chooser.value();
    // Back to the prompt: the option chosen goes away, and another would stand in its place.
    chooser.set_value("");
    signal.update(|state| {
        let params = &state.link.scenario.params;
        if let Some(spec) = params.spec(&name) {
            let other = other_value(spec, params.get(spec.name));
            state.change(|link| link.compare.push((spec.name, other)));
        }
    });
}

fn row(state: &PlateState, signal: Signal<PlateState>, spec: &'static ParamSpec) -> Element {
    let remove =
        move || signal.update(|state| state.change(|link| link.compare.retain(|(name, _)| *name != spec.name)));
    let label = say::STOP_COMPARING_OF.of([told::label(state.plate.scenario.lab.spec, spec)]);
    let stop = button("button quiet", say::STOP_COMPARING, remove).attr("aria-label", label);
    element("div").class("compare-row").child(control(state, signal, Side::Twin, spec)).child(stop)
}

/// A value that shows a difference: the next choice, or twice the number (half of it at the top of its range).
fn other_value(spec: &ParamSpec, value: Value) -> Value {
    if let ParamKind::Choice { options, .. } = spec.kind {
        let index = options.iter().position(|option| Value::Choice(option.id) == value).unwrap_or(0);
        return Value::Choice(options[(index + 1) % options.len()].id);
    }
    let stops = slider_stops::of(spec);
    let number = slider_stops::number(value);
    let nearest = |wanted: f64| stops[slider_stops::nearest(&stops, Value::Number(wanted))];
    let doubled = nearest(number * 2.0);
    let next = stops.iter().copied().find(|&stop| stop > number);
    let other = if doubled > number { doubled } else { next.unwrap_or(nearest(number / 2.0)) };
    spec.from_number(other).unwrap_or_else(|(nearest, _)| nearest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::catalog::labs;

    #[test]
    fn the_offered_value_always_differs() {
        for spec in labs().flat_map(|lab| lab.spec.params) {
            assert_ne!(other_value(spec, spec.default_value()), spec.default_value(), "{}", spec.name);
        }
        let count = ParamSpec {
            name: "nodes",
            label: "Nodes",
            unit: "",
            help: "",
            kind: ParamKind::Integer { min: 0, max: 50, step: 1, default: 10 },
            needs: None,
            gives_way: false,
        };
        for (from, to) in [(10, 20), (50, 25), (0, 1), (30, 50)] {
            assert_eq!(other_value(&count, Value::Integer(from)), Value::Integer(to));
        }
    }
}
