//! The levels of a sweep: how the requests are shared among them, and what each measured.

use crate::kernel::Metric;
use crate::kernel::words::number;
use crate::parts::latency_histogram::qualify;

/// The part of the requests that all levels share evenly. The rest goes to each as long as its station remembers, so that a
/// load near 1, which needs the most, has the most.
const EVEN: f64 = 0.25;

/// A level of fewer relaxation times is marked, and for one that should last no longer nothing is predicted. Of
/// M/M/1 at .8 and .95 and of M/M/8 at .9, begun empty with a tenth of the requests for warm-up, the 99th percentile came out
/// an eighth to a quarter too low on average after ten, a tenth after thirty and a twentieth after fifty, over 40 to 100 seeds
/// each; a single run is off by a quarter even then.
pub(super) const LONG_ENOUGH: f64 = 100.0;

/// The measurements of a level of a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The load, in percent.
    pub load_percent: u32,
    /// The median and the 99th percentile of the sojourn, in milliseconds.
    pub sojourn_ms: [f64; 2],
    /// The requests on which they stand.
    pub measured: u64,
    /// How many relaxation times the level lasted, if it came to rest.
    pub relaxations: Option<f64>,
}

impl Level {
    /// Says of a percentile of the sojourn at this level how well it is known.
    pub(super) fn qualify(&self, metric: &mut Metric, quantile: f64) {
        qualify(metric, quantile, self.measured);
        qualify_length(metric, self.relaxations);
    }
}

/// Marks a metric of a level that lasted so many relaxation times, if these are too few.
pub(super) fn qualify_length(metric: &mut Metric, relaxations: Option<f64>) {
    let Some(short) = relaxations.filter(|&lasted| lasted < LONG_ENOUGH) else { return };
    let short = number(short, 1);
    let mark = format!("over {short} relaxation times, fewer than {LONG_ENOUGH}");
    metric.remark = Some(metric.remark.take().map_or(mark.clone(), |remark| format!("{remark}, {mark}")));
}

/// The requests of each level of these loads, at least one. A station of any number of servers remembers for about
/// ρ/(1 − √ρ)² requests, which is [`super::theory::spectral_gap`] near saturation; past .95 they have no more than there.
pub fn shares(customers: u32, loads: &[f64]) -> Vec<u32> {
    const HIGHEST: f64 = 0.95;
    let need = |load: f64| {
        let load = load.min(HIGHEST);
        load / ((1.0 - load.sqrt()) * (1.0 - load.sqrt()))
    };
    let all: f64 = loads.iter().map(|&load| need(load)).sum();
    let share = |load: f64| EVEN / loads.len() as f64 + (1.0 - EVEN) * need(load) / all;
    loads.iter().map(|&load| ((f64::from(customers) * share(load)) as u32).max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_shared_by_need_and_none_are_made_up() {
        let loads = [0.1, 0.5, 0.9, 0.95, 1.5];
        let shared = shares(100_000, &loads);
        assert!(shared.windows(2).all(|pair| pair[0] <= pair[1]), "{shared:?}");
        assert!((99_990..=100_000).contains(&shared.iter().sum::<u32>()), "{shared:?}");
        assert!(shared[0] > 5_000 && shared[3] > 7 * shared[0], "{shared:?}");
        assert_eq!(shares(7, &[0.9]), [7]);
        assert_eq!(shares(20, &[0.1; 11]), [1; 11]);
    }
}
