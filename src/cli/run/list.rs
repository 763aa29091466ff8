//! `faultlines run --list`: what there is to run, from the schemas.

use faultlines::engines::catalog::Lab;
use faultlines::kernel::{ParamKind, ParamSpec};
use serde_json::{Value as Json, json};

/// A lab as data.
pub(super) fn describe(lab: &Lab) -> Json {
    let spec = lab.spec;
    let params: Vec<Json> = spec.params.iter().map(describe_param).collect();
    let actions: Vec<Json> = spec
        .actions
        .iter()
        .map(|action| {
            json!({
                "do": action.verb, "help": action.help,
                "target": action.target.map(|target| json!({ "noun": target.noun, "max": target.max })),
                "value": action.value.as_ref().map(describe_param),
            })
        })
        .collect();
    let metrics: Vec<Json> = spec
        .metrics
        .iter()
        .map(|metric| json!({ "name": metric.name, "unit": metric.unit, "help": metric.explained() }))
        .collect();
    let properties: Vec<Json> =
        spec.properties.iter().map(|property| json!({ "name": property.name, "help": property.help })).collect();
    json!({
        "id": spec.id, "title": spec.title, "summary": spec.summary, "params": params, "actions": actions,
        "metrics": metrics, "properties": properties, "explorable": lab.explore.is_some(),
        "leaves_out": spec.leaves_out,
    })
}

fn describe_param(param: &ParamSpec) -> Json {
    let mut tree = json!({ "name": param.name, "unit": param.unit, "help": param.help });
    match param.kind {
        ParamKind::Integer { min, max, default, .. } => {
            tree["type"] = "integer".into();
            tree["min"] = min.into();
            tree["max"] = max.into();
            tree["default"] = default.into();
        }
        ParamKind::Number { min, max, default, .. } => {
            tree["type"] = "number".into();
            tree["min"] = min.into();
            tree["max"] = max.into();
            tree["default"] = default.into();
        }
        ParamKind::Choice { options, default } => {
            tree["type"] = "choice".into();
            tree["options"] = options.iter().map(|option| option.id).collect();
            tree["default"] = default.into();
        }
    }
    tree
}

/// A lab as text.
pub(super) fn describe_text(lab: &Lab) -> String {
    use std::fmt::Write as _;
    let spec = lab.spec;
    let mut text = format!("{} — {}\n  {}\n", spec.id, spec.title, spec.summary);
    let width =
        spec.params.iter().map(|param| param.name.len()).chain(spec.metrics.iter().map(|metric| metric.name.len()));
    let width = width.chain(spec.properties.iter().map(|property| property.name.len()));
    let width = width.max().unwrap_or(0);
    text.push_str("\n  parameters (--set NAME=VALUE)\n");
    for param in spec.params {
        let _ =
            writeln!(text, "    {:width$}  {} [{}; {}]", param.name, param.help, param.range(), param.default_value());
    }
    if !spec.actions.is_empty() {
        text.push_str("\n  actions (in a scenario file)\n");
        for action in spec.actions {
            let _ = writeln!(text, "    {:width$}  {}", action.verb, action.help);
        }
    }
    text.push_str("\n  metrics\n");
    for metric in spec.metrics {
        let unit = if metric.unit.is_empty() { String::new() } else { format!(" [{}]", metric.unit) };
        let _ = writeln!(text, "    {:width$}  {}{unit}", metric.name, metric.explained());
    }
    if !spec.properties.is_empty() {
        text.push_str("\n  properties (--find-rare NAME");
        text.push_str(if lab.explore.is_some() { "; --explore judges them all)\n" } else { ")\n" });
        for property in spec.properties {
            let _ = writeln!(text, "    {:width$}  {}", property.name, property.help);
        }
    }
    text
}
