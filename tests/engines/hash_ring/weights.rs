//! A change of weight: keys follow it, or its event says why they do not.

use crate::lab;
use faultlines::kernel::{Action, Value};
use faultlines::scenario::Scenario;

const NODE: u32 = 3;

fn act(at_ms: u32, verb: &'static str, weight: Option<f64>) -> Action {
    Action { at_ms, verb, target: NODE, value: weight.map(Value::Number) }
}

/// What people are told of the last event, the keys that it moved, and those that the node has now.
fn told(scenario: &Scenario) -> (String, f64, f64) {
    let (run, report) = (scenario.run(), scenario.report());
    let last = run.trace().events().last().expect("something happens");
    let metric = |name| report.get(name).unwrap_or(0.0);
    (scenario.lab.spec.say(last), metric("moved_keys"), metric("load_node_3"))
}

fn cluster(strategy: &str, vnodes: u32) -> Scenario {
    lab::scenario("hash-ring", &[("strategy", strategy), ("vnodes", &vnodes.to_string()), ("keys", "10000")])
}

/// On a ring a node has a whole number of points, so its share moves in steps of one over their number.
#[test]
fn keys_follow_a_weight_or_its_event_says_why_not() {
    for strategy in ["modulo", "ring", "rendezvous", "jump", "maglev", "bounded"] {
        for vnodes in [1, 2, 5, 100, 1000] {
            let (_, _, before) = told(&cluster(strategy, vnodes));
            for weight in [0.1, 0.4, 0.9, 1.0, 1.1, 1.4, 1.5, 2.0, 5.0] {
                let mut scenario = cluster(strategy, vnodes);
                scenario.act(act(500, "set-weight", Some(weight)));
                let (said, moved, load) = told(&scenario);
                let points = (f64::from(vnodes) * weight).round().max(1.0);
                let case = format!("{strategy}, {vnodes} points, weight {weight}: {moved} moved; {said}");
                if ["modulo", "jump"].contains(&strategy) {
                    assert!(
                        moved == 0.0 && said.ends_with("changes nothing: this strategy knows no weights"),
                        "{case}"
                    );
                } else if weight == 1.0 {
                    assert!(moved == 0.0 && said.ends_with("changes nothing: it has that weight already"), "{case}");
                } else if ["ring", "bounded"].contains(&strategy) && points == f64::from(vnodes) {
                    let kept = format!("keeps its {vnodes} point{}", if vnodes == 1 { "" } else { "s" });
                    assert!(said.contains(&kept), "{case}");
                    assert!(moved == 0.0 || strategy == "bounded", "{case}: no point has moved");
                } else if moved > 0.0 {
                    assert!(said.ends_with("on the fullest"), "{case}");
                    assert_eq!(load > before, weight > 1.0, "{case}: {before} keys became {load}");
                } else {
                    // A point more may fall on a stretch that is the node's already, but not three of them.
                    assert!(
                        ["ring", "bounded"].contains(&strategy) && (points - f64::from(vnodes)).abs() < 3.0,
                        "{case}"
                    );
                    assert!(said.ends_with("no key is in the share that changes hands"), "{case}");
                }
            }
        }
    }
}

#[test]
fn the_weight_of_a_node_that_is_down_waits_for_its_return() {
    for strategy in ["ring", "rendezvous", "maglev", "bounded"] {
        let mut scenario = cluster(strategy, 100);
        scenario.act(act(100, "fail-node", None));
        scenario.act(act(200, "set-weight", Some(3.0)));
        let (said, moved, _) = told(&scenario);
        assert!(moved == 0.0 && said.ends_with("it is down, and its weight counts once it is back"), "{said}");
        let (_, _, fair) = told(&cluster(strategy, 100));
        scenario.act(act(300, "restore-node", None));
        let (_, _, heavy) = told(&scenario);
        assert!(heavy > 1.5 * fair, "{strategy}: {fair} keys became {heavy}");
    }
}

#[test]
fn where_no_key_changes_hands_the_event_says_so() {
    for strategy in ["ring", "rendezvous", "maglev", "bounded"] {
        let mut scenario = lab::with(&cluster(strategy, 100), &[("nodes", "4")]);
        for target in 0..NODE {
            scenario.act(Action { at_ms: 100, verb: "remove-node", target, value: None });
        }
        scenario.act(act(200, "set-weight", Some(2.0)));
        let (said, moved, load) = told(&scenario);
        assert!(moved == 0.0 && load == 10_000.0, "{said}");
        assert!(said.ends_with("no key is in the share that changes hands"), "{said}");
    }
}

#[test]
fn departures_beyond_the_last_node_are_told_as_passed_over() {
    let scenario = lab::scenario("hash-ring", &[("nodes", "3"), ("leave", "20")]);
    let run = scenario.run();
    let said: Vec<String> = run.trace().events().iter().map(|event| scenario.lab.spec.say(event)).collect();
    assert_eq!(said.len(), 1 + 20);
    let vain = said.iter().filter(|said| said.ends_with("changes nothing: it is the last node that is up")).count();
    assert_eq!(vain, 18, "{said:?}");
    assert_eq!(scenario.report().get("nodes_alive"), Some(1.0));
}
