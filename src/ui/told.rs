//! The texts of a lab's schema: natively from the schema, in a page from the file that the build wrote beside the module.

use crate::kernel::choice::Choice;
use crate::kernel::{ActionSpec, CARRIED, Event, LabSpec, MetricSpec, ParamSpec, Property, say_by};

/// The label of a parameter's control.
pub fn label(lab: &LabSpec, spec: &ParamSpec) -> String {
    told(spec.label, &[lab.id, "#", spec.name])
}

/// What the control of the parameter with this name shows for a choice.
pub fn choice(lab: &LabSpec, name: &str, choice: &Choice) -> String {
    told(choice.label, &[lab.id, "#", name, "=", choice.id])
}

/// The label of an action's button.
pub fn action(lab: &LabSpec, spec: &ActionSpec) -> String {
    told(spec.label, &[lab.id, "@", spec.verb])
}

/// The help of a parameter.
pub fn param(lab: &LabSpec, spec: &ParamSpec) -> String {
    told(spec.help, &[lab.id, ".", spec.name])
}

/// The help of a metric.
pub fn metric(lab: &LabSpec, spec: &MetricSpec) -> String {
    told(spec.help, &[lab.id, ":", spec.name])
}

/// What a property promises.
pub fn promise(lab: &LabSpec, property: &Property) -> String {
    told(property.help, &[lab.id, "?", property.name])
}

/// What the model of a lab leaves out, a sentence each.
pub fn leaves_out(lab: &LabSpec) -> Vec<String> {
    match CARRIED {
        true => lab.leaves_out.iter().map(|item| item.to_string()).collect(),
        false => page::text(lab.id).lines().map(String::from).collect(),
    }
}

/// The sentence for an event of a lab's trace.
pub fn event(lab: &LabSpec, event: &Event) -> String {
    if CARRIED {
        return lab.say(event);
    }
    match page::text(&[lab.id, "!", event.kind].concat()) {
        text if text.is_empty() => event.kind.to_string(),
        text => say_by(&text, event),
    }
}

/// The text that is carried, or the page's under this key.
fn told(carried: &'static str, key: &[&str]) -> String {
    if CARRIED { carried.to_string() } else { page::text(&key.concat()) }
}

/// Every text under its key, as [`told`] asks for it: what the build writes for pages.
#[cfg(not(target_arch = "wasm32"))]
pub fn all(lab: &LabSpec) -> Vec<(String, String)> {
    let params = lab.params.iter().map(|spec| (format!("{}.{}", lab.id, spec.name), spec.help.to_string()));
    let shown = lab.params.iter().chain(lab.actions.iter().filter_map(|action| action.value.as_ref()));
    let labels = shown.flat_map(|spec| labels(lab, spec));
    let actions = lab.actions.iter().map(|spec| (format!("{}@{}", lab.id, spec.verb), spec.label.to_string()));
    let metrics = lab.metrics.iter().map(|spec| (format!("{}:{}", lab.id, spec.name), spec.help.to_string()));
    let events = lab.events.iter().map(|spec| (format!("{}!{}", lab.id, spec.kind), spec.to_text()));
    let promises = lab.properties.iter().map(|spec| (format!("{}?{}", lab.id, spec.name), spec.help.to_string()));
    let leaves_out = [(lab.id.to_string(), lab.leaves_out.join("\n"))];
    params.chain(labels).chain(actions).chain(metrics).chain(events).chain(promises).chain(leaves_out).collect()
}

/// The label of a parameter, and those of its choices.
#[cfg(not(target_arch = "wasm32"))]
fn labels(lab: &LabSpec, spec: &ParamSpec) -> Vec<(String, String)> {
    let key = format!("{}#{}", lab.id, spec.name);
    let options = match spec.kind {
        crate::kernel::ParamKind::Choice { options, .. } => options,
        _ => &[],
    };
    let options = options.iter().map(|option| (format!("{key}={}", option.id), option.label.to_string()));
    [(key.clone(), spec.label.to_string())].into_iter().chain(options).collect()
}

#[cfg(not(target_arch = "wasm32"))]
mod page {
    pub(super) fn text(_: &str) -> String {
        String::new()
    }
}

#[cfg(target_arch = "wasm32")]
mod page {
    use js_sys::Reflect;
    use wasm_bindgen::JsValue;

    /// The text under a key of the page's table; empty where there is none.
    pub(super) fn text(key: &str) -> String {
        let table = Reflect::get(&js_sys::global(), &JsValue::from_str("faultlinesTold"));
        let text = table.and_then(|table| Reflect::get(&table, &JsValue::from_str(key)));
        text.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }
}
