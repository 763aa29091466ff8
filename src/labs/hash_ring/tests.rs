//! The picture, tested as numbers and as markup.

use super::VIEW;
use super::frame::{Hit, State};
use super::geometry::{self, BAND, RIM, Spot};
use super::scene::{Instant, Scene};
use crate::engines::catalog::find;
use crate::engines::hash_ring::run::SAMPLE_SIZE;
use crate::kernel::{Action, Time, Value};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

const END: Time = Time(u64::MAX);

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("hash-ring").unwrap());
    for (name, value) in settings {
        scenario.set_param(name, value).unwrap();
    }
    scenario
}

/// When so many events have happened and all has come to rest.
fn at(position: u32) -> Instant {
    Instant { position, part: 1.0 }
}

fn join(strategy: &str) -> Scenario {
    scenario(&[("strategy", strategy), ("join", "1"), ("keys", "2000")])
}

#[test]
fn keys_wait_at_the_rim_and_then_stand_round_their_owners_home() {
    let scene = Scene::new(&RunPair::run(join("ring"), None));
    let waiting = scene.frame(Side::Main, at(0)).unwrap();
    assert!(waiting.keys.iter().all(|key| (key.spot.distance(geometry::CENTRE) - RIM).abs() < 0.2));
    assert!(waiting.nodes.iter().all(|node| node.state == State::Away));
    let placed = scene.frame(Side::Main, at(1)).unwrap();
    for key in &placed.keys {
        let owner = key.landing.unwrap().owner;
        let nearest =
            placed.nodes.iter().min_by(|a, b| a.home.distance(key.spot).total_cmp(&b.home.distance(key.spot)));
        assert_eq!(nearest.unwrap().id, owner);
    }
}

#[test]
fn a_key_that_stays_does_not_stir_and_a_key_that_moves_is_marked() {
    let scene = Scene::new(&RunPair::run(join("ring"), Some(join("modulo"))));
    for (side, most, least) in [(Side::Main, 60, 5), (Side::Twin, SAMPLE_SIZE, 180)] {
        let (before, after) = (scene.frame(side, at(1)).unwrap(), scene.frame(side, at(2)).unwrap());
        let stirred = before.keys.iter().zip(&after.keys).map(|(a, b)| (a.spot != b.spot, b.moved));
        let stirred: Vec<(bool, bool)> = stirred.collect();
        assert!(stirred.iter().all(|(stirs, marked)| stirs == marked));
        let count = stirred.iter().filter(|(stirs, _)| *stirs).count() as u32;
        assert!((least..=most).contains(&count), "{count}");
    }
}

#[test]
fn keys_walk_clockwise_to_where_they_land_and_come_to_rest_at_their_seats() {
    let scene = Scene::new(&RunPair::run(join("ring"), None));
    let track = scene.track(Side::Main).unwrap();
    for (way, key) in track.ways(1).iter().zip(track.ring().sample()) {
        assert!(way.at(0.0).distance(geometry::on_circle(geometry::turn(key.position), RIM)) < 0.2);
        assert!(way.at(1.0).distance(way.to) < 0.2);
        // On its way no key leaps.
        for step in 0..50 {
            let part = |step: u32| way.at(f64::from(step) / 50.0);
            assert!(part(step).distance(part(step + 1)) < 40.0);
        }
    }
    let stays = track.ways(2).iter().filter(|way| way.from == way.to).count();
    let (stays, all) = (stays as u32, SAMPLE_SIZE);
    assert!(stays > all * 8 / 10 && stays < all, "{stays} of {all}");
}

#[test]
fn an_instant_is_the_last_event_and_how_far_its_movement_has_come() {
    let scene = Scene::new(&RunPair::run(join("ring"), None));
    let instant = |ms| scene.track(Side::Main).unwrap().instant(Time::from_millis(ms));
    assert_eq!(instant(0), Instant { position: 1, part: 0.0 });
    assert_eq!(instant(999), Instant { position: 1, part: 1.0 });
    assert_eq!(instant(1350), Instant { position: 2, part: 0.5 });
    assert_eq!(instant(9000), Instant { position: 2, part: 1.0 });
}

#[test]
fn a_joining_nodes_arcs_grow_over_the_old_ones() {
    let scene = Scene::new(&RunPair::run(join("ring"), None));
    let painted = |part| {
        let frame = scene.frame(Side::Main, Instant { position: 2, part }).unwrap();
        let lengths: Vec<f64> = frame.nodes[10].dashes.split_whitespace().map(|one| one.parse().unwrap()).collect();
        lengths.iter().skip(2).step_by(2).sum::<f64>()
    };
    assert!(painted(0.1) < painted(0.5) && painted(0.5) < painted(1.0));
    assert!(scene.frame(Side::Main, at(2)).unwrap().nodes.iter().all(|node| node.dashes_before.is_empty()));
}

#[test]
fn no_two_keys_stand_on_one_spot() {
    let mut turbulent = join("modulo");
    for (second, target) in [(2, 3), (3, 5), (4, 3)] {
        let verb = if second == 4 { "restore-node" } else { "fail-node" };
        turbulent.act(Action { at_ms: second * 1000, verb, target, value: None });
    }
    let scene = Scene::new(&RunPair::run(turbulent, None));
    for position in 1..=5 {
        let frame = scene.frame(Side::Main, at(position)).unwrap();
        for (index, key) in frame.keys.iter().enumerate() {
            assert!(frame.keys[..index].iter().all(|other| other.spot.distance(key.spot) > 2.0), "at {position}");
        }
    }
}

/// The dashes of all nodes together are the whole band, once.
#[test]
fn the_arcs_cover_the_band_once() {
    for (strategy, vnodes) in [("ring", "1"), ("ring", "20"), ("ring", "200"), ("maglev", "1"), ("bounded", "100")] {
        let scenario = scenario(&[("strategy", strategy), ("vnodes", vnodes), ("nodes", "50"), ("keys", "100")]);
        let frame = Scene::new(&RunPair::run(scenario, None)).frame(Side::Main, at(1)).unwrap();
        let mut painted = 0.0;
        for node in &frame.nodes {
            let lengths: Vec<f64> = node.dashes.split_whitespace().map(|length| length.parse().unwrap()).collect();
            assert!(lengths.iter().all(|length| *length >= 0.0));
            let whole: f64 = lengths.iter().sum();
            assert!(lengths.is_empty() || (whole - 720.0).abs() < 1.0, "{whole}");
            painted += lengths.iter().skip(2).step_by(2).sum::<f64>();
        }
        assert!((painted - 720.0).abs() < 2.0, "{strategy} × {vnodes}: {painted}");
    }
}

#[test]
fn a_pointer_finds_homes_keys_and_arcs() {
    let scene = Scene::new(&RunPair::run(scenario(&[("vnodes", "1")]), None));
    let frame = scene.frame(Side::Main, at(1)).unwrap();
    assert_eq!(frame.hit(frame.nodes[4].home), Hit::Node(4));
    assert_eq!(frame.hit(frame.keys[17].spot), Hit::Key(17));
    let key = &frame.keys[17];
    let on_band = geometry::on_circle(geometry::turn(key.position), BAND);
    assert_eq!(frame.hit(on_band), Hit::Node(key.landing.unwrap().owner));
    assert_eq!(frame.hit(Spot { x: 200.0, y: 200.0 }), Hit::Nothing);
}

#[test]
fn a_walk_of_more_than_half_the_ring_takes_the_long_arc() {
    let home = geometry::CENTRE;
    assert!(geometry::walk(0, Some(u64::MAX / 4), home).contains(" 0 0 1 "));
    assert!(geometry::walk(0, Some(u64::MAX / 4 * 3), home).contains(" 0 1 1 "));
    assert!(geometry::walk(u64::MAX / 4 * 3, Some(u64::MAX / 4), home).contains(" 0 0 1 "));
    assert!(!geometry::walk(0, None, home).contains('A'));
}

#[test]
fn the_sentence_says_what_moved_and_compares() {
    let pair = RunPair::run(join("ring"), Some(join("modulo")));
    let said = (VIEW.sentence)(&pair, END);
    assert!(said.starts_with("Node 10 joined: ") && said.contains("none between old nodes"), "{said}");
    assert!(said.contains(" By modulo: 9"), "{said}");
    assert!((VIEW.sentence)(&pair, Time::ZERO).starts_with("10 nodes hold 2,000 keys"));
    let denser = scenario(&[("vnodes", "20"), ("join", "1"), ("keys", "2000")]);
    assert!((VIEW.sentence)(&RunPair::run(join("ring"), Some(denser)), END).contains(" With points per node at 20: "));
    let alone = (VIEW.sentence)(&RunPair::run(join("ring"), None), END);
    assert!(alone.ends_with("With perfectly fair shares it would be 9.1\u{202f}%."), "{alone}");
}

#[test]
fn an_action_that_was_ignored_is_said_with_its_reason() {
    let mut scenario = join("jump");
    scenario.act(Action { at_ms: 5000, verb: "restore-node", target: 2, value: None });
    assert_eq!((VIEW.sentence)(&RunPair::run(scenario, None), END), "Nothing changed: it is up already.");
}

#[test]
fn a_weight_that_leaves_the_points_as_they_are_is_said_with_the_reason() {
    let mut scenario = scenario(&[("vnodes", "1"), ("keys", "2000")]);
    scenario.act(Action { at_ms: 500, verb: "set-weight", target: 3, value: Some(Value::Number(1.4)) });
    let said = (VIEW.sentence)(&RunPair::run(scenario, None), END);
    assert!(said.starts_with("Node 3 now weighs 1.4: 0.0\u{202f}% of the keys moved"), "{said}");
    assert!(said.contains("; it keeps its 1 point, for points are whole and at least one."), "{said}");
}
