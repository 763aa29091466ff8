//! Predictions of the law of popularity and of queueing theory, in closed form.

use super::layout::Layout;
use super::node::{Capacity, Overflow};
use super::policy::{MITIGATIONS, Mitigation, WRITTEN, Written};
use super::traffic::Popularity;
use crate::kernel::Params;
use crate::parts::{Relaxation, supermarket};

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

/// How far chance may lift the share of the node that is asked most above the share that it should have.
const LIFT: f64 = 0.03;

/// The warm-up, which is half of the run, lasts at least so many relaxation times where a latency is predicted.
const RELAXATIONS: f64 = 10.0;

/// The chance up to which a read that finds all its replicas full does not count.
const SELDOM_FULL: f64 = 0.01;

/// Whether so many requests of a node of each partition, of so many replicas each, tell the share of the hottest. The
/// greatest of N counts near n is by chance at most √(2 ln N) standard deviations, √n each, above n on average; counts that
/// differ by four of theirs do not compete.
fn is_told(requests: &[f64], replicas: f64) -> bool {
    let hottest = requests.iter().copied().fold(0.0, f64::max);
    let near = hottest - 4.0 * (2.0 * hottest).sqrt();
    let competitors = replicas * requests.iter().filter(|&&count| count >= near).count() as f64;
    (2.0 * libm::log(competitors) / hottest).sqrt() <= LIFT
}

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
        if params.chosen("written", &WRITTEN) == Written::Newest {
            // What is hot moves on as time does.
            return Self::default();
        }
        let mitigation = params.chosen("mitigation", &MITIGATIONS);
        let replicas = if mitigation == Mitigation::Replicas { f64::from(params.count("replicas")) } else { 1.0 };
        let asked = Asked::new(params, mitigation, popularity, layout);
        // A write goes to every replica, a read to one.
        let per_node = |[reads, writes]: [f64; 2]| reads / replicas + writes;
        let hottest = asked.0.iter().map(|&asked| per_node(asked)).fold(0.0, f64::max);
        let total: f64 = asked.0.iter().map(|&asked| replicas * per_node(asked)).sum();
        // The second half is measured.
        let measured_s = 0.5 * f64::from(params.count("duration_s"));
        let rates = asked.0.iter().map(|&asked| per_node(asked) * params.number("requests_per_s"));
        let loads: Vec<f64> = rates.clone().map(|rate| rate / capacity.per_s).collect();
        let latency = |limit| mean_latency(mitigation, params, &loads, limit, measured_s * capacity.per_s);
        let latency_ms_mean = match capacity.overflow {
            Overflow::Queue { limit } => latency(limit).map(|services| 1e3 * services / capacity.per_s),
            Overflow::Throttle { .. } => None,
        };
        let is_told = is_told(&rates.map(|rate| rate * measured_s).collect::<Vec<_>>(), replicas);
        let stays = matches!(mitigation, Mitigation::None | Mitigation::Salting | Mitigation::Replicas);
        Self { hottest_share: (stays && is_told).then_some(hottest / total), latency_ms_mean }
    }
}

/// The mean time of a request that is let in, in units of the mean service, from the load of a node of each partition, after
/// a warm-up of so many services.
fn mean_latency(mitigation: Mitigation, params: &Params, loads: &[f64], limit: u32, warm_up: f64) -> Option<f64> {
    let replicas = params.count("replicas");
    let choices = match mitigation {
        Mitigation::None => 1,
        Mitigation::Replicas if params.number("write_fraction") == 0.0 => params.count("choices").min(replicas),
        _ => return None,
    };
    let busiest = loads.iter().copied().fold(0.0, f64::max);
    let has_law = choices == 1
        || (busiest <= LIGHT_LOAD || (replicas >= MANY_REPLICAS && busiest < 1.0))
            && supermarket::tail(busiest, choices, limit + 1) <= SELDOM_FULL;
    let relaxes = |&offered: &f64| match choices {
        1 => Relaxation { servers: 1.0, offered, places: Some(limit), cv: 1.0 }.services(),
        // Of the shortest of several queues none is long: the whole drains at 1 − λ for each.
        _ => 1.0 / (1.0 - offered),
    };
    let is_long = has_law && loads.iter().map(relaxes).fold(0.0, f64::max) * RELAXATIONS <= warm_up;
    let (mut time, mut all) = (0.0, 0.0);
    for &load in loads.iter().filter(|_| is_long) {
        let (services, let_in) =
            if choices == 1 { bounded_queue(load, limit) } else { (supermarket::mean(load, choices), 1.0) };
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
                _ => ask(layout.position(key), reads, writes),
            }
        }
        Self(asked)
    }
}
