//! Sliders and selects, made from the parameter schema.

use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

use super::desk::Desk;
use super::{Difference, stops, words};
use crate::kernel::{ParamKind, ParamSpec, Value};

/// The controls that the plate is about.
pub fn front_controls(desk: Desk) -> AnyView {
    let names = desk.plate.with_value(|plate| plate.controls.clone());
    let specs = desk
        .link
        .with_untracked(|link| names.iter().filter_map(|name| link.scenario.params.spec(name)).collect::<Vec<_>>());
    view! { <div class="controls">{specs.into_iter().map(|spec| own_control(desk, spec)).collect_view()}</div> }
        .into_any()
}

/// Every other parameter, folded away.
pub fn more_controls(desk: Desk) -> AnyView {
    let front = desk.plate.with_value(|plate| plate.controls.clone());
    let specs = desk.link.with_untracked(|link| link.scenario.params.specs());
    let rest: Vec<_> = specs.iter().filter(|spec| !front.contains(&spec.name)).collect();
    if rest.is_empty() {
        return ().into_any();
    }
    let controls = rest.into_iter().map(|spec| own_control(desk, spec)).collect_view();
    view! { <details><summary>"More controls"</summary><div class="controls">{controls}</div></details> }.into_any()
}

/// The control of a parameter of the main run.
fn own_control(desk: Desk, spec: &'static ParamSpec) -> AnyView {
    let value = Memo::new(move |_| desk.link.with(|link| link.scenario.params.get(spec.name)));
    let set = move |value| desk.change(|link| link.scenario.params.set(spec.name, value));
    control(desk, desk.id(spec.name), spec.label.to_string(), spec, value, Callback::new(set))
}

/// The control of a parameter in which the twin differs.
pub fn twin_control(desk: Desk, (name, first): Difference) -> Option<AnyView> {
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
) -> AnyView {
    let help_id = format!("{id}-help");
    let input = match spec.kind {
        ParamKind::Choice { options, .. } => {
            let options = options.iter().map(|option| {
                let chosen = move || value.get() == Value::Choice(option.id);
                view! { <option value=option.id selected=chosen prop:selected=chosen>{option.label}</option> }
            });
            let options = options.collect_view();
            let choose = move |text: String| take(desk, spec, &text, set);
            view! {
                <select id=id.clone() aria-describedby=help_id.clone()
                    on:change=move |event| choose(event_target_value(&event))>{options}</select>
            }
            .into_any()
        }
        _ => number(desk, &id, &help_id, &label, spec, value, set),
    };
    view! {
        <div class="control">
            <label for=id>{label}</label>
            {input}
            <p class="control-help" id=help_id>{spec.help}</p>
        </div>
    }
    .into_any()
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
) -> AnyView {
    let stops = StoredValue::new(stops::of(spec));
    let last = stops.with_value(Vec::len).saturating_sub(1);
    let stop_of = move |value| stops.with_value(|stops| stops::nearest(stops, value));
    let slide = move |text: String| {
        let index: usize = text.parse().unwrap_or(0);
        let chosen = stops.with_value(|stops| stops.get(index).copied()).unwrap_or_default();
        set.run(spec.from_number(chosen).unwrap_or_else(|(nearest, _)| nearest));
    };
    let enter = move |field: HtmlInputElement| {
        take(desk, spec, &field.value(), set);
        // What was taken may be what stood there before: then nothing else would correct the field.
        field.set_value(&value.get_untracked().to_string());
    };
    let unit = (!spec.unit.is_empty()).then(|| view! { <span class="control-unit">{spec.unit}</span> });
    let (min, max) = stops.with_value(|stops| (stops.first().copied(), stops.last().copied()));
    let exact = format!("{label}, exact value");
    view! {
        <input type="range" id=id.to_string() min="0" max=last step="1"
            value=stop_of(value.get_untracked()) prop:value=move || stop_of(value.get())
            aria-valuetext=move || words::value(spec, value.get()) aria-describedby=help_id.to_string()
            on:input=move |event| slide(event_target_value(&event)) />
        <span class="control-value">
            <input type="number" inputmode="decimal" step="any" min=min max=max aria-label=exact
                value=value.get_untracked().to_string() prop:value=move || value.get().to_string()
                on:change:target=move |event| enter(event.target()) />
            {unit}
        </span>
    }
    .into_any()
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
