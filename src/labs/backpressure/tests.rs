//! The picture's numbers and words.

use super::VIEW;
use super::layout::{Area, Layout};
use super::river;
use super::scene::{Scene, Shot};
use crate::engines::backpressure::{Backpressure, Policy};
use crate::engines::catalog::find;
use crate::kernel::{Action, Time, Value};
use crate::scenario::Scenario;
use crate::ui::chart::Ink;
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::number;

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("backpressure").unwrap());
    for (name, value) in settings {
        scenario.set_param(name, value).expect("a setting");
    }
    scenario
}

fn alone(settings: &[(&str, &str)]) -> RunPair {
    RunPair::run(scenario(settings), None)
}

const WIDE: (f64, f64) = (600.0, 430.0);

/// How many marks of a colour travel at a moment.
fn travelling(pair: &RunPair, seconds: u64, ink: Ink) -> usize {
    let scene = Scene::of(pair);
    let shot = scene.shot(Side::Main, Time::from_millis(seconds * 1_000)).expect("a run");
    let marks = river::marks(&scene, &shot, &Layout::of(WIDE, 2, false));
    marks.layers().iter().filter(|layer| layer.0 == ink).map(|layer| layer.2.len()).sum()
}

#[test]
fn at_the_end_the_counts_are_those_of_the_report() {
    let pair = alone(&[("policy", "drop-newest")]);
    let end = pair.end((VIEW.pace)(&pair));
    let shot = Shot::of(&pair, Side::Main, end).expect("a run");
    let report = pair.main.report();
    assert_eq!(report.get("dropped"), Some(shot.now.counts.dropped as f64));
    assert_eq!(report.get("sent"), Some(shot.now.counts.sent as f64));
    let [mean, per_s, stay_s] = shot.little();
    let near = |name: &str, value: f64| {
        let reported = report.get(name).expect("a metric");
        assert!((reported - value).abs() <= 1e-6 * reported, "{name}: {reported} {value}");
    };
    near("items_mean", mean);
    near("admitted_per_s", per_s);
    near("time_in_system_ms_mean", stay_s * 1e3);
    let said = (VIEW.sentence)(&pair, end);
    let dropped = number(shot.now.counts.dropped as f64, 0) + " dropped.";
    assert!(said.contains(" requests a second, ") && said.ends_with(&dropped) && said.chars().count() < 90, "{said}");
}

#[test]
fn the_windows_of_the_picture_are_those_of_the_trace() {
    let pair = alone(&[]);
    let run: &Backpressure = pair.main.engine();
    let windows: Vec<_> = run.history().windows(Time(u64::MAX)).collect();
    let told: Vec<_> = pair.main.trace().events().iter().filter(|event| event.kind == "window").collect();
    assert_eq!(windows.len(), told.len());
    for (window, event) in windows.iter().zip(told) {
        assert_eq!(event.integer("sent"), Some(window.sent));
        assert_eq!(event.integer("good"), Some(window.good));
    }
}

#[test]
fn retries_go_round_drops_fall_and_credits_walk_back() {
    let collapsed = alone(&[]);
    assert_eq!(travelling(&collapsed, 5, Ink::Bad), 0, "before the spike nothing is lost");
    assert!(travelling(&collapsed, 30, Ink::Bad) > 10, "long after it the retries go on");
    assert!(travelling(&alone(&[("policy", "drop-newest")]), 12, Ink::Bad) > 3);
    assert!(travelling(&alone(&[("policy", "credit"), ("client", "patient")]), 12, Ink::Confirmed) > 0);
    assert_eq!(travelling(&collapsed, 12, Ink::Confirmed), 0);
}

#[test]
fn a_switch_of_the_policy_shows_from_its_moment_on() {
    let mut switched = scenario(&[]);
    switched.act(Action { at_ms: 30_000, verb: "policy", target: 0, value: Some(Value::Choice("codel")) });
    let pair = RunPair::run(switched, Some(scenario(&[])));
    let policy = |seconds: u64| {
        Shot::of(&pair, Side::Main, Time::from_millis(seconds * 1_000)).map(|shot| (shot.now.policy, shot.bound()))
    };
    assert_eq!(policy(29), Some((Policy::Unbounded, None)));
    assert_eq!(policy(31), Some((Policy::Codel, Some(20))));
    assert!(Scene::of(&pair).has_codel);
    let said = (VIEW.sentence)(&pair, Time::from_millis(59_000));
    assert!(said.ends_with(" The second run is the same."), "{said}");
}

#[test]
fn the_sentence_names_the_twin_by_its_policy_and_what_waits_where() {
    let pair = RunPair::run(scenario(&[]), Some(scenario(&[("policy", "block"), ("client", "patient")])));
    let said = (VIEW.sentence)(&pair, Time::from_millis(14_000));
    assert!(
        said.contains(" requests a second, 0 in time; ") && said.contains(" wait. Blocking the sender, "),
        "{said}"
    );
    assert!(said.contains(" held back"), "{said}");
    assert_eq!((VIEW.sentence)(&pair, Time::ZERO).split('.').next(), Some("Nothing has been sent yet"));
    let burst = alone(&[("memory_items", "500")]);
    let said = (VIEW.sentence)(&burst, Time::from_millis(30_000));
    assert!(said.contains("memory has run out "), "{said}");
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [WIDE, (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (160.0, 180.0), (350.0, 300.0)] {
        for stages in 1..=4 {
            for waits in [false, true] {
                let layout = Layout::of(size, stages, waits);
                let mut places = vec![layout.producer.1 - layout.radius, layout.tanks.0, layout.tanks.1];
                places.extend([layout.floor, layout.loop_y]);
                assert!(places.is_sorted() && places[0] >= 0.0, "{size:?}: {places:?}");
                assert!(layout.tanks.1 - layout.tanks.0 > 20.0, "{size:?}: {places:?}");
                let areas = [layout.course, layout.second];
                assert!(areas.iter().any(Option::is_some));
                for Area { left, right, top, foot } in areas.into_iter().flatten() {
                    assert!(top - 16.0 > layout.loop_y && foot - top > 30.0 && right - left > 80.0, "{size:?}");
                    assert!(right <= size.0 && foot + 16.0 <= size.1, "{size:?}");
                }
                for pair in layout.columns.windows(2) {
                    assert!(pair[0].tank.1 < pair[0].wheel.0 && pair[0].wheel.0 < pair[1].tank.0, "{size:?}");
                }
            }
        }
    }
}
