//! The parameters.

use crate::engines::backpressure::policy::{CLIENTS, POLICIES, SERVICES};
use crate::kernel::{OFF_ON, ParamSpec};

pub(super) const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("policy", "Policy", &POLICIES.options)
        .default_choice("unbounded")
        .help("What is done when items come faster than they leave."),
    ParamSpec::integer("stages", "Stages")
        .range(1..=4)
        .default(2)
        .help("How many buffers and consumers there are in a row."),
    ParamSpec::choice("service", "Work", &SERVICES.options)
        .default_choice("exponential")
        .help("The law of the time that a stage works on an item."),
    ParamSpec::number("service_ms", "Last stage")
        .range(1.0..=100.0)
        .step(1.0)
        .default(10.0)
        .unit("ms")
        .help("Mean work of the last stage."),
    ParamSpec::number("upstream_ms", "Other stages")
        .range(1.0..=100.0)
        .step(1.0)
        .default(5.0)
        .unit("ms")
        .help("Mean work of each other stage."),
    ParamSpec::number("load", "Load")
        .range(0.1..=3.0)
        .step(0.05)
        .default(0.7)
        .help("New requests outside the spike, as a fraction of the slowest stage's capacity."),
    ParamSpec::number("peak_load", "Peak load")
        .range(0.0..=3.0)
        .step(0.05)
        .default(0.0)
        .help("What the load climbs to by the middle of the run, to come down again, each over thirty stairs. 0: it is steady."),
    ParamSpec::number("spike_factor", "Spike")
        .range(1.0..=5.0)
        .step(0.5)
        .default(3.0)
        .unit("×")
        .help("How many times the usual rate of new requests comes during the spike."),
    ParamSpec::number("spike_at_ms", "Spike at")
        .range(0.0..=60_000.0)
        .step(1_000.0)
        .default(10_000.0)
        .unit("ms")
        .help("When the spike begins."),
    ParamSpec::number("spike_ms", "Spike length")
        .range(0.0..=60_000.0)
        .step(500.0)
        .default(5_000.0)
        .unit("ms")
        .help("How long the spike lasts."),
    ParamSpec::number("duration_ms", "Duration")
        .range(1_000.0..=120_000.0)
        .step(1_000.0)
        .default(60_000.0)
        .unit("ms")
        .help("The length of the run."),
    ParamSpec::integer("buffer", "Buffer")
        .range(1..=10_000)
        .default(20)
        .unit("items")
        .help("The bound of each buffer, where there is one."),
    ParamSpec::number("deadline_ms", "Deadline")
        .range(10.0..=60_000.0)
        .step(10.0)
        .default(500.0)
        .unit("ms")
        .help("How long after its sending an answer is still of use."),
    ParamSpec::choice("client", "Clients", &CLIENTS.options)
        .default_choice("impatient")
        .help("Whether a client waits for ever or gives up at the deadline and retries."),
    ParamSpec::integer("retries", "Retries").range(0..=5).default(3).help("How often an impatient client tries again."),
    ParamSpec::number("retry_after_ms", "Retry after")
        .range(0.0..=10_000.0)
        .step(10.0)
        .default(50.0)
        .unit("ms")
        .help("The pause before a retry."),
    ParamSpec::number("retry_budget", "Retry budget")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.0)
        .help(
            "The most retries, as a fraction of the requests; the SRE book has 0.1. Ten seconds of it may be saved up. \
                0: no limit.",
        ),
    ParamSpec::choice("breaker", "Breaker", &OFF_ON.options).default_choice("off").help(
        "Opens when ten of the last twenty attempts have failed. Once it has been open for its time, one attempt may try, and \
            its outcome closes or opens it.",
    ),
    ParamSpec::number("breaker_open_ms", "Breaker open")
        .range(100.0..=60_000.0)
        .step(100.0)
        .default(5_000.0)
        .unit("ms")
        .help("How long no attempt is made (5 s in Hystrix).")
        .needs("breaker", &["on"]),
    ParamSpec::choice("skip_expired", "Skip the expired", &OFF_ON.options)
        .default_choice("off")
        .help("Whether a consumer throws away what is past its deadline, rather than work on it."),
    ParamSpec::number("link_ms", "Credit travels")
        .range(0.0..=1_000.0)
        .step(1.0)
        .default(5.0)
        .unit("ms")
        .help(
            "Credit: how long a grant is on its way. Credit is granted by half buffers, so a stage that works w ms on an item \
                gets no more than an even buffer of B items in link_ms + (B/2 − 1)·w; below its capacity if the link is \
                longer than (B/2 + 1)·w.",
        ),
    ParamSpec::number("rate_limit_per_s", "Rate limit")
        .range(1.0..=2_000.0)
        .step(1.0)
        .default(90.0)
        .unit("per s")
        .help("Token bucket: the rate of tokens; AIMD: the rate at the start."),
    ParamSpec::integer("burst", "Burst")
        .range(1..=1_000)
        .default(10)
        .unit("items")
        .help("Token bucket and AIMD: the size of the bucket."),
    ParamSpec::number("aimd_increase_per_s", "Increase")
        .range(0.1..=100.0)
        .step(0.1)
        .default(1.0)
        .unit("per s")
        .help("AIMD: what is added to the rate in a step."),
    ParamSpec::number("aimd_decrease", "Decrease")
        .range(0.1..=0.9)
        .step(0.05)
        .default(0.5)
        .unit("×")
        .help("AIMD: what the rate is multiplied with after a drop."),
    ParamSpec::number("control_ms", "Step")
        .range(10.0..=10_000.0)
        .step(10.0)
        .default(100.0)
        .unit("ms")
        .help("AIMD: the length of a step."),
    ParamSpec::integer("sample_every", "Sample")
        .range(2..=100)
        .default(4)
        .help("Sample: while a buffer is half full, one item in this many is let in."),
    ParamSpec::number("codel_target_ms", "Target")
        .range(0.1..=1_000.0)
        .step(1.0)
        .default(5.0)
        .unit("ms")
        .help("CoDel: the queueing delay that is accepted (5 ms in RFC 8289)."),
    ParamSpec::number("codel_interval_ms", "Interval")
        .range(1.0..=10_000.0)
        .step(10.0)
        .default(100.0)
        .unit("ms")
        .help("CoDel: for how long the target may be exceeded (100 ms in RFC 8289)."),
    ParamSpec::number("throttle_k", "K")
        .range(1.0..=10.0)
        .step(0.1)
        .default(2.0)
        .help("Adaptive throttling: how many requests are sent for each one accepted."),
    ParamSpec::number("throttle_window_ms", "Window")
        .range(100.0..=120_000.0)
        .step(100.0)
        .default(10_000.0)
        .unit("ms")
        .help("Adaptive throttling: how long the client remembers."),
    ParamSpec::integer("item_bytes", "Item size")
        .range(1..=1_000_000)
        .default(1_024)
        .unit("bytes")
        .help("How much memory an item takes."),
    ParamSpec::integer("memory_items", "Memory")
        .range(0..=100_000)
        .default(0)
        .unit("items")
        .help("More items than this inside, and the process dies: its buffers are lost, and it begins again. 0: no limit."),
];
