//! The picture's numbers and words.

use super::VIEW;
use super::layout::Layout;
use super::scene::{Scene, word};
use crate::engines::catalog::find;
use crate::engines::count_min::CountMin;
use crate::kernel::{Action, Time};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

/// Four rows of 32 cells, and six hundred words.
fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("count-min").unwrap());
    let small = [("epsilon", "0.085"), ("delta", "0.02"), ("items", "600"), ("universe", "200"), ("asked", "192")];
    for (name, value) in small.iter().chain(settings) {
        scenario.set_param(name, value).expect("a setting");
    }
    scenario
}

fn alone(settings: &[(&str, &str)]) -> RunPair {
    RunPair::run(scenario(settings), None)
}

const END: Time = Time(u64::MAX);

#[test]
fn the_answer_is_the_least_cell_and_that_of_the_report() {
    for update in ["plain", "conservative"] {
        let pair = alone(&[("update", update)]);
        let scene = Scene::of(&pair);
        let shot = scene.shot(Side::Main, END).expect("a run");
        let report = pair.main.report();
        let (count, estimate) = shot.answer();
        assert_eq!(report.get("asked_count"), Some(count.into()));
        assert_eq!(report.get("asked_estimate"), Some(estimate.into()));
        let cells: Vec<u32> = (0..4).map(|row| shot.cell(row).0).collect();
        assert_eq!(cells.iter().min(), Some(&estimate), "{cells:?}");
    }
}

#[test]
fn a_plain_cell_holds_what_is_said_of_its_words() {
    let pair = alone(&[]);
    let scene = Scene::of(&pair);
    for ms in [50, 300, 9_999] {
        let shot = scene.shot(Side::Main, Time::from_millis(ms)).expect("a run");
        let (own, _) = shot.answer();
        for row in 0..4 {
            let (counter, sharers) = shot.cell(row);
            assert!(sharers.windows(2).all(|pair| pair[0].1 >= pair[1].1) && sharers.len() <= 3);
            let named: u32 = sharers.iter().map(|sharer| sharer.1).sum();
            assert!(own + named <= counter, "row {row}: {own} and {sharers:?} in {counter}");
            // All that share it are named, or the three most frequent.
            assert!(sharers.len() == 3 || own + named == counter, "row {row}: {own} and {sharers:?} in {counter}");
        }
    }
}

#[test]
fn a_moment_is_played_again_forwards_and_backwards() {
    let pair = alone(&[("deleted_fraction", "0.5"), ("shards", "3")]);
    let scene = Scene::of(&pair);
    let at = |ms: u64| {
        let shot = scene.shot(Side::Main, Time::from_millis(ms)).expect("a run");
        (shot.done, shot.table.counters().to_vec())
    };
    let run: &CountMin = pair.main.engine();
    let early = at(99);
    assert_eq!(early.0, 100);
    assert_eq!(at(9_999), (900, run.merged().counters().to_vec()));
    assert_eq!(at(99), early);
}

#[test]
fn the_sentence_says_how_often_the_word_came_and_what_the_table_says() {
    let pair = RunPair::run(scenario(&[]), Some(scenario(&[("update", "conservative")])));
    let said = |ms| (VIEW.sentence)(&pair, Time::from_millis(ms)).replace('\u{202f}', " ");
    let scene = Scene::of(&pair);
    let [plain, conservative] = Side::BOTH.map(|side| scene.shot(side, END).expect("a run").answer().1);
    let end = said(9_999);
    assert!(end.starts_with("After 600 words “violin” "), "{end}");
    assert!(end.contains(&format!("; the table says {plain}. ")), "{end}");
    assert!(end.ends_with(&format!("With conservative update: {conservative}.")), "{end}");
    assert!(said(0).starts_with("After 1 word “violin” never came; the table says 0."), "{}", said(0));
}

#[test]
fn a_word_that_trends_is_told_from_its_moment_on() {
    let mut scenario = scenario(&[("trend_fraction", "0.5")]);
    scenario.act(Action { at_ms: 300, verb: "trend", target: 0, value: None });
    let pair = RunPair::run(scenario, None);
    let scene = Scene::of(&pair);
    let goals = |ms| {
        let shot = scene.shot(Side::Main, Time::from_millis(ms)).expect("a run");
        (shot.is_trending(), shot.tally.true_count(200))
    };
    assert!(!goals(299).0 && goals(299).1 < 5);
    assert!(goals(301).0 && (120..180).contains(&goals(9_999).1), "{:?}", goals(9_999));
}

#[test]
fn a_trending_word_comes_onto_the_list_whose_counts_are_never_too_low() {
    let mut scenario = scenario(&[("trend_fraction", "0.5"), ("list", "8")]);
    scenario.act(Action { at_ms: 300, verb: "trend", target: 0, value: None });
    let pair = RunPair::run(scenario, None);
    let scene = Scene::of(&pair);
    let is_first = |ms| {
        let shot = scene.shot(Side::Main, Time::from_millis(ms)).expect("a run");
        let list = shot.tally.list().expect("a list");
        for counter in list.counters() {
            let truth = shot.tally.true_count(counter.item);
            assert!((counter.count - counter.error..=counter.count).contains(&truth), "{counter:?}, not {truth}");
        }
        list.counters()[0].item == 200
    };
    assert!(!is_first(299) && is_first(9_999));
    let report = pair.main.report();
    assert!(report.get("list_error") <= report.get("list_error_bound"));
    assert_eq!(report.get("list_error_bound"), Some(75.0));
}

#[test]
fn words_have_names_at_both_ends() {
    assert_eq!([1, 2, 40, 57, 192, 200].map(|item| word(item, 200)), ["the", "of", "we", "word 57", "violin", "goal"]);
    // Of few words all are frequent.
    assert_eq!(word(3, 3), "and");
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (160.0, 180.0), (350.0, 300.0)] {
        for (depth, has_list) in (1..=7).flat_map(|depth| [(depth, false), (depth, true)]) {
            let layout = Layout::of(size, depth, has_list);
            assert!(layout.bars.1 + if has_list && layout.list.is_none() { 14.0 } else { 0.0 } <= size.1, "{size:?}");
            let mut places = vec![layout.source.1];
            places.extend(layout.rows.iter().flat_map(|row| [row.0, row.1]));
            places.extend([layout.words, layout.bars.0, layout.bars.1]);
            assert!(places.is_sorted(), "{size:?}, {depth}: {places:?}");
            assert!(layout.rows.iter().all(|row| row.1 - row.0 > 6.0), "{size:?}, {depth}: {places:?}");
            for width in [6, 32, 64, 65, 5_437] {
                let (left, wide) = layout.cell(width - 1, width);
                assert!(left + wide <= size.0 + 0.6 && left > 0.0, "{size:?}, {width}: {left} {wide}");
            }
        }
    }
}
