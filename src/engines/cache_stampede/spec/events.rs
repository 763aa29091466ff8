//! The kinds of event, each with its sentence.

use crate::kernel::shared_events::IGNORED;
use crate::kernel::{EventSpec, FieldSpec};

const KEY: FieldSpec = FieldSpec::count("key", "");
const TOKEN: FieldSpec = FieldSpec::count("token", "");

pub(super) const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "second",
        &[
            FieldSpec::count("reads", "reads"),
            FieldSpec::count("hits", "reads"),
            FieldSpec::count("recomputes", "queries"),
            FieldSpec::count("failed", "reads"),
            FieldSpec::count("concurrency_max", "queries"),
            FieldSpec::count("retries", "retries").optional(),
            FieldSpec::count("turned_away", "readers").optional(),
        ],
        "A second is over: {reads|read}, {hits} answered by the cache at once, {recomputes|query|queries} begun, at most \
            {concurrency_max} running at once, {failed|read} without an answer[, {retries|retry|retries} to come][, \
            {turned_away|reader} not let in yet]",
    ),
    EventSpec::new(
        "refill",
        &[KEY, FieldSpec::ms("lead_ms").optional()],
        "A reader asks the database for key {key}[, {lead_ms} ms ahead of its expiry]",
    ),
    EventSpec::new(
        "filled",
        &[
            KEY,
            FieldSpec::count("recomputes", "queries"),
            FieldSpec::ms("took_ms"),
            FieldSpec::count("in_flight", "queries"),
        ],
        "Key {key} is filled again after {took_ms} ms: {recomputes|query|queries} begun for it, {in_flight} of all keys \
            still running",
    ),
    EventSpec::new(
        "unfilled",
        &[KEY, FieldSpec::count("recomputes", "queries")],
        "Key {key} has no value when the run ends: {recomputes|query was|queries were} begun for it",
    ),
    EventSpec::new("stale-set", &[KEY], "A value is stored for key {key} that a write has already overtaken"),
    EventSpec::new(
        "refused-set",
        &[KEY, TOKEN, FieldSpec::name("why", &["a write has made void", "ran out before its value came"])],
        "The value for key {key} is not stored: its lease, token {token}, is one that {why}",
    ),
    EventSpec::new(
        "crash",
        &[KEY, TOKEN],
        "The process that recomputes key {key} with token {token} dies before it stores the value",
    ),
    EventSpec::new(
        "lock-expired",
        &[KEY, TOKEN],
        "The right to recompute key {key}, token {token}, runs out before a value has come",
    ),
    EventSpec::new(
        "wrong-release",
        &[KEY, TOKEN],
        "The lock of key {key} is released by somebody who no longer holds it: the holder of token {token} loses it",
    ),
    EventSpec::new("delete", &[KEY], "The row of key {key} is written, and its value deleted from the cache"),
    EventSpec::new("flush", &[FieldSpec::count("keys", "keys")], "The cache is flushed: {keys|key} without a value"),
    EventSpec::new(
        "set-reads",
        &[FieldSpec::number("reads_per_s", "", 0)],
        "The load changes: reads come at a rate of {reads_per_s} a second from now on",
    ),
    EventSpec::new(
        "pause-database",
        &[FieldSpec::number("length_ms", "ms", 0)],
        "The database answers nothing for {length_ms} ms",
    ),
    IGNORED,
    EventSpec::new(
        "end",
        &[FieldSpec::count("failed", "reads")],
        "The run is over: {failed|read} of its last second without an answer",
    ),
];
