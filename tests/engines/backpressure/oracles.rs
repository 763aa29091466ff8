//! The pipeline against a second, deliberately dumb implementation: recursions over the items, without events.

use crate::lab;
use faultlines::engines::backpressure::{Backpressure, Config};
use faultlines::kernel::{Seed, Stream, Time};
use faultlines::parts::LatencyHistogram;
use proptest::prelude::*;

/// The sojourns of all items that leave before the end.
///
/// Items go through the stages in order, so the moments of item k follow from those of earlier items. It may enter a
/// stage when item k − B has begun there (B places in the buffer), and it begins when item k − 1 has left the consumer;
/// that is blocking after service, "manufacturing blocking" in the literature (Perros 1994). An unbounded buffer has
/// room for all.
fn tandem(config: &Config, bound: Option<usize>, seed: Seed) -> LatencyHistogram {
    let (mut arrivals, mut works) = (Stream::named(seed, "arrivals"), Stream::named(seed, "work"));
    let stages = config.stages as usize;
    let mut began: Vec<Vec<Time>> = vec![Vec::new(); stages];
    let mut left: Vec<Vec<Time>> = vec![Vec::new(); stages];
    let mut entered_last = Time::ZERO;
    let mut sojourns = LatencyHistogram::new();
    let mut came = Time::ZERO;
    for item in 0.. {
        came = config.load.after(came, -libm::log(arrivals.unit_positive()));
        if came > config.until {
            return sojourns;
        }
        let work = config.work_ms.map(|mean_ms| {
            let units = -libm::log(works.unit_positive());
            Time::from_millis_f64(if config.random_work { mean_ms * units } else { mean_ms })
        });
        let room_at = |began: &[Time]| match bound {
            Some(bound) if item >= bound => began[item - bound],
            _ => Time::ZERO,
        };
        let mut enters = came.max(entered_last).max(room_at(&began[0]));
        entered_last = enters;
        for stage in 0..stages {
            let begins = left[stage].last().map_or(enters, |&free| enters.max(free));
            let finishes = begins + work[stage];
            began[stage].push(begins);
            enters = if stage + 1 < stages { finishes.max(room_at(&began[stage + 1])) } else { finishes };
            left[stage].push(enters);
        }
        if enters <= config.until {
            sojourns.record(enters - came);
        }
    }
    unreachable!("time passes")
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn blocking_and_unbounded_pipelines_agree_with_the_recursion_to_the_nanosecond(
        stages in 1..=4u32, buffer in 1..12u32, load in 2..30u32, upstream_ms in 1..20u32, blocks in any::<bool>(),
        constant in any::<bool>(), seed in any::<u32>(),
    ) {
        let mut scenario = lab::defaults("backpressure");
        let settings = [
            ("policy", if blocks { "block" } else { "unbounded" }.into()),
            ("service", if constant { "constant" } else { "exponential" }.into()),
            ("client", "patient".into()),
            ("stages", stages.to_string()),
            ("buffer", buffer.to_string()),
            ("load", (0.05 * f64::from(load)).to_string()),
            ("upstream_ms", upstream_ms.to_string()),
            ("duration_ms", "6000".into()),
            ("spike_at_ms", "2000".into()),
            ("spike_ms", "1000".into()),
        ];
        for (name, value) in &settings {
            scenario.set_param(name, value).expect("the setting is valid");
        }
        scenario.seed = Seed(seed);
        let simulation = scenario.run();
        let run = simulation.engine::<Backpressure>();
        let expected = tandem(run.config(), blocks.then_some(buffer as usize), Seed(seed));
        prop_assert_eq!(run.measures().counts.answered, expected.count());
        prop_assert_eq!(run.measures().sojourn.mean_ms(), expected.mean_ms());
        let quantiles = [0.25, 0.5, 0.75, 0.99];
        prop_assert_eq!(run.measures().sojourn.quantiles_ms(quantiles), expected.quantiles_ms(quantiles));
    }
}
