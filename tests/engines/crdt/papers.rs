//! The replicated types against the papers they come from.

use crate::lab;
use faultlines::engines::catalog;
use faultlines::engines::crdt::counter::PnCounter;
use faultlines::engines::crdt::dots::DotStore;
use faultlines::engines::crdt::naive::{Naive, NaiveUpdate};
use faultlines::engines::crdt::text::Text;
use faultlines::engines::crdt::text_node::Side;
use faultlines::engines::crdt::{Kind, Update};
use faultlines::kernel::{Action, Property, Seed, Simulation};
use faultlines::parts::Dot;
use faultlines::scenario::{EFFORT, Scenario, find_rare};

const A: u32 = 0;
const B: u32 = 1;
const C: u32 = 2;

const FOO: u32 = 10;
const BAR: u32 = 11;
const BAZ: u32 = 12;

fn merged(left: &DotStore, right: &DotStore) -> DotStore {
    let mut merged = left.clone();
    merged.merge(right);
    merged
}

fn elements(store: &DotStore) -> Vec<u32> {
    let mut elements: Vec<u32> = store.values().values().copied().collect();
    elements.sort_unstable();
    elements.dedup();
    elements
}

/// The optimized OR-set of Bieniusa et al. (arXiv 1210.3368, 2012), as Riak's ORSWOT: A adds foo and bar, B adds baz, C
/// merges both, A removes bar; merged with C, bar stays removed.
#[test]
fn a_removed_element_does_not_come_back_from_a_replica_that_still_holds_it() {
    let (mut a, mut b) = (DotStore::default(), DotStore::default());
    a.add(A, FOO);
    a.add(A, BAR);
    b.add(B, BAZ);
    let c = merged(&a, &b);
    assert_eq!(elements(&c), [FOO, BAR, BAZ]);
    let known = a.known().clone();
    a.remove(BAR);
    assert_eq!(a.known(), &known, "a removal is no event of its own");
    assert_eq!(elements(&merged(&a, &c)), [FOO, BAZ]);
    assert_eq!(merged(&a, &c), merged(&c, &a));
    // Nor does a later add of another element bring it back, as it would if the removal had used up a dot.
    a.add(A, 13);
    assert_eq!(elements(&merged(&a, &c)), [FOO, BAZ, 13]);
}

/// Shapiro et al., TR 7506, Figure 14: two replicas add a, a third removes the one that it has observed; the other add
/// stays.
#[test]
fn an_add_wins_against_a_concurrent_remove() {
    let (mut first, mut second) = (DotStore::default(), DotStore::default());
    let alpha = first.add(A, FOO);
    let beta = second.add(B, FOO);
    let mut third = DotStore::default();
    third.apply(&alpha);
    let removal = third.remove(FOO).expect("it was there");
    assert!(elements(&third).is_empty());
    // Whatever comes first at each replica, foo is in at the end: its second add was observed by no removal.
    for (replica, updates) in [(&mut first, [&beta, &removal]), (&mut second, [&alpha, &removal])] {
        updates.into_iter().for_each(|update| replica.apply(update));
    }
    third.apply(&beta);
    assert_eq!(first, second);
    assert_eq!(second, third);
    assert_eq!(elements(&third), [FOO]);
}

/// TR 7506, Figure 11: a set whose adds and removes are done as they arrive. Concurrent add and remove of one element
/// arrive in different orders at two replicas, which then differ for good.
#[test]
fn the_naive_set_diverges_under_concurrent_add_and_remove() {
    let (mut first, mut second) = (Naive::new(Kind::OrSet), Naive::new(Kind::OrSet));
    for replica in [&mut first, &mut second] {
        replica.apply(&NaiveUpdate::Add(FOO));
    }
    let (add, remove) = (NaiveUpdate::Add(FOO), NaiveUpdate::Remove(FOO));
    [add, remove].iter().for_each(|update| first.apply(update));
    [remove, add].iter().for_each(|update| second.apply(update));
    assert_ne!(first, second);
}

/// TR 7506, Figure 10, and DeCandia et al. 2007, §4.4 ("deleted items can resurface"): a cart in a multi-value
/// register. Each cart is a set of articles, here the bits of a number; whoever reads two carts takes their union.
#[test]
fn a_cart_in_a_multi_value_register_brings_a_removed_article_back_and_a_set_does_not() {
    const BOOK: u32 = 0b001;
    const PEN: u32 = 0b010;
    const INK: u32 = 0b100;
    let mut first = DotStore::default();
    first.assign(A, BOOK | PEN);
    let mut second = first.clone();
    first.assign(A, PEN);
    second.assign(B, BOOK | PEN | INK);
    let both = merged(&first, &second);
    assert_eq!(both.values().len(), 2, "two concurrent carts");
    let union = both.values().values().fold(0, |union, cart| union | cart);
    assert_eq!(union, BOOK | PEN | INK, "the book is back");

    let mut first = DotStore::default();
    first.add(A, BOOK);
    first.add(A, PEN);
    let mut second = first.clone();
    first.remove(BOOK);
    second.add(B, INK);
    assert_eq!(elements(&merged(&first, &second)), [PEN, INK]);
}

/// TR 7506, PN-Counter: merged by the greater of each count. By the sum, every message that arrives twice counts twice.
#[test]
fn a_counter_that_meets_the_same_state_twice_counts_it_once() {
    let (mut left, mut right) = (PnCounter::default(), PnCounter::default());
    left.increment(A);
    left.increment(A);
    right.decrement(B);
    for _ in 0..3 {
        left.merge(&right);
        right.merge(&left);
    }
    assert_eq!((left.value(), right.value()), (1, 1));
}

/// Types a run, character by character, at a replica: forwards, each behind the last, or backwards, each before it.
fn type_run(text: &mut Text, replica: u32, left: Option<Dot>, characters: &[u32], forwards: bool) {
    let mut cursor = left;
    for &character in characters {
        let (id, _) = text.insert_after(replica, cursor, character);
        cursor = if forwards { Some(id) } else { left };
    }
}

fn characters(text: &Text) -> String {
    text.visible().iter().filter_map(|&(_, character)| char::from_u32(character)).collect()
}

fn letters(word: &str) -> Vec<u32> {
    word.chars().map(u32::from).collect()
}

/// Weidner & Kleppmann (arXiv 2305.00583): concurrent insertions at one place, typed forwards or backwards.
#[test]
fn two_runs_typed_at_one_place_are_not_interleaved() {
    for (forwards_a, forwards_b) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut base = Text::default();
        type_run(&mut base, C, None, &letters("()"), true);
        let open = base.visible()[0].0;
        let (mut a, mut b) = (base.clone(), base.clone());
        let ordered = |word: &str, forwards: bool| {
            if forwards { letters(word) } else { letters(word).into_iter().rev().collect() }
        };
        type_run(&mut a, A, Some(open), &ordered("eggs", forwards_a), forwards_a);
        type_run(&mut b, B, Some(open), &ordered("bread", forwards_b), forwards_b);
        let before = a.clone();
        a.merge(&b);
        b.merge(&before);
        assert_eq!(a, b);
        let text = characters(&a);
        assert!(text == "(eggsbread)" || text == "(breadeggs)", "{text}");
    }
}

/// The same paper's tree algorithm: a right child of what is on the left if that has none, or else a left child of what
/// comes next.
#[test]
fn a_character_becomes_a_right_child_or_a_left_child_of_the_next() {
    let mut text = Text::default();
    let (a, _) = text.insert_after(A, None, 'a'.into());
    let (c, _) = text.insert_after(A, Some(a), 'c'.into());
    let (_, between) = text.insert_after(A, Some(a), 'b'.into());
    let Update::Insert(_, node) = between else { panic!("{between:?} is no insertion") };
    assert_eq!((node.parent, node.side), (Some(c), Side::Left));
    assert_eq!(characters(&text), "abc");
    text.delete(c);
    assert_eq!(characters(&text), "ab");
    let (_, behind) = text.insert_after(A, Some(c), 'd'.into());
    let Update::Insert(_, node) = behind else { panic!("{behind:?} is no insertion") };
    assert_eq!((node.parent, node.side), (Some(c), Side::Right), "a deleted character still holds its place");
}

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("crdt", settings)
}

fn metric(simulation: &dyn Simulation, name: &str) -> f64 {
    lab::metric(&simulation.report(), name)
}

fn property(name: &str) -> &'static Property {
    let lab = catalog::find("crdt").expect("the lab is registered");
    lab.spec.properties.iter().find(|property| property.name == name).expect("the property is declared")
}

const TYPES: [&str; 7] = ["g-counter", "pn-counter", "lww-register", "mv-register", "or-set", "lww-map", "text"];

#[test]
fn every_type_keeps_its_promises_under_many_seeds_and_every_naive_one_breaks_them() {
    for kind in TYPES {
        for delivery in ["state", "operations"] {
            let lab = scenario(&[("type", kind), ("delivery", delivery)]);
            for kept in ["converges", "same-operations-same-state", "no-lost-operation"] {
                assert_eq!(find_rare(&lab, property(kept), 40, EFFORT).found, 0, "{kind} by {delivery}: {kept}");
            }
            let broken = find_rare(&lab, property("naive-loses-nothing"), 40, 0).found;
            assert!(broken > 0, "the naive {kind} by {delivery} lost nothing in forty runs");
        }
    }
}

#[test]
fn without_disturbance_the_naive_counter_by_operations_counts_right() {
    // The naive types are not straw men: on a network that delivers once and in time they work.
    let calm = [("loss", "0"), ("duplication", "0"), ("reordering", "0"), ("partition_ms", "0"), ("jitter_ms", "0")];
    // Gossip would bring an operation a second time while its first copy is on the way; so ask rarely.
    let quiet = [("type", "pn-counter"), ("delivery", "operations"), ("gossip_ms", "1000"), ("interval_ms", "1")];
    let run = scenario(&[&calm[..], &quiet[..]].concat()).run();
    assert_eq!(metric(&*run, "lost_operations"), 0.0);
    assert_eq!(metric(&*run, "naive_converged"), 1.0);
}

#[test]
fn last_writer_wins_overrules_concurrent_writes_and_the_multi_value_register_does_not() {
    let lww = scenario(&[("type", "lww-register")]).run();
    assert!(metric(&*lww, "overruled_operations") > 0.0);
    let multi = scenario(&[("type", "mv-register")]).run();
    assert_eq!(metric(&*multi, "overruled_operations"), 0.0);
}

#[test]
fn a_replica_cut_off_for_good_does_not_converge_and_the_run_says_so() {
    let act = |at_ms, verb, target| Action { at_ms, verb, target, value: None };
    let mut cut = scenario(&[("partition_ms", "0")]);
    cut.act(act(100, "isolate", 1));
    cut.act(act(2_000, "operate", 1));
    let run = cut.run();
    assert_eq!(metric(&*run, "converged"), 0.0);
    assert!(!property("converges").holds(run.trace()));
    assert_eq!(metric(&*run, "operations"), 31.0);
    cut.act(act(2_500, "heal", 0));
    assert_eq!(metric(&*cut.run(), "converged"), 1.0);
}

/// The same operations and the same doubled messages; in the one a third of them counts down.
#[test]
fn errors_of_a_naive_counter_do_not_cancel() {
    let lost = |kind| {
        let settings = [
            ("type", kind),
            ("delivery", "operations"),
            ("duplication", "1"),
            ("loss", "0"),
            ("reordering", "0"),
            ("operations", "400"),
            ("interval_ms", "5"),
            ("gossip_ms", "1000"),
            ("partition_ms", "0"),
        ];
        lab::metric(&lab::scenario("crdt", &settings).report(), "lost_operations")
    };
    assert!(lost("g-counter") > 200.0);
    assert_eq!(lost("pn-counter"), lost("g-counter"));
}

/// With every second message doubled, a naive total has operations twice and more often; each is lost once.
#[test]
fn no_more_operations_are_lost_than_were_done() {
    for kind in ["g-counter", "pn-counter", "or-set", "text"] {
        let settings = [("type", kind), ("delivery", "operations"), ("operations", "2"), ("duplication", "0.5")];
        let base = lab::scenario("crdt", &settings);
        let lost = (1..=40).map(|seed| {
            let report = Scenario { seed: Seed(seed), ..base.clone() }.report();
            let (lost, all) = (lab::metric(&report, "lost_operations"), lab::metric(&report, "operations"));
            assert!(lost <= all, "{kind}, seed {seed}: {lost} of {all}");
            lost
        });
        let lost: f64 = lost.sum();
        assert!(lost > 0.0 || kind == "or-set", "{kind} loses nothing");
    }
}
