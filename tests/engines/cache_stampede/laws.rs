//! What holds of every stampede, whatever its parameters.

use crate::lab;
use faultlines::engines::cache_stampede::{CacheStampede, SPEC};
use faultlines::kernel::{Action, ParamKind, ParamSpec, Progress, Simulation, Time, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const STRATEGIES: [&str; 8] = ["none", "lock", "singleflight", "jitter", "xfetch", "swr", "refresh-ahead", "lease"];

/// Ranges that make runs small and eventful; every other parameter takes its whole range.
fn range(name: &str) -> Option<(f64, f64)> {
    match name {
        "reads_per_s" => Some((1.0, 2_000.0)),
        "keys" => Some((1.0, 20.0)),
        "ttl_ms" => Some((100.0, 3_000.0)),
        "recompute_ms" => Some((1.0, 400.0)),
        "database_capacity" => Some((0.0, 20.0)),
        "lock_timeout_ms" => Some((0.0, 1_000.0)),
        "stale_ms" => Some((0.0, 2_000.0)),
        "writes_per_s" => Some((0.0, 10.0)),
        "timeout_ms" => Some((100.0, 1_000.0)),
        "duration_s" => Some((1.0, 4.0)),
        "peak_reads_per_s" => Some((0.0, 2_000.0)),
        "warm_up_s" => Some((0.0, 3.0)),
        "max_connections" => Some((0.0, 50.0)),
        "retries" => Some((0.0, 3.0)),
        "retry_after_ms" => Some((0.0, 500.0)),
        "absent_keys" => Some((1.0, 1_000.0)),
        "negative_ttl_ms" => Some((0.0, 1_000.0)),
        _ => None,
    }
}

fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| {
        let (low, high) = range(spec.name)?;
        Some(match spec.kind {
            ParamKind::Integer { .. } => lab::integers(low as i64..=high as i64),
            _ => lab::numbers(low..=high),
        })
    };
    let verbs = vec![
        ("expire-key", None),
        ("flush", None),
        ("set-reads", Some(Value::Number(3_000.0))),
        ("set-reads", Some(Value::Number(1.0))),
        ("pause-database", Some(Value::Number(700.0))),
    ];
    let action = (0..4_000u32, prop::sample::select(verbs), 0..20u32)
        .prop_map(|(at_ms, (verb, value), target)| Action { at_ms, verb, target, value });
    lab::any_scenario("cache-stampede", narrow, prop::collection::vec(action, 0..4))
}

fn defaults() -> Scenario {
    lab::defaults("cache-stampede")
}

fn run(scenario: &Scenario) -> CacheStampede {
    lab::run(scenario)
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn every_read_is_answered_once_or_fails_once(scenario in any_scenario()) {
        let run = run(&scenario);
        let measures = run.measures();
        prop_assert_eq!(measures.answered + measures.failed, measures.reads);
        prop_assert_eq!(measures.latencies().count() + measures.refused, measures.reads);
        prop_assert!(measures.hits + measures.failed <= measures.reads);
        prop_assert!(measures.stale_reads + measures.failed <= measures.reads);
        let seconds = |count: fn(&faultlines::engines::cache_stampede::measures::Second) -> u32| {
            measures.seconds.iter().map(|second| u64::from(count(second))).sum::<u64>()
        };
        prop_assert_eq!(seconds(|second| second.reads), measures.reads);
        prop_assert_eq!(seconds(|second| second.hits), measures.hits);
        prop_assert_eq!(seconds(|second| second.failed), measures.failed);
        prop_assert_eq!(seconds(|second| second.answered), measures.answered);
        prop_assert_eq!(seconds(|second| second.recomputes), measures.recomputes);
        prop_assert_eq!(seconds(|second| second.retries), measures.retries);
        prop_assert_eq!(seconds(|second| second.turned_away), measures.turned_away);
    }

    #[test]
    fn retries_keep_to_their_number_and_to_their_budget(scenario in any_scenario()) {
        let run = run(&scenario);
        let measures = run.measures();
        let (retries, budget) = (scenario.params.count("retries"), scenario.params.number("retry_budget"));
        prop_assert!(measures.retries <= u64::from(retries) * measures.reads);
        // The budget is a sum of fractions, each rounded.
        let allowed = budget * measures.reads as f64 + 1e-6;
        prop_assert!(budget == 0.0 || measures.retries as f64 <= allowed, "{} > {}", measures.retries, allowed);
    }

    /// What only matters to retries, to absent keys or to an empty cache changes nothing without them.
    #[test]
    fn what_is_switched_off_changes_nothing(scenario in any_scenario(), other in any_scenario()) {
        let mut off = scenario;
        off.params.set("retries", Value::Integer(0));
        off.params.set("absent_fraction", Value::Number(0.0));
        off.params.set("start", Value::Choice("spread"));
        let mut set = off.clone();
        let idle = ["retry_after_ms", "retry_budget", "absent_keys", "negative_ttl_ms", "bloom_bits_per_key", "warm_up_s"];
        idle.iter().for_each(|name| set.params.set(name, other.params.get(name)));
        let (plain, set) = (run(&off), run(&set));
        prop_assert_eq!(plain.trace().digest(), set.trace().digest());
        prop_assert_eq!(plain.report(), set.report());
    }

    #[test]
    fn the_filter_lets_every_key_through_that_exists(scenario in any_scenario(), bits in 0.5..20.0f64) {
        let scenario = lab::with_value(&scenario, "bloom_bits_per_key", Value::Number(bits));
        let run = run(&scenario);
        let keys = scenario.params.count("keys");
        prop_assert!((0..keys).all(|key| run.absent().passes_filter(key)));
        prop_assert!(run.measures().false_positives <= run.measures().absent);
    }

    #[test]
    fn the_database_takes_no_more_queries_than_it_has_connections(scenario in any_scenario()) {
        let (capacity, most) = (scenario.params.count("database_capacity"), scenario.params.count("max_connections"));
        let run = run(&scenario);
        prop_assert!(capacity == 0 || most == 0 || run.measures().concurrency_max <= most);
    }

    /// The trace tells of every failure, of those in the last line too.
    /// Of at most a hundred keys the life of each is sampled too.
    #[test]
    fn the_keys_with_a_fresh_value_are_those_whose_lives_go_on(scenario in any_scenario()) {
        let run = run(&scenario);
        let history = &run.measures().history;
        for (place, sample) in history.samples().iter().enumerate() {
            let lives = history.lives(Time(history.every().0 * place as u64));
            prop_assert_eq!(sample.fresh as usize, lives.iter().filter(|life| life.left > 0.0).count(), "at {}", place);
        }
    }

    #[test]
    fn no_read_fails_unless_the_trace_says_so(scenario in any_scenario()) {
        let run = run(&scenario);
        let property = SPEC.properties.iter().find(|property| property.name == "no-read-fails").expect("declared");
        prop_assert_eq!(property.holds(run.trace()), run.measures().failed == 0);
    }

    #[test]
    fn all_strategies_meet_the_same_readers(scenario in any_scenario()) {
        let reads: Vec<Vec<u32>> = STRATEGIES
            .iter()
            .map(|strategy| run(&lab::with_value(&scenario, "strategy", Value::Choice(strategy))))
            .map(|run| run.measures().seconds.iter().map(|second| second.reads).collect())
            .collect();
        prop_assert!(reads.windows(2).all(|pair| pair[0] == pair[1]));
    }

    /// Nobody takes the right from a holder who lives, so at any moment a key has at most one query.
    #[test]
    fn a_claim_that_never_runs_out_lets_one_query_run_for_a_key(scenario in any_scenario(), pick in 0..4usize) {
        let strategy = ["lock", "swr", "refresh-ahead", "lease"][pick];
        let scenario = lab::with_value(&scenario, "strategy", Value::Choice(strategy));
        let scenario = lab::with_value(&scenario, "lock_timeout_ms", Value::Number(0.0));
        let mut simulation = scenario.start();
        while simulation.advance(50) != Progress::Done {
            let run = simulation.engine::<CacheStampede>();
            let keys = run.database().running().map(|query| query.cause.key);
            let mut keys: Vec<u32> = keys.filter(|&key| !run.absent().is_absent(key)).collect();
            let queries = keys.len();
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(keys.len(), queries);
        }
    }

    #[test]
    fn singleflight_lets_one_query_run_for_a_key_in_each_server(scenario in any_scenario()) {
        let scenario = lab::with_value(&scenario, "strategy", Value::Choice("singleflight"));
        let scenario = lab::with_value(&scenario, "servers", Value::Integer(3));
        let mut simulation = scenario.start();
        while simulation.advance(50) != Progress::Done {
            let run = simulation.engine::<CacheStampede>();
            let flights = run.database().running().map(|query| (query.cause.key, query.cause.server));
            let mut flights: Vec<(u32, u32)> = flights.filter(|&(key, _)| !run.absent().is_absent(key)).collect();
            let queries = flights.len();
            flights.sort_unstable();
            flights.dedup();
            prop_assert_eq!(flights.len(), queries);
        }
    }

    #[test]
    fn only_those_who_serve_old_values_serve_them_without_writes(scenario in any_scenario()) {
        let mut scenario = lab::with_value(&scenario, "writes_per_s", Value::Number(0.0));
        scenario.actions.clear();
        for strategy in STRATEGIES {
            let run = run(&lab::with_value(&scenario, "strategy", Value::Choice(strategy)));
            let serves_old = ["swr", "lease"].contains(&strategy);
            prop_assert!(serves_old || run.measures().stale_reads == 0, "{}", strategy);
            prop_assert_eq!(run.measures().stale_sets, 0);
        }
    }

    #[test]
    fn a_lease_never_stores_what_a_write_has_overtaken(scenario in any_scenario()) {
        let scenario = lab::with_value(&scenario, "strategy", Value::Choice("lease"));
        let scenario = lab::with_value(&scenario, "writes_per_s", Value::Number(20.0));
        prop_assert_eq!(run(&scenario).measures().stale_sets, 0);
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budgets in prop::collection::vec(1..3_000u32, 1..20)) {
        lab::slicing_does_not_show(&scenario, budgets.into_iter().chain([777]));
    }

    #[test]
    fn every_metric_is_reported_once_and_is_a_number(scenario in any_scenario()) {
        let report = scenario.report();
        lab::every_metric_is_reported_once_and_is_a_number(&scenario, &report);
    }
}

#[test]
fn every_corner_of_the_schema_runs() {
    for spec in SPEC.params {
        for value in lab::corners(spec) {
            for strategy in STRATEGIES {
                let mut scenario = lab::with_value(&defaults(), "strategy", Value::Choice(strategy));
                scenario.params.set("crash_probability", Value::Number(0.1));
                scenario.params.set(spec.name, value);
                // The longest run of all takes a second; its start is enough here.
                lab::starts_soundly(&scenario, 20_000);
            }
        }
    }
}

#[test]
fn a_run_that_would_be_too_long_stops_and_says_so() {
    let mut scenario = lab::with_value(&defaults(), "reads_per_s", Value::Number(20_000.0));
    let heavy = [("crash_probability", 1.0), ("lock_timeout_ms", 1.0), ("timeout_ms", 10_000.0), ("retry_ms", 1.0)];
    heavy.iter().for_each(|(name, value)| scenario.params.set(name, Value::Number(*value)));
    scenario.params.set("strategy", Value::Choice("lock"));
    scenario.params.set("duration_s", Value::Integer(600));
    let report = scenario.report();
    let why = report.stopped.expect("it was stopped");
    assert!(why.starts_with("20,000,000 events were played"), "{why}");
}

#[test]
fn an_action_on_a_key_that_is_not_there_changes_nothing() {
    let mut scenario = defaults();
    let calm = scenario.report();
    scenario.act(Action { at_ms: 500, verb: "expire-key", target: 7, value: None });
    let run = run(&scenario);
    assert_eq!(run.report(), calm);
    let ignored = run.trace().events().iter().filter(|event| event.kind == "ignored").count();
    assert_eq!(ignored, 1);
}

#[test]
fn the_trace_stays_short_however_long_the_run() {
    let mut scenario = lab::with_value(&defaults(), "keys", Value::Integer(1_000));
    scenario.params.set("ttl_ms", Value::Number(100.0));
    scenario.params.set("duration_s", Value::Integer(600));
    let run = run(&scenario);
    // 900 single events, one for each second with the readers' timeout, and the end.
    assert_eq!(run.trace().count(), 900 + 602 + 1);
}
