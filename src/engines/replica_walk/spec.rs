//! What the lab takes, tells and measures.

use super::policy::{HANDOVERS, STORIES, WALKS};
use crate::kernel::schema::Target;
use crate::kernel::shared_events::IGNORED;
use crate::kernel::{ActionSpec, EventSpec, FieldSpec, LabSpec, MetricSpec, ParamSpec, told, told_all};

/// The lab `replica-walk`.
pub static SPEC: LabSpec = LabSpec {
    id: "replica-walk",
    title: "Replica walk",
    summary: told(
        "Which machines hold the copies of a key, what a lost rack takes, and what clients see while a machine joins.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[],
    leaves_out: told_all(&[
        "A lost machine stays on every list, and nobody makes new copies of what it held.",
        "A write goes to every machine of a key's list that is up, and a read asks the first: there are no quorums, no hints for \
         those that are down, and nothing is late.",
        "Each client learns of the new machine once and for good, in the order of their numbers.",
        "The keys of a machine that joins are copied together at one rate; the copies that others may drop stay.",
        "All keys are read and written equally often, and each has a version instead of a value.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("walk", "Copies on", &WALKS.options)
        .default_choice("machines")
        .help("Which points the walk clockwise takes for a key's copies."),
    ParamSpec::choice("happens", "Two seconds on", &STORIES.options).help("What happens by itself."),
    ParamSpec::integer("machines", "Machines").range(3..=24).default(9).help("How many the cluster starts with."),
    ParamSpec::integer("racks", "Racks")
        .range(1..=6)
        .default(3)
        .help("How many racks they stand in, dealt out in turn: machine 4 of three racks stands in rack 1."),
    ParamSpec::integer("vnodes", "Points per machine")
        .range(1..=64)
        .default(8)
        .help("Points on the ring for each machine."),
    ParamSpec::integer("copies", "Copies").range(1..=5).default(3).help("How many copies of each key are wanted."),
    ParamSpec::integer("keys", "Keys").range(200..=5_000).step(100).default(2_000).help("How many keys there are."),
    ParamSpec::choice("handover", "Handover", &HANDOVERS.options).help("How a machine that joins comes to its keys."),
    ParamSpec::integer("clients", "Clients")
        .range(2..=40)
        .default(20)
        .help("How many clients have a list of machines."),
    ParamSpec::integer("roll_out_s", "Roll-out")
        .range(1..=30)
        .default(6)
        .unit("s")
        .help("Until the last client has the new list."),
    ParamSpec::number("copy_per_s", "Copying")
        .range(50.0..=5_000.0)
        .step(50.0)
        .default(400.0)
        .unit("keys/s")
        .help("How fast a new machine's keys are copied (copy, then hand off)."),
    ParamSpec::number("requests_per_s", "Requests")
        .range(10.0..=500.0)
        .step(10.0)
        .default(200.0)
        .unit("/s")
        .help("Reads and writes by all clients together."),
    ParamSpec::number("writes_fraction", "Writes")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.3)
        .help("The fraction of requests that write."),
    ParamSpec::integer("duration_s", "Run").range(4..=60).default(12).unit("s").help("When the run ends."),
];

const RACK: Option<Target> = Some(Target { noun: "rack", max: 5 });

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "lose-rack",
        label: told("Lose a rack"),
        help: told("All machines of the rack are gone, with the copies that they hold."),
        target: RACK,
        value: None,
    },
    ActionSpec {
        verb: "restore-rack",
        label: told("Restore it"),
        help: told("The machines of the rack are back, with what they held."),
        target: RACK,
        value: None,
    },
    ActionSpec {
        verb: "roll-out",
        label: told("Roll out"),
        help: told("One more machine joins; the clients learn of it one by one."),
        target: None,
        value: None,
    },
];

const WHICH_RACK: &[FieldSpec] = &[FieldSpec::count("rack", "")];
const MOVED: FieldSpec = FieldSpec::count("moved", "keys");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "set-up",
        &[
            FieldSpec::count("keys", "keys"),
            FieldSpec::count("machines", "machines"),
            FieldSpec::count("shared", "keys"),
            FieldSpec::count("one_rack", "keys"),
        ],
        "{keys|key} on {machines|machine}: {shared} with two copies on one machine, {one_rack} with all copies in one rack",
    ),
    EventSpec::new("lose-rack", WHICH_RACK, "Rack {rack} is lost"),
    EventSpec::new("restore-rack", WHICH_RACK, "Rack {rack} is back"),
    EventSpec::new(
        "roll-out",
        &[FieldSpec::count("machine", ""), MOVED],
        "Machine {machine} joins; the lists of {moved|key} change",
    ),
    EventSpec::new("copied", &[MOVED], "{moved|key} are copied to the new machine; now clients learn of it"),
    EventSpec::new(
        "learn",
        &[FieldSpec::count("told", "clients"), FieldSpec::count("clients", "clients")],
        "{told} of {clients|client} have the new list",
    ),
    EventSpec::new(
        "end",
        &[
            FieldSpec::count("stale", "reads"),
            FieldSpec::count("empty", "reads"),
            FieldSpec::count("unanswered", "requests"),
        ],
        "The run ends: {stale|read} stale, {empty} found nothing, {unanswered|request} unanswered",
    ),
    IGNORED,
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::count("lost_keys", "keys", "Keys all of whose copies were on lost machines, at the worst moment."),
    MetricSpec::fraction("lost_fraction", "The same as a fraction of all keys."),
    MetricSpec::fraction(
        "expected_lost_fraction",
        "What one lost rack takes on average over all rings: each copy is one more draw without replacement. A single ring may \
         be far from it.",
    ),
    MetricSpec::fraction("shared_fraction", "The fraction of keys with two copies on one machine."),
    MetricSpec::fraction("one_rack_fraction", "The fraction of keys with all copies in one rack."),
    MetricSpec::new(
        "copies_max_over_mean",
        "",
        "The copies on the fullest machine over the mean; two of one key on one machine count once.",
        3,
    ),
    MetricSpec::count(
        "split_keys",
        "keys",
        "Keys with two owners while some clients had the old list and some the new.",
    ),
    MetricSpec::fraction("split_fraction", "The same as a fraction of all keys."),
    MetricSpec::count("reads", "reads", "Reads."),
    MetricSpec::count("writes", "writes", "Writes."),
    MetricSpec::count("stale_reads", "reads", "Reads that found an older version than the one last acknowledged."),
    MetricSpec::count("empty_reads", "reads", "Reads that asked a machine that has never had the key."),
    MetricSpec::count("unanswered", "requests", "Requests for which no machine on the client's list was up."),
    MetricSpec::count(
        "extra_requests",
        "requests",
        "Requests that the handover cost: by the second list, handed on, or copied.",
    ),
    MetricSpec::count(
        "behind_keys",
        "keys",
        "Keys whose first machine, when the run ends, lacks the version last acknowledged.",
    ),
];
