//! What a reader of the book can do to a run.

use crate::engines::backpressure::policy::POLICIES;
use crate::kernel::{ActionSpec, ParamSpec, told};

pub(super) const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "spike",
        label: told("Faster"),
        help: told("A further spike begins now."),
        target: None,
        value: Some(
            ParamSpec::number("length_ms", "For")
                .range(1.0..=60_000.0)
                .step(500.0)
                .default(5_000.0)
                .unit("ms")
                .help("How long it lasts."),
        ),
    },
    ActionSpec {
        verb: "policy",
        label: told("Switch the policy"),
        help: told(
            "From now on another policy holds. Buffers are cut to its bound, and what the producer holds back goes first \
            when there is room.",
        ),
        target: None,
        value: Some(ParamSpec::choice("policy", "Policy", &POLICIES.options).help("The policy from now on.")),
    },
];
