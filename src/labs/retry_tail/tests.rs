//! The picture's numbers and words.

use super::VIEW;
use super::flight;
use super::scene::{Layout, Scene};
use crate::engines::catalog::find;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::chart::Ink;
use crate::ui::plate::{RunPair, Side};

fn pair() -> RunPair {
    let whole = Scenario::defaults(find("retry-tail").unwrap());
    let mut budget = whole.clone();
    budget.set_param("retry_budget", "0.1").unwrap();
    RunPair::run(whole, Some(budget))
}

#[test]
fn second_attempts_are_on_their_way_and_under_a_budget_few_are() {
    let pair = pair();
    let scene = Scene::of(&pair);
    let [whole, budget] = Side::BOTH.map(|side| {
        let shot = scene.shot(side, Time::from_millis(12_000)).expect("a run");
        let marks = flight::marks(&shot, &Layout::of((440.0, 420.0), &shot));
        marks.layers().iter().filter(|layer| layer.0 == Ink::Bad).map(|layer| layer.2.len()).sum::<usize>()
    });
    assert!(whole > 100 && budget < whole / 4, "{whole} {budget}");
}

#[test]
fn at_the_end_the_picture_says_what_the_report_says() {
    let pair = pair();
    let shot = Scene::of(&pair).shot(Side::Main, Time::from_millis(20_000)).map(|shot| shot.calls_per_page());
    assert_eq!(shot, pair.main.report().get("calls_per_page"));
    let said = (VIEW.sentence)(&pair, Time::from_millis(20_000)).replace('\u{202f}', " ");
    assert!(said.contains("pages late") && said.contains("With a budget of a tenth: "), "{said}");
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    let pair = pair();
    let scene = Scene::of(&pair);
    for size in [(440.0, 420.0), (163.0, 197.0), (364.0, 215.0), (170.0, 330.0)] {
        let layout = Layout::of(size, &scene.shot(Side::Main, Time::ZERO).expect("a run"));
        let rows = layout.rows.0 + 24.0 * layout.rows.1;
        let places = [32.0, layout.rows.0, rows, layout.loads.0, layout.loads.1, layout.late.0, layout.late.1];
        assert!(places.is_sorted() && layout.late.1 + 14.0 < size.1, "{size:?}: {places:?}");
        assert!(layout.pitch().1 >= 10, "{size:?}");
    }
}
