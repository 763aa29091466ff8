//! The lab's schema: parameters, actions, kinds of event, metrics, promises, and what the model leaves out.

mod actions;
mod events;
mod metrics;
mod params;

use actions::ACTIONS;
use events::EVENTS;
use metrics::METRICS;
use params::PARAMS;

use crate::kernel::{Expectation, LabSpec, Property, told, told_all};

/// The lab `cache-stampede`.
pub static SPEC: LabSpec = LabSpec {
    id: "cache-stampede",
    title: "Cache stampede",
    summary: told(
        "A popular key expires and every reader recomputes it at once: what an expiry costs, what locks, leases and \
        early refreshes make of it, and why retries, absent keys and an empty cache keep a database down.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "There is one cache node, which answers in 0.5 ms, is never full, evicts nothing and never fails.",
        "Every recomputation needs the same work. A database of limited capacity shares its speed evenly among the \
            queries that run; a real one may do worse, with lock contention and cold pages.",
        "A query that nobody waits for any more still runs to its end, and a refused one costs the database nothing.",
        "Readers are many and know nothing of each other: one that fails, or is not let in yet, does not stay away, and the \
            next one comes as if nothing had been. One budget counts the retries of all.",
        "A key that does not exist never comes to exist. Its readers wait for nobody: locks, flights and early refreshes \
            are for keys that have a value. The filter stands in the application server, holds every key, and is never lost.",
        "A process that dies does so after its query was sent and before its value is stored.",
        "A value shows the database as of the moment at which its query began; replicas that lag are left out.",
        "Readers in different servers share only the cache. A flight or a lock has no limit on who waits for it.",
        "Locks live in the cache beside the values and are lost with no value.",
    ]),
};

const PROPERTIES: &[Property] = &[
    Property {
        name: "one-recompute-per-expiry",
        claim: Expectation::Always,
        help: told("No expiry costs more than one recomputation."),
        holds_at: |event| {
            let is_of_an_expiry = ["filled", "unfilled"].contains(&event.kind);
            !is_of_an_expiry || event.integer("recomputes").is_none_or(|recomputes| recomputes <= 1)
        },
    },
    Property {
        name: "no-stale-set",
        claim: Expectation::Always,
        help: told("No value is stored that a write has overtaken."),
        holds_at: |event| event.kind != "stale-set",
    },
    Property {
        name: "no-wrong-release",
        claim: Expectation::Always,
        help: told("Nobody releases a lock that somebody else holds."),
        holds_at: |event| event.kind != "wrong-release",
    },
    Property {
        name: "no-read-fails",
        claim: Expectation::Always,
        help: told("Every read gets an answer in time."),
        holds_at: |event| event.integer("failed").is_none_or(|failed| failed == 0),
    },
];
