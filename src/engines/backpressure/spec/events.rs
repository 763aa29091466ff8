//! The kinds of event, each with its sentence.

use crate::kernel::{EventSpec, FieldSpec};

const ATTEMPT: FieldSpec = FieldSpec::count("attempt", "");
const STAGE: FieldSpec =
    FieldSpec::name("stage", &["the first stage", "the second stage", "the third stage", "the fourth stage"]);
const WAITED: FieldSpec = FieldSpec::ms("waited_ms");

pub(super) const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "spike",
        &[FieldSpec::number("factor", "times", 1), FieldSpec::ms("length_ms")],
        "A spike begins: {factor} times as many new requests for {length_ms} ms",
    ),
    EventSpec::new(
        "policy",
        &[FieldSpec::name(
            "policy",
            &[
                "keep all",
                "block the sender",
                "grant credit",
                "drop the newest",
                "drop the oldest",
                "sample",
                "AIMD",
                "a token bucket",
                "CoDel",
                "adaptive throttling",
            ],
        )],
        "Another policy holds from now on: {policy}",
    ),
    EventSpec::new(
        "burst",
        &[FieldSpec::count("items", "items")],
        "The process is out of memory above {items|item}: it dies with all that its buffers hold, and begins again",
    ),
    EventSpec::new(
        "breaker",
        &[FieldSpec::name("state", &["is closed again", "opens: nothing is sent", "lets one attempt try"])],
        "The breaker {state}",
    ),
    EventSpec::new(
        "window",
        &[
            FieldSpec::count("requests", "requests"),
            FieldSpec::count("sent", "attempts"),
            FieldSpec::count("answered", "attempts"),
            FieldSpec::count("good", "attempts"),
            FieldSpec::count("dropped", "attempts"),
            FieldSpec::count("depth", "items"),
            FieldSpec::count("bound", "items"),
            FieldSpec::count("held_back", "items"),
        ],
        "In this window {requests|new request} and {sent|attempt}: {answered} answered, {good} of them in time, \
            {dropped} dropped or refused; the deepest buffer holds {depth|item}, the producer {held_back}",
    ),
    EventSpec::new(
        "recover",
        &[FieldSpec::ms("after_ms")],
        "The pipeline recovers: from {after_ms} ms after the spike on, requests are answered in time again",
    ),
    EventSpec::new(
        "drop",
        &[ATTEMPT, STAGE, WAITED],
        "Attempt {attempt} is dropped at {stage} after {waited_ms} ms of waiting",
    ),
    EventSpec::new(
        "refuse",
        &[ATTEMPT, STAGE, WAITED],
        "The producer refuses attempt {attempt}: it never reaches {stage}",
    ),
];
