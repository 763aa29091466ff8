//! The station against a second, deliberately dumb implementation, and the service laws against statrs.

use crate::lab;
use faultlines::engines::queueing::{Config, Outcome, Service, Station};
use faultlines::kernel::{Seed, Stream, Time};
use faultlines::scenario::Scenario;
use proptest::prelude::*;
use statrs::distribution::{ContinuousCDF, Exp, LogNormal};

const CUSTOMERS: u32 = 400;

fn scenario(settings: &[(&str, String)]) -> Scenario {
    let mut scenario = lab::defaults("queueing");
    for (name, value) in settings {
        scenario.set_param(name, value).expect("the setting is valid");
    }
    scenario
}

/// When each request leaves, `None` if it is turned away: no event queue, only the recursion of Kiefer & Wolfowitz
/// (1955). A request is served by the server that comes free first; for one server that is Lindley's recursion (1952).
fn departures(config: &Config, seed: Seed) -> Vec<Option<Time>> {
    let (mut arrivals, mut services) = (Stream::named(seed, "arrivals"), Stream::named(seed, "service"));
    let mut free_at = vec![Time::ZERO; config.servers as usize];
    let mut leaves: Vec<Option<Time>> = Vec::new();
    let mut now = Time::ZERO;
    for _ in 0..CUSTOMERS {
        now = now + Time((-config.interval_ns() * libm::log(arrivals.unit_positive()) + 0.5) as u64);
        let service = config.service.draw(&mut services);
        let present = leaves.iter().flatten().filter(|&&left| left > now).count();
        let first_free = free_at.iter_mut().min().expect("at least one server");
        let admitted = config.capacity.is_none_or(|places| present < places as usize);
        leaves.push(admitted.then(|| {
            *first_free = now.max(*first_free) + service;
            *first_free
        }));
    }
    leaves
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn the_station_agrees_with_the_recursion_to_the_nanosecond(
        servers in 1..6u32, load in 1..30u32, capacity in 0..12u32, seed in any::<u32>(), law in 0..4usize,
    ) {
        let capacity = if capacity == 0 { 0 } else { capacity.max(servers) };
        let law = ["exponential", "constant", "lognormal", "hyperexponential"][law];
        let scenario = scenario(&[
            ("servers", servers.to_string()),
            ("load", format!("{}", 0.05 * f64::from(load))),
            ("capacity", capacity.to_string()),
            ("service", law.into()),
        ]);
        let config = Config::of(&scenario.params);
        let mut station = Station::new(config, CUSTOMERS, 0, Seed(seed), Time::ZERO);
        let mut left = vec![None; CUSTOMERS as usize];
        while let Some(outcome) = station.step() {
            if let Outcome::Left(request) = outcome {
                left[request.number as usize] = Some(station.now());
            }
        }
        prop_assert_eq!(left, departures(&config, Seed(seed)));
    }
}

/// The greatest distance between the empirical and the true distribution function of 40,000 draws.
fn distance(service: Service, cdf: impl Fn(f64) -> f64) -> f64 {
    let mut stream = Stream::named(Seed(3), "service");
    let mut draws: Vec<f64> = (0..40_000).map(|_| service.draw(&mut stream).as_millis()).collect();
    draws.sort_by(f64::total_cmp);
    let steps = draws.iter().enumerate().map(|(index, &draw)| ((index as f64 + 0.5) / 40_000.0 - cdf(draw)).abs());
    steps.fold(0.0, f64::max)
}

/// Kolmogorov & Smirnov: of 40,000 draws, one in a thousand samples is farther off than 1.95/√40,000 = .0098.
#[test]
fn the_service_laws_agree_with_statrs() {
    let law = |name: &str, cv: f64| {
        let scenario =
            scenario(&[("service", name.into()), ("service_cv", cv.to_string()), ("service_ms", "4".into())]);
        Service::of(&scenario.params)
    };
    let exponential = Exp::new(0.25).expect("a rate");
    assert!(distance(law("exponential", 2.0), |ms| exponential.cdf(ms)) < 0.0098);
    for cv in [0.5, 2.0] {
        let variance = f64::ln(1.0 + cv * cv);
        let lognormal = LogNormal::new(f64::ln(4.0) - variance / 2.0, variance.sqrt()).expect("a spread");
        assert!(distance(law("lognormal", cv), |ms| lognormal.cdf(ms)) < 0.0098);
    }
    // Two exponentials that share the work: p = (1 + √.6)/2 for cv = 2, with rates 2p/4 and 2(1−p)/4.
    let short = 0.5 * (1.0 + 0.6f64.sqrt());
    let (fast, slow) = (Exp::new(short / 2.0).expect("a rate"), Exp::new((1.0 - short) / 2.0).expect("a rate"));
    let mixture = |ms: f64| short * fast.cdf(ms) + (1.0 - short) * slow.cdf(ms);
    assert!(distance(law("hyperexponential", 2.0), mixture) < 0.0098);
}
