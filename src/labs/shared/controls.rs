//! Sliders and selects, made from the parameter schema.

use leptos::prelude::*;
use leptos::web_sys::{Event, HtmlInputElement};

use super::desk::Desk;
use super::{Difference, stops, words};
use crate::kernel::schema::Choice;
use crate::kernel::{ParamKind, ParamSpec, Value};
use crate::labs::markup::{Element, Node, element, many};

/// The controls that the plate is about.
pub fn front_controls(desk: Desk) -> Element {
    let names = desk.plate.with_value(|plate| plate.controls.clone());
    let specs = desk
        .link
        .with_untracked(|link| names.iter().filter_map(|name| link.scenario.params.spec(name)).collect::<Vec<_>>());
    let controls: Vec<Element> = specs.into_iter().map(|spec| own_control(desk, spec)).collect();
    element("div").class("controls").child(controls)
}

/// Every other parameter, folded away.
pub fn more_controls(desk: Desk) -> Option<Element> {
    let front = desk.plate.with_value(|plate| plate.controls.clone());
    let specs = desk.link.with_untracked(|link| link.scenario.params.specs());
    let rest = specs.iter().filter(|spec| !front.contains(&spec.name));
    let controls: Vec<Element> = rest.map(|spec| own_control(desk, spec)).collect();
    (!controls.is_empty()).then(|| {
        let controls = element("div").class("controls").child(controls);
        element("details").child(element("summary").child("More controls")).child(controls)
    })
}

/// The control of a parameter of the main run.
fn own_control(desk: Desk, spec: &'static ParamSpec) -> Element {
    let value = Memo::new(move |_| desk.link.with(|link| link.scenario.params.get(spec.name)));
    let set = move |value| desk.change(|link| link.scenario.params.set(spec.name, value));
    control(desk, desk.id(spec.name), spec.label.to_string(), spec, value, Callback::new(set))
}

/// The control of a parameter in which the twin differs.
pub fn twin_control(desk: Desk, (name, first): Difference) -> Option<Element> {
    let spec = desk.link.with_untracked(|link| link.scenario.params.spec(name))?;
    let value = Memo::new(move |_| {
        let found = desk.link.with(|link| link.compare.iter().find(|(known, _)| *known == name).map(|pair| pair.1));
        found.unwrap_or(first)
    });
    let set = move |value| {
        desk.change(|link| {
            link.compare.iter_mut().filter(|(known, _)| *known == name).for_each(|pair| pair.1 = value);
        });
    };
    let label = format!("{} of the second run", spec.label);
    Some(control(desk, desk.id(&format!("vs-{name}")), label, spec, value, Callback::new(set)))
}

fn control(
    desk: Desk,
    id: String,
    label: String,
    spec: &'static ParamSpec,
    value: Memo<Value>,
    set: Callback<Value>,
) -> Element {
    let help_id = format!("{id}-help");
    let input = match spec.kind {
        ParamKind::Choice { options, .. } => choice(desk, &id, &help_id, spec, options, value, set).into(),
        _ => number(desk, &id, &help_id, &label, spec, value, set),
    };
    element("div")
        .class("control")
        .child(element("label").attr("for", id).child(label))
        .child(input)
        .child(element("p").class("control-help").attr("id", help_id).child(spec.help))
}

/// A select with the names allowed.
fn choice(
    desk: Desk,
    id: &str,
    help_id: &str,
    spec: &'static ParamSpec,
    options: &'static [Choice],
    value: Memo<Value>,
    set: Callback<Value>,
) -> Element {
    let options: Vec<Element> = options
        .iter()
        .map(|option| {
            let chosen = move || value.get() == Value::Choice(option.id);
            let element = element("option").attr("value", option.id).attr("selected", chosen);
            element.property("selected", chosen).child(option.label)
        })
        .collect();
    element("select")
        .attr("id", id.to_string())
        .attr("aria-describedby", help_id.to_string())
        .on("change", move |event: Event| take(desk, spec, &event_target_value(&event), set))
        .child(options)
}

/// A slider over the parameter's stops, and a field for the exact value.
fn number(
    desk: Desk,
    id: &str,
    help_id: &str,
    label: &str,
    spec: &'static ParamSpec,
    value: Memo<Value>,
    set: Callback<Value>,
) -> Node {
    let stops = StoredValue::new(stops::of(spec));
    let last = stops.with_value(Vec::len).saturating_sub(1);
    let stop_of = move |value| stops.with_value(|stops| stops::nearest(stops, value)) as u32;
    let slide = move |event: Event| {
        let index: usize = event_target_value(&event).parse().unwrap_or(0);
        let chosen = stops.with_value(|stops| stops.get(index).copied()).unwrap_or_default();
        set.run(spec.from_number(chosen).unwrap_or_else(|(nearest, _)| nearest));
    };
    let enter = move |event: Event| {
        let field: HtmlInputElement = event_target(&event);
        take(desk, spec, &field.value(), set);
        // What was taken may be what stood there before: then nothing else would correct the field.
        field.set_value(&value.get_untracked().to_string());
    };
    let slider = element("input")
        .attr("type", "range")
        .attr("id", id.to_string())
        .attr("min", "0")
        .attr("max", last)
        .attr("step", "1")
        .attr("value", stop_of(value.get_untracked()))
        .property("value", move || stop_of(value.get()))
        .attr("aria-valuetext", move || words::value(spec, value.get()))
        .attr("aria-describedby", help_id.to_string())
        .on("input", slide);
    let (min, max) = stops.with_value(|stops| (stops.first().copied(), stops.last().copied()));
    let field = element("input")
        .attr("type", "number")
        .attr("inputmode", "decimal")
        .attr("step", "any")
        .attr("min", min)
        .attr("max", max)
        .attr("aria-label", format!("{label}, exact value"))
        .attr("value", value.get_untracked().to_string())
        .property("value", move || value.get().to_string())
        .on("change", enter);
    let unit = (!spec.unit.is_empty()).then(|| element("span").class("control-unit").child(spec.unit));
    many([slider.into(), element("span").class("control-value").child(field).child(unit).into()])
}

/// Takes what a reader entered; where it is wrong, the nearest right value, with a note.
fn take(desk: Desk, spec: &ParamSpec, text: &str, set: Callback<Value>) {
    match spec.parse(text) {
        Ok(value) => set.run(value),
        Err((value, why)) => {
            set.run(value);
            desk.note(format!("{why}; {value} was taken"));
        }
    }
}
