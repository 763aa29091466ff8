//! Credit: what a buffer lets pass while grants are on their way.

use super::papers::{near, scenario};
use crate::lab::metric;

/// One credit whose grant travels for 99 ms lets one item pass in 99 ms, however fast the consumer is.
#[test]
fn credit_that_does_not_cover_the_way_starves_the_consumer() {
    let report = scenario(&[
        ("policy", "credit"),
        ("buffer", "1"),
        ("link_ms", "99"),
        ("stages", "1"),
        ("service", "constant"),
        ("service_ms", "1"),
        ("client", "patient"),
    ])
    .report();
    near(metric(&report, "throughput_per_s"), 1_000.0 / 99.0, 0.01);
}

/// Grants are for half a buffer, and sent when that many items have been begun. So of an even buffer B all B go out within
/// the time that a grant takes and B/2 − 1 items before it: B / (link + (B/2 − 1)·w), or 1/w if that is less.
#[test]
fn an_even_buffer_passes_once_in_a_grant_and_half_its_items_work() {
    for (stages, service) in [("1", "constant"), ("2", "constant"), ("1", "exponential")] {
        for (work_ms, link_ms, buffer) in [
            (1.0, 100.0, 2.0),
            (1.0, 100.0, 20.0),
            (1.0, 500.0, 100.0),
            (10.0, 100.0, 10.0),
            (10.0, 500.0, 20.0),
            (10.0, 5.0, 10.0),
        ] {
            let report = scenario(&[
                ("policy", "credit"),
                ("stages", stages),
                ("service", service),
                ("service_ms", &work_ms.to_string()),
                ("upstream_ms", &work_ms.to_string()),
                ("link_ms", &link_ms.to_string()),
                ("buffer", &buffer.to_string()),
                ("client", "patient"),
                ("load", "1.5"),
                ("spike_factor", "1"),
            ])
            .report();
            let by_credit = buffer / (link_ms + (buffer / 2.0 - 1.0) * work_ms);
            let law = 1_000.0 * f64::min(1.0 / work_ms, by_credit);
            near(metric(&report, "throughput_per_s"), law, if service == "constant" { 0.01 } else { 0.04 });
            // The limit that the help names, beyond which the link is what holds it up.
            assert_eq!(by_credit < 1.0 / work_ms, link_ms > (buffer / 2.0 + 1.0) * work_ms);
        }
    }
}
