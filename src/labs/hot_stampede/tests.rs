//! The picture's numbers and words.

use super::VIEW;
use super::river;
use super::scene::{Layout, Scene};
use crate::engines::catalog::find;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::chart::Ink;
use crate::ui::plate::{RunPair, Side};

fn pair() -> RunPair {
    let nothing = Scenario::defaults(find("hot-stampede").unwrap());
    let mut one = nothing.clone();
    one.set_param("remedy", "one-reader").unwrap();
    RunPair::run(nothing, Some(one))
}

#[test]
fn the_crowd_is_on_its_way_and_one_reader_is_none() {
    let pair = pair();
    let scene = Scene::of(&pair);
    let [nothing, one] = Side::BOTH.map(|side| {
        let shot = scene.shot(side, Time::from_millis(2_010)).expect("a run");
        let marks = river::marks(&shot, &Layout::of((440.0, 420.0)));
        marks.layers().iter().filter(|layer| layer.0 == Ink::Bad).map(|layer| layer.2.len()).sum::<usize>()
    });
    assert!(nothing > 30 && one <= 1, "{nothing} {one}");
}

#[test]
fn the_sentence_says_what_fails_beside_the_key_and_what_the_twin_does() {
    let said = (VIEW.sentence)(&pair(), Time::from_millis(5_000)).replace('\u{202f}', " ");
    assert!(said.contains("ordinary reads beside it failed, elsewhere none"), "{said}");
    assert!(said.contains("With one reader who asks: 1 query was sent"), "{said}");
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(440.0, 420.0), (170.0, 330.0), (300.0, 180.0)] {
        let layout = Layout::of(size);
        let places = [18.0, layout.cache.0, layout.cache.1, layout.partitions.0, layout.partitions.1, layout.waits.0];
        assert!(places.is_sorted() && layout.waits.1 < size.1, "{size:?}: {places:?}");
    }
}
