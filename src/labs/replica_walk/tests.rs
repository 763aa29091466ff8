//! The picture's numbers and words.

use super::VIEW;
use super::scene::{Layout, Scene};
use crate::engines::catalog::find;
use crate::kernel::Time;
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn pair(settings: &[(&str, &str)], twin: (&str, &str)) -> RunPair {
    let mut main = Scenario::defaults(find("replica-walk").unwrap());
    settings.iter().for_each(|(name, value)| main.set_param(name, value).unwrap());
    let mut other = main.clone();
    other.set_param(twin.0, twin.1).unwrap();
    RunPair::run(main, Some(other))
}

#[test]
fn the_followed_key_shows_what_the_walks_differ_in() {
    let pair = pair(&[("walk", "points")], ("walk", "racks"));
    let scene = Scene::of(&pair);
    let shot = |side| scene.shot(side, Time::from_millis(3_000), scene.followed).unwrap();
    let (points, racks) = (shot(Side::Main).walk(), shot(Side::Twin).walk());
    assert!(points.iter().all(|stop| stop.taken) && points.len() == 3);
    assert!(racks.iter().any(|stop| !stop.taken), "{racks:?}");
}

#[test]
fn the_sentence_says_the_moment_of_both_runs() {
    let lost = pair(&[("walk", "machines")], ("walk", "racks"));
    let said = |pair: &RunPair, ms| (VIEW.sentence)(pair, Time::from_millis(ms));
    assert!(said(&lost, 1_000).starts_with("0 of 2,000 keys"), "{}", said(&lost, 1_000));
    assert!(said(&lost, 12_000).contains(" keys (0.0\u{202f}%) have no copy left"), "{}", said(&lost, 12_000));
    let joins = pair(&[("happens", "roll-out")], ("handover", "dual"));
    assert!(said(&joins, 5_000).contains(" have two owners; "), "{}", said(&joins, 5_000));
}

#[test]
fn all_stands_within_the_picture_in_any_size() {
    let pair = pair(&[("machines", "24"), ("racks", "5")], ("walk", "racks"));
    let scene = Scene::of(&pair);
    let shot = scene.shot(Side::Main, Time::ZERO, 0).unwrap();
    for size in [(440.0, 430.0), (185.0, 380.0), (300.0, 180.0)] {
        let layout = Layout::of(size, &shot);
        assert!(layout.centre.1 + layout.radius < layout.clients, "{size:?}");
        for id in 0..24 {
            let (x, y) = layout.middle(id);
            let away = libm::hypot(x - layout.centre.0, y - layout.centre.1);
            assert!(away < layout.radius, "{size:?}: machine {id} is out of the ring");
        }
    }
}
