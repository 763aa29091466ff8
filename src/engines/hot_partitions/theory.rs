//! Predictions of the law of popularity and of queueing theory, in closed form.

use super::layout::Layout;
use super::node::{Capacity, Overflow};
use super::policy::{MITIGATIONS, Mitigation};
use super::traffic::Popularity;
use crate::kernel::Params;

/// The mean time in a system of very many servers, in units of the mean service, if each request joins the shortest of
/// `choices` queues drawn at random (the supermarket model: Mitzenmacher 1996; Vvedenskaya, Dobrushin & Karpelevich
/// 1996): the sum of λ^((dⁱ − d)/(d − 1)) over i ≥ 1, for d = 1 the 1/(1 − λ) of M/M/1. `load` is λ, in [0, 1).
pub fn supermarket_mean(load: f64, choices: u32) -> f64 {
    if choices <= 1 {
        return 1.0 / (1.0 - load);
    }
    let (mut sum, mut exponent) = (0.0, 0.0);
    loop {
        let term = libm::pow(load, exponent);
        sum += term;
        if term < 1e-16 {
            return sum;
        }
        exponent = f64::from(choices) * (exponent + 1.0);
    }
}

/// The mean time in an M/M/1/K queue of those that are let in, in units of the mean service, and the share that is.
pub fn bounded_queue(load: f64, limit: u32) -> (f64, f64) {
    // The weights of 0, 1, … K requests there, scaled before they overflow.
    let (mut weight, mut sum, mut present) = (1.0, 1.0, 0.0);
    for n in 1..=limit {
        weight *= load;
        sum += weight;
        present += f64::from(n) * weight;
        if sum > 1e200 {
            for part in [&mut weight, &mut sum, &mut present] {
                *part *= 1e-200;
            }
        }
    }
    // Little's law over 1 − p₀, which is what the server gets done: (Σ n pₙ) / (λ (1 − p_K)), without dividing by λ.
    let let_in = (sum - weight) / sum;
    (if load > 0.0 { present / sum / (load * let_in) } else { 1.0 }, let_in)
}

/// The fewest replicas for which the law of very many holds, to two in a hundred.
const MANY_REPLICAS: u32 = 50;

/// The load up to which replicas are hardly ever busy when they are asked, however few they are.
const LIGHT_LOAD: f64 = 0.05;

/// The fewest requests of the hottest node for which chance adds no more than some hundredths to its share.
const FEWEST: f64 = 2_500.0;

/// The predictions for a run as long as nobody acts; nothing where no law is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prediction {
    /// The share of all that nodes are asked that goes to the one asked most, where a law is known.
    pub hottest_share: Option<f64>,
    /// The mean latency in milliseconds where a law is known.
    pub latency_ms_mean: Option<f64>,
}

impl Prediction {
    /// The prediction for the parameters: every key's share, laid out over the partitions.
    pub fn new(params: &Params, popularity: &Popularity, layout: &Layout, capacity: &Capacity) -> Self {
        let mitigation = params.chosen("mitigation", &MITIGATIONS);
        let replicas = if mitigation == Mitigation::Replicas { f64::from(params.count("replicas")) } else { 1.0 };
        let asked = Asked::new(params, mitigation, popularity, layout);
        // A write goes to every replica, a read to one.
        let per_node = |[reads, writes]: [f64; 2]| reads / replicas + writes;
        let hottest = asked.0.iter().map(|&asked| per_node(asked)).fold(0.0, f64::max);
        let total: f64 = asked.0.iter().map(|&asked| replicas * per_node(asked)).sum();
        let loads = asked.0.iter().map(|&asked| per_node(asked) * params.number("requests_per_s") / capacity.per_s);
        let latency = |limit| mean_latency(mitigation, params, loads.clone().collect(), limit);
        let latency_ms_mean = match capacity.overflow {
            Overflow::Queue { limit } => latency(limit).map(|services| 1e3 * services / capacity.per_s),
            Overflow::Throttle { .. } => None,
        };
        let share = if total > 0.0 { hottest / total } else { 0.0 };
        let requests = params.number("requests_per_s") * f64::from(params.count("duration_s"));
        // A share that stands on few requests is by chance greater than expected for one of many nodes.
        let is_told = share * requests >= FEWEST || share == 0.0;
        let stays =
            matches!(mitigation, Mitigation::None | Mitigation::Salting | Mitigation::Replicas | Mitigation::Cache);
        Self { hottest_share: (stays && is_told).then_some(share), latency_ms_mean }
    }
}

/// The mean time of a request that is let in, in units of the mean service, from the load of a node of each partition.
fn mean_latency(mitigation: Mitigation, params: &Params, loads: Vec<f64>, limit: u32) -> Option<f64> {
    let replicas = params.count("replicas");
    let choices = match mitigation {
        Mitigation::None => 1,
        Mitigation::Replicas if params.number("write_fraction") == 0.0 => params.count("choices").min(replicas),
        _ => return None,
    };
    let busiest = loads.iter().copied().fold(0.0, f64::max);
    let has_law = choices == 1 || busiest <= LIGHT_LOAD || (replicas >= MANY_REPLICAS && busiest < 1.0);
    let (mut time, mut all) = (0.0, 0.0);
    for load in loads.into_iter().filter(|_| has_law) {
        let (services, let_in) =
            if choices == 1 { bounded_queue(load, limit) } else { (supermarket_mean(load, choices), 1.0) };
        time += load * let_in * services;
        all += load * let_in;
    }
    (all > 0.0).then_some(time / all)
}

/// For each partition the reads and the writes that it is asked for each request of the whole.
struct Asked(Vec<[f64; 2]>);

impl Asked {
    fn new(params: &Params, mitigation: Mitigation, popularity: &Popularity, layout: &Layout) -> Self {
        let write_fraction = params.number("write_fraction");
        let (salted_keys, salts) = (params.count("salted_keys"), params.count("salts"));
        let cached_keys = params.count("cache_keys");
        let mut asked = vec![[0.0, 0.0]; layout.partitions() as usize];
        for key in 0..popularity.keys() {
            let share = popularity.share(key);
            let (reads, writes) = (share * (1.0 - write_fraction), share * write_fraction);
            let mut ask = |position, reads, writes| {
                let [all_reads, all_writes] = &mut asked[layout.partition(position) as usize];
                *all_reads += reads;
                *all_writes += writes;
            };
            match mitigation {
                Mitigation::Salting if key < salted_keys => {
                    (0..salts).for_each(|salt| ask(layout.salted(key, salt), reads, writes / f64::from(salts)));
                }
                // An ideal cache holds the keys that are asked for most.
                Mitigation::Cache if key < cached_keys => ask(layout.position(key), 0.0, writes),
                _ => ask(layout.position(key), reads, writes),
            }
        }
        Self(asked)
    }
}
