//! Side by side: a second run of the same seed and actions that differs in the parameters which the reader picks.

use leptos::prelude::*;
use leptos::web_sys::{Event, HtmlSelectElement};

use super::controls::twin_control;
use super::desk::Desk;
use super::{Difference, stops};
use crate::kernel::{ParamKind, ParamSpec, Value};
use crate::labs::markup::{Element, button, element};

/// The twin's controls: one row for each difference, and a select that adds one.
pub fn compare(desk: Desk) -> Element {
    let first = desk.plate.with_value(|plate| !plate.compare.is_empty());
    let id = desk.id("compare");
    let names = Memo::new(move |_| desk.link.with(|link| link.compare.iter().map(|pair| pair.0).collect::<Vec<_>>()));
    let rows = move || names.get().into_iter().filter_map(|name| row(desk, name)).collect::<Vec<_>>();
    let options = move || {
        let specs = desk.link.with_untracked(|link| link.scenario.params.specs());
        let free = specs.iter().filter(|spec| !names.get().contains(&spec.name));
        free.map(|spec| element("option").attr("value", spec.name).child(spec.label)).collect::<Vec<_>>()
    };
    let add = move |event: Event| {
        let chooser: HtmlSelectElement = event_target(&event);
        let name = chooser.value();
        // Back to the prompt: the option chosen goes away, and another would stand in its place.
        chooser.set_value("");
        let pair = desk.link.with_untracked(|link| {
            let spec = link.scenario.params.spec(&name)?;
            Some((spec.name, other_value(spec, link.scenario.params.get(spec.name))))
        });
        if let Some(pair) = pair {
            desk.change(|link| link.compare.push(pair));
        }
    };
    let prompt = move || if names.get().is_empty() { "Choose what differs" } else { "Add a difference" };
    element("details")
        .class("compare")
        .attr("open", first)
        .child(element("summary").child("Compare side by side"))
        .child(element("p").class("control-help").child("A second run under the same seed and the same actions."))
        .child(rows)
        .child(element("label").attr("for", id.clone()).child("What differs"))
        .child(
            element("select")
                .attr("id", id)
                .on("change", add)
                .child(element("option").attr("value", "").child(prompt))
                .child(options),
        )
}

fn row(desk: Desk, name: &'static str) -> Option<Element> {
    let pair: Difference =
        desk.link.with_untracked(|link| link.compare.iter().find(|(known, _)| *known == name).copied())?;
    let control = twin_control(desk, pair)?;
    let label = desk.link.with_untracked(|link| link.scenario.params.spec(name).map(|spec| spec.label))?;
    let remove = move || desk.change(|link| link.compare.retain(|(known, _)| *known != name));
    let stop = button("button quiet", "Stop comparing", remove).attr("aria-label", format!("Stop comparing: {label}"));
    Some(element("div").class("compare-row").child(control).child(stop))
}

/// A value that shows a difference: the next choice, or twice the number (half of it at the top of its range).
fn other_value(spec: &ParamSpec, value: Value) -> Value {
    if let ParamKind::Choice { options, .. } = spec.kind {
        let index = options.iter().position(|option| Value::Choice(option.id) == value).unwrap_or(0);
        return Value::Choice(options[(index + 1) % options.len()].id);
    }
    let stops = stops::of(spec);
    let number = stops::number(value);
    let nearest = |wanted: f64| stops[stops::nearest(&stops, Value::Number(wanted))];
    let doubled = nearest(number * 2.0);
    let next = stops.iter().copied().find(|&stop| stop > number);
    let other = if doubled > number { doubled } else { next.unwrap_or(nearest(number / 2.0)) };
    spec.from_number(other).unwrap_or_else(|(nearest, _)| nearest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::labs;

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
        };
        for (from, to) in [(10, 20), (50, 25), (0, 1), (30, 50)] {
            assert_eq!(other_value(&count, Value::Integer(from)), Value::Integer(to));
        }
    }
}
