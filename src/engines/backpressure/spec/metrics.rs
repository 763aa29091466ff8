//! The metrics.

use crate::kernel::MetricSpec;

pub(super) const METRICS: &[MetricSpec] = &[
    MetricSpec::new("requests", "requests", "New requests.", 0),
    MetricSpec::new("sent", "attempts", "Attempts, retries among them, whether they left the producer or not.", 0),
    MetricSpec::new("retries", "attempts", "Attempts after the first.", 0),
    MetricSpec::new("throughput_per_s", "per s", "Attempts that went through the whole pipeline, in a second.", 2),
    MetricSpec::new("goodput_per_s", "per s", "Of these, those in time for a client that still waited.", 2),
    MetricSpec::fraction("goodput_fraction", "New requests that were answered in time, by whichever attempt."),
    MetricSpec::fraction(
        "goodput_before_spike_ratio",
        "Useful answers per new request before the spike; 1 if nothing came before it.",
    ),
    MetricSpec::fraction(
        "goodput_at_end_ratio",
        "The same in the last quarter of the run, where answers to earlier requests count, too. Less than before the \
            spike, at the same load: hysteresis.",
    ),
    MetricSpec::fraction("wasted_work_fraction", "Answers for which nobody waited any more, or that came too late."),
    MetricSpec::new("dropped", "attempts", "Attempts dropped in the pipeline or refused by the producer.", 0),
    MetricSpec::new("refused_by_producer", "attempts", "Of these, those that were never sent.", 0),
    MetricSpec::new("withdrawn", "attempts", "Attempts given up while the producer still held them back.", 0),
    MetricSpec::new("failed_requests", "requests", "Requests that ended without an answer, all retries spent.", 0),
    MetricSpec::new("in_flight", "attempts", "Attempts still on their way at the end.", 0),
    MetricSpec::new("queue_depth_max", "items", "The most that one buffer has held.", 0),
    MetricSpec::new(
        "held_back_max",
        "items",
        "The most that the producer has held back, waiting for room or credit.",
        0,
    ),
    MetricSpec::new(
        "memory_bytes_max",
        "bytes",
        "The most that buffers and consumers have held, times the size of an item.",
        0,
    ),
    MetricSpec::new("sojourn_ms_p50", "ms", "Median time from sending to answer, over all answers, useful or not.", 2),
    MetricSpec::new("sojourn_ms_p99", "ms", "99th percentile of the same.", 2),
    MetricSpec::new(
        "recovered",
        "",
        "1 if nine in ten requests were answered in time again for three windows, sixtieths of the run.",
        0,
    ),
    MetricSpec::new(
        "time_to_recover_ms",
        "ms",
        "From the end of the spike to the first of these windows; to the end of the run if there were none.",
        0,
    ),
    MetricSpec::new(
        "capacity_per_s",
        "per s",
        "What the slowest stage can do in the mean; in a short run throughput exceeds it by luck.",
        2,
    ),
    MetricSpec::new(
        "retry_load_if_all_fail",
        "",
        "The load if every attempt fails: load × (1 + retries). Above 1, a collapse sustains itself.",
        3,
    ),
    MetricSpec::new(
        "items_mean",
        "items",
        "Attempts in the system in the mean of all moments, from sending to answer, drop or withdrawal; those held back by \
            the producer are among them.",
        3,
    ),
    MetricSpec::new("admitted_per_s", "per s", "Attempts that came into the system: sent and not refused.", 3),
    MetricSpec::new(
        "time_in_system_ms_mean",
        "ms",
        "Mean time that they stayed; those still inside at the end count with what they have stayed by then.",
        3,
    ),
    MetricSpec::new(
        "predicted_items_mean",
        "items",
        "Little's law: the rate of admission times the mean time in the system.",
        3,
    )
    .predicts("items_mean", 0.001),
    MetricSpec::new("expired", "attempts", "Of the dropped, those that a consumer threw away past their deadline.", 0),
    MetricSpec::new("over_budget", "attempts", "Retries that were not made, for want of budget.", 0),
    MetricSpec::new("short_circuited", "attempts", "Of the refused, those that the breaker did not let pass.", 0),
    MetricSpec::new("bursts", "", "How often the buffers outgrew the memory and were lost.", 0),
    MetricSpec::new("first_burst_ms", "ms", "When they did so first; 0 if never.", 0),
    MetricSpec::new(
        "tip_load",
        "",
        "The load, as a fraction of the capacity, at which the system tipped over: that of the first of three windows in \
            which fewer than half of the new requests were answered in time; 0 if there were none.",
        3,
    ),
    MetricSpec::new(
        "recovery_load",
        "",
        "The load at which it came back from that: of the first of three windows in which nine in ten were; 0 if there were \
            none.",
        3,
    ),
];
