//! Customers a second through an M/M/1 station at 90 % load, beside the crate simu-des on the same model:
//! `cargo bench --bench queueing`. Python peers of the same model are in `benches/peers/`.
//!
//! Every row is asserted to be right before it is timed: the mean sojourn of a million customers must be within 10 % of
//! 1/(μ − λ) = 10 ms. (One run of a million has a standard error of about 2 % here.)

use std::cell::Cell;
use std::rc::Rc;

use faultlines::engines::catalog;
use faultlines::kernel::Value;
use faultlines::scenario::Scenario;
use simu::rng::sample;
use simu::{Resource, SimEnv};

#[path = "common/ratio.rs"]
mod ratio;

const CUSTOMERS: u32 = 1_000_000;
const LOAD: f64 = 0.9;
const SERVICE_MS: f64 = 1.0;

fn assert_right(mean_sojourn_ms: f64) {
    let expected = SERVICE_MS / (1.0 - LOAD);
    assert!((mean_sojourn_ms / expected - 1.0).abs() < 0.1, "the mean sojourn is {mean_sojourn_ms} ms, not {expected}");
}

fn ours(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(catalog::find("queueing").expect("the lab is registered"));
    scenario.params.set("customers", Value::Integer(CUSTOMERS.into()));
    scenario.params.set("load", Value::Number(LOAD));
    scenario.params.set("service_ms", Value::Number(SERVICE_MS));
    for (name, value) in settings {
        scenario.set_param(name, value).expect("the setting is valid");
    }
    scenario
}

/// The whole lab: percentiles, windows, trace and predictions included; beside the peer's mean alone. A late generator
/// delays, but changes no sojourn.
fn main() {
    let open = ours(&[("generator", "open")]);
    let late = ours(&[("generator", "late")]);
    for scenario in [&open, &late] {
        assert_right(scenario.report().get("sojourn_ms_mean").expect("a metric of the lab"));
    }
    assert_right(simu_mean_sojourn_ms());
    ratio::compare("customers of an M/M/1", CUSTOMERS, || open.report(), "simu-des", simu_mean_sojourn_ms);
    ratio::compare("the same", CUSTOMERS, || open.report(), "a late generator", || late.report());
}

/// The same model in simu-des: one process for each customer, the mean sojourn and nothing else.
fn simu_mean_sojourn_ms() -> f64 {
    let mut env = SimEnv::with_seed(1);
    let server = Resource::new(1);
    let total_ms = Rc::new(Cell::new(0.0));
    let (handle, sum) = (env.handle(), Rc::clone(&total_ms));
    env.spawn(async move {
        for _ in 0..CUSTOMERS {
            let gap_ms = sample::exponential(&mut handle.rng(), SERVICE_MS / LOAD);
            handle.timeout(gap_ms).await;
            let (customer, server, sum) = (handle.clone(), server.clone(), Rc::clone(&sum));
            handle.spawn(async move {
                let came = customer.now();
                let place = server.request().await;
                let service_ms = sample::exponential(&mut customer.rng(), SERVICE_MS);
                customer.timeout(service_ms).await;
                drop(place);
                sum.set(sum.get() + customer.now() - came);
            });
        }
    });
    env.run();
    total_ms.get() / f64::from(CUSTOMERS)
}
