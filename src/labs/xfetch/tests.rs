//! The picture's numbers and words.

use super::VIEW;
use super::scene::{Layout, Scene, Shot, queries};
use crate::engines::catalog::find;
use crate::engines::xfetch::XFetch;
use crate::kernel::{Action, Time, Value};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn scenario(beta: f64) -> Scenario {
    let mut scenario = Scenario::defaults(find("xfetch").unwrap());
    scenario.params.set("beta", Value::Number(beta));
    scenario.params.set("entries", Value::Integer(2_000));
    scenario
}

fn pair() -> RunPair {
    RunPair::run(scenario(1.0), Some(scenario(2.0)))
}

#[test]
fn at_the_end_the_counts_are_those_of_the_report() {
    let pair = pair();
    let end = pair.end((VIEW.pace)(&pair));
    let scene = Scene::of(&pair);
    let shot = scene.shot(Side::Main, end).expect("a run");
    let report = pair.main.report();
    let lives = shot.begun(Time::ZERO);
    assert_eq!(lives.len(), 2_000);
    let once = queries(&lives)[0];
    assert_eq!(report.get("once_fraction"), Some(once / 2_000.0));
    assert_eq!(scene.leads(&lives).iter().sum::<f64>(), 2_000.0);
    let said = (VIEW.sentence)(&pair, end).replace('\u{202f}', " ");
    let lead = crate::ui::words::number(report.get("lead_ms_mean").unwrap(), 0);
    let main = format!("2,000 of 2,000 entries: refreshed {lead} ms early in the mean, with ");
    assert!(said.starts_with(&main) && said.contains(" queries each. With β at 2: 2,000 of "), "{said}");
}

#[test]
fn under_the_magnifier_an_entry_follows_the_other_and_the_throws_come_nearer() {
    let pair = pair();
    let run: &XFetch = pair.main.engine();
    assert!(run.watched().len() > 10, "{}", run.watched().len());
    for (place, watched) in run.watched().iter().enumerate() {
        let shot = |at: Time| Shot::of(&pair, Side::Main, at).expect("a run");
        assert_eq!(shot(watched.from).place, place);
        let before = shot(watched.life.began - Time(1));
        let short = before.short_by().expect("a throw");
        assert!(short > Time::ZERO && shot(watched.life.began).short_by().is_none());
        let (stored, place) = (watched.life.began + run.took(), before.place);
        assert_eq!((shot(stored - Time(1)).is_stored(), shot(stored).is_stored()), (false, true));
        assert_eq!(shot(stored).place, place);
    }
}

#[test]
fn a_deletion_is_no_part_of_the_law_and_is_said() {
    let mut deleted = scenario(1.0);
    deleted.act(Action { at_ms: 250, verb: "delete", target: 0, value: None });
    let pair = RunPair::run(deleted, None);
    let run: &XFetch = pair.main.engine();
    let watched = &run.watched()[0];
    let shot = Shot::of(&pair, Side::Main, watched.life.began + run.took()).expect("a run");
    let said = super::sentence::description(&shot);
    let queries = crate::ui::words::number(watched.life.recomputes.into(), 0);
    assert!(said.ends_with(&format!("the first query goes out 0 ms early, of {queries}.")), "{said}");
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    let scene = Scene::of(&pair());
    for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (160.0, 180.0)] {
        let layout = Layout::of(size, &scene);
        let mut places = vec![18.0, layout.life.1, layout.leads.0, layout.leads.1];
        places.extend(layout.queries.iter().flat_map(|queries| [queries.0 - 20.0, queries.1]));
        assert!(places.is_sorted() && places.last().unwrap() + 16.0 < size.1, "{size:?}: {places:?}");
        assert!(layout.leads.1 - layout.leads.0 > 30.0, "{size:?}");
    }
}
