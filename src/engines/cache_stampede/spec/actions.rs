//! What a reader of the book can do to a run.

use super::params::{MAX_KEYS, MAX_READS_PER_S};
use crate::kernel::schema::Target;
use crate::kernel::{ActionSpec, ParamSpec, told};

pub(super) const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "expire-key",
        label: told("Expire the key now"),
        help: told("The row is written and its key deleted from the cache: nobody could foresee this expiry."),
        target: Some(Target { noun: "key", max: MAX_KEYS - 1 }),
        value: None,
    },
    ActionSpec {
        verb: "flush",
        label: told("Flush the cache"),
        help: told("Every value is gone, as after a restart of the cache."),
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "set-reads",
        label: told("Change the load"),
        help: told("From now on so many reads come a second."),
        target: None,
        value: Some(
            ParamSpec::number("reads_per_s", "Reads")
                .range(1.0..=MAX_READS_PER_S)
                .step(1.0)
                .default(1_000.0)
                .unit("per s")
                .help("Reads of all keys together."),
        ),
    },
    ActionSpec {
        verb: "pause-database",
        label: told("Pause the database"),
        help: told("For a while it takes queries in and answers none."),
        target: None,
        value: Some(
            ParamSpec::number("length_ms", "For")
                .range(1.0..=60_000.0)
                .step(100.0)
                .default(5_000.0)
                .unit("ms")
                .help("How long it answers nothing."),
        ),
    },
];
