//! A sweep: its levels are runs of their own, long enough for their loads, or marked.

use crate::lab::{close, defaults, metric, run, with};
use faultlines::engines::queueing::sweep::shares;
use faultlines::engines::queueing::theory::memory_ms;
use faultlines::engines::queueing::{Queueing, SWEEP_PERCENT, Theory};
use faultlines::kernel::Seed;
use faultlines::scenario::Scenario;

fn sweep(settings: &[(&str, &str)]) -> Scenario {
    with(&with(&defaults("queueing"), &[("sweep", "on")]), settings)
}

/// The metrics of levels that are marked as too short.
fn marked(scenario: &Scenario) -> Vec<String> {
    let metrics = scenario.report().metrics.into_iter();
    let too_short = |remark: &String| remark.contains("relaxation times, fewer than 100");
    metrics.filter(|metric| metric.remark.as_ref().is_some_and(too_short)).map(|metric| metric.name.into()).collect()
}

#[test]
fn a_sweep_ends_with_the_load_that_was_asked_for_and_each_level_is_a_run_of_its_own() {
    let scenario = sweep(&[("customers", "22000")]);
    let swept: Queueing = run(&scenario);
    assert_eq!(swept.station().config().load, 0.9);
    let percents: Vec<u32> = swept.levels().iter().map(|level| level.load_percent).collect();
    assert_eq!(percents, SWEEP_PERCENT);
    assert!(swept.levels().windows(2).all(|pair| pair[0].sojourn_ms[1] <= pair[1].sojourn_ms[1]));
    // The level at .9 and the load that was asked for are the same run, and so is a single one of the same length.
    let report = scenario.report();
    assert_eq!(report.get("sojourn_ms_p99_at_90"), report.get("sojourn_ms_p99"));
    let loads: Vec<f64> = percents.iter().map(|&percent| f64::from(percent) / 100.0).chain([0.9]).collect();
    let customers = shares(22_000, &loads)[8].to_string();
    let single = with(&defaults("queueing"), &[("customers", &customers)]).report();
    assert_eq!(single.get("sojourn_ms_p99"), report.get("sojourn_ms_p99"));
}

/// M/M/1: the sojourn is exponential with mean 1/(μ − λ). Shared evenly, the level at .95 lasted 12 relaxation times, and its
/// 99th percentile was a quarter too low; over so many seeds one that is right is off by a tenth at most.
#[test]
fn with_twice_the_requests_of_the_default_every_level_lasts_long_enough() {
    const SEEDS: u32 = 30;
    let long = sweep(&[("customers", "400000")]);
    assert_eq!(marked(&long), Vec::<String>::new());
    let mut ratios = [0.0; SWEEP_PERCENT.len()];
    for seed in 1..=SEEDS {
        let report = Scenario { seed: Seed(seed), ..long.clone() }.report();
        for (ratio, percent) in ratios.iter_mut().zip(SWEEP_PERCENT) {
            let expected = libm::log(100.0) / (1.0 - f64::from(percent) / 100.0);
            *ratio += metric(&report, &format!("sojourn_ms_p99_at_{percent}")) / expected / f64::from(SEEDS);
        }
    }
    ratios.into_iter().for_each(|ratio| close(ratio, 1.0, 0.15));
}

#[test]
fn a_level_that_is_too_short_is_marked_and_a_percentile_of_too_few_requests_as_the_longest() {
    let scenario = sweep(&[("customers", "20000"), ("load", "0.5")]);
    let marks = marked(&scenario);
    assert!(["90", "95"].iter().all(|load| marks.contains(&format!("sojourn_ms_p99_at_{load}"))), "{marks:?}");
    assert!(!marks.iter().any(|name| name.ends_with("_at_10") || name.ends_with("_at_20")), "{marks:?}");
    // A general service remembers longer, a station with few places hardly.
    let varied = with(&scenario, &[("service", "hyperexponential"), ("service_cv", "4")]);
    assert!(marked(&varied).len() > marks.len());
    assert_eq!(marked(&with(&scenario, &[("capacity", "2")])), Vec::<String>::new());
    let tiny = sweep(&[("customers", "1000"), ("load", "0.5")]).report();
    let remark =
        |name: &str| tiny.metrics.iter().find(|metric| metric.name == name).and_then(|found| found.remark.clone());
    let longest = remark("sojourn_ms_p99_at_10").expect("few requests");
    assert!(longest.starts_with("the longest of "), "{longest}");
    assert!(remark("sojourn_ms_p50_at_10").is_none());
}

/// The memory of a general service is that of the diffusion: M/G/1 at .8 of a hyperexponential service, over fifty of its
/// relaxation times, has a mean within a tenth of Pollaczek and Khinchine's.
#[test]
fn fifty_relaxation_times_are_enough_for_a_general_service_too() {
    const SEEDS: u32 = 60;
    let settings = [("service", "hyperexponential"), ("service_cv", "3"), ("load", "0.8")];
    let base = with(&defaults("queueing"), &settings);
    let station = run::<Queueing>(&base).station().clone();
    let theory = Theory::of(station.config());
    let customers = (50.0 * memory_ms(station.config()) * 0.8).to_string();
    let base = with(&base, &[("customers", customers.split('.').next().expect("digits"))]);
    let mean = |seed| metric(&Scenario { seed: Seed(seed), ..base.clone() }.report(), "sojourn_ms_mean");
    let measured = (1..=SEEDS).map(mean).sum::<f64>() / f64::from(SEEDS);
    close(measured / theory.sojourn_mean_ms.expect("Pollaczek and Khinchine"), 1.0, 0.1);
}

/// What is read as a number of the steady state says where the run is too short for one.
#[test]
fn the_means_of_a_short_run_are_marked_like_its_percentiles() {
    let remark = |customers, name: &str| {
        let report = with(&defaults("queueing"), &[("load", "0.9"), ("customers", customers)]).report();
        let metric = report.metrics.into_iter().find(|metric| metric.name == name).expect("it is measured");
        metric.remark.unwrap_or_default()
    };
    for name in ["sojourn_ms_mean", "waiting_ms_mean", "sojourn_ms_p50"] {
        assert!(remark("20000", name).contains("fewer than 100"), "{name}");
        assert_eq!(remark("200000", name), "", "{name}");
    }
}

#[test]
fn a_mean_of_nothing_says_that_nothing_was_counted() {
    let stalled =
        [("customers", "20"), ("generator", "closed"), ("clients", "1"), ("stall_ms", "100"), ("stall_at_ms", "0")];
    let report = with(&defaults("queueing"), &stalled).report();
    for metric in report.metrics.iter().filter(|metric| ["sojourn_ms_mean", "waiting_ms_mean"].contains(&&*metric.name))
    {
        assert_eq!(metric.remark.as_deref(), Some("nothing was counted"), "{}", metric.name);
    }
}

/// Of twenty requests eighteen are warm-up: the window's percentile is that of the other two.
#[test]
fn the_percentiles_of_windows_leave_the_warm_up_out() {
    for seed in 1..=20 {
        let base = with(&defaults("queueing"), &[("customers", "20"), ("warm_up_percent", "90")]);
        let report = Scenario { seed: Seed(seed), ..base }.report();
        let longest = metric(&report, "sojourn_ms_p999");
        assert!(metric(&report, "window_sojourn_ms_p99_mean") <= longest, "seed {seed}: {longest}");
    }
}
