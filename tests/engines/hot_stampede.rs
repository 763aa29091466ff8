//! Laws of the `hot-stampede` engine: what holds of every run, and what the two chapters say.

use crate::lab::{any_scenario, close, metric, scenario};
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_read_is_a_hit_or_a_miss_and_fails_at_most_once(
        scenario in any_scenario("hot-stampede", |_| None, Just(Vec::new()))
    ) {
        let report = scenario.report();
        let of = |name: &str| metric(&report, name);
        prop_assert!(of("hot_queries") <= of("hot_reads"));
        prop_assert!(of("hot_failed") <= of("hot_reads") * (1.0 - of("hit_fraction")) + 0.5);
        prop_assert!(of("ordinary_failed_at_home") + of("ordinary_failed_elsewhere") <= of("ordinary_reads"));
        prop_assert!((0.0..=1.0 + 1e-9).contains(&of("home_utilisation")));
        prop_assert!(of("overdue_ms") == 0.0 || of("wait_ms_max") > scenario.params.number("timeout_ms"));
    }

    #[test]
    fn one_reader_who_asks_sends_one_query_for_each_expiry(
        hot in 0.0..5_000.0_f64, query in 1.0..500.0_f64, old in any::<bool>()
    ) {
        let remedy = if old { "old-value" } else { "one-reader" };
        let report = scenario(
            "hot-stampede",
            &[("remedy", remedy), ("hot_per_s", &hot.to_string()), ("query_ms", &query.to_string())],
        )
        .report();
        prop_assert_eq!(metric(&report, "hot_queries"), metric(&report, "expiries"));
    }
}

/// The incident of the overview, under a remedy.
fn incident(more: &[(&str, &str)]) -> impl Fn(&str) -> f64 {
    let report = scenario("hot-stampede", more).report();
    move |name| metric(&report, name)
}

#[test]
fn the_crowd_hurts_the_keys_beside_it_and_nobody_else() {
    let of = incident(&[]);
    assert!(of("ordinary_failed_at_home") > 50.0, "{}", of("ordinary_failed_at_home"));
    assert_eq!(of("ordinary_failed_elsewhere"), 0.0);
    assert!(of("elsewhere_utilisation") < 0.3);
}

#[test]
fn more_partitions_leave_the_crowd_as_large_and_one_reader_leaves_none() {
    let few = incident(&[]);
    let many = incident(&[("partitions", "12"), ("ordinary_per_s", "1200")]);
    // The same readers of the hot key, and one home.
    close(many("hot_queries"), few("hot_queries"), 0.2 * few("hot_queries"));
    let one = incident(&[("remedy", "one-reader")]);
    assert_eq!((one("ordinary_failed_at_home"), one("hot_queries")), (0.0, 1.0));
}

#[test]
fn copies_divide_the_line_and_not_the_queries() {
    let (none, copies) = (incident(&[]), incident(&[("remedy", "copies")]));
    close(copies("hot_queries"), none("hot_queries"), 0.3 * none("hot_queries"));
    assert!(copies("wait_ms_max") < 0.5 * none("wait_ms_max"));
}
