//! What a reader does while it runs, and what ends the loop: spikes, other policies, memory, budgets, breakers, deadlines.

use faultlines::engines::backpressure::Backpressure;
use faultlines::engines::backpressure::breaker::{Breaker, State};
use faultlines::kernel::{Action, Report, Time, Value};

use super::papers::{near, scenario};
use crate::lab;
use crate::lab::metric;

fn acted(settings: &[(&str, &str)], actions: &[(u32, &'static str, Value)]) -> Backpressure {
    let mut scenario = scenario(settings);
    for &(at_ms, verb, value) in actions {
        scenario.act(Action { at_ms, verb, target: 0, value: Some(value) });
    }
    lab::run(&scenario)
}

fn of(settings: &[(&str, &str)], actions: &[(u32, &'static str, Value)]) -> Report {
    use faultlines::kernel::Simulation as _;
    acted(settings, actions).report()
}

/// A spike by hand is the spike of the parameters, to the last bit.
#[test]
fn a_spike_by_hand_is_a_spike() {
    let by_hand = of(&[("spike_ms", "0")], &[(10_000, "spike", Value::Number(5_000.0))]);
    let by_parameter = scenario(&[]).report();
    assert_eq!(by_hand.get("requests"), by_parameter.get("requests"));
    assert_eq!(by_hand, by_parameter);
}

#[test]
fn a_collapsed_system_recovers_when_its_buffers_are_bounded_while_it_runs() {
    assert_eq!(metric(&scenario(&[]).report(), "recovered"), 0.0);
    for policy in ["block", "credit", "drop-newest", "drop-oldest", "codel", "token-bucket"] {
        let report = of(&[], &[(30_000, "policy", Value::Choice(policy))]);
        // What waits at the producer waits as well: moving the queue upstream does not end the loop.
        let waits = ["block", "credit"].contains(&policy);
        assert_eq!(metric(&report, "recovered"), f64::from(u8::from(!waits)), "{policy}");
    }
}

/// Two policies there and back leave no credit too much behind: no buffer passes its bound.
#[test]
fn credit_that_was_on_its_way_is_void_when_the_policy_changes() {
    let settings = [("policy", "credit"), ("link_ms", "1000"), ("load", "1.5"), ("client", "patient")];
    let changes = [(20_000, "block"), (20_100, "credit"), (30_000, "drop-oldest"), (30_100, "credit")];
    let actions = changes.map(|(at_ms, policy)| (at_ms, "policy", Value::Choice(policy)));
    assert!(metric(&of(&settings, &actions), "queue_depth_max") <= 20.0);
}

/// Finagle's budget: each request earns a tenth of a retry, and ten seconds of it may be saved up.
#[test]
fn a_budget_of_a_tenth_keeps_retries_to_a_tenth_of_the_requests_and_ends_the_loop() {
    let report = scenario(&[("retry_budget", "0.1")]).report();
    let most = 0.1 * metric(&report, "requests") + 0.1 * 70.0 * 10.0;
    assert!(metric(&report, "retries") <= most && metric(&report, "over_budget") > 100.0);
    assert_eq!(metric(&report, "recovered"), 1.0);
}

#[test]
fn a_breaker_opens_on_half_of_twenty_tries_one_and_follows_it() {
    let ms = Time::from_millis;
    let mut breaker = Breaker::new(Some(ms(5_000)));
    for attempt in 0..19 {
        assert!(breaker.admits(ms(attempt), attempt));
        breaker.hear(ms(attempt), attempt, attempt % 2 == 0);
    }
    assert_eq!(breaker.state(), State::Closed);
    breaker.hear(ms(20), 19, false);
    assert_eq!(breaker.state(), State::Open { until: ms(5_020) }, "ten of the last twenty failed");
    assert!(!breaker.admits(ms(5_019), 20) && breaker.admits(ms(5_020), 21) && !breaker.admits(ms(5_021), 22));
    breaker.hear(ms(5_100), 3, false);
    assert_eq!(breaker.state(), State::HalfOpen { probe: 21 }, "an attempt of before decides nothing");
    breaker.hear(ms(5_520), 21, true);
    assert_eq!(breaker.state(), State::Open { until: ms(10_520) });
    assert!(breaker.admits(ms(10_520), 23));
    breaker.hear(ms(10_600), 23, false);
    assert_eq!(breaker.state(), State::Closed);
}

#[test]
fn a_breaker_and_a_deadline_that_travels_both_end_the_loop() {
    let broken = scenario(&[("breaker", "on")]).report();
    assert_eq!((metric(&broken, "recovered"), metric(&broken, "short_circuited") > 100.0), (1.0, true));
    let skipped = scenario(&[("skip_expired", "on")]).report();
    assert_eq!((metric(&skipped, "recovered"), metric(&skipped, "expired") > 100.0), (1.0, true));
}

#[test]
fn a_process_that_outgrows_its_memory_dies_with_its_buffers() {
    let run = acted(&[("memory_items", "500")], &[]);
    let report = of(&[("memory_items", "500")], &[]);
    assert!(metric(&report, "bursts") >= 1.0);
    let first = Time::from_millis_f64(metric(&report, "first_burst_ms"));
    assert!(first > Time::from_millis(10_000));
    let history = run.history();
    let after = history.at(first + history.every() + history.every()).expect("a sample");
    assert!(after.inside < 100 && after.bursts == 1, "{after:?}");
    assert_eq!(metric(&scenario(&[]).report(), "bursts"), 0.0);
}

/// Up the stairs it tips over at a higher load than that at which it comes back: hysteresis.
#[test]
fn on_the_way_down_it_recovers_at_a_lower_load_than_it_tipped_over_at() {
    let stairs =
        [("load", "0.1"), ("peak_load", "1.5"), ("retries", "2"), ("spike_ms", "0"), ("duration_ms", "120000")];
    let stairs = [&stairs[..], &[("policy", "drop-newest"), ("buffer", "60")]].concat();
    let report = scenario(&stairs).report();
    let (tip, recovery) = (metric(&report, "tip_load"), metric(&report, "recovery_load"));
    assert!(tip > 0.8 && recovery > 0.0 && recovery < 0.6 * tip, "{tip} {recovery}");
    // A buffer that is empty before the deadline.
    let bounded = scenario(&[&stairs[..], &[("buffer", "20")]].concat()).report();
    assert_eq!(metric(&bounded, "tip_load"), 0.0);
}

/// L = λ·W, on every run: by how many are in the system from event to event, and by how long each is.
#[test]
fn littles_law_holds_on_any_run() {
    for policy in ["unbounded", "block", "credit", "drop-newest", "codel", "token-bucket"] {
        let report = scenario(&[("policy", policy), ("skip_expired", "on")]).report();
        near(metric(&report, "items_mean"), metric(&report, "predicted_items_mean"), 1e-9);
    }
    // M/M/1: L = ρ/(1 − ρ), and the first stage at half of that load has a third.
    let calm = [("client", "patient"), ("load", "0.5"), ("spike_factor", "1"), ("service_ms", "1")];
    let calm = scenario(&[&calm[..], &[("stages", "1"), ("duration_ms", "120000")]].concat()).report();
    near(metric(&calm, "items_mean"), 1.0, 0.05);
}
