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

/// The predictions for a run, before any split, join, hand-over or action.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prediction {
    /// The share of all that nodes are asked that goes to the one asked most.
    pub hottest_share: f64,
    /// The mean latency in milliseconds where a closed form exists, else 0.
    pub latency_ms_mean: f64,
}

impl Prediction {
    /// The prediction for the parameters: every key's share, laid out over the partitions.
    pub fn new(params: &Params, popularity: &Popularity, layout: &Layout, capacity: &Capacity) -> Self {
        let mitigation = params.chosen("mitigation", &MITIGATIONS);
        let replicas = if mitigation == Mitigation::Replicas { f64::from(params.count("replicas")) } else { 1.0 };
        let write_fraction = params.number("write_fraction");
        let asked = Asked::new(params, mitigation, popularity, layout);
        // A write goes to every replica, a read to one.
        let per_node = |[reads, writes]: [f64; 2]| reads / replicas + writes;
        let hottest = asked.0.iter().map(|&asked| per_node(asked)).fold(0.0, f64::max);
        let total: f64 = asked.0.iter().map(|&asked| replicas * per_node(asked)).sum();
        let closed_form = match mitigation {
            Mitigation::None => Some(1),
            Mitigation::Replicas if write_fraction == 0.0 => {
                Some(params.count("choices").min(params.count("replicas")))
            }
            _ => None,
        };
        let busiest = hottest * params.number("requests_per_s") / capacity.per_s;
        let queues = matches!(capacity.overflow, Overflow::Queue { .. });
        let latency_s = closed_form.filter(|_| queues && busiest < 1.0).map_or(0.0, |choices| {
            let mean = |asked: [f64; 2]| {
                let load = per_node(asked) * params.number("requests_per_s") / capacity.per_s;
                (asked[0] + asked[1]) * supermarket_mean(load, choices) / capacity.per_s
            };
            asked.0.iter().map(|&asked| mean(asked)).sum()
        });
        Self { hottest_share: if total > 0.0 { hottest / total } else { 0.0 }, latency_ms_mean: latency_s * 1e3 }
    }
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
