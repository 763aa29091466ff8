//! The picture's numbers and words.

use super::VIEW;
use super::scene::{Layout, Scene, Shot};
use crate::engines::catalog::find;
use crate::kernel::{Action, Time, Value};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("queueing").unwrap());
    for (name, value) in settings {
        scenario.set_param(name, value).expect("a setting");
    }
    scenario
}

const FREEZE: &[(&str, &str)] = &[
    ("service", "constant"),
    ("arrivals", "paced"),
    ("load", "0.1"),
    ("customers", "3000"),
    ("clients", "1"),
    ("stall_ms", "6000"),
    ("stall_at_ms", "12000"),
    ("warm_up_percent", "0"),
];

#[test]
fn the_line_of_an_open_generator_grows_while_the_server_is_frozen_and_a_closed_one_has_none() {
    let open = scenario(FREEZE);
    let mut closed = open.clone();
    closed.set_param("generator", "closed").unwrap();
    let pair = RunPair::run(closed, Some(open));
    let shot = |side, seconds: u64| Shot::of(&pair, side, Time::from_millis(1_000 * seconds)).expect("a run");
    assert!(shot(Side::Main, 17).run.is_frozen(Time::from_millis(17_000)));
    assert_eq!(shot(Side::Main, 17).now.waiting, 0);
    assert_eq!(shot(Side::Main, 17).now.omitted, 500);
    assert_eq!(shot(Side::Twin, 17).now.waiting, 500);
    let said = (VIEW.sentence)(&pair, Time::from_millis(30_000)).replace('\u{202f}', " ");
    assert!(said.contains("calls were due and never sent. With an open generator: "), "{said}");
    assert!(Scene::of(&pair).tells_calls);
}

#[test]
fn at_the_end_the_picture_says_what_the_report_says() {
    let pair = RunPair::run(scenario(&[("customers", "20000")]), None);
    let shot = Shot::of(&pair, Side::Main, pair.end((VIEW.pace)(&pair))).expect("a run");
    let point = shot.point().expect("measured");
    assert_eq!(pair.main.report().get("sojourn_ms_p99"), Some(point.sojourn_ms[1]));
    assert!(shot.now.due >= 19_990 && shot.now.left <= shot.now.due, "the line is that which the last request met");
}

#[test]
fn a_reader_freezes_the_server_and_a_line_is_there() {
    let mut frozen = scenario(&[("customers", "2000"), ("load", "0.5")]);
    frozen.act(Action { at_ms: 1_000, verb: "freeze", target: 0, value: Some(Value::Number(200.0)) });
    let pair = RunPair::run(frozen, Some(scenario(&[("customers", "2000"), ("load", "0.5")])));
    let waiting = |side, ms: u64| Shot::of(&pair, side, Time::from_millis(ms)).expect("a run").now.waiting;
    assert!(waiting(Side::Main, 1_190) > 60 && waiting(Side::Twin, 1_190) < 20);
    assert_eq!(pair.main.report().get("predicted_sojourn_ms_p99"), None);
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (350.0, 300.0)] {
        for tells_calls in [false, true] {
            let layout = Layout::of(size, tells_calls);
            assert!(layout.line.1 - layout.line.0 > 20.0 && layout.servers.1 < size.0, "{size:?}");
            let areas = [layout.calls, layout.curve];
            assert!(areas.iter().any(Option::is_some));
            for area in areas.into_iter().flatten() {
                assert!(area.top - 18.0 > layout.line.1 && area.foot - area.top > 40.0, "{size:?}: {area:?}");
                assert!(area.right - area.left > 80.0 && area.foot + 16.0 <= size.1, "{size:?}: {area:?}");
            }
        }
    }
}
