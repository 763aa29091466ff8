//! The lab's schema: parameters, kinds of event, metrics, and what the model leaves out.

use super::policy::VARIANTS;
use super::words::MAX_WORD;
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The lab `bloom`.
pub static SPEC: LabSpec = LabSpec {
    id: "bloom",
    title: "Bloom filters",
    summary: told(
        "A set in ten bits a key that never misses a member and is sometimes wrong about a non-member; what deletion \
        costs, and how it breaks.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[Property {
        name: "no-false-negative",
        claim: Expectation::Always,
        help: told("A key that was put in and not deleted is always found."),
        holds_at: |event| event.kind != "lost",
    }],
    leaves_out: told_all(&[
        "One machine and no concurrency: the filter is built and asked by one thread.",
        "The filter has its final size from the start; a scalable filter would chain others as it fills.",
        "Keys are numbers and their digests are fair; the first of them have names. Names chosen by an attacker who knows the hash can raise the rate of \
            false positives at will.",
        "Memory is that of the table alone; the exact set is a hash table of 8-byte keys, as Rust's own is laid out.",
        "The cuckoo filter counts its fingerprints as packed in bits. Its table has any number of buckets, not a power of \
            two as in the paper.",
        "The time of a look-up is not modelled; that a blocked filter misses the cache once instead of k times does not \
            show here.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("variant", "Form", &VARIANTS.options).default_choice("classic").help("The form of the filter."),
    ParamSpec::integer("keys", "Keys").range(1..=200_000).default(10_000).help("How many keys are put in."),
    ParamSpec::number("bits_per_key", "Bits a key")
        .range(1.0..=32.0)
        .step(0.5)
        .default(10.0)
        .unit("bits")
        .help("The size of the table for each key; counting: in counters of four bits."),
    ParamSpec::integer("hashes", "Hashes")
        .range(1..=16)
        .default(7)
        .help("How many cells a key touches (not cuckoo); 0.69 times the bits a key is best."),
    ParamSpec::integer("fingerprint_bits", "Fingerprint")
        .range(4..=16)
        .default(12)
        .unit("bits")
        .needs("variant", &["cuckoo"])
        .help("The bits kept of each key."),
    ParamSpec::number("deleted_fraction", "Deleted")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.0)
        .help("The fraction of the keys that is deleted again, the oldest first."),
    ParamSpec::integer("foreign_deletes", "Foreign deletions")
        .range(0..=200_000)
        .default(0)
        .help("How many deletions of keys that were never put in are asked for."),
    ParamSpec::integer("probes", "Look-ups")
        .range(1..=500_000)
        .default(100_000)
        .help("How many keys that were never put in are looked up."),
];

const WORD: ParamSpec = ParamSpec::integer("word", "Word")
    .range(1..=MAX_WORD)
    .default(1)
    .help("The word's letters a to z as digits 1 to 26 of a number in base 27.");

const ACTIONS: &[ActionSpec] = &[
    by_hand("put-in", "Put it in", "Puts a word in."),
    by_hand("ask", "Ask for it", "Looks a word up."),
    by_hand("delete", "Delete it", "Deletes a word, if the form can."),
];

const fn by_hand(verb: &'static str, label: &'static str, help: &'static str) -> ActionSpec {
    ActionSpec { verb, label: told(label), help: told(help), target: None, value: Some(WORD) }
}

const KEY: FieldSpec = FieldSpec::text("key");
const CELLS: FieldSpec = FieldSpec::count("cells", "cells");
const KEYS: FieldSpec = FieldSpec::count("keys", "keys");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "fill",
        &[
            KEYS,
            FieldSpec::count("refused", "keys"),
            FieldSpec::fraction("fill"),
            FieldSpec::number("false_positive_rate", "", 4),
            FieldSpec::number("predicted", "", 4),
        ],
        "{keys|key} offered and {refused} turned away: a share of {fill} of the cells is in use, and a share of \
            {false_positive_rate} of non-members is found, {predicted} by theory",
    ),
    EventSpec::new("insert", &[KEY, CELLS], "Key {key} is put in, which changes {cells|cell}"),
    EventSpec::new("delete", &[KEY, CELLS], "Key {key} is deleted, which changes {cells|cell}"),
    EventSpec::new("undeletable", &[KEY], "Key {key} cannot be deleted: a bit does not say how many keys have set it"),
    EventSpec::new("absent", &[KEY], "Key {key} is not in the table, so there is nothing to delete"),
    EventSpec::new("found", &[KEY], "Key {key} was put in, and the filter says perhaps"),
    EventSpec::new("stale", &[KEY], "Key {key} was deleted, and the filter says perhaps"),
    EventSpec::new(
        "reject",
        &[KEY, FieldSpec::count("cell", "").optional()],
        "Key {key} is certainly not there[: cell {cell} is empty]",
    ),
    EventSpec::new("refuse", &[KEY], "Key {key} finds no place and is turned away"),
    EventSpec::new(
        "filled",
        &[KEYS, FieldSpec::count("refused", "keys")],
        "The set is complete: {keys|key} offered, {refused} turned away",
    ),
    EventSpec::new(
        "deleted",
        &[KEYS, FieldSpec::count("done", "keys")],
        "{keys|request} to delete a key of the set: {done} carried out",
    ),
    EventSpec::new(
        "delete-foreign",
        &[KEY],
        "Key {key}, which was never put in, is deleted all the same: some other key pays for it",
    ),
    EventSpec::new(
        "deleted-foreign",
        &[KEYS, FieldSpec::count("done", "keys")],
        "{keys|request} to delete a key that was never put in: {done} carried out",
    ),
    EventSpec::new(
        "looked-up-deleted",
        &[KEYS, FieldSpec::count("found", "keys")],
        "{keys|key} looked up that should be gone: {found} found all the same",
    ),
    EventSpec::new("lost", &[KEY], "Key {key} was put in and is not found any more: a false negative"),
    EventSpec::new(
        "looked-up-members",
        &[KEYS, FieldSpec::count("lost", "keys")],
        "{keys|member} of the set looked up: {lost} not found",
    ),
    EventSpec::new("false-positive", &[KEY], "Key {key} was never put in, and the filter says perhaps"),
    EventSpec::new(
        "looked-up-strangers",
        &[KEYS, FieldSpec::count("found", "keys")],
        "{keys|non-member} looked up: {found} found",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("memory_bytes", "B", "The size of the table.", 0),
    MetricSpec::new("exact_memory_bytes", "B", "The size of a hash table of the keys that remain, 8 bytes each.", 0),
    MetricSpec::new(
        "false_positive_rate",
        "",
        "The fraction of look-ups of keys that were never put in which the filter answers with perhaps.",
        6,
    ),
    MetricSpec::new(
        "predicted_false_positive_rate",
        "",
        "The same by theory, for the keys that the filter still counts: exact for classic, counting and blocked, double \
            hashing and all; the mean over cuckoo filters of this size. Left out where keys that were \
            never put in are to be deleted, and where counters are stuck.",
        6,
    ).predicts("false_positive_rate", 0.02),
    MetricSpec::new(
        "textbook_false_positive_rate",
        "",
        "The textbook's (1 − e^(−kn/m))^k for the bits (or counters) that there are and the same keys: too low for \
            small filters.",
        6,
    ),
    MetricSpec::new("fill_fraction", "", "The fraction of bits, counters or slots that are in use at the end.", 4),
    MetricSpec::new("refused_keys", "keys", "Cuckoo: keys that found no place and were turned away.", 0),
    MetricSpec::new("kicks_per_key", "", "Cuckoo: fingerprints moved, for each key that was offered.", 3),
    MetricSpec::new("stuck_counters", "", "Counting: counters that reached 15 and will never be counted down.", 0),
    MetricSpec::new("deleted_keys", "keys", "Keys of the set that were deleted; a form that cannot delete has 0.", 0),
    MetricSpec::new(
        "stale_fraction",
        "",
        "The fraction of the keys to be deleted that are found afterwards all the same.",
        4,
    ),
    MetricSpec::new(
        "foreign_deletes_done",
        "keys",
        "Deletions of keys that were never put in which were carried out: each takes something from another key.",
        0,
    ),
    MetricSpec::new(
        "false_negatives",
        "keys",
        "Keys of the set that are no longer found: nothing makes this right again.",
        0,
    ),
];
