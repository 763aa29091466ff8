//! Laws of the `replicas` engine, and what theory and the paper say.

use crate::lab::{any_scenario, metric, scenario};
use proptest::prelude::*;

proptest! {
    #[test]
    fn work_is_never_more_than_the_servers_can_do(scenario in any_scenario("replicas", |_| None, Just(Vec::new()))) {
        let report = scenario.report();
        if report.stopped.is_none() {
            prop_assert!(metric(&report, "utilisation") <= 1.0 + 1e-9);
            prop_assert!(metric(&report, "second_copies_fraction") <= scenario.params.number("budget"));
        }
    }
}

fn run(settings: &[(&str, &str)], name: &str) -> f64 {
    metric(&scenario("replicas", settings).report(), name)
}

#[test]
fn with_time_for_both_the_least_of_two_exponentials_is_half_as_long_and_the_last_of_ten_is_harmonic() {
    // Nearly no load, so nearly no waiting: mean 10 ms; the first of two 5 ms; the last of ten 10 × H(10) = 29.29 ms.
    let light = |copies, needs| {
        run(
            &[("load", "0.05"), ("servers", "20"), ("requests", "50000"), ("copies", copies), ("needs", needs)],
            "latency_ms_mean",
        )
    };
    for (mean, theory) in [(light("1", "1"), 10.0 / 0.95), (light("2", "1"), 5.0), (light("10", "10"), 29.29)] {
        assert!((mean / theory - 1.0).abs() < 0.06, "{mean} {theory}");
    }
}

#[test]
fn tied_copies_do_no_work_twice_and_help_at_any_load() {
    for load in ["0.3", "0.6", "0.9"] {
        let p99 = |hedge| run(&[("load", load), ("hedge", hedge), ("requests", "50000")], "latency_ms_p99");
        assert!(p99("tied") < 0.8 * p99("off"), "at {load}: {} {}", p99("tied"), p99("off"));
        assert_eq!(run(&[("load", load), ("hedge", "tied")], "wasted_work_fraction"), 0.0);
    }
}

#[test]
fn hedges_help_at_low_load_and_hurt_near_saturation() {
    let p99 = |load, hedge| run(&[("load", load), ("hedge", hedge), ("requests", "50000")], "latency_ms_p99");
    assert!(p99("0.3", "delay") < p99("0.3", "off"));
    assert!(p99("0.85", "delay") > 2.0 * p99("0.85", "off"));
}

#[test]
fn pauses_that_come_together_leave_nobody_to_hedge_to() {
    let p99 = |pauses| {
        let settings = [("load", "0.3"), ("hedge", "cancel"), ("pauses", pauses), ("requests", "50000")];
        run(&settings, "latency_ms_p99")
    };
    assert!(p99("apart") < 0.7 * p99("together"), "{} {}", p99("apart"), p99("together"));
}

#[test]
fn the_mean_of_percentiles_is_no_percentile() {
    let settings =
        [("load", "0.3"), ("pauses", "one"), ("pause_ms", "1000"), ("pause_every_ms", "5000"), ("requests", "50000")];
    let (mean, true_p99) = (run(&settings, "host_p99_ms_mean"), run(&settings, "call_ms_p99"));
    assert!(mean < 0.5 * true_p99, "{mean} {true_p99}");
}
