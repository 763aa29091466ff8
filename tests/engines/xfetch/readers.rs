//! The readers: the same for every β, and what is watched is what is counted.

use faultlines::engines::xfetch::{Watched, XFetch};
use faultlines::kernel::{Action, Simulation};
use proptest::prelude::*;

use crate::lab::{any_scenario, scenario};

fn lives(run: &dyn Simulation) -> &XFetch {
    run.engine()
}

/// A greater β moves every clock further, so that no entry is refreshed later.
#[test]
fn the_same_draws_meet_every_beta() {
    let runs = ["0.5", "1", "2", "4"].map(|beta| scenario("xfetch", &[("beta", beta)]).run());
    for pair in runs.windows(2) {
        let [less, more] = [0, 1].map(|index| lives(&*pair[index]));
        assert!(less.lives().iter().zip(more.lives()).all(|(less, more)| less.lead <= more.lead));
    }
}

/// What a watched entry's reads say is what was counted of it.
fn agrees(run: &XFetch, watched: &Watched) -> bool {
    let early: Vec<_> = watched.reads.iter().filter(|read| watched.recomputes(read)).collect();
    watched.life == run.lives()[watched.entry as usize]
        && early.len() as u32 == watched.life.recomputes
        && early.first().is_some_and(|first| first.at == watched.life.began)
        && watched.reads.is_sorted_by_key(|read| read.at)
        && watched.reads.iter().all(|read| read.at < watched.life.began + run.took())
}

proptest! {
    #[test]
    fn under_the_magnifier_is_what_is_counted(
        scenario in any_scenario("xfetch", |spec| match spec.name {
            "entries" => Some((1i64..40).prop_map(faultlines::kernel::Value::Integer).boxed()),
            "reads_per_s" => Some((1f64..1_000.0).prop_map(faultlines::kernel::Value::Number).boxed()),
            _ => None,
        }, prop::collection::vec((1u32..60_000).prop_map(|at_ms| Action { at_ms, verb: "delete", target: 0, value: None }), 0..3))
    ) {
        let run = scenario.run();
        let engine = lives(&*run);
        prop_assert!(engine.watched().iter().all(|watched| agrees(engine, watched)));
        // They are watched one after another.
        let ends = engine.watched().windows(2).all(|pair| pair[0].life.began + engine.took() <= pair[1].from);
        prop_assert!(ends);
        prop_assert!(run.trace().events().is_sorted_by_key(|event| event.at));
        let deletions = run.trace().events().iter().filter(|event| ["delete", "ignored"].contains(&event.kind)).count();
        prop_assert_eq!(deletions, scenario.actions.len());
    }
}
