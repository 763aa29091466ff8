//! The picture's numbers and words.

use super::VIEW;
use super::scene::{Layout, Scene, seconds};
use crate::engines::cache_tier::CacheTier;
use crate::engines::catalog::find;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn pair() -> RunPair {
    let modulo = Scenario::defaults(find("cache-tier").unwrap());
    let mut ring = modulo.clone();
    ring.set_param("strategy", "ring").unwrap();
    RunPair::run(modulo, Some(ring))
}

#[test]
fn the_storm_is_in_the_picture_and_the_ring_has_none() {
    let pair = pair();
    let scene = Scene::of(&pair);
    let [modulo, ring] = Side::BOTH.map(|side| {
        let tier: &CacheTier = side.run(&pair).expect("a run");
        seconds(tier).map(|(_, load)| load / tier.database().capacity_per_s()).fold(0.0, f64::max)
    });
    assert!(modulo > 3.0 && ring < modulo / 2.0, "{modulo} {ring}");
    assert_eq!(scene.top_per_s, modulo * 750.0);
}

#[test]
fn the_sentence_says_the_moment_of_both_runs() {
    let pair = pair();
    let said = |seconds: u64| (VIEW.sentence)(&pair, Time::from_millis(seconds * 1000)).replace('\u{202f}', " ");
    assert!(said(5).starts_with("Caches answer 9"), "{}", said(5));
    assert!(said(12).starts_with("2 s after node 10 joined: caches answer "), "{}", said(12));
    assert!(said(12).contains(". On the ring: "), "{}", said(12));
    assert!(said(50).starts_with("10 s after the rollback: ") && said(50).contains(" stale"), "{}", said(50));
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(440.0, 430.0), (185.0, 380.0), (300.0, 180.0)] {
        let layout = Layout::of(size);
        let places = [20.0, layout.nodes.0, layout.nodes.1, layout.database.0, layout.database.1, layout.load.0];
        assert!(places.is_sorted() && layout.load.1 < size.1, "{size:?}: {places:?}");
        assert!(layout.slot(0, 3).1 < layout.slot(1, 3).0);
    }
}
