//! The picture's numbers and words.

use super::scene::{Layout, Scene};
use super::{VIEW, registers};
use crate::engines::catalog::find;
use crate::engines::hyperloglog::HyperLogLog;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("hyperloglog").unwrap());
    let small = [("precision", "6"), ("items", "1400"), ("universe", "500"), ("shards", "1")];
    for (name, value) in small.iter().chain(settings) {
        scenario.set_param(name, value).expect("a setting");
    }
    scenario
}

fn alone(settings: &[(&str, &str)]) -> RunPair {
    RunPair::run(scenario(settings), None)
}

const DAYS: [(&str, &str); 3] = [("shards", "2"), ("deal", "days"), ("returning_fraction", "0.6")];

fn said(pair: &RunPair, ms: u64) -> String {
    (VIEW.sentence)(pair, Time::from_millis(ms)).replace('\u{202f}', " ")
}

#[test]
fn at_the_end_the_words_say_the_numbers_of_the_report() {
    let pair = alone(&DAYS);
    let report = pair.main.report();
    let of = |name: &str| report.get(name).expect("a metric").round().to_string();
    let end = said(&pair, 1_000_000);
    let (distinct, both) = (of("distinct"), of("overlap"));
    assert!(end.starts_with(&format!("1,400 visits by {distinct} visitors, {both} on both days: ")), "{end}");
    let (summed, merged, left) = (of("summed_estimate"), of("estimate"), of("overlap_estimate"));
    assert!(end.contains(&format!("added up {summed}; merged {merged}, ")), "{end}");
    assert!(end.ends_with(&format!(", so about {left} on both.")) && end.chars().count() < 120, "{end}");
}

#[test]
fn a_moment_is_played_again_forwards_and_backwards() {
    let pair = alone(&DAYS);
    let scene = Scene::of(&pair);
    let at = |ms: u64| {
        let shot = scene.shot(Side::Main, Time::from_millis(ms)).expect("a run");
        (shot.arrived, shot.tally.distinct(), shot.tally.alone().to_vec(), shot.merged > 0.0)
    };
    let run: &HyperLogLog = pair.main.engine();
    let early = at(99);
    assert_eq!((early.0, early.3), (100, false));
    // Day two has not begun.
    assert_eq!(early.2[1], 0);
    let end = at(9_999);
    assert_eq!((end.0, end.1, end.3), (1_400, run.tally().distinct(), true));
    assert_eq!(at(99), early);
}

#[test]
fn the_second_day_leaves_the_first_as_it_was() {
    let (one, two) = (alone(&[("items", "700")]), alone(&DAYS));
    let [one, two]: [&HyperLogLog; 2] = [one.main.engine(), two.main.engine()];
    assert_eq!(one.visits(), &two.visits()[..700]);
    assert_eq!(one.shards()[0], two.shards()[0]);
}

#[test]
fn a_bar_stands_as_high_as_its_register_and_the_highest_fills_the_row() {
    for settings in [&[][..], &DAYS[..], &[("precision", "14")][..]] {
        let pair = alone(settings);
        let scene = Scene::of(&pair);
        let shot = scene.shot(Side::Main, Time(u64::MAX)).expect("a run");
        let layout = Layout::of((600.0, 430.0), &shot);
        let (columns, apart) = shot.columns();
        assert_eq!((columns, columns * apart), (64, shot.tally.shards()[0].registers().len()));
        for (shard, sketch) in shot.tally.shards().iter().enumerate() {
            let (top, foot) = layout.rows[shard];
            for register in (0..columns).map(|column| column * apart) {
                let (x, y) = registers::place(&scene, &shot, &layout, shard, register);
                let part = f64::from(sketch.registers()[register]) / scene.top;
                assert!((foot - y - part * (foot - top)).abs() < 1e-9 && part <= 1.0);
                assert!(x > 0.0 && x < 600.0);
            }
        }
    }
}

#[test]
fn the_sentence_names_the_twin_by_its_estimator() {
    let twin = scenario(&[("small_range", "linear-counting")]);
    let pair = RunPair::run(scenario(&[]), Some(twin));
    let end = said(&pair, 1_000_000);
    assert!(end.starts_with("1,400 visits by ") && end.contains(" visitors: the sketch says "), "{end}");
    assert!(end.contains(". Counting empty registers at first: the sketch says "), "{end}");
    assert!(said(&pair, 0).starts_with("1 visit by 1 visitor: the sketch says 1, "), "{}", said(&pair, 0));
    let same = RunPair::run(scenario(&[]), Some(scenario(&[])));
    assert!(said(&same, 0).ends_with("The second run is the same."));
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for settings in [&[][..], &DAYS[..], &[("shards", "16")][..]] {
        let pair = alone(settings);
        let scene = Scene::of(&pair);
        let shot = scene.shot(Side::Main, Time::ZERO).expect("a run");
        for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (160.0, 180.0), (350.0, 300.0)] {
            let layout = Layout::of(size, &shot);
            let mut places = vec![layout.source.1];
            places.extend(layout.rows.iter().flat_map(|row| [row.0, row.1]));
            places.extend([layout.below.0, layout.below.1]);
            assert!(places.is_sorted() && places[0] > 0.0, "{size:?}: {places:?}");
            assert!(layout.below.1 - layout.below.0 > 45.0, "{size:?}: {places:?}");
            assert!(layout.rows.iter().all(|row| row.1 - row.0 > 5.0), "{size:?}: {places:?}");
        }
    }
}
