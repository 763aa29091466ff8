//! The picture's numbers and words.

use super::VIEW;
use super::scene::{Layout, Scene, Shot};
use crate::engines::catalog::find;
use crate::kernel::{Action, Time, Value};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("replicas").unwrap());
    for (name, value) in settings {
        scenario.set_param(name, value).expect("a setting");
    }
    scenario
}

#[test]
fn past_the_tipping_point_hedges_fill_the_lines() {
    let hedged = scenario(&[("load", "0.8"), ("hedge", "delay")]);
    let pair = RunPair::run(hedged, Some(scenario(&[("load", "0.8")])));
    let half = Time(pair.main.trace().events().last().expect("events").at.0 / 2);
    let shot = |side| Shot::of(&pair, side, half).expect("a run");
    let waiting = |side| -> u32 { shot(side).stands.iter().flat_map(|stand| stand.waiting).map(u32::from).sum() };
    assert!(waiting(Side::Main) > 3 * waiting(Side::Twin), "{} {}", waiting(Side::Main), waiting(Side::Twin));
    assert!(shot(Side::Main).spent()[1] > 0.1 && shot(Side::Twin).spent()[1] == 0.0);
    let said = (VIEW.sentence)(&pair, half);
    assert!(said.contains(" are sent twice, ") && said.contains(" Without second copies: half of "), "{said}");
}

#[test]
fn at_the_end_the_picture_says_what_the_report_says() {
    let pair = RunPair::run(scenario(&[("pauses", "one")]), None);
    let shot = Shot::of(&pair, Side::Main, pair.end((VIEW.pace)(&pair))).expect("a run");
    let (point, report) = (shot.point().expect("measured"), pair.main.report());
    assert_eq!(report.get("latency_ms_p99"), Some(point.quantiles_ms[1]));
    assert_eq!(report.get("host_p99_ms_mean"), Some(point.mean_of_hosts_ms()));
    assert!(Scene::of(&pair).tells_hosts);
}

#[test]
fn a_reader_stops_all_servers() {
    let mut stopped = scenario(&[]);
    stopped.act(Action { at_ms: 2_000, verb: "stop", target: 0, value: Some(Value::Number(300.0)) });
    let pair = RunPair::run(stopped, None);
    let shot = Shot::of(&pair, Side::Main, Time::from_millis(2_290)).expect("a run");
    assert!(shot.stands.iter().all(|stand| stand.is_paused));
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (350.0, 300.0)] {
        let layout = Layout::of(size);
        assert!(layout.lines.1 - layout.lines.0 > 30.0, "{size:?}");
        assert!(layout.lines.1 + layout.server + 4.0 < layout.below.0 - 22.0, "{size:?}");
        assert!(layout.below.1 - layout.below.0 > 40.0 && layout.below.1 + 16.0 <= size.1, "{size:?}");
    }
}
