//! Keys that do not exist: what reaches the database of them, with and without a remedy.

use super::papers::{metric, scenario};
use crate::lab::close;

/// Two hundred reads a second of absent keys, beside a thousand keys that stay in the cache.
fn penetrated(settings: &[(&str, &str)]) -> Vec<f64> {
    let base = [
        ("keys", "1000"),
        ("absent_fraction", "0.2"),
        ("database_capacity", "0"),
        ("ttl_ms", "600000"),
        ("duration_s", "100"),
    ];
    let run = scenario(&[&base[..], settings].concat()).run();
    assert_eq!(metric(&*run, "failed_fraction"), 0.0);
    ["absent_queries", "false_positives", "negative_entries_max"].map(|name| metric(&*run, name)).to_vec()
}

#[test]
fn without_a_remedy_every_read_of_an_absent_key_is_a_query() {
    let found = penetrated(&[]);
    // A binomial number of about 20,000, within four deviations.
    close(found[0], 20_000.0, 566.0);
    assert_eq!(found[1..], [0.0, 0.0]);
}

/// Each of 50 keys is asked for four times a second: it is queried at first and after each 10 s, and by those who ask while
/// that query runs.
#[test]
fn a_stored_nothing_answers_for_keys_that_are_asked_again() {
    let found = penetrated(&[("absent_keys", "50"), ("negative_ttl_ms", "10000")]);
    // A cycle is the wait for a read, the query of 0.1 s with 0.4 reads more, and the 10 s.
    let expected = 50.0 * 100.0 / (0.25 + 0.1 + 10.0) * 1.4;
    close(found[0], expected, 0.08 * expected);
    assert_eq!(found[2], 50.0);
}

/// Invented keys are hardly ever asked for again: the cache fills with answers that nobody wants.
#[test]
fn a_stored_nothing_is_no_help_against_keys_that_are_new_each_time() {
    let found = penetrated(&[("absent_keys", "1000000000"), ("negative_ttl_ms", "60000")]);
    close(found[0], 20_000.0, 566.0);
    // What 60 s bring, and what has run out since the last was stored.
    close(found[2], 12_000.0, 500.0);
}

#[test]
fn a_filter_lets_its_false_positives_through_and_nothing_else() {
    let found = penetrated(&[("bloom_bits_per_key", "10")]);
    // 0.82 % of 20,000 are 164; the filter itself is a little better or worse than the mean of such filters.
    close(found[0], 164.0, 80.0);
    assert_eq!(found[0], found[1]);
}
