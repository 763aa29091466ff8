//! The picture, tested as numbers.

use super::VIEW;
use super::answers::{Answers, Tally, is_answered};
use super::magnifier::Lens;
use super::scene::Scene;
use crate::engines::catalog::find;
use crate::engines::fan_out::FanOut;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::plate::{PlateState, RunPair, Side};

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("fan-out").unwrap());
    for (name, value) in [("requests", "2000")].iter().chain(settings) {
        scenario.set_param(name, value).unwrap();
    }
    scenario
}

fn hedged() -> RunPair {
    RunPair::run(scenario(&[("hedge", "percentile")]), Some(scenario(&[])))
}

fn state(pair: RunPair) -> PlateState {
    let tree = serde_json::json!({ "lab": "fan-out", "id": "it", "title": "It", "caption": "Notice it." });
    let (plate, _) = crate::scenario::Plate::from_json(&tree);
    PlateState::new(plate.unwrap(), VIEW, pair, Vec::new())
}

#[test]
fn at_the_end_the_counts_are_those_of_the_report() {
    for settings in [&[("hedge", "percentile")][..], &[("timeout_ms", "50")], &[("leaf", "pareto"), ("slow_ms", "200")]]
    {
        let pair = RunPair::run(scenario(settings), None);
        let scene = Scene::of(&pair);
        let report = pair.main.report();
        let end = pair.end(scene.pace);
        let get = |name| report.get(name).unwrap();
        scene.tally(Side::Main, end, |run, tally| {
            let count = &tally.count;
            assert_eq!(count.answered as usize, run.roots().len());
            assert_eq!(count.share(count.slow), get("slow_root_fraction"));
            assert_eq!(count.share(count.incomplete), get("timeout_fraction"));
            assert_eq!(count.extra_calls(run.fan_out()), get("extra_requests_fraction"));
            let names = ["root_latency_ms_p50", "root_latency_ms_p99", "root_latency_ms_p999"];
            assert_eq!(tally.percentiles_ms(), Some(names.map(get)));
            assert_eq!(count.bins.iter().flatten().sum::<u32>(), count.answered);
        });
    }
}

#[test]
fn a_request_counts_from_its_answer_on_whichever_way_playback_goes() {
    let pair = hedged();
    let scene = Scene::of(&pair);
    let run = Side::Twin.run(&pair).unwrap();
    let moments = [5_000, 20_000, 300, 0, 9_000, 9_001, 40_000].map(Time::from_millis);
    for moment in moments {
        let (count, percentiles) =
            scene.tally(Side::Twin, moment, |_, tally| (tally.count.clone(), tally.percentiles_ms())).unwrap();
        let answered = (0..2_000).filter(|&request| is_answered(run, request, moment)).count();
        assert_eq!(count.answered as usize, answered, "at {moment}");
        let afresh = Tally::of(run, moment, &scene.scale.edges_ms);
        assert_eq!((count, percentiles), (afresh.count.clone(), afresh.percentiles_ms()), "at {moment}");
    }
}

#[test]
fn playback_ends_with_the_last_answer_and_the_default_run_takes_twelve_seconds() {
    let pair = hedged();
    let pace = (VIEW.pace)(&pair);
    let last = Side::BOTH.map(|side| Answers::of(side.run(&pair).unwrap()).last());
    assert_eq!(pair.end(pace), last[0].max(last[1]));
    assert!((pair.end(pace).as_millis() / pace.ms_per_s - 12.0).abs() < 1e-6);
    // Within the reader's first three seconds many a slow page has come in.
    let scene = Scene::of(&pair);
    let slow = scene.tally(Side::Twin, Time::from_millis_f64(3.0 * pace.ms_per_s), |_, tally| tally.count.slow);
    assert!(slow.unwrap() > 100);
}

#[test]
fn one_of_the_edges_is_the_limit_of_what_is_slow() {
    for settings in [
        &[][..],
        &[("slow_ms", "7")],
        &[("leaf", "exponential"), ("mean_ms", "0.1")],
        &[("leaf", "pareto"), ("shape", "1.1")],
    ] {
        let pair = RunPair::run(scenario(settings), None);
        let scene = Scene::of(&pair);
        let edges = &scene.scale.edges_ms;
        assert!(edges.is_sorted() && (3..100).contains(&edges.len()), "{} edges", edges.len());
        let run = Side::Main.run::<FanOut>(&pair).unwrap();
        let limit = run.slow().as_millis();
        let (from, to) = scene.scale.range_ms();
        assert!(!(from..to).contains(&limit) || edges.iter().any(|edge| (edge / limit - 1.0).abs() < 1e-9));
        let slowest = run.roots().iter().map(|root| root.latency.as_millis()).fold(0.0, f64::max);
        assert!(slowest < to, "{slowest} of {to}");
    }
}

#[test]
fn at_rest_the_slowest_is_magnified_and_whole_and_in_play_one_after_another_grows() {
    let mut state = state(hedged());
    let scene = Scene::of(&state.pair);
    let run = Side::Main.run::<FanOut>(&state.pair).unwrap().clone();
    let lens = Lens::of(&scene, &state);
    let slowest = run.roots().iter().map(|root| root.latency).max().unwrap();
    assert_eq!(run.roots()[lens.request as usize].latency, slowest);
    assert!(lens.elapsed_ms(&run, state.moment) >= slowest.as_millis());
    // In play, a request each .6 s of the reader's, sent in its turn, its own time running along the axis.
    state.playing = true;
    let mut seen = Vec::new();
    for tenth in 0..120 {
        state.moment = Time::from_millis_f64(f64::from(tenth) * 0.1 * scene.pace.ms_per_s);
        let lens = Lens::of(&scene, &state);
        seen.push((lens.request, lens.elapsed_ms(&run, state.moment)));
    }
    assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0 || (pair[0].0 == pair[1].0 && pair[0].1 <= pair[1].1)));
    seen.dedup_by_key(|seen| seen.0);
    assert!((18..=21).contains(&seen.len()), "{} requests", seen.len());
    // What the reader picks stays, in play as well; what has no answer yet cannot be picked.
    state.link.pick = Some(7);
    assert_eq!(Lens::of(&scene, &state).request, 7);
    state.moment = Time::ZERO;
    assert_eq!(Lens::of(&scene, &state).request, 0);
}
