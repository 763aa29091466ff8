//! What must hold of every run of the backpressure lab, whatever its parameters.

use faultlines::engines::backpressure::token_bucket::TokenBucket;
use faultlines::engines::backpressure::{Backpressure, SPEC};
use faultlines::kernel::{Action, ParamSpec, Progress, Time, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

use crate::lab;
use crate::lab::with;

const POLICIES: [&str; 10] = [
    "unbounded",
    "block",
    "credit",
    "drop-newest",
    "drop-oldest",
    "sample",
    "aimd",
    "token-bucket",
    "codel",
    "throttle",
];

/// What loses items by itself, whatever the policy, is switched off.
const NOTHING_ELSE: [(&str, &str); 3] = [("breaker", "off"), ("skip_expired", "off"), ("memory_items", "0")];

fn defaults() -> Scenario {
    lab::defaults("backpressure")
}

/// Any valid scenario of the lab, small enough to run by the hundred.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| match spec.name {
        "buffer" => Some(lab::integers(1..60i64)),
        "duration_ms" => Some(lab::numbers(1e3..5e3)),
        "spike_at_ms" => Some(lab::numbers(0.0..5e3)),
        "spike_ms" => Some(lab::numbers(0.0..2e3)),
        "deadline_ms" => Some(lab::numbers(10.0..1e3)),
        "memory_items" => Some(lab::integers(0..100i64)),
        "breaker_open_ms" => Some(lab::numbers(100.0..1e3)),
        _ => None,
    };
    let policy = (0..POLICIES.len()).prop_map(|place| Value::Choice(POLICIES[place]));
    let actions = (0..5_000u32, any::<bool>(), policy).prop_map(|(at_ms, is_spike, policy)| {
        let (verb, value) = if is_spike { ("spike", Value::Number(500.0)) } else { ("policy", policy) };
        Action { at_ms, verb, target: 0, value: Some(value) }
    });
    lab::any_scenario("backpressure", narrow, prop::collection::vec(actions, 0..4))
}

fn run(scenario: &Scenario) -> Backpressure {
    lab::run(scenario)
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    /// At every moment: sent = answered + dropped + withdrawn + in flight, and what is in flight is somewhere.
    #[test]
    fn no_attempt_is_lost_or_made_up(scenario in any_scenario(), pause in 1..20_000u32) {
        let mut simulation = scenario.start();
        let mut progress = Progress::Running(0.0);
        while progress != Progress::Done {
            progress = simulation.advance(pause);
            let run = simulation.engine::<Backpressure>();
            let counts = &run.measures().counts;
            let somewhere = run.pipeline().inside() + run.pipeline().outbox_len();
            prop_assert_eq!(counts.answered + counts.dropped + counts.withdrawn + somewhere, counts.sent);
            let held: usize = run.pipeline().stages().iter().map(|stage| {
                stage.buffer().len() + usize::from(stage.serving().is_some()) + usize::from(stage.held().is_some())
            }).sum();
            prop_assert_eq!(held as u64, run.pipeline().inside());
            // A request is served in time, failed, waited for, or about to be tried again; or answered too late.
            prop_assert!(counts.good + counts.failed + run.waiting().count() as u64 <= counts.requests);
            prop_assert_eq!(counts.sent, counts.requests + counts.retries);
        }
    }

    #[test]
    fn a_bounded_buffer_keeps_its_bound(mut scenario in any_scenario()) {
        scenario.actions.retain(|action| action.value != Some(Value::Choice("unbounded")));
        for policy in &POLICIES[1..] {
            let report = with(&scenario, &[("policy", policy)]).report();
            prop_assert!(report.get("queue_depth_max") <= Some(scenario.params.integer("buffer") as f64), "{}", policy);
        }
    }

    #[test]
    fn senders_that_wait_lose_nothing(mut scenario in any_scenario()) {
        scenario.actions.retain(|action| action.verb != "policy");
        let scenario = with(&scenario, &NOTHING_ELSE);
        for policy in ["block", "credit", "unbounded"] {
            let report = with(&scenario, &[("policy", policy), ("client", "patient")]).report();
            prop_assert_eq!(report.get("dropped"), Some(0.0));
            prop_assert_eq!(report.get("withdrawn"), Some(0.0));
            prop_assert_eq!(report.get("failed_requests"), Some(0.0));
        }
    }

    /// Backpressure moves the queue upstream; it does not shorten it.
    #[test]
    fn blocking_the_producer_of_one_stage_changes_where_items_wait_and_not_how_long(mut scenario in any_scenario()) {
        scenario.actions.retain(|action| action.verb != "policy");
        let scenario = with(&with(&scenario, &NOTHING_ELSE), &[("stages", "1"), ("client", "patient")]);
        let (blocked, unbounded) = (with(&scenario, &[("policy", "block")]), with(&scenario, &[("policy", "unbounded")]));
        let (blocked, unbounded) = (run(&blocked), run(&unbounded));
        prop_assert_eq!(&blocked.measures().counts, &unbounded.measures().counts);
        prop_assert_eq!(blocked.measures().sojourn.mean_ms(), unbounded.measures().sojourn.mean_ms());
    }

    #[test]
    fn all_policies_meet_the_same_requests(scenario in any_scenario()) {
        let first: Vec<Option<f64>> = POLICIES.iter().filter_map(|policy| {
            let report = with(&scenario, &[("policy", policy)]).report();
            report.stopped.is_none().then(|| report.get("requests"))
        }).collect();
        prop_assert!(first.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budget in 1..3_000u32) {
        lab::slicing_does_not_show(&scenario, [budget]);
    }

    #[test]
    fn every_metric_is_reported_once_and_is_a_number(scenario in any_scenario()) {
        let report = scenario.report();
        lab::every_metric_is_reported_once_and_is_a_number(&scenario, &report);
    }

    /// ITU-T I.371, annex A: the generic cell rate algorithm is the token bucket, told by theoretical arrival times.
    #[test]
    fn the_generic_cell_rate_algorithm_equals_the_token_bucket(
        interval in 1..1_000u64, burst in 1..20u32, gaps in prop::collection::vec(0..3_000u64, 1..200),
    ) {
        let mut bucket = TokenBucket::new(Time(interval), burst);
        let tolerance = interval * u64::from(burst - 1);
        let (mut now, mut theoretical) = (0, 0);
        for gap in gaps {
            now += gap;
            let conforms = now + tolerance >= theoretical;
            if conforms {
                theoretical = now.max(theoretical) + interval;
            }
            prop_assert_eq!(bucket.take(Time(now)), conforms);
        }
    }
}

#[test]
fn every_corner_of_the_schema_runs() {
    for spec in SPEC.params {
        for value in lab::corners(spec) {
            for policy in POLICIES {
                let mut scenario = with(&defaults(), &[("policy", policy), ("duration_ms", "20000")]);
                scenario.params.set(spec.name, value);
                // The longest run of all takes a second; its start is enough here.
                lab::starts_soundly(&scenario, 60_000);
            }
        }
    }
}

#[test]
fn a_process_without_memory_stops_and_says_so() {
    let flood = with(
        &defaults(),
        &[("service_ms", "1"), ("upstream_ms", "1"), ("load", "1.5"), ("spike_factor", "5"), ("spike_ms", "60000")],
    );
    let report = with(&flood, &[("duration_ms", "120000"), ("client", "patient")]).report();
    assert!(report.stopped.expect("it stops").contains("out of memory"));
    let bounded = with(&flood, &[("policy", "drop-newest"), ("client", "patient")]).report();
    assert_eq!(bounded.stopped, None);
}

#[test]
fn the_properties_tell_the_policies_apart() {
    let kept = |settings: &[(&str, &str)], name: &str| {
        let property = SPEC.properties.iter().find(|property| property.name == name).expect("a property of the lab");
        property.holds(with(&defaults(), settings).run().trace())
    };
    for policy in POLICIES {
        assert!(kept(&[("policy", policy)], "buffers-keep-their-bound"), "{policy}");
        let loses = !["unbounded", "block", "credit"].contains(&policy);
        assert_eq!(kept(&[("policy", policy)], "nothing-is-dropped"), !loses, "{policy}");
        assert_eq!(kept(&[("policy", policy)], "recovers"), loses, "{policy}");
    }
}
