//! Predictions of the supermarket model, in closed form, where it holds.

use super::policy::{PICKS, Picks, STAYS, Stay};
use super::spec::SERVICE_MS;
use crate::kernel::Params;
use crate::parts::{Relaxation, supermarket};

/// The fewest servers for which the law of very many holds, to two in a hundred, and the highest load.
const MANY: u32 = 100;
const HIGHEST: f64 = 0.9;

/// Half of the run lasts at least so many relaxation times where something is predicted.
const RELAXATIONS: f64 = 8.0;

/// The mean time of a request with one, two and three choices, in milliseconds, as long as nobody acts.
pub(super) fn predicted(params: &Params) -> [Option<f64>; 3] {
    let load = params.number("load");
    let warm_up = 0.5 * 1e3 * f64::from(params.count("duration_s")) / SERVICE_MS;
    let leaves = params.chosen("stay", &STAYS) == Stay::Leave;
    let one = Relaxation { servers: 1.0, offered: load, places: None, cv: 1.0 }.services();
    let is_told = params.count("refresh_ms") == 0 && params.chosen("picks", &PICKS) == Picks::Different;
    let many = is_told && params.count("servers") >= MANY && load <= HIGHEST;
    let holds = [one * RELAXATIONS <= warm_up, many && RELAXATIONS / (1.0 - load) <= warm_up];
    [1, 2, 3].map(|choices: u32| {
        let holds = leaves && holds[usize::from(choices > 1)];
        holds.then(|| SERVICE_MS * supermarket::mean(load, choices))
    })
}
