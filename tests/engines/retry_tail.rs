//! Laws of the `retry-tail` engine: what holds of every run, and what theory says of the slowest call.

use crate::lab::{any_scenario, close, metric, scenario};
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_call_is_served_taken_back_or_still_there_and_the_budget_is_kept(
        scenario in any_scenario("retry-tail", |_| None, Just(Vec::new()))
    ) {
        let report = scenario.report();
        let of = |name: &str| metric(&report, name);
        let ends = of("calls_served") + of("calls_cancelled") + of("calls_left");
        prop_assert_eq!(of("calls_first") + of("calls_again"), ends);
        let asked = scenario.params.count("fan_out").min(scenario.params.count("servers"));
        prop_assert_eq!(of("calls_first"), of("pages") * f64::from(asked));
        prop_assert!(of("calls_again") <= f64::from(scenario.params.count("retries")) * of("calls_first"));
        let budget = scenario.params.number("retry_budget");
        prop_assert!(budget == 0.0 || of("calls_again") <= budget * of("calls_first") + 1e-9);
        prop_assert!(of("failed_pages") <= of("pages"));
        prop_assert!((0.0..=1.0 + 1e-9).contains(&of("utilisation")), "{}", of("utilisation"));
        prop_assert!(of("page_ms_p99") <= scenario.params.number("patience_ms") * 1.01);
    }
}

/// A run of the overview, with changes.
fn run(more: &[(&str, &str)]) -> impl Fn(&str) -> f64 {
    let report = scenario("retry-tail", more).report();
    move |name| metric(&report, name)
}

#[test]
fn one_late_call_in_a_hundred_is_one_late_page_in_n_times_as_many() {
    // Long, and of pages that seldom meet: 1 − (1 − p)ⁿ, where calls are late on their own.
    let of = run(&[
        ("retries", "0"),
        ("load", "0.5"),
        ("fan_out", "6"),
        ("servers", "30"),
        ("timeout_ms", "90"),
        ("duration_ms", "60000"),
    ]);
    close(of("late_pages_fraction"), of("predicted_late_pages_fraction"), 0.1 * of("predicted_late_pages_fraction"));
    close(of("late_calls_fraction"), libm::exp(-4.5), 0.1 * libm::exp(-4.5));
}

#[test]
fn whole_pages_sent_again_are_most_of_the_load_and_each_remedy_ends_that_at_its_price() {
    let (none, whole) = (run(&[("retries", "0")]), run(&[]));
    assert!(none("goodput_fraction") > 0.99 && whole("goodput_fraction_last_s") == 0.0);
    assert!(whole("calls_per_page") > 2.0 * none("calls_per_page") && whole("wasted_work_fraction") > 0.5);
    let (budget, cancel, longer) =
        (run(&[("retry_budget", "0.1")]), run(&[("cancel", "on")]), run(&[("timeout_ms", "250")]));
    for remedy in [&budget, &cancel, &longer] {
        assert!(remedy("goodput_fraction") > 0.95, "{}", remedy("goodput_fraction"));
    }
    // A budget is spent on pages that were late; cancelling leaves them at the end of new lines.
    assert!(budget("page_ms_p99") > none("page_ms_p99") && cancel("page_ms_p50") > 3.0 * none("page_ms_p50"));
}

#[test]
fn the_same_pages_come_whatever_is_sent_again() {
    let (whole, calls) = (run(&[]), run(&[("again", "calls"), ("retries", "1")]));
    assert_eq!(whole("pages"), calls("pages"));
}
