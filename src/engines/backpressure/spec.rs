//! The lab's schema: parameters, kinds of event, metrics, properties, and what the model leaves out.

mod actions;
mod events;
mod metrics;
mod params;

use actions::ACTIONS;
use events::EVENTS;
use metrics::METRICS;
use params::PARAMS;

use crate::kernel::{Event, Expectation, LabSpec, Property, told, told_all};

/// The lab `backpressure`.
pub static SPEC: LabSpec = LabSpec {
    id: "backpressure",
    title: "Backpressure and overload",
    summary: told(
        "A producer outruns a consumer for a while: what each policy gives up, and how retries keep a system down \
        when the spike is long over.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "One producer stands for all clients; they share one gate, one rate and one count of refusals.",
        "To drop or refuse an item costs the pipeline nothing, and the client learns of it at once. In TCP it would \
            have to infer it.",
        "Retries come after a fixed pause, without jitter. One budget and one breaker are for all clients.",
        "Nothing travels but grants of credit, which take link_ms on their way.",
        "Memory is what buffers and consumers hold, times a fixed size; what the producer holds back is somebody else's \
            memory, and counted apart.",
        "A process that dies begins again at once. Its consumers are other processes: what they work on is not lost.",
        "A run stops where 200,000 items are on their way, as a process would that is out of memory.",
    ]),
};

const PROPERTIES: &[Property] = &[
    Property {
        name: "buffers-keep-their-bound",
        claim: Expectation::Always,
        help: told("No buffer holds more than its bound; an unbounded one has none."),
        holds_at: |event| {
            let (depth, bound) = (count(event, "depth"), count(event, "bound"));
            bound == 0 || depth <= bound
        },
    },
    Property {
        name: "nothing-is-dropped",
        claim: Expectation::Always,
        help: told("No item is dropped in the pipeline or refused by the producer."),
        holds_at: |event| count(event, "dropped") == 0,
    },
    Property {
        name: "recovers",
        claim: Expectation::Eventually,
        help: told("After the spike the requests are answered in time again."),
        holds_at: |event| event.kind == "recover",
    },
];

/// A count that an event carries; 0 if it does not.
fn count(event: &Event, name: &str) -> u64 {
    event.integer(name).unwrap_or(0)
}
