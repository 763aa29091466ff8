//! The picture's numbers and words.

use super::VIEW;
use super::layout::Layout;
use super::scene::{NIGHT, Shot};
use crate::engines::catalog::find;
use crate::engines::two_generals::{DAY, TwoGenerals};
use crate::kernel::{Time, Value};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn scenario(plan: &'static str, messengers: i64, days: i64) -> Scenario {
    let mut scenario = Scenario::defaults(find("two-generals").unwrap());
    scenario.params.set("plan", Value::Choice(plan));
    scenario.params.set("messengers", Value::Integer(messengers));
    scenario.params.set("days", Value::Integer(days));
    scenario
}

fn evening(day: u32) -> Time {
    Time(u64::from(day) * DAY.0)
}

#[test]
fn at_the_end_the_days_are_those_of_the_report_however_long_the_run() {
    for (plan, days) in [("chain", 40), ("volley", 10_000), ("chain", 100_000)] {
        let pair = RunPair::run(scenario(plan, 3, days), None);
        let end = pair.end((VIEW.pace)(&pair));
        let shot = Shot::of(&pair, Side::Main, end).expect("a run");
        let report = pair.main.report();
        assert_eq!((shot.ended, i64::from(shot.number)), (days as u32, days - 1));
        let [alone, both] = shot.run.so_far(shot.ended).map(f64::from);
        assert_eq!(report.get("one_attacks_alone"), Some(alone));
        assert_eq!(report.get("both_attack"), Some(both));
        let said = (VIEW.sentence)(&pair, end).replace('\u{202f}', " ");
        let share = crate::ui::words::number(100.0 * report.get("disagreement_fraction").unwrap(), 1);
        assert!(said.contains(&format!("({share} %), both on ")), "{said}");
    }
}

#[test]
fn a_day_is_seen_from_its_morning_to_its_night_and_its_event_falls_in_its_evening() {
    let pair = RunPair::run(scenario("chain", 3, 40), Some(scenario("volley", 3, 40)));
    for (day, event) in (1..).zip(pair.main.trace().events()) {
        let shot = |at: Time| Shot::of(&pair, Side::Main, at).expect("a run");
        assert_eq!(event.at, evening(day));
        let (before, after) = (shot(event.at - Time(1)), shot(event.at + NIGHT - Time(1)));
        assert!(before.attack().is_none() && before.is_quiet());
        assert_eq!((before.number, after.number, after.ended), (day - 1, day - 1, day));
        assert_eq!(after.attack(), Some(1.0));
        assert_eq!(after.day.event().kind, event.kind);
        // All who set out have come to their ends, and as many lights are lit as letters came.
        assert_eq!((before.arrived(), before.lit()), (before.day.arrived, before.day.arrived));
        assert_eq!(shot(evening(day - 1) + NIGHT).arrived(), 0);
    }
}

#[test]
fn the_last_light_is_dark_on_every_day_of_either_plan() {
    for plan in ["chain", "volley"] {
        let pair = RunPair::run(scenario(plan, 4, 100), None);
        let run: &TwoGenerals = pair.main.engine();
        let mut most = 0;
        for day in 1..=run.days() {
            let shot = Shot::of(&pair, Side::Main, evening(day)).expect("a run");
            assert!(shot.lit() <= shot.levels());
            most = shot.lit().max(most);
        }
        assert_eq!(most, if plan == "chain" { 4 } else { 1 });
    }
}

#[test]
fn the_day_is_told_by_its_number_and_the_plans_by_their_words() {
    let pair = RunPair::run(scenario("chain", 3, 40), Some(scenario("volley", 3, 40)));
    let said = (VIEW.sentence)(&pair, evening(8)).replace('\u{202f}', " ");
    let expected = "Day 8. The first general attacks alone and loses; 2 of 3 messengers got through. In 8 days so far one \
                    attacked alone on 1 (12.5 %), both on 3 (37.5 %). All at once: one attacked alone on 0 \
                    (0.0 %), both on 8 (100.0 %).";
    assert!(said.starts_with(expected), "{said}");
    let picture = (VIEW.picture)(&pair);
    let told = picture.tells(evening(7) + NIGHT + Time(DAY.0 / 4)).expect("a day");
    assert_eq!(told, "Day 8 · Messenger 1 gets through");
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (160.0, 180.0)] {
        let layout = Layout::of(size);
        let mut places = vec![16.0, layout.valley.1, layout.valley.3, layout.words_y, layout.lights.1 + 8.0];
        match layout.tally {
            Some(tally) if tally.0 == layout.lights.0 => places.extend([layout.lights.3, tally.1 + 2.0, tally.3]),
            _ => places.push(layout.lights.3),
        }
        places.push(layout.days_y - 7.0);
        assert!(places.is_sorted() && layout.days_y + 7.0 < size.1, "{size:?}: {places:?}");
        assert!(layout.lights.3 - layout.lights.1 > 40.0, "{size:?}");
    }
}
