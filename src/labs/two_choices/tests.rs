//! The picture's words.

use super::VIEW;
use super::scene::{Shot, longest};
use crate::engines::catalog::find;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn pair(settings: &[(&str, &str)]) -> RunPair {
    let mut scenario = Scenario::defaults(find("two-choices").unwrap());
    for (name, value) in settings {
        scenario.set_param(name, value).expect("a setting");
    }
    RunPair::run(scenario, None)
}

fn longest_at(pair: &RunPair, seconds: u64) -> [u32; 4] {
    let shot = Shot::of(pair, Side::Main, Time::from_millis(seconds * 1_000)).expect("a run");
    [0, 1, 2, 3].map(|index| longest(&shot.now[index]))
}

#[test]
fn more_choices_make_shorter_queues_and_old_news_turns_that_round() {
    let current = longest_at(&pair(&[]), 50);
    assert!(current[0] > 2 * current[1] && current.is_sorted_by(|more, less| more >= less), "{current:?}");
    let old = longest_at(&pair(&[("refresh_ms", "1000")]), 50);
    assert!(old[3] > 2 * old[1], "{old:?}");
}

#[test]
fn the_sentence_says_the_queues_and_the_times() {
    let said = (VIEW.sentence)(&pair(&[]), Time::from_millis(50_000));
    assert!(said.starts_with("The longest queue has ") && said.contains("a mean request so far takes "), "{said}");
    let balls = (VIEW.sentence)(&pair(&[("stay", "stay")]), Time::from_millis(60_000));
    assert!(balls.ends_with(" where all are compared."), "{balls}");
}
