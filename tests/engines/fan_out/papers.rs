//! The fan-out lab against the numbers in print, and against its own theory.

use faultlines::engines::fan_out::FanOut;
use faultlines::engines::fan_out::call::{Hedge, Policy};
use faultlines::engines::fan_out::leaf::Leaf;
use faultlines::engines::fan_out::theory::Theory;
use faultlines::kernel::{Simulation, Time};
use faultlines::scenario::Scenario;

use crate::lab;
use crate::lab::close;

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("fan-out", settings)
}

fn metric(simulation: &dyn Simulation, name: &str) -> f64 {
    lab::metric(&simulation.report(), name)
}

/// Dean & Barroso 2013, "Component-Level Variability Amplified by Scale".
#[test]
fn one_slow_leaf_in_a_hundred_makes_63_percent_of_hundredfold_roots_slow() {
    let run = scenario(&[("leaf", "bimodal"), ("slow_probability", "0.01"), ("fan_out", "100")]).run();
    close(metric(&*run, "slow_root_fraction"), 0.634, 0.01);
    close(metric(&*run, "predicted_slow_root_fraction"), 1.0 - 0.99f64.powi(100), 1e-9);
}

/// The same place: 1 in 10,000 and 2,000 servers.
#[test]
fn one_slow_leaf_in_ten_thousand_makes_18_percent_of_two_thousandfold_roots_slow() {
    let run = scenario(&[("slow_probability", "0.0001"), ("fan_out", "2000"), ("requests", "4000")]).run();
    // Four standard errors of 4,000 roots.
    close(metric(&*run, "slow_root_fraction"), 0.18, 0.025);
    close(metric(&*run, "predicted_slow_root_fraction"), 0.181_27, 1e-5);
}

#[test]
fn the_root_quantile_q_depends_on_the_leaf_quantile_q_to_the_one_over_n() {
    let run = scenario(&[("requests", "100")]).run();
    close(metric(&*run, "leaf_percentile_behind_root_p50"), 99.3092, 1e-4);
    close(metric(&*run, "leaf_percentile_behind_root_p99"), 99.989_95, 1e-5);
}

/// Dean & Barroso 2013, "Hedged requests": after the 95th percentile they add about 5 % of requests.
#[test]
fn hedging_an_exponential_leaf_after_its_p95_brings_p99_from_4_61_to_3_80_for_5_percent_more_calls() {
    let exponential = [("leaf", "exponential"), ("mean_ms", "1"), ("fan_out", "1"), ("requests", "200000")];
    let plain = scenario(&exponential).run();
    close(metric(&*plain, "root_latency_ms_p99"), 4.605, 0.046);
    close(metric(&*plain, "root_latency_ms_p999"), 6.908, 0.2);
    assert_eq!(metric(&*plain, "extra_requests_fraction"), 0.0);

    let hedged = scenario(&[&exponential[..], &[("hedge", "percentile"), ("hedge_percentile", "95")]].concat()).run();
    close(metric(&*hedged, "hedge_delay_ms"), 20f64.ln(), 1e-6);
    close(metric(&*hedged, "root_latency_ms_p99"), 3.8005, 0.038);
    close(metric(&*hedged, "predicted_root_latency_ms_p99"), 3.8005, 5e-5);
    close(metric(&*hedged, "predicted_root_latency_ms_p999"), 4.9517, 5e-5);
    close(metric(&*hedged, "extra_requests_fraction"), 0.05, 0.002);
}

#[test]
fn what_is_measured_is_what_probability_says_for_every_leaf_and_every_policy() {
    for leaf in ["exponential", "lognormal", "pareto", "bimodal", "histogram"] {
        for hedge in ["off", "delay", "percentile", "tied"] {
            let settings = [("leaf", leaf), ("hedge", hedge), ("hedge_after_ms", "15"), ("fan_out", "10")];
            let run = scenario(&settings).run();
            let fan_out = run.engine::<FanOut>();
            for quantile in [0.1, 0.5, 0.9, 0.99] {
                let limit = Time::from_millis_f64(fan_out.theory().root_quantile_ms(quantile));
                let within = fan_out.roots().iter().filter(|root| root.latency <= limit).count() as f64;
                let requests = fan_out.roots().len() as f64;
                let error = (quantile * (1.0 - quantile) / requests).sqrt();
                let off_by = (within / requests - quantile).abs() / error;
                assert!(off_by < 4.0, "{leaf}, {hedge}: {off_by:.1} standard errors from quantile {quantile}");
            }
        }
    }
}

#[test]
fn tied_requests_cost_only_what_starts_while_the_cancellation_is_under_way() {
    // Two exponential waits offset by 1 ms start within 0.5 ms of each other with a probability that has a closed form:
    // P(first > 1) · P(|X − Y| < 0.5) for two fresh Exp(10), since an exponential wait has no memory.
    let run = scenario(&[("leaf", "exponential"), ("hedge", "tied"), ("fan_out", "1"), ("requests", "200000")]).run();
    let expected = (-0.1f64).exp() * (1.0 - (-0.05f64).exp());
    close(metric(&*run, "extra_requests_fraction"), expected, 4.0 * (expected / 200_000.0).sqrt());
}

#[test]
fn a_timeout_cuts_the_tail_and_counts_the_answers_that_lack_a_leaf() {
    let run = scenario(&[("timeout_ms", "200")]).run();
    assert!(metric(&*run, "root_latency_ms_p999") <= 200.2);
    assert_eq!(metric(&*run, "slow_root_fraction"), 0.0);
    close(metric(&*run, "timeout_fraction"), 0.634, 0.015);
}

#[test]
fn the_theory_of_a_fixed_delay_is_the_product_of_two_survivals() {
    let leaf = Leaf::Exponential { mean_ms: 2.0 };
    let policy = Policy { hedge: Hedge::After(Time::from_millis(3)), timeout: None };
    let theory = Theory::new(leaf, &policy, 1);
    close(theory.leaf_survival(2.0), (-1.0f64).exp(), 1e-15);
    close(theory.leaf_survival(5.0), (-2.5f64).exp() * (-1.0f64).exp(), 1e-15);
}

#[test]
fn no_percentile_is_above_the_timeout() {
    let scenario = lab::scenario("fan-out", &[("timeout_ms", "1000"), ("slow_probability", "0.05")]);
    let report = scenario.report();
    for name in ["leaf_latency_ms_p99", "leaf_latency_ms_p999", "root_latency_ms_p50", "root_latency_ms_p999"] {
        assert_eq!(lab::metric(&report, name), 1_000.0, "{name}");
    }
}
