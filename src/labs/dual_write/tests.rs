//! The picture's numbers and words.

use super::VIEW;
use super::layout::{BOX, LINE, Layout};
use super::scene::{Counts, Scene};
use crate::engines::catalog::find;
use crate::engines::dual_write::matrix::{ROWS, cells, setting};
use crate::engines::dual_write::message::NAMES;
use crate::kernel::{Action, Time};
use crate::scenario::Scenario;
use crate::ui::chart::width_of;
use crate::ui::plate::{RunPair, Side};

const END: Time = Time(u64::MAX);

/// Three orders of which the service forgets the first between commit and publication.
fn scenario(strategy: &str, at_ms: u32, target: u32) -> Scenario {
    let mut scenario = Scenario::defaults(find("dual-write").unwrap());
    for (name, value) in [
        ("strategy", strategy),
        ("orders", "3"),
        ("crash_probability", "0"),
        ("network_ms", "10"),
        ("work_ms", "10"),
        ("rate_per_s", "20"),
    ] {
        scenario.set_param(name, value).unwrap();
    }
    scenario.act(Action { at_ms, verb: "crash", target, value: None });
    scenario
}

fn counts(scenario: Scenario) -> (Counts, [f64; 5]) {
    let pair = RunPair::run(scenario, None);
    let scene = Scene::of(&pair);
    let report = pair.main.report();
    let of = |name: &str| report.get(name).unwrap();
    let names = ["committed", "published", "lost_events", "phantom_events", "duplicates"];
    (scene.shot(Side::Main, END).unwrap().counts(), names.map(of))
}

#[test]
fn the_ledgers_hold_what_the_run_reports_whenever_who_dies() {
    for strategy in
        ["database-then-broker", "broker-then-database", "outbox-polling", "outbox-capture", "two-phase-commit"]
    {
        for (at_ms, target) in (0..40).map(|step| (1 + 9 * step, step % 4)) {
            let (counts, reported) = counts(scenario(strategy, at_ms, target));
            let shown = [counts.rows, counts.events, counts.lost, counts.phantoms, counts.doubled].map(|it| it as f64);
            // A third copy of an order would be one more duplicate, and there is one crash.
            assert_eq!(shown, reported, "{strategy}, {target} dies at {at_ms}");
        }
    }
}

#[test]
fn an_outbox_keeps_its_rows_lit_until_they_are_marked_and_a_cursor_leaves_one_for_ever() {
    let mut scenario = scenario("outbox-polling", 100_000, 0);
    scenario.actions.clear();
    for (name, value) in
        [("orders", "60"), ("rate_per_s", "100"), ("network_ms", "2"), ("work_ms", "20"), ("poll_interval_ms", "10")]
    {
        scenario.set_param(name, value).unwrap();
    }
    let lit_at_end = |polling: &str| {
        let mut scenario = scenario.clone();
        scenario.set_param("polling", polling).unwrap();
        let pair = RunPair::run(scenario, None);
        let scene = Scene::of(&pair);
        let rows = scene.shot(Side::Main, END).unwrap().outbox();
        let lost = pair.main.report().get("lost_events").unwrap();
        let most = pair.main.report().get("outbox_rows_max").unwrap();
        (rows.len(), rows.iter().filter(|row| row.2).count(), lost as usize, most as usize)
    };
    let (marked, lit, lost, most) = lit_at_end("marks");
    assert!(most < 30 && [marked, lit, lost] == [0; 3], "{most}");
    let (left, lit, lost, most) = lit_at_end("id-cursor");
    assert!(lost > 0 && lit == lost, "{lit} {lost}");
    assert_eq!([left, most], [60; 2]);
    assert_eq!(lit_at_end("safe-cursor"), (60, 0, 0, 60));
}

/// A run of the table of tries, with a sentence of it so long after the crash.
fn said(row: usize, step: usize, after_ms: u64) -> String {
    let mut scenario = Scenario::defaults(find("dual-write").unwrap());
    scenario.params = setting(&scenario.params, ROWS[row]);
    let cell = cells(&scenario.params, scenario.seed)[step].expect("the strategy has the step");
    scenario.act(cell.action());
    let pair = RunPair::run(scenario, None);
    let moment = Time::from_millis(u64::from(cell.at_ms) + after_ms);
    (VIEW.sentence)(&pair, moment).replace('\u{202f}', " ")
}

#[test]
fn the_sentence_says_what_is_missing_who_is_away_and_who_is_bound() {
    let lost = "1 row and 0 events: order 0 is lost (a row without its event).";
    assert_eq!(said(0, 2, 1000), lost);
    assert_eq!(said(0, 2, 50), [lost, " The service has crashed and is away for another 150 ms."].concat());
    assert_eq!(said(1, 3, 1000), "0 rows and 1 event: order 0 is a phantom (an event without its row).");
    let twice =
        "1 row and 2 events: order 0 is published more than once. The consumer has acted more than once on 1 order.";
    assert_eq!(said(4, 3, 1000), twice);
    let relay =
        "1 row and 1 event: both agree. The relay has crashed and is away for another 150 ms. The outbox holds 1 row.";
    assert_eq!(said(4, 3, 50), relay);
    let bound = said(6, 1, 100);
    assert!(bound.starts_with("Nothing is written yet. The service has crashed"), "{bound}");
    assert!(bound.contains(" In the database order 0 is locked, for "), "{bound}");
    assert!(bound.contains(" In the broker order 0 is locked, for "), "{bound}");
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(440.0, 430.0), (185.0, 380.0), (300.0, 180.0), (390.0, 150.0)] {
        let layout = Layout::of(size);
        let overlap = |a: usize, b: usize| {
            let [(ax, ay), (bx, by)] = [a, b].map(|process| layout.stations[process]);
            let room = 0.5 * (width_of(NAMES[a]) + width_of(NAMES[b]));
            (ax - bx).abs() < room && (ay - by).abs() < BOX
        };
        for (a, b) in (0..NAMES.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
            assert!(!overlap(a, b), "{size:?}: {} and {} in {:?}", NAMES[a], NAMES[b], layout.stations);
        }
        assert!(layout.stations[2].1 + 0.5 * BOX <= layout.ledgers[0], "{size:?}");
        assert!(layout.ledgers[layout.shown - 1] + 2.0 * LINE <= size.1, "{size:?}");
        let (left, right) = layout.tray();
        assert!(right - left > 40.0, "{size:?}");
    }
}
