use serde_json::json;

use super::*;

/// What is wrong with a fence that has these keys besides those that it needs.
fn said(keys: Json) -> Vec<String> {
    let mut fence = json!({ "lab": "fan-out", "id": "a", "title": "A", "caption": "A." });
    for (key, value) in keys.as_object().into_iter().flatten() {
        fence[key] = value.clone();
    }
    let (_, problems) = Plate::from_json(&fence);
    let first = |problem: &Problem| problem.first.as_ref().map(|first| format!(" (as {first})")).unwrap_or_default();
    problems.iter().map(|problem| format!("{}: {}{}", problem.path, problem.message, first(problem))).collect()
}

/// What is wrong with a prediction that has these keys besides those that it needs.
fn predicted(keys: Json) -> Vec<String> {
    let mut predict = json!({ "question": "How slow?", "metric": "root_latency_ms_p99" });
    for (key, value) in keys.as_object().into_iter().flatten() {
        predict[key] = value.clone();
    }
    said(json!({ "predict": predict }))
}

#[test]
fn a_prediction_that_no_reader_could_make_is_a_mistake() {
    assert_eq!(predicted(json!({})), [""; 0]);
    assert_eq!(
        predicted(json!({ "scale": 0 })),
        ["predict.scale: `scale` must not be 0: it would make every outcome 0"]
    );
    for max in [json!(0), json!(-5), json!(0.0)] {
        let expected = "predict.max: `max` must be above 0: a reader gives a number from 0 to `max`";
        assert_eq!(predicted(json!({ "max": max })), [expected]);
    }
    for options in [json!([]), json!([{ "label": "Always" }])] {
        let expected = "predict.options: a prediction by choice needs at least two `[[predict.options]]`";
        assert_eq!(predicted(json!({ "options": options })), [expected]);
    }
}

#[test]
fn choices_differ_in_what_they_say_and_in_when_they_are_right() {
    let choices = |options: Json| predicted(json!({ "options": options }));
    let (low, high) = (json!({ "label": "Low", "to": 10 }), json!({ "label": "High", "from": 10 }));
    assert_eq!(choices(json!([low, high])), [""; 0]);
    for (from, to) in [(20, 10), (10, 10)] {
        let empty = json!({ "label": "Between", "from": from, "to": to });
        let expected = "predict.options.1.from: no outcome is in this range: `from` must be below `to`";
        assert_eq!(choices(json!([low, empty, high])), [expected]);
    }
    assert_eq!(
        choices(json!([low, high, { "label": "Low", "from": 50 }])),
        ["predict.options.2.label: a second choice says `Low` (as predict.options.0.label)"]
    );
    assert_eq!(
        choices(json!([low, high, { "label": "Lower", "to": 10 }, { "label": "Some", "from": 9, "to": 11 }])),
        [
            "predict.options.2.from: an outcome in this range is also in that of `Low` (as predict.options.0.from)",
            "predict.options.3.from: an outcome in this range is also in that of `Low` (as predict.options.0.from)",
        ]
    );
    assert_eq!(
        choices(json!([low, { "label": " ", "from": 10 }])),
        ["predict.options.1.label: a choice of a prediction needs `label = \"…\"`"]
    );
}

#[test]
fn one_mistake_in_a_prediction_is_told_once() {
    assert_eq!(predicted(json!({ "metric": 5 })), ["predict.metric: `metric` must be text in quotes"]);
    assert_eq!(predicted(json!({ "metric": "" })), ["predict.metric: a prediction needs `metric = \"…\"`"]);
    assert_eq!(predicted(json!({ "scale": "0" })), ["predict.scale: `scale` must be a number without quotes"]);
    assert_eq!(said(json!({ "predict": {} })).len(), 2);
    assert_eq!(said(json!({ "predict": [] })), ["predict: `predict` must be a table of `name = value`"]);
}

#[test]
fn controls_differ_and_playback_starts_within_a_run() {
    assert_eq!(
        said(json!({ "controls": ["hedge", "fan_out", "hedge", "x"] })),
        ["controls.2: the control `hedge` stands here twice (as controls.0)", "controls.3: unknown parameter `x`",]
    );
    for start_ms in [json!(-0.5), json!(4_294_967_295.5), json!(99_999_999_999_u64), json!(1e300)] {
        assert_eq!(said(json!({ "start_ms": start_ms })), ["start_ms: `start_ms` must be from 0 to 4,294,967,295"]);
    }
    assert_eq!(said(json!({ "start_ms": 0 })), [""; 0]);
    assert_eq!(said(json!({ "start_ms": 4_294_967_295_u32 })), [""; 0]);
}

#[test]
fn the_lab_is_told_as_missing_or_of_another_type() {
    assert_eq!(said(json!({ "lab": 5 })), ["lab: `lab` must be text in quotes"]);
    assert_eq!(said(json!({ "lab": "" })), ["lab: no lab is named"]);
    assert_eq!(said(json!({ "id": 5 })), ["id: `id` must be text in quotes"]);
    assert_eq!(said(json!({ "params": 5 })), ["params: `params` must be a table of `name = value`"]);
    assert_eq!(
        said(json!({ "params": { "fan_out": 200.5 } })),
        ["params.fan_out: `fan_out` must be a whole number from 1 to 2000 leaves, not 200.5"]
    );
    assert_eq!(
        said(json!({ "params": { "fan_out": 1e300 } })),
        ["params.fan_out: `fan_out` must be 1 to 2000 leaves, not 1e+300"]
    );
}
