//! What must hold of every run of the queueing lab, whatever its parameters.

use faultlines::engines::queueing::{Config, Queueing, SPEC, Station};
use faultlines::kernel::{ParamSpec, Report, Time};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

use crate::lab;
use crate::lab::with;

fn defaults() -> Scenario {
    lab::defaults("queueing")
}

/// Any valid scenario of the lab, small enough to run by the hundred.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| match spec.name {
        "customers" => Some(lab::integers(20..1_500i64)),
        "clients" => Some(lab::integers(1..80i64)),
        "capacity" => Some(lab::integers(0..40i64)),
        "stall_at_ms" => Some(lab::numbers(0.0..500.0)),
        _ => None,
    };
    lab::any_scenario("queueing", narrow, Just(Vec::new()))
}

fn run(scenario: &Scenario) -> Queueing {
    lab::run(scenario)
}

fn sojourns(report: &Report) -> Vec<Option<f64>> {
    ["mean", "p50", "p99", "p999"].map(|name| report.get(&format!("sojourn_ms_{name}"))).to_vec()
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    /// Little 1961, from empty to empty: exactly, to the nanosecond, for the station and for its line.
    #[test]
    fn the_number_present_over_time_is_the_sum_of_the_sojourns(scenario in any_scenario()) {
        let run = run(&with(&scenario, &[("warm_up_percent", "0")]));
        let measures = run.station().measures();
        prop_assert_eq!(measures.area_station, measures.station_ns);
        prop_assert_eq!(measures.area_waiting, measures.waiting_ns);
    }

    #[test]
    fn every_request_is_answered_lost_or_omitted(scenario in any_scenario()) {
        let run = run(&with(&scenario, &[("warm_up_percent", "0")]));
        let measures = run.station().measures();
        prop_assert_eq!(measures.served() + measures.lost + measures.omitted, u64::from(run.station().due()));
        prop_assert_eq!(run.station().waiting().len() + run.station().delayed().len(), 0);
    }

    #[test]
    fn a_station_holds_no_more_than_its_places_and_a_closed_generator_than_its_clients(scenario in any_scenario()) {
        let config = Config::of(&scenario.params);
        let mut station = Station::new(config, 500, 0, scenario.seed, Time::ZERO);
        while station.step().is_some() {
            let served = station.serving().iter().flatten().count();
            prop_assert_eq!(station.in_station() as usize, station.waiting().len() + served);
            prop_assert!(station.waiting().len() == 0 || served as u32 == config.servers.min(station.in_station()));
            prop_assert!(config.capacity.is_none_or(|places| station.in_station() <= places));
            prop_assert!(scenario.params.choice("generator") == "open" || station.in_station() <= config.clients);
        }
    }

    /// Sending late hides the wait from the generator's clock and changes nothing else.
    #[test]
    fn a_late_generator_with_a_client_for_each_server_gives_the_open_sojourns(scenario in any_scenario()) {
        let scenario = with(&scenario, &[("capacity", "0"), ("clients", "64")]);
        let open = with(&scenario, &[("generator", "open")]);
        let late = with(&scenario, &[("generator", "late")]);
        prop_assert_eq!(sojourns(&open.report()), sojourns(&late.report()));
    }

    #[test]
    fn the_generators_clock_never_says_more_than_the_users(scenario in any_scenario()) {
        let report = scenario.report();
        for percentile in ["p50", "p99", "p999"] {
            let get = |clock: &str| report.get(&format!("{clock}_ms_{percentile}"));
            prop_assert!(get("reported") <= get("sojourn"));
        }
    }

    /// A client that keeps to a steady schedule and waits for L omits the ⌈L/interval⌉ − 1 sends in between, of which
    /// the correction puts back those that lie a whole interval before the answer: one less at most.
    #[test]
    fn the_correction_puts_back_what_a_steady_client_omitted_but_for_one_sample_each(scenario in any_scenario()) {
        let steady = [("generator", "closed"), ("clients", "1"), ("arrivals", "paced"), ("servers", "1"), ("sweep", "off")];
        let run = run(&with(&with(&scenario, &steady), &[("warm_up_percent", "0")]));
        let measures = run.station().measures();
        let client = measures.client.as_ref().expect("a closed generator has clients");
        let put_back = client.corrected.count() - client.reported.count();
        prop_assert!(measures.omitted <= put_back + measures.served());
        // While the last answer is under way no more requests are due, so nothing is omitted.
        let [longest_ms] = client.reported.quantiles_ms([1.0]);
        let of_the_last = (longest_ms * 1e6 / run.station().config().interval_ns()) as u64;
        prop_assert!(put_back <= measures.omitted + of_the_last);
    }

    /// The same requests, closer together.
    #[test]
    fn a_higher_load_is_never_faster_under_the_same_draws(scenario in any_scenario()) {
        let plain = [("capacity", "0"), ("generator", "open"), ("stall_ms", "0"), ("arrivals", "poisson"), ("sweep", "off")];
        let scenario = with(&scenario, &plain);
        let reports = ["0.3", "0.6", "0.9", "1.2"].map(|load| sojourns(&with(&scenario, &[("load", load)]).report()));
        prop_assert!(reports.windows(2).all(|pair| pair[0].iter().zip(&pair[1]).all(|(low, high)| low <= high)));
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budget in 1..3_000u32) {
        lab::slicing_does_not_show(&scenario, [budget]);
    }

    #[test]
    fn every_metric_is_declared_and_is_a_number(scenario in any_scenario()) {
        let report = scenario.report();
        for metric in &report.metrics {
            prop_assert!(metric.value.is_finite() && metric.value >= 0.0, "{} is {}", metric.name, metric.value);
            prop_assert!(!metric.name.ends_with("_fraction") || metric.value <= 1.0 + 1e-12, "{}", metric.name);
        }
        for spec in SPEC.metrics {
            let families_and_theory = spec.name.ends_with('*') || spec.name.starts_with("predicted_");
            let found = report.metrics.iter().filter(|metric| spec.matches(&metric.name)).count();
            prop_assert!(families_and_theory || found == 1, "{} is reported {found} times", spec.name);
        }
    }
}

#[test]
fn every_corner_of_the_schema_runs() {
    for spec in SPEC.params {
        for value in lab::corners(spec) {
            for service in ["exponential", "constant", "lognormal", "hyperexponential"] {
                for generator in ["open", "closed", "late"] {
                    let small = [("customers", "2000"), ("service", service), ("generator", generator)];
                    let mut scenario = with(&defaults(), &small);
                    scenario.params.set(spec.name, value);
                    // The longest run of all takes a second; its start is enough here.
                    lab::starts_soundly(&scenario, 50_000);
                }
            }
        }
    }
}

#[test]
fn a_line_without_end_stops_the_run_and_says_why() {
    let endless = with(&defaults(), &[("load", "1.5"), ("customers", "2000000")]);
    let report = endless.report();
    assert!(report.stopped.expect("it stops").contains("100,000 requests wait"));
    assert_eq!(defaults().report().stopped, None);
}

#[test]
fn the_properties_tell_an_open_generator_from_a_closed_one_and_a_bounded_station_from_an_unbounded() {
    let kept = |settings: &[(&str, &str)], name: &str| {
        let property = SPEC.properties.iter().find(|property| property.name == name).expect("a property of the lab");
        property.holds(with(&with(&defaults(), &[("customers", "2000")]), settings).run().trace())
    };
    assert!(kept(&[], "no-sample-omitted"));
    assert!(!kept(&[("generator", "closed"), ("clients", "1")], "no-sample-omitted"));
    assert!(kept(&[("generator", "late"), ("clients", "1")], "no-sample-omitted"));
    assert!(kept(&[], "no-request-lost"));
    assert!(!kept(&[("capacity", "2")], "no-request-lost"));
}
