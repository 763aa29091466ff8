//! The queueing lab against the numbers in print, and against its own theory.

use faultlines::engines::queueing::Stall;
use faultlines::engines::queueing::theory::{erlang_c, spectral_gap};
use faultlines::kernel::{Seed, Time};
use faultlines::parts::LatencyHistogram;
use faultlines::scenario::Scenario;

use crate::lab;
use crate::lab::{close, metric};

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("queueing", settings)
}

/// Within a fraction of what is expected.
fn near(measured: f64, expected: f64, fraction: f64) {
    close(measured, expected, fraction * expected);
}

/// A metric averaged over the seeds from 1.
fn mean_over_seeds(seeds: u32, settings: &[(&str, &str)], name: &str) -> f64 {
    let total: f64 = (1..=seeds)
        .map(|seed| {
            let mut scenario = scenario(settings);
            scenario.seed = Seed(seed);
            metric(&scenario.report(), name)
        })
        .sum();
    total / f64::from(seeds)
}

/// The sojourn in M/M/1 is exponential with rate μ − λ: p99 = ln 100/(μ − λ) (Gross & Harris, §2.2).
#[test]
fn the_tail_of_mm1_is_ln_100_over_the_spare_rate() {
    // At ρ = .9 one run of a million has a standard error of 4.6 %, measured over ninety seeds; five have 2 %.
    for (load, p99_ms, customers, seeds) in [("0.5", 9.2103, "400000", 2), ("0.9", 46.0517, "1000000", 5)] {
        let settings = [("load", load), ("customers", customers)];
        close(metric(&scenario(&settings).report(), "predicted_sojourn_ms_p99"), p99_ms, 1e-4);
        near(mean_over_seeds(seeds, &settings, "sojourn_ms_p99"), p99_ms, 0.05);
    }
}

/// Erlang 1917: the probability of a wait at ρ = .8 for 2, 4 and 10 servers, and Wq = C/(c μ (1 − ρ)).
#[test]
fn more_servers_at_one_load_wait_less_as_erlang_says() {
    for (servers, waits) in [(2u32, 0.711_111), (4, 0.596_432), (10, 0.409_180)] {
        close(erlang_c(servers, 0.8 * f64::from(servers)), waits, 1e-6);
        let count = servers.to_string();
        let report = scenario(&[("load", "0.8"), ("servers", &count), ("customers", "400000")]).report();
        let wait_ms = waits / (f64::from(servers) * 0.2);
        close(metric(&report, "predicted_waiting_fraction"), waits, 1e-6);
        close(metric(&report, "predicted_waiting_ms_mean"), wait_ms, 1e-5);
        // Four standard errors: waits come in bursts of some dozens of customers.
        near(metric(&report, "waiting_fraction"), waits, 0.03);
        near(metric(&report, "waiting_ms_mean"), wait_ms, 0.1);
    }
}

/// The law of the sojourn in M/M/c, where the rates of wait and service agree (c = 2, ρ = ½: 2μ − λ = μ), against its
/// survival by hand: e^−t (1 + C t).
#[test]
fn the_sojourn_law_of_mmc_passes_through_its_removable_gap() {
    let report = scenario(&[("load", "0.5"), ("servers", "2"), ("customers", "400000")]).report();
    let p99 = metric(&report, "predicted_sojourn_ms_p99");
    let waits = 1.0 / 3.0;
    close((-p99).exp() * (1.0 + waits * p99), 0.01, 1e-9);
    near(metric(&report, "sojourn_ms_p99"), p99, 0.03);
}

/// Pollaczek 1930, Khinchine 1932: Wq = ρ (1 + cv²) E[S] / (2 (1 − ρ)). Constant service waits half as long.
#[test]
fn the_mean_wait_of_one_server_depends_on_the_spread_of_service_alone() {
    let laws =
        [("constant", "2", 0.0), ("exponential", "2", 1.0), ("lognormal", "2", 4.0), ("hyperexponential", "3", 9.0)];
    for (service, cv, square) in laws {
        let customers = if square > 1.0 { "1000000" } else { "400000" };
        let settings = [("service", service), ("service_cv", cv), ("load", "0.7"), ("customers", customers)];
        let report = scenario(&settings).report();
        let wait_ms = 0.7 * (1.0 + square) / (2.0 * 0.3);
        close(metric(&report, "predicted_waiting_ms_mean"), wait_ms, 1e-9);
        // The heavier the tail of service, the fewer busy periods make the mean.
        near(metric(&report, "waiting_ms_mean"), wait_ms, if square > 1.0 { 0.1 } else { 0.03 });
        close(metric(&report, "utilisation"), 0.7, 0.01);
    }
}

/// M/M/1/10: loss (1 − ρ) ρ¹⁰/(1 − ρ¹¹), at ρ = 1 one in eleven.
#[test]
fn a_full_station_turns_away_as_many_as_the_birth_and_death_process_says() {
    for (load, loss) in [("0.9", 0.050_814), ("1", 0.090_909)] {
        let report = scenario(&[("load", load), ("capacity", "10"), ("customers", "400000")]).report();
        close(metric(&report, "predicted_loss_fraction"), loss, 1e-6);
        near(metric(&report, "loss_fraction"), loss, 0.05);
        near(metric(&report, "sojourn_ms_mean"), metric(&report, "predicted_sojourn_ms_mean"), 0.02);
        near(metric(&report, "waiting_fraction"), metric(&report, "predicted_waiting_fraction"), 0.01);
    }
    // Erlang's loss formula: four servers without a line, at an offered load of 3.6, lose
    // 3.6⁴/4! ÷ (1 + 3.6 + 3.6²/2! + 3.6³/3! + 3.6⁴/4!) = 6.9984/25.8544.
    let report = scenario(&[("servers", "4"), ("capacity", "4"), ("customers", "100000")]).report();
    close(metric(&report, "predicted_loss_fraction"), 0.270_685, 1e-6);
    near(metric(&report, "loss_fraction"), 0.270_685, 0.03);
    assert_eq!(metric(&report, "waiting_fraction"), 0.0);
}

/// HdrHistogram's own test of its correction: ten thousand samples of 1 ms and one of 100 s, expected every 10 ms.
#[test]
fn the_correction_of_hdrhistograms_own_test_comes_out() {
    let (mut raw, mut corrected) = (LatencyHistogram::new(), LatencyHistogram::new());
    for latency in std::iter::repeat_n(Time::from_millis(1), 10_000).chain([Time::from_millis(100_000)]) {
        raw.record(latency);
        corrected.record_corrected(latency, Time::from_millis(10));
    }
    assert_eq!((raw.count(), corrected.count()), (10_001, 20_000));
    let [p9999] = raw.quantiles_ms([0.9999]);
    near(p9999, 1.0, 1e-3);
    let expected = [1.0, 50_000.0, 80_000.0, 98_000.0];
    for (measured, expected) in corrected.quantiles_ms([0.5, 0.75, 0.9, 0.99]).into_iter().zip(expected) {
        near(measured, expected, 2e-3);
    }
}

/// The same story played: a server that answers in 1 ms every 10 ms, and stands still once for 100 s (Tene 2013).
#[test]
fn a_closed_generator_omits_the_samples_of_a_stall_and_the_correction_puts_them_back() {
    let story = |generator: &str| {
        scenario(&[
            ("service", "constant"),
            ("arrivals", "paced"),
            ("load", "0.1"),
            ("clients", "1"),
            ("stall_ms", "99999"),
            ("stall_at_ms", "100000"),
            ("customers", "20000"),
            ("warm_up_percent", "0"),
            ("generator", generator),
        ])
        .report()
    };
    let closed = story("closed");
    assert_eq!(metric(&closed, "omitted_samples"), 9_999.0);
    assert_eq!(metric(&closed, "measured_requests"), 10_001.0);
    near(metric(&closed, "reported_ms_p999"), 1.0, 1e-3);
    near(metric(&closed, "corrected_ms_p50"), 1.0, 1e-3);
    near(metric(&closed, "corrected_ms_p99"), 98_000.0, 2e-3);
    // What independent users meet: whoever comes x after the start of the stall waits for 100 s − x, and then for a line
    // of x/10 ms requests of 1 ms; half of all requests come so, on average 55 s too early.
    let open = story("open");
    assert_eq!(metric(&open, "omitted_samples"), 0.0);
    near(metric(&open, "sojourn_ms_mean"), 27_500.0, 1e-3);
    assert!(metric(&closed, "sojourn_ms_mean") < 11.0);
}

#[test]
fn a_stall_adds_what_is_left_of_it_to_a_service_that_it_meets() {
    let ms = Time::from_millis;
    let stall = Stall { from: ms(100), length: ms(50) };
    let finish = |start, service| stall.finish(ms(start), ms(service));
    assert_eq!(finish(10, 90), ms(100), "done just in time");
    assert_eq!(finish(90, 20), ms(160), "under way: the whole stall");
    assert_eq!(finish(100, 20), ms(170), "begun with it");
    assert_eq!(finish(130, 20), ms(170), "begun within it: the rest");
    assert_eq!(finish(150, 20), ms(170), "begun after it");
}

/// A closed generator with N clients is a loss system with N places, so what it omits is Erlang's loss.
#[test]
fn what_a_closed_generator_omits_is_the_loss_of_a_station_with_as_many_places() {
    let report = scenario(&[("generator", "closed"), ("clients", "10"), ("customers", "400000")]).report();
    close(metric(&report, "predicted_omitted_fraction"), 0.050_814, 1e-6);
    near(metric(&report, "omitted_fraction"), 0.050_814, 0.05);
    assert_eq!(metric(&report, "loss_fraction"), 0.0);
}

/// A mistake that dashboards make.
#[test]
fn the_mean_of_percentiles_is_not_the_percentile() {
    let report = scenario(&[("load", "0.95"), ("customers", "400000")]).report();
    let (mean_of_windows, whole) = (metric(&report, "window_sojourn_ms_p99_mean"), metric(&report, "sojourn_ms_p99"));
    assert!(mean_of_windows < 0.9 * whole, "{mean_of_windows} against {whole}");
}

/// Another: a station begins empty, and at a high load remembers that for long; Law & Kelton, ch. 9. The steady state
/// of M/M/1 at ρ = .95 is 20 ms, its relaxation time about 1,560 ms.
#[test]
fn a_run_that_counts_its_empty_start_is_too_hopeful() {
    let cold = [("load", "0.95"), ("customers", "1000"), ("warm_up_percent", "0")];
    let cold_ms = mean_over_seeds(200, &cold, "sojourn_ms_mean");
    assert!(cold_ms < 15.0, "{cold_ms}");
    // Eighteen thousand requests, twelve relaxation times, go before the two thousand that count. The mean of these has
    // a deviation of about 14 ms from seed to seed.
    let warm = [("load", "0.95"), ("customers", "20000"), ("warm_up_percent", "90")];
    near(mean_over_seeds(100, &warm, "sojourn_ms_mean"), 20.0, 0.2);
}

#[test]
fn a_warm_up_of_many_relaxation_times_is_what_the_default_has() {
    let report = scenario(&[]).report();
    assert!(metric(&report, "warm_up_ms") > 20.0 * metric(&report, "predicted_relaxation_ms"));
    // Morse 1955: 1/(√μ − √λ)² at ρ = .9.
    close(metric(&report, "predicted_relaxation_ms"), 1.0 / (1.0 - 0.9f64.sqrt()).powi(2), 1e-6);
}

/// The line of an overloaded station grows for as long as requests come, so its latencies are as long as the run.
#[test]
fn latencies_are_counted_to_the_length_of_a_run() {
    let report = scenario(&[("load", "1.5"), ("service_ms", "1000")]).report();
    let get = |name: &str| metric(&report, name);
    let hour_ms = 3_600_000.0;
    assert!(get("sojourn_ms_p50") > 5.0 * hour_ms);
    assert!(get("sojourn_ms_p50") < get("sojourn_ms_p99") && get("sojourn_ms_p99") < get("sojourn_ms_p999"));
    // In a line that grows evenly the median is about the mean.
    near(get("sojourn_ms_p50"), get("sojourn_ms_mean"), 0.05);
}

#[test]
fn a_constant_latency_has_itself_as_every_percentile() {
    let report = scenario(&[("service", "constant"), ("arrivals", "paced"), ("load", "0.05")]).report();
    for name in ["sojourn_ms_mean", "sojourn_ms_p50", "sojourn_ms_p99", "sojourn_ms_p999"] {
        assert_eq!(metric(&report, name), 1.0, "{name}");
    }
}

#[test]
fn a_percentile_of_two_requests_says_that_it_is_the_longer_of_them() {
    let report = scenario(&[("customers", "20"), ("warm_up_percent", "90")]).report();
    let p999 = report.metrics.iter().find(|metric| metric.name == "sojourn_ms_p999").expect("it is declared");
    assert_eq!(metric(&report, "measured_requests"), 2.0);
    assert!(p999.remark.as_deref().is_some_and(|remark| remark.starts_with("the longest of 2,")), "{:?}", p999.remark);
}

/// Morse 1955 for one server; with very many the modes are those of M/M/∞, the slowest at μ (van Doorn 1981).
#[test]
fn a_station_forgets_at_the_rate_of_its_spectral_gap() {
    for load in [0.1, 0.5, 0.95] {
        let roots = 1.0 - f64::sqrt(load);
        close(spectral_gap(1, load), roots * roots, 1e-12);
    }
    close(spectral_gap(64, 0.3 * 64.0), 1.0, 1e-6);
    // Two servers, a = 1: 4 μ λ > (μ + λ)² holds no mode of its own.
    close(spectral_gap(2, 1.0), (2f64.sqrt() - 1.0).powi(2), 1e-6);
    let report = scenario(&[("servers", "64"), ("load", "0.3"), ("customers", "1000")]).report();
    close(metric(&report, "predicted_relaxation_ms"), 1.0, 1e-6);
}
