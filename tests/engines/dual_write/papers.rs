//! What is known of dual writes (Kleppmann 2017, ch. 11; Gray 1978 for two-phase commit), tried at every point at which
//! a process can die.

use crate::lab;
use faultlines::engines::dual_write::SPEC;
use faultlines::engines::dual_write::explore::small_case;
use faultlines::engines::dual_write::message::{BROKER, DATABASE, RELAY, SERVICE};
use faultlines::engines::dual_write::policy::{Polling, Strategy};
use faultlines::kernel::explore::explore;
use faultlines::kernel::{Exploration, ProcessId};
use faultlines::scenario::{EFFORT, find_rare};

const ALL: [ProcessId; 4] = [SERVICE, DATABASE, BROKER, RELAY];
const MARKS: Strategy = Strategy::OutboxPolling(Polling::Marks);

fn all_runs(strategy: Strategy, orders: usize, crashes: u32, mortal: &[ProcessId]) -> Exploration {
    let all = explore(&small_case(strategy, &vec![true; orders], crashes, mortal), SPEC.properties, 100_000);
    assert!(all.complete, "{strategy:?} has more than {} states", all.states);
    all
}

fn broken(all: &Exploration) -> Vec<&'static str> {
    all.findings.iter().filter(|finding| !finding.holds).map(|finding| finding.property.name).collect()
}

/// The shortest run that breaks a property, without times.
fn shortest(all: &Exploration, property: &str) -> Vec<String> {
    let finding = all.findings.iter().find(|finding| finding.property.name == property).expect("it is declared");
    let run = finding.counterexample.as_ref().expect("it is broken");
    let strip = |line: String| line.split_once(" ms ").expect("an event begins with its time").1.to_string();
    run.events().iter().map(|event| strip(event.to_string())).collect()
}

#[test]
fn without_a_crash_every_strategy_does_its_work_on_one_order() {
    for strategy in [
        Strategy::DatabaseThenBroker,
        Strategy::BrokerThenDatabase,
        Strategy::Parallel,
        MARKS,
        Strategy::OutboxPolling(Polling::IdCursor),
        Strategy::OutboxPolling(Polling::SafeCursor),
        Strategy::OutboxCapture,
        Strategy::TwoPhaseCommit,
    ] {
        assert_eq!(broken(&all_runs(strategy, 1, 0, &ALL)), [""; 0], "{strategy:?}");
    }
}

#[test]
fn database_then_broker_loses_the_event_if_the_service_dies_after_the_commit() {
    let all = all_runs(Strategy::DatabaseThenBroker, 1, 1, &[SERVICE]);
    assert_eq!(broken(&all), ["no-lost-event"]);
    assert_eq!(
        shortest(&all, "no-lost-event"),
        [
            "deliver from=outside to=service message=take-0",
            "deliver from=service to=database message=insert-0",
            "deliver from=database to=service message=inserted-0",
            "wake process=service timer=commit-0",
            "deliver from=service to=database message=commit-0",
            "commit order=0",
            "crash process=service",
            "lost-event order=0",
        ]
    );
}

/// The commit is durable before the word of it is out, and who waits for that word learns only that the connection is gone.
#[test]
fn database_then_broker_loses_the_event_if_the_database_dies_between_commit_and_answer() {
    let all = all_runs(Strategy::DatabaseThenBroker, 1, 1, &[DATABASE]);
    assert_eq!(broken(&all), ["no-lost-event"]);
    let run = shortest(&all, "no-lost-event");
    let place = |line: &str| run.iter().position(|other| other == line).expect("the line is there");
    assert_eq!(place("commit order=0") + 1, place("crash process=database"));
    assert!(!run.iter().any(|line| line.contains("committed-0")), "{run:?}");
}

#[test]
fn broker_then_database_leaves_a_phantom_if_the_service_dies_after_the_publication() {
    let all = all_runs(Strategy::BrokerThenDatabase, 1, 1, &[SERVICE]);
    assert_eq!(broken(&all), ["no-phantom-event"]);
    assert_eq!(
        shortest(&all, "no-phantom-event"),
        [
            "deliver from=outside to=service message=take-0",
            "deliver from=service to=broker message=publish-0",
            "append order=0",
            "crash process=service",
            "phantom-event order=0",
        ]
    );
}

#[test]
fn writing_both_in_parallel_does_both_wrongs() {
    assert_eq!(broken(&all_runs(Strategy::Parallel, 1, 1, &[SERVICE])), ["no-lost-event", "no-phantom-event"]);
}

#[test]
fn an_outbox_loses_nothing_and_invents_nothing_wherever_any_two_processes_die() {
    for (strategy, crash_points) in [(MARKS, 4_805), (Strategy::OutboxCapture, 2_168)] {
        let all = all_runs(strategy, 1, 2, &ALL);
        assert_eq!(all.crash_points, crash_points);
        let broken = broken(&all);
        assert!(
            !broken.contains(&"no-lost-event") && !broken.contains(&"no-phantom-event"),
            "{strategy:?}: {broken:?}"
        );
    }
}

#[test]
fn a_relay_that_dies_between_publishing_and_marking_gives_exactly_one_duplicate() {
    for strategy in [MARKS, Strategy::OutboxPolling(Polling::SafeCursor), Strategy::OutboxCapture] {
        // A duplicate is possible, a third copy with one crash is not.
        let all = all_runs(strategy, 1, 1, &[RELAY]);
        assert_eq!(broken(&all), ["no-duplicate-event"], "{strategy:?}");
        let run = shortest(&all, "no-duplicate-event");
        let place = |line: &str| run.iter().position(|other| other == line).expect("the line is there");
        let (first, crash) = (place("append order=0"), place("crash process=relay"));
        assert!(first < crash && !run[..crash].iter().any(|line| line.contains("mark")), "{run:?}");
        assert_eq!(run.last().map(String::as_str), Some("duplicate-event order=0 copies=2"));
    }
    let dies_twice = all_runs(MARKS, 1, 2, &[RELAY]);
    assert_eq!(broken(&dies_twice), ["no-duplicate-event", "no-third-copy"]);
}

/// Transactions 1 and 2 take their ids in this order, 2 commits first, the relay passes it, and 1 is never seen.
#[test]
fn a_cursor_over_ids_loses_the_row_whose_transaction_commits_later_and_nobody_has_crashed() {
    let all = all_runs(Strategy::OutboxPolling(Polling::IdCursor), 2, 0, &[]);
    assert_eq!(broken(&all), ["no-lost-event"]);
    let run = shortest(&all, "no-lost-event");
    let place = |line: &str| run.iter().position(|other| other.contains(line)).expect("the line is there");
    assert!(place("insert-1-and-outbox") < place("insert-0-and-outbox"), "order 1 takes id 1");
    assert!(place("commit order=0") < place("commit order=1"), "order 0, with id 2, commits first");
    assert!(place("message=rows-2:0") > 0);
    assert_eq!(run.last().map(String::as_str), Some("lost-event order=1"));
}

#[test]
fn a_cursor_that_waits_for_open_transactions_loses_nothing_wherever_any_process_dies() {
    let all = all_runs(Strategy::OutboxPolling(Polling::SafeCursor), 2, 1, &ALL);
    assert_eq!(broken(&all), ["no-duplicate-event"]);
}

#[test]
fn two_phase_commit_is_exact_wherever_any_two_processes_die() {
    assert_eq!(broken(&all_runs(Strategy::TwoPhaseCommit, 1, 2, &ALL)), [""; 0]);
}

#[test]
fn a_rare_lost_event_is_shrunk_to_the_order_that_loses_it() {
    let mut scenario = lab::defaults("dual-write");
    for (name, value) in [("orders", "40"), ("crash_probability", "0.01")] {
        scenario.set_param(name, value).expect("the setting is valid");
    }
    let property = SPEC.properties.iter().find(|property| property.name == "no-lost-event").expect("it is declared");
    let rare = find_rare(&scenario, property, 100, EFFORT / 10);
    // 0.4 crashes in 40 orders, and each finds an order in the two milliseconds between commit and publication with a
    // probability of about 0.4: about 15 seeds in 100, with a standard deviation of 3.6.
    assert!((1..=30).contains(&rare.found), "{} of 100", rare.found);
    let smallest = rare.smallest.expect("one was found");
    assert_eq!(smallest.params.integer("orders"), 1, "{}", smallest.to_json());
    let run = smallest.run();
    assert!(!property.holds(run.trace()));
    assert!(run.trace().count() < 40, "{}", run.trace());
}

/// Whoever tells the broker first tells it of orders that the database refuses, without any crash.
#[test]
fn an_exploration_has_refused_orders_where_orders_may_be_refused() {
    let explored = |strategy, chance| {
        let settings = [("strategy", strategy), ("victim", "broker"), ("refuse_probability", chance)];
        let scenario = lab::scenario("dual-write", &settings);
        scenario.lab.explore.expect("it has a small case")(&scenario.input())
    };
    for strategy in ["broker-then-database", "parallel"] {
        let phantom = |chance| broken(&explored(strategy, chance)).contains(&"no-phantom-event");
        assert_eq!([phantom("0"), phantom("0.3"), phantom("1")], [false, true, true], "{strategy}");
    }
    let exact = explored("two-phase-commit", "0.3");
    assert_eq!(broken(&exact), [""; 0]);
    assert!(exact.states > explored("two-phase-commit", "0").states && exact.complete);
    assert_eq!(exact.case, "1 order, accepted or refused, and at most one crash of the broker");
}
