//! The picture's numbers and words.

use super::VIEW;
use super::layout::Layout;
use super::river;
use super::scene::{Scene, Shot};
use crate::engines::catalog::find;
use crate::kernel::{Action, Time, Value};
use crate::scenario::Scenario;
use crate::ui::chart::Ink;
use crate::ui::plate::{RunPair, Side};

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("hot-partitions").unwrap());
    let story = [("partitions", "16"), ("zipf_exponent", "0.6"), ("write_fraction", "0.5"), ("cache_on_write", "keep")];
    for (name, value) in story.iter().chain(settings) {
        scenario.set_param(name, value).expect("a setting");
    }
    scenario.act(Action { at_ms: 5_000, verb: "go-viral", target: 3, value: Some(Value::Number(0.4)) });
    scenario
}

fn alone(settings: &[(&str, &str)]) -> RunPair {
    RunPair::run(scenario(settings), None)
}

fn shot(pair: &RunPair, seconds: u64) -> Shot<'_> {
    Shot::of(pair, Side::Main, Time::from_millis(seconds * 1_000)).expect("a run")
}

/// How many marks of a colour travel at a moment.
fn travelling(pair: &RunPair, seconds: u64, ink: Ink) -> usize {
    let marks = river::marks(&Scene::of(pair), &shot(pair, seconds), &Layout::of((600.0, 430.0)));
    marks.layers().iter().filter(|layer| layer.0 == ink).map(|layer| layer.2.len()).sum()
}

#[test]
fn she_posts_and_one_lane_runs_over_while_the_others_idle() {
    let pair = alone(&[]);
    let (before, after) = (shot(&pair, 4), shot(&pair, 10));
    assert_eq!((before.now.refused, before.star().share), (0, 0.0));
    assert!((0.22..0.32).contains(&after.costs()[0]), "{:?}", after.costs());
    let over = after.now.nodes.iter().filter(|node| after.per_s(node.asked) > 1_000.0).count();
    assert_eq!((over, after.partitions().len()), (1, 16));
    assert!(after.idle() > 0.6);
    assert_eq!((travelling(&pair, 4, Ink::Bad), travelling(&pair, 4, Ink::Text)), (0, 0));
    assert!(travelling(&pair, 10, Ink::Bad) > 5 && travelling(&pair, 10, Ink::Text) > 5);
}

#[test]
fn salted_reads_fan_out_a_cache_answers_stale_and_a_lane_divides() {
    let salted = alone(&[("mitigation", "salting"), ("salts", "8")]);
    let salted = shot(&salted, 10);
    assert!(
        salted.now.nodes.iter().filter(|node| salted.per_s(node.famous) > 100.0).count() > 4 && salted.costs()[1] > 2.0
    );
    let cached = alone(&[("mitigation", "cache")]);
    assert!(travelling(&cached, 10, Ink::Idle) > 2 && shot(&cached, 10).costs()[2] > 0.1);
    let split = alone(&[("mitigation", "split")]);
    let count = |seconds| shot(&split, seconds).partitions().len();
    assert!(count(4) == 16 && count(12) > 16);
}

#[test]
fn the_sentence_names_what_differs() {
    let pair = RunPair::run(scenario(&[]), Some(scenario(&[("layout", "dealt")])));
    let said = (VIEW.sentence)(&pair, Time::from_millis(10_000)).replace('\u{202f}', " ");
    assert!(said.contains(" requests a second, 2") && said.contains(". Dealt out evenly: 2"), "{said}");
    assert_eq!((VIEW.sentence)(&pair, Time::ZERO).split('.').next(), Some("Nothing has been asked yet"));
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (160.0, 180.0), (350.0, 300.0)] {
        let layout = Layout::of(size);
        let mut places = vec![18.0, layout.star.1, layout.front.0, layout.front.1, layout.lanes.0, layout.lanes.1];
        places.extend(layout.price.map(|price| price.0));
        places.extend(layout.course.map(|course| course.0));
        places.push(size.1);
        assert!(places.is_sorted() && layout.lanes.1 - layout.lanes.0 > 40.0, "{size:?}: {places:?}");
    }
}
