//! Retries: how they keep a system down, and that each draws its own work.

use faultlines::kernel::{Report, Seed};
use faultlines::scenario::Scenario;

use super::papers::{near, scenario};
use crate::lab::metric;

/// Bronson et al., HotOS 2021, §2: a spike of load, a sustaining loop of retries, and no way back at the old load.
#[test]
fn retries_keep_a_system_down_after_the_spike_has_gone() {
    let collapsed = scenario(&[]).report();
    assert!(metric(&collapsed, "goodput_before_spike_ratio") > 0.98);
    assert_eq!(metric(&collapsed, "goodput_at_end_ratio"), 0.0);
    assert_eq!(metric(&collapsed, "recovered"), 0.0);
    assert_eq!(metric(&collapsed, "time_to_recover_ms"), 45_000.0);
    // The consumer is never idle, and nobody is there for its answers.
    assert!(metric(&collapsed, "throughput_per_s") > 90.0);
    assert!(metric(&collapsed, "retry_load_if_all_fail") > 1.0);
}

/// The same paper, §3: without the trigger the system is stable at this load; without the loop it comes back.
#[test]
fn without_the_spike_or_without_the_loop_the_system_is_well() {
    let no_trigger = scenario(&[("spike_factor", "1")]).report();
    assert!(metric(&no_trigger, "goodput_at_end_ratio") > 0.98);
    let no_retries = scenario(&[("retries", "0")]).report();
    assert_eq!(metric(&no_retries, "recovered"), 1.0);
    // Even with the loop, where the load times the attempts stays below 1.
    let light = scenario(&[("load", "0.3"), ("retries", "1"), ("spike_factor", "5")]).report();
    assert!(metric(&light, "retry_load_if_all_fail") < 1.0);
    assert!(metric(&light, "time_to_recover_ms") > 5_000.0, "it collapses first");
    assert_eq!(metric(&light, "recovered"), 1.0);
}

/// Something that a run measures, under each of some seeds.
fn over_seeds(seeds: u32, settings: &[(&str, &str)], of: impl Fn(&Report) -> f64) -> Vec<f64> {
    (1..=seeds).map(|seed| of(&Scenario { seed: Seed(seed), ..scenario(settings) }.report())).collect()
}

fn mean(runs: &[f64]) -> f64 {
    runs.iter().sum::<f64>() / runs.len() as f64
}

/// A server that is always busy with work of its own for every attempt is a Poisson process: of 100 a second over a minute,
/// √6000/60 = 1.3. Were the work drawn once for a request, six attempts would share it, and runs would differ by √6 as much.
#[test]
fn each_retry_draws_its_own_work_so_runs_differ_no_more_than_chance_makes_them() {
    let collapsed = [("deadline_ms", "30"), ("retries", "5"), ("spike_factor", "1"), ("stages", "1"), ("load", "0.9")];
    let runs = over_seeds(60, &collapsed, |report| metric(report, "throughput_per_s"));
    let mean = mean(&runs);
    near(mean, 100.0, 0.02);
    let variance = runs.iter().map(|run| (run - mean) * (run - mean)).sum::<f64>() / runs.len() as f64;
    // A standard deviation that is known from 60 runs to a tenth.
    assert!(variance.sqrt() < 1.7, "{}", variance.sqrt());
}

/// M/M/1 at a low load ρ, the retries in it: an attempt is late with q = e^(−(1 − ρ)·deadline/work), each by itself, so
/// there are q + q² + … + q⁵ retries for a request, and q⁶ of them fail.
#[test]
fn a_request_fails_only_if_each_of_its_attempts_is_late_by_itself() {
    let settings = [
        ("stages", "1"),
        ("load", "0.1"),
        ("spike_factor", "1"),
        ("deadline_ms", "20"),
        ("retry_after_ms", "200"),
        ("retries", "5"),
        ("duration_ms", "120000"),
    ];
    let share = |name| mean(&over_seeds(30, &settings, |report| metric(report, name) / metric(report, "requests")));
    let retries = share("retries");
    let q = libm::exp(-2.0 * (1.0 - 0.1 * (1.0 + retries)));
    near(retries, (q - libm::pow(q, 6.0)) / (1.0 - q), 0.06);
    assert!(share("failed_requests") < 0.001);
}
