//! The picture's numbers and words.

use super::VIEW;
use super::scene::{Layout, Scene, ahead};
use crate::engines::catalog::find;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

const END: Time = Time(u64::MAX);

/// Six people who write one list through two servers, by a register and by another.
fn pair(register: &str, twin: &str) -> RunPair {
    let mut scenario = Scenario::defaults(find("logical-clocks").unwrap());
    for (name, value) in [
        ("register", register),
        ("processes", "2"),
        ("clients", "6"),
        ("writes", "20"),
        ("think_ms", "500"),
        ("delay_ms", "40"),
    ] {
        scenario.set_param(name, value).unwrap();
    }
    let mut other = scenario.clone();
    other.set_param("register", twin).unwrap();
    RunPair::run(scenario, Some(other))
}

#[test]
fn the_picture_shows_what_the_run_reports() {
    let pair = pair("last-writer-wins", "server-vectors");
    let scene = Scene::of(&pair);
    for (side, run) in Side::BOTH.into_iter().zip(pair.runs()) {
        let (shot, report) = (scene.shot(side, END).unwrap(), run.report());
        let of = |name: &str| report.get(name).unwrap() as usize;
        assert_eq!(shot.writes(), of("writes"));
        assert_eq!(shot.losses().len(), of("lost_updates"));
        assert_eq!(shot.losses().iter().filter(|loss| loss.newer).count(), of("lost_newer_updates"));
        let moments = shot.run.held().iter().map(|held| scene.shot(side, held.at).unwrap().worst());
        let most = moments.fold((0, 0), |most, worst| (most.0.max(worst.0), most.1.max(worst.1)));
        assert_eq!(most, (of("siblings_max"), of("false_siblings_max")));
        assert_eq!(shot.run.held().iter().map(|held| held.metadata_bytes).max(), Some(of("metadata_bytes") as u32));
    }
}

#[test]
fn the_sentence_says_what_is_lost_and_what_is_kept() {
    let pair = pair("last-writer-wins", "dotted");
    let said = (VIEW.sentence)(&pair, END);
    assert!(said.starts_with("Of 120 writes ") && said.contains(" are lost"), "{said}");
    assert!(said.contains(". With dotted version vectors: of 120 writes none are lost; a replica holds "), "{said}");
    assert_eq!((VIEW.sentence)(&pair, Time::ZERO), "Nothing has been written yet.");
}

#[test]
fn a_clock_is_ahead_or_behind() {
    let said = [0.01, -0.93, 12.4, -930.0].map(|error| ahead(error).replace('\u{202f}', " "));
    assert_eq!(said, ["right", "0.9 ms behind", "12 ms ahead", "0.93 s behind"]);
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(440.0, 430.0), (185.0, 380.0), (300.0, 180.0)] {
        let layout = Layout::of(size, 3);
        let places = [34.0, layout.replicas.0, layout.replicas.1, layout.tray.0, layout.tray.1, layout.price.0];
        assert!(places.is_sorted() && layout.price.1 <= size.1, "{size:?}: {places:?}");
        assert!(layout.replicas.1 - layout.replicas.0 > 20.0, "{size:?}: {places:?}");
        assert!(layout.column(0).1 < layout.column(1).0);
    }
}
