//! What every lab predicts, held to its stated tolerance: over many seeds, at the corners of its schema.

use std::collections::BTreeMap;

use crate::lab::{corners, with_value};
use faultlines::engines::catalog::{Lab, find, labs};
use faultlines::kernel::{Metric, MetricSpec, Prediction, Progress, Report, Seed, Stream};
use faultlines::scenario::Scenario;

/// The standard errors that the mean of so many runs may be off by itself.
const STANDARD_ERRORS: f64 = 5.0;
/// What has at most this chance in each run and is seen in none is no contradiction.
const UNSEEN: f64 = 0.5;
/// A longer run is passed over, in units of work.
const WORK: u32 = 600_000;

/// Runs of each scenario, each with a seed of its own; and scenarios with several parameters at a corner at once.
fn extent() -> (u32, u32) {
    if crate::thorough::on() { (16, 200) } else { (8, 20) }
}

/// Scenarios beside the corners, each at the border of some prediction's domain: a lab, then settings.
const BORDERS: &[&str] = &[
    "hot-partitions mitigation=cache",
    "hot-partitions mitigation=cache cache_ttl_ms=1 keys=5000",
    "hot-partitions mitigation=cache keys=50 cache_keys=100 write_fraction=0",
    "hot-partitions mitigation=replicas replicas=50 choices=2 queue_limit=1 overflow=queue write_fraction=0 partitions=1 \
        keys=1 zipf_exponent=0 capacity_per_s=20 requests_per_s=900",
    "hot-partitions mitigation=replicas replicas=50 choices=2 queue_limit=5 overflow=queue write_fraction=0 partitions=1 \
        keys=1 zipf_exponent=0 capacity_per_s=20 requests_per_s=900",
    "hot-partitions overflow=queue partitions=1 keys=1 zipf_exponent=0 capacity_per_s=100 requests_per_s=110 queue_limit=500",
    "hot-partitions overflow=queue partitions=1 keys=1 zipf_exponent=0 requests_per_s=1000 queue_limit=500",
    "hot-partitions overflow=queue partitions=1 keys=1 zipf_exponent=0 requests_per_s=1000 queue_limit=30",
    "hot-partitions overflow=queue partitions=1 keys=1 zipf_exponent=0 capacity_per_s=1 requests_per_s=1 queue_limit=500",
    "hot-partitions keys=100 zipf_exponent=0 partitions=50 layout=range requests_per_s=10000",
    "hot-partitions keys=100 zipf_exponent=0 partitions=50 layout=range requests_per_s=20000",
    "hot-partitions keys=100 zipf_exponent=0 partitions=10 layout=range requests_per_s=6000",
    "fan-out fan_out=69",
    "fan-out fan_out=10 slow_probability=.001",
    "fan-out fan_out=10 slow_probability=.0011",
    "fan-out fan_out=1",
    "fan-out requests=100 leaf=exponential fan_out=10",
    "fan-out requests=1000 leaf=exponential fan_out=10",
    "fan-out requests=1000 leaf=pareto shape=1.1 fan_out=10",
    "top-k universe=100 skew=0 counters=100 items=50000 scan_fraction=0",
    "top-k universe=5 skew=0 k=1 items=1000 scan_fraction=0",
    "top-k universe=5 skew=.1 k=3 items=5000 scan_fraction=0",
    "top-k k=100 universe=1 items=1000 scan_fraction=.9",
    "top-k k=100 universe=5 skew=0 items=6000 scan_fraction=.9",
    "top-k universe=1 counters=2 items=100000 scan_fraction=.5",
    "top-k universe=1 counters=4 items=100001 scan_fraction=.75",
    "delivery mode=inbox key=random key_bits=8 message_loss=.3 ack_loss=.2 max_attempts=4",
    "delivery mode=deduplication key=random key_bits=16 messages=10000 max_attempts=20",
    "cache-stampede database_capacity=0 reads_per_s=1 ttl_ms=100 recompute_ms=5000 timeout_ms=10000 duration_s=600",
    "cache-stampede database_capacity=0 strategy=jitter jitter_fraction=1 reads_per_s=100 ttl_ms=1000 recompute_ms=500",
    "cache-stampede database_capacity=0 strategy=jitter jitter_fraction=.5 reads_per_s=100 ttl_ms=1000 recompute_ms=500",
    "cache-stampede database_capacity=0 strategy=singleflight servers=20 reads_per_s=200 ttl_ms=200 recompute_ms=1000",
    "cache-stampede database_capacity=0 strategy=xfetch keys=3000 zipf_exponent=.5 ttl_ms=1000 duration_s=60",
    "cache-stampede keys=1000 absent_fraction=.5 bloom_bits_per_key=5 database_capacity=0",
    "cache-stampede keys=50 absent_fraction=1 bloom_bits_per_key=1 retries=2 database_capacity=1 negative_ttl_ms=1000",
    "cache-stampede database_capacity=0 keys=20 zipf_exponent=2 reads_per_s=360 ttl_ms=400 recompute_ms=200",
    "cache-stampede database_capacity=0 keys=20 zipf_exponent=2 reads_per_s=359.4 ttl_ms=403 recompute_ms=59.6",
    "cache-stampede database_capacity=0 keys=20 zipf_exponent=2 reads_per_s=359 ttl_ms=403 recompute_ms=60 strategy=jitter",
    "cache-stampede database_capacity=0 keys=20 zipf_exponent=2 reads_per_s=360 ttl_ms=400 recompute_ms=200 \
        strategy=singleflight servers=5",
    "cache-stampede database_capacity=0 strategy=lease ttl_ms=150 recompute_ms=20 timeout_ms=100 stale_ms=0 duration_s=60",
    "cache-stampede database_capacity=0 strategy=lock recompute_ms=251 lock_timeout_ms=50",
    "cache-stampede database_capacity=0 strategy=lock recompute_ms=251 lock_timeout_ms=50 reads_per_s=1500 ttl_ms=1658 \
        timeout_ms=10000 retry_ms=50",
    "logical-clocks register=hybrid-clock writes=20 clients=12 processes=2 interval_ms=5000 think_ms=50",
    "logical-clocks register=hybrid-clock writes=20 clients=6 processes=2 interval_ms=5000 think_ms=50",
    "bloom variant=cuckoo fingerprint_bits=4",
    "bloom variant=cuckoo fingerprint_bits=4 deleted_fraction=.5",
    "bloom variant=cuckoo keys=50 fingerprint_bits=4 bits_per_key=8 deleted_fraction=.5 foreign_deletes=20",
    "queueing sweep=on load=.95",
    "xfetch entries=200",
    "xfetch entries=200 beta=.1",
    "xfetch entries=200 beta=.5",
    "xfetch entries=200 beta=5 ttl_ms=60000 reads_per_s=10",
    "xfetch entries=1000 reads_per_s=2 beta=.1",
    "xfetch entries=1000 reads_per_s=1 recompute_ms=500",
    "xfetch entries=50 recompute_ms=500 beta=.5 reads_per_s=100",
    "xfetch entries=50 ttl_ms=1000 beta=1.3",
];

/// A scenario of one line of [`BORDERS`].
fn at_border(line: &str) -> Scenario {
    let mut words = line.split_whitespace();
    let lab = find(words.next().unwrap_or_default()).unwrap_or_else(|| panic!("{line}: no such lab"));
    let mut scenario = Scenario::defaults(lab);
    for (name, value) in words.filter_map(|word| word.split_once('=')) {
        scenario.set_param(name, value).unwrap_or_else(|problem| panic!("{line}: {problem}"));
    }
    scenario
}

/// A report, unless the run is long or is stopped.
fn report(scenario: &Scenario) -> Option<Report> {
    let mut run = scenario.start();
    let done = run.advance(WORK) == Progress::Done;
    done.then(|| run.report()).filter(|report| report.stopped.is_none())
}

/// A lab at its defaults with each parameter at each corner, its golden scenarios, those at a border, and any of these
/// with some parameters at some corner.
fn scenarios(lab: &'static Lab) -> Vec<Scenario> {
    let defaults = Scenario::defaults(lab);
    let mut scenarios = crate::traces::scenarios(lab);
    scenarios.push(defaults.clone());
    scenarios.extend(BORDERS.iter().map(|line| at_border(line)).filter(|scenario| scenario.lab == lab));
    let bases = scenarios.clone();
    for spec in lab.spec.params {
        scenarios.extend(corners(spec).into_iter().map(|value| with_value(&defaults, spec.name, value)));
    }
    let mut chance = Stream::named(Seed(1), lab.spec.id);
    let mut any = |count: usize| chance.below(count as u64) as usize;
    scenarios.extend((0..extent().1).map(|_| {
        let mut mixed = bases[any(bases.len())].clone();
        for spec in lab.spec.params {
            let values = corners(spec);
            if any(4) == 0 {
                mixed.params.set(spec.name, values[any(values.len())]);
            }
        }
        mixed
    }));
    scenarios
}

/// What is wrong with a prediction over the runs of a scenario.
fn fault(metric: &MetricSpec, reports: &[Report]) -> Option<String> {
    let said: Vec<f64> = reports.iter().filter_map(|report| report.get(metric.name)).collect();
    // A percentile of few latencies says itself that it is no more than the longest.
    let sound = |metric: &Metric| metric.remark.is_none();
    let measured = |of: &str| {
        let metrics = reports.iter().flat_map(|report| &report.metrics);
        metrics.filter(|metric| metric.name == of && sound(metric)).map(|metric| metric.value).collect::<Vec<f64>>()
    };
    match metric.predicts? {
        Prediction::Bound { of } => {
            let above = measured(of).into_iter().zip(&said).find(|(value, bound)| value > bound)?;
            Some(format!("{of} is {} in a run, above {} {}", above.0, metric.name, above.1))
        }
        Prediction::Mean { of, within } => {
            let measured = measured(of);
            if measured.len() < reports.len() {
                return None;
            }
            let (value, deviation) = mean_and_deviation(&measured);
            let (prediction, _) = mean_and_deviation(&said);
            let chance = STANDARD_ERRORS * deviation / (reports.len() as f64).sqrt();
            let resolution = 0.5 * 10f64.powi(-i32::from(metric.decimals));
            let off = (value - prediction).abs();
            // Nothing was seen in any run, or everything was of its kind.
            let is_unseen = deviation == 0.0 && [0.0, 1.0].contains(&value) && off <= UNSEEN;
            let allowed = if is_unseen { UNSEEN } else { within * prediction + chance + resolution };
            (off > allowed).then(|| format!("{} is {prediction}, {of} is {value} ± {chance} over seeds", metric.name))
        }
    }
}

fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0)).sqrt())
}

/// What theory says of a system and no run measures by itself: the two loads of a stampede are tried one by one in
/// `cache_stampede::overload`.
const UNMEASURED: [(&str, &str); 3] = [
    ("queueing", "predicted_relaxation_ms"),
    ("cache-stampede", "predicted_tip_reads_per_s"),
    ("cache-stampede", "predicted_recovery_reads_per_s"),
];

#[test]
fn each_prediction_names_what_it_predicts_and_nothing_else_is_called_one() {
    for lab in labs() {
        for metric in lab.spec.metrics {
            let name = format!("{}: {}", lab.spec.id, metric.name);
            let is_measured = !UNMEASURED.contains(&(lab.spec.id, metric.name));
            assert_eq!(metric.name.starts_with("predicted_") && is_measured, metric.predicts.is_some(), "{name}");
            let Some(Prediction::Mean { of, .. } | Prediction::Bound { of }) = metric.predicts else { continue };
            let of = lab.spec.metrics.iter().find(|other| other.matches(of));
            assert_eq!(of.map(|other| other.unit), Some(metric.unit), "{name}");
        }
    }
}

#[test]
fn what_is_predicted_is_the_mean_over_seeds_at_the_corners_of_every_lab() {
    let mut faults = Vec::new();
    for lab in labs() {
        let predictions: Vec<&MetricSpec> =
            lab.spec.metrics.iter().filter(|metric| metric.predicts.is_some()).collect();
        if predictions.is_empty() {
            continue;
        }
        let mut held: BTreeMap<&str, u32> = BTreeMap::new();
        for scenario in scenarios(lab) {
            let seeded = |seed| Scenario { seed: Seed(seed), ..scenario.clone() };
            let reports: Option<Vec<Report>> = (1..=extent().0).map(|seed| report(&seeded(seed))).collect();
            let Some(reports) = reports else { continue };
            for metric in &predictions {
                let said = reports.iter().filter(|report| report.get(metric.name).is_some()).count();
                if said == 0 {
                    continue;
                }
                *held.entry(metric.name).or_default() += 1;
                faults.extend(fault(metric, &reports).map(|fault| format!("{} {fault}", scenario.to_json())));
            }
        }
        assert_eq!(held.len(), predictions.len(), "{} never says some of its predictions: {held:?}", lab.spec.id);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
