//! What must hold of every replicated type, and of every run.

use crate::lab;
use faultlines::engines::crdt::replica::Replica;
use faultlines::engines::crdt::text::Text;
use faultlines::engines::crdt::text_node::{Node, Side};
use faultlines::engines::crdt::truth::{Operation, expected};
use faultlines::engines::crdt::{Crdt, Intent, Kind, Object, SPEC, Update};
use faultlines::kernel::{Action, ParamKind, ParamSpec, Seed, Simulation, Stream, Time, Value};
use faultlines::parts::Dot;
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const REPLICAS: usize = 3;

/// A step of a random history: a replica operates, or takes in the state of another.
#[derive(Clone, Debug)]
enum Step {
    Operate(usize),
    Merge(usize, usize),
}

fn any_steps() -> impl Strategy<Value = (u32, Vec<Step>)> {
    let step = prop_oneof![
        3 => (0..REPLICAS).prop_map(Step::Operate),
        1 => (0..REPLICAS, 0..REPLICAS).prop_map(|(to, from)| Step::Merge(to, from)),
    ];
    (any::<u32>(), prop::collection::vec(step, 1..30))
}

/// Replicas after a random history, and what was done in it.
fn history(kind: Kind, seed: u32, steps: &[Step]) -> (Vec<Replica>, Vec<Operation>) {
    let stream = |name: &str| Stream::named(Seed(seed), name);
    let mut replicas: Vec<Replica> = (0..REPLICAS as u32).map(|id| Replica::new(id, kind, stream("gossip"))).collect();
    let (mut intents, mut log) = (stream("intents"), Vec::new());
    for step in steps {
        match *step {
            Step::Operate(at) => {
                let intent = Intent::draw(kind, log.len() as u32, 3, &mut intents);
                let before = replicas[at].object.clone();
                // The clock stands still for five operations: ties of stamps are common.
                log.push(replicas[at].perform(intent, Time(log.len() as u64 / 5)));
                // What a user does only ever adds to the state.
                assert_eq!(join(&replicas[at].object, &before), replicas[at].object, "{intent:?}");
            }
            Step::Merge(to, from) => {
                let from = replicas[from].clone();
                replicas[to].take_state(&from.object, &from.seen);
            }
        }
    }
    (replicas, log)
}

fn join(left: &Object, right: &Object) -> Object {
    let mut joined = left.clone();
    joined.merge(right);
    joined
}

/// States of one type form a join semilattice, and updates lead to the same place as states, in any order that keeps
/// causes before effects, however often they arrive.
fn check(kind: Kind, seed: u32, steps: &[Step], shuffle: u32) -> Result<(), TestCaseError> {
    let (replicas, log) = history(kind, seed, steps);
    let [a, b, c] = [&replicas[0].object, &replicas[1].object, &replicas[2].object];
    prop_assert_eq!(join(a, b), join(b, a), "commutative");
    prop_assert_eq!(join(&join(a, b), c), join(a, &join(b, c)), "associative");
    prop_assert_eq!(&join(a, a), a, "idempotent");
    prop_assert_eq!(join(&join(a, b), a), join(a, b), "inflationary");
    let all = join(&join(a, b), c);
    prop_assert_eq!(all.content().lost_against(&expected(kind, &log)), 0, "{} for {:?}", all.content(), log);

    // The same operations, each three times, in three random orders, one after the other and by ones.
    let mut draws = Stream::named(Seed(shuffle), "shuffle");
    for _ in 0..2 {
        let mut arrivals: Vec<u32> = (0..log.len() as u32).flat_map(|id| [id; 3]).collect();
        for place in (1..arrivals.len()).rev() {
            arrivals.swap(place, draws.below(place as u64 + 1) as usize);
        }
        let mut fresh = Replica::new(9, kind, Stream::named(Seed(0), "gossip"));
        for arrival in arrivals {
            fresh.take_operations(&[arrival], &log);
        }
        prop_assert!(fresh.waiting.is_empty());
        prop_assert_eq!(&fresh.object, &all, "by operations");
    }
    Ok(())
}

macro_rules! laws {
    ($($name:ident: $kind:expr,)*) => {
        proptest! {
            #![proptest_config(crate::thorough::cases(96))]
            $(
                #[test]
                fn $name((seed, steps) in any_steps(), shuffle in any::<u32>()) {
                    check($kind, seed, &steps, shuffle)?;
                }
            )*
        }
    };
}

laws! {
    growing_counters_merge_lawfully: Kind::GCounter,
    counters_merge_lawfully: Kind::PnCounter,
    last_writer_registers_merge_lawfully: Kind::LwwRegister,
    multi_value_registers_merge_lawfully: Kind::MvRegister,
    sets_merge_lawfully: Kind::OrSet,
    maps_merge_lawfully: Kind::LwwMap,
    texts_merge_lawfully: Kind::Text,
}

/// Another way to the order of a text: a flat list, into which each node is put where its parent and its siblings say.
/// Slow, and without a tree to walk.
fn flat_order(log: &[Operation]) -> Vec<Dot> {
    let mut order: Vec<(Dot, Node)> = Vec::new();
    let is_below = |order: &[(Dot, Node)], mut id: Dot, root: Dot| loop {
        if id == root {
            return true;
        }
        let node = order.iter().find(|(other, _)| *other == id).expect("a parent comes first").1;
        match node.parent {
            Some(parent) => id = parent,
            None => return false,
        }
    };
    for update in log.iter().filter_map(|operation| operation.update.as_ref()) {
        let Update::Insert(id, node) = *update else { continue };
        let greater =
            |(sibling, other): &&(Dot, Node)| (other.parent, other.side) == (node.parent, node.side) && *sibling > id;
        let next_sibling = order.iter().filter(greater).map(|(sibling, _)| *sibling).min();
        let place = match (next_sibling, node.parent) {
            // Before the whole subtree of the next sibling.
            (Some(next), _) => order.iter().position(|(other, _)| is_below(&order, *other, next)).expect("it is there"),
            // The last left child is directly before its parent.
            (None, Some(parent)) if node.side == Side::Left => {
                order.iter().position(|(other, _)| *other == parent).expect("it is there")
            }
            // The last right child is behind all that is below its parent.
            (None, Some(parent)) => {
                order.iter().rposition(|(other, _)| is_below(&order, *other, parent)).expect("it is there") + 1
            }
            (None, None) => order.len(),
        };
        order.insert(place, (id, node));
    }
    order.into_iter().map(|(id, _)| id).collect()
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn the_order_of_a_text_is_that_of_a_flat_list((seed, steps) in any_steps()) {
        let (replicas, log) = history(Kind::Text, seed, &steps);
        let all = join(&join(&replicas[0].object, &replicas[1].object), &replicas[2].object);
        let Object::Text(text) = all else { panic!("not a text") };
        prop_assert_eq!(text.order(), flat_order(&log));
    }

    /// Weidner & Kleppmann (arXiv 2305.00583): what one types in one go stays together, wherever in whatever
    /// text, and however many type there at the same time.
    #[test]
    fn concurrent_runs_are_not_interleaved(
        (seed, steps) in any_steps(), place in 0.0..1.0f64, lengths in prop::collection::vec(1..6u32, 2..5),
    ) {
        let (replicas, _) = history(Kind::Text, seed, &steps);
        let Object::Text(base) = &replicas[0].object else { panic!("not a text") };
        let order = base.order();
        let left = order.get((place * (order.len() as f64 + 1.0)) as usize).copied();
        let mut all = base.clone();
        // Each by a replica of its own that has typed nothing before.
        for (replica, &length) in (REPLICAS as u32..).zip(&lengths) {
            let mut text: Text = base.clone();
            let mut cursor = left;
            for character in 0..length {
                cursor = Some(text.insert_after(replica, cursor, character).0);
            }
            all.merge(&text);
        }
        let authors: Vec<u32> = all.order().iter().map(|id| id.replica).filter(|id| *id >= REPLICAS as u32).collect();
        let changes = authors.windows(2).filter(|pair| pair[0] != pair[1]).count();
        prop_assert_eq!(changes, lengths.len() - 1, "{:?}", authors);
    }
}

/// Any valid scenario of the lab, small enough to run by the hundred.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| match spec.kind {
        ParamKind::Integer { .. } if spec.name == "operations" => Some(lab::integers(1..40i64)),
        ParamKind::Number { min, .. } if spec.name.starts_with("partition") || spec.name == "interval_ms" => {
            Some(lab::numbers(prop_oneof![Just(min), min..500.0f64.min(200.0 + min)]))
        }
        _ => None,
    };
    let action = (0..1_000u32, 0..SPEC.actions.len(), 0..8u32).prop_flat_map(|(at_ms, verb, target)| {
        let spec = &SPEC.actions[verb];
        let target = spec.target.map_or(0, |_| target);
        let value =
            spec.value.as_ref().map_or(Just(None).boxed(), |param| lab::any_value(param).prop_map(Some).boxed());
        value.prop_map(move |value| Action { at_ms, verb: spec.verb, target, value })
    });
    lab::any_scenario("crdt", narrow, prop::collection::vec(action, 0..8))
}

fn run(scenario: &Scenario) -> Crdt {
    lab::run(scenario)
}

/// Whether a replica is cut off at the end, by an action that nothing mends.
fn stays_cut(run: &Crdt) -> bool {
    let mended = |kind: &str| kind == "heal" || kind == "partition";
    run.trace().events().iter().rev().find(|event| mended(event.kind)).is_some_and(|event| event.kind == "partition")
}

proptest! {
    #![proptest_config(crate::thorough::cases(48))]

    #[test]
    fn replicas_that_hear_each_other_converge_and_lack_nothing(scenario in any_scenario()) {
        let run = run(&scenario);
        let report = run.report();
        prop_assert!(run.trace().events().iter().all(|event| event.kind != "diverged"));
        if stays_cut(&run) {
            return Ok(());
        }
        prop_assert_eq!(report.get("converged"), Some(1.0));
        prop_assert_eq!(report.get("crdt_lost_operations"), Some(0.0));
        prop_assert!(report.get("lost_operations") <= report.get("operations"), "{}", report);
        for replica in run.replicas() {
            prop_assert_eq!(&replica.object, &run.replicas()[0].object);
        }
    }

    #[test]
    fn states_and_operations_come_to_the_same_content_where_users_do_not_look(scenario in any_scenario()) {
        // A counter's users do the same whatever they see.
        let mut scenario = scenario;
        scenario.actions.clear();
        scenario.params.set("type", Value::Choice("pn-counter"));
        let mut contents = Vec::new();
        for delivery in ["state", "operations"] {
            scenario.params.set("delivery", Value::Choice(delivery));
            contents.push(run(&scenario).replicas()[0].object.content());
        }
        prop_assert_eq!(&contents[0], &contents[1]);
    }

    /// The picture of a moment is made from what each replica had seen by then.
    #[test]
    fn what_a_replica_holds_follows_from_what_it_has_seen(scenario in any_scenario()) {
        let run = run(&scenario);
        for (id, replica) in (0..).zip(run.replicas()) {
            prop_assert_eq!(&run.object(&replica.seen), &replica.object);
            let last = run.history().changes.iter().rfind(|change| change.replica == id);
            if let Some(last) = last {
                prop_assert_eq!((&last.seen, &last.naive), (&replica.seen, &replica.naive));
                prop_assert_eq!(last.metadata_bytes, replica.object.metadata_bytes());
            }
        }
        let history = run.history();
        prop_assert!(history.changes.is_sorted_by_key(|change| change.at));
        prop_assert!(history.flights.is_sorted_by_key(|flight| flight.sent));
        prop_assert_eq!(history.flights.len() as f64, run.report().get("messages").unwrap_or_default());
        // Nobody hears anything over a cut.
        for flight in &history.flights {
            let groups = history.cut(flight.sent);
            let together = groups.iter().any(|group| group.contains(&flight.from) && group.contains(&flight.to));
            prop_assert!(groups.is_empty() || together || flight.arrives == [None, None]);
        }
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budget in 1..5_000u32) {
        lab::slicing_does_not_show(&scenario, [budget]);
    }

    #[test]
    fn every_metric_is_reported_once_and_is_a_number(scenario in any_scenario()) {
        let report = scenario.report();
        lab::every_metric_is_reported_once_and_is_a_number(&scenario, &report);
    }
}

/// The longest runs: every number at its end.
#[test]
fn the_heaviest_runs_end_and_keep_a_short_trace() {
    for (kind, delivery) in
        [("text", "state"), ("text", "operations"), ("mv-register", "state"), ("lww-map", "operations")]
    {
        let mut scenario = lab::defaults("crdt");
        for spec in SPEC.params {
            match spec.kind {
                ParamKind::Integer { max, .. } => scenario.params.set(spec.name, Value::Integer(max)),
                ParamKind::Number { min, .. } if spec.name == "gossip_ms" => {
                    scenario.params.set(spec.name, Value::Number(min))
                }
                ParamKind::Number { max, .. } => scenario.params.set(spec.name, Value::Number(max)),
                ParamKind::Choice { .. } => {}
            }
        }
        scenario.params.set("type", Value::Choice(kind));
        scenario.params.set("delivery", Value::Choice(delivery));
        let run = run(&scenario);
        assert_eq!(run.operations().len(), 400, "{kind} by {delivery}");
        assert_eq!(run.report().get("converged"), Some(1.0), "{kind} by {delivery}");
        assert!(run.trace().count() <= 2_000, "{kind} by {delivery}: {}", run.trace().count());
    }
}
