//! What must hold of every run of the dual write, whatever its parameters.

use crate::lab;
use faultlines::engines::dual_write::DualWrite;
use faultlines::engines::dual_write::message::{BROKER, DATABASE};
use faultlines::kernel::{Seed, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const STRATEGIES: [&str; 6] = [
    "database-then-broker",
    "broker-then-database",
    "parallel",
    "outbox-polling",
    "outbox-capture",
    "two-phase-commit",
];
const VICTIMS: [&str; 4] = ["service", "database", "broker", "relay"];

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("dual-write", settings)
}

fn metric(scenario: &Scenario, name: &str) -> f64 {
    lab::metric(&scenario.report(), name)
}

/// A short run under any strategy, with any victim.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let choices = (0..6usize, 0..3usize, 0..4usize, 0..2usize);
    let numbers = (0.0..0.3, 50.0..500.0, 0.0..0.3, 0.0..30.0, 0.1..20.0, 1.0..200.0);
    (choices, numbers, 1..150i64, 1..30i64, any::<u32>()).prop_map(|(choices, numbers, orders, batch, seed)| {
        let mut scenario = scenario(&[
            ("strategy", STRATEGIES[choices.0]),
            ("polling", ["marks", "id-cursor", "safe-cursor"][choices.1]),
            ("victim", VICTIMS[choices.2]),
            ("consumer", ["inbox", "plain"][choices.3]),
        ]);
        let (crash, down, refuse, work, network, interval) = numbers;
        for (name, value) in [
            ("crash_probability", crash),
            ("down_ms", down),
            ("refuse_probability", refuse),
            ("work_ms", work),
            ("network_ms", network),
            ("poll_interval_ms", interval),
        ] {
            scenario.params.set(name, Value::Number(value));
        }
        scenario.params.set("orders", Value::Integer(orders));
        scenario.params.set("batch", Value::Integer(batch));
        scenario.seed = Seed(seed);
        scenario
    })
}

proptest! {
    #![proptest_config(crate::thorough::cases(96))]

    #[test]
    fn the_books_agree_with_the_disks(scenario in any_scenario()) {
        let run = scenario.run();
        let run = run.engine::<DualWrite>();
        let committed = &run.cluster().disk(DATABASE).committed;
        let events = &run.cluster().disk(BROKER).events;
        for (number, entry) in (0u32..).zip(run.ledger().entries()) {
            prop_assert_eq!(entry.committed.is_some(), committed.contains_key(&number));
            prop_assert_eq!(entry.copies as usize, events.iter().filter(|&&event| event == number).count());
            // The link to the consumer loses nothing.
            prop_assert!(entry.applied == entry.copies || (entry.applied == 1 && entry.copies > 1));
        }
    }

    #[test]
    fn an_outbox_and_two_phase_commit_neither_lose_nor_invent(scenario in any_scenario()) {
        let strategy = scenario.params.choice("strategy");
        let keeps_its_word = strategy == "two-phase-commit" || strategy == "outbox-capture"
            || (strategy == "outbox-polling" && scenario.params.choice("polling") != "id-cursor");
        if keeps_its_word {
            prop_assert_eq!(metric(&scenario, "lost_events"), 0.0);
            prop_assert_eq!(metric(&scenario, "phantom_events"), 0.0);
        }
        if strategy == "two-phase-commit" {
            prop_assert_eq!(metric(&scenario, "duplicates"), 0.0);
        }
    }

    #[test]
    fn an_inbox_applies_each_event_once_however_often_it_comes(scenario in any_scenario()) {
        let report = scenario.report();
        let get = |name| report.get(name).expect("the metric is declared");
        let expected = if scenario.params.choice("consumer") == "inbox" { 0.0 } else { get("duplicates") };
        prop_assert_eq!(get("duplicate_effects"), expected);
    }

    #[test]
    fn a_relay_repeats_at_most_one_batch_for_each_time_that_it_dies(scenario in any_scenario()) {
        let mut scenario = scenario;
        scenario.params.set("victim", Value::Choice("relay"));
        let report = scenario.report();
        let get = |name| report.get(name).expect("the metric is declared");
        prop_assert!(get("duplicates") <= get("crashes") * scenario.params.integer("batch") as f64);
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budget in 1..5_000u32) {
        lab::slicing_does_not_show(&scenario, [budget]);
    }
}

#[test]
fn without_crash_or_refusal_all_strategies_commit_and_publish_every_order() {
    for strategy in STRATEGIES {
        let report = scenario(&[("strategy", strategy), ("crash_probability", "0")]).report();
        assert_eq!(report.get("committed"), Some(2000.0), "{strategy}");
        assert_eq!(report.get("published"), Some(2000.0), "{strategy}");
    }
}

#[test]
fn a_refusal_makes_a_phantom_of_what_was_announced_before_and_of_nothing_else() {
    for (strategy, expected) in
        [("broker-then-database", 200.0), ("database-then-broker", 0.0), ("outbox-capture", 0.0)]
    {
        let settings = [("strategy", strategy), ("crash_probability", "0"), ("refuse_probability", "0.1")];
        let phantoms = metric(&scenario(&settings), "phantom_events");
        // 200 of 2000 refused, with a standard deviation of 13.4; four of them.
        assert!((phantoms - expected).abs() <= if expected > 0.0 { 54.0 } else { 0.0 }, "{strategy}: {phantoms}");
    }
}

#[test]
fn a_cursor_over_ids_loses_rows_without_any_crash_and_the_two_others_do_not() {
    let lost = |polling| {
        metric(
            &scenario(&[("strategy", "outbox-polling"), ("polling", polling), ("crash_probability", "0")]),
            "lost_events",
        )
    };
    assert!(lost("id-cursor") > 0.0);
    assert_eq!(lost("safe-cursor"), 0.0);
    assert_eq!(lost("marks"), 0.0);
}

#[test]
fn polling_costs_half_its_interval_and_reading_the_log_does_not() {
    let lag = |settings: &[(&str, &str)]| metric(&scenario(settings), "publish_lag_ms_p50");
    for (interval, ms) in [("20", 20.0), ("100", 100.0), ("400", 400.0)] {
        let polled = lag(&[
            ("strategy", "outbox-polling"),
            ("poll_interval_ms", interval),
            ("crash_probability", "0"),
            ("batch", "100"),
        ]);
        // A commit falls anywhere in the relay's cycle, which is the interval and six messages of 1 ms on average, and
        // is two messages from the log. The median of 2000 such waits has a standard error of interval / 2√2000: four of
        // them, and 4 ms for the slowest message of a batch, on which the cycle depends.
        let tolerance = 4.0 + 4.0 * ms / (2.0 * 2000f64.sqrt());
        assert!((polled - (ms + 6.0) / 2.0 - 2.0).abs() < tolerance, "{interval}: {polled}");
    }
    assert!(lag(&[("strategy", "outbox-capture"), ("crash_probability", "0")]) < 4.0);
}

/// A reader of the log does not poll: its runs are the same to the last event, whoever dies.
#[test]
fn capture_knows_no_poll_interval_also_where_its_relay_dies() {
    for victim in VICTIMS {
        for seed in 1..=3 {
            let run = |interval| {
                let settings = [
                    ("strategy", "outbox-capture"),
                    ("victim", victim),
                    ("poll_interval_ms", interval),
                    ("crash_probability", "0.05"),
                ];
                Scenario { seed: Seed(seed), ..scenario(&settings) }.run()
            };
            let (often, seldom) = (run("1"), run("1000"));
            assert!(lab::metric(&often.report(), "crashes") > 0.0);
            assert_eq!(often.report(), seldom.report(), "{victim}, seed {seed}");
            assert_eq!(often.trace().digest(), seldom.trace().digest(), "{victim}, seed {seed}");
        }
    }
}

/// Two hops of 20 ms on average, from the commit to the service and on to the broker. A message on its own takes what it
/// draws; among 300 a second it also waits for those before it.
#[test]
fn links_that_keep_order_hold_up_what_comes_behind_a_late_message() {
    let lag = |rate| {
        let settings = [("network_ms", "20"), ("rate_per_s", rate), ("orders", "6000"), ("crash_probability", "0")];
        metric(&scenario(&settings), "publish_lag_ms_p50")
    };
    let (alone, crowded) = (lag("20"), lag("300"));
    assert!((34.0..44.0).contains(&alone), "{alone}");
    assert!(crowded > 1.5 * alone, "{crowded} against {alone}");
}

#[test]
fn a_promise_binds_the_database_for_as_long_as_the_coordinator_is_away() {
    let longest = |settings: &[(&str, &str)]| {
        metric(&scenario(&[&[("strategy", "two-phase-commit")], settings].concat()), "blocked_ms_max")
    };
    // A promise and its end are two messages apart, of which the slowest of 2000 takes a few milliseconds.
    assert!(longest(&[("crash_probability", "0")]) < 25.0);
    for down in ["200", "2000"] {
        let (longest, down) = (longest(&[("down_ms", down)]), down.parse::<f64>().expect("a number"));
        assert!((down..down + 25.0).contains(&longest), "{longest} for {down}");
    }
    assert_eq!(metric(&scenario(&[]), "blocked_ms"), 0.0);
}

#[test]
fn the_same_orders_are_struck_whatever_the_strategy() {
    let crashes = |strategy| metric(&scenario(&[("strategy", strategy), ("crash_probability", "0.02")]), "crashes");
    let first = crashes(STRATEGIES[0]);
    assert!(first > 10.0);
    assert!(STRATEGIES.iter().all(|strategy| crashes(strategy) == first));
}

#[test]
fn the_dearest_run_of_the_schema_ends() {
    for strategy in STRATEGIES {
        let settings = [
            ("strategy", strategy),
            ("orders", "10000"),
            ("rate_per_s", "20"),
            ("poll_interval_ms", "1"),
            ("network_ms", "0.1"),
            ("crash_probability", "1"),
            ("victim", "broker"),
        ];
        let report = scenario(&settings).report();
        assert_eq!(report.stopped, None, "{strategy}");
    }
}
