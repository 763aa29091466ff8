//! Clocks and the register against the papers they come from.

use crate::lab;
use faultlines::engines::catalog;
use faultlines::engines::logical_clocks::dotted::{DottedSet, Entry};
use faultlines::engines::logical_clocks::stamped::{Stamped, WriteStamp};
use faultlines::engines::logical_clocks::theory::meetings;
use faultlines::engines::logical_clocks::vectors::{ClientVectors, ServerVectors};
use faultlines::engines::logical_clocks::{Fate, LogicalClocks};
use faultlines::kernel::{Action, Property, Seed, Simulation};
use faultlines::parts::clocks::hybrid::{HybridClock, HybridStamp};
use faultlines::parts::clocks::lamport::{LamportClock, LamportStamp};
use faultlines::parts::{Dot, VersionVector};
use faultlines::scenario::{EFFORT, Scenario, find_rare};

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("logical-clocks", settings)
}

fn metric(simulation: &dyn Simulation, name: &str) -> f64 {
    lab::metric(&simulation.report(), name)
}

fn property(name: &str) -> &'static Property {
    let lab = catalog::find("logical-clocks").expect("the lab is registered");
    lab.spec.properties.iter().find(|property| property.name == name).expect("the property is declared")
}

const A: u32 = 0;
const B: u32 = 1;
const C: u32 = 2;

fn dotted(entries: &[(u32, u64, &[u32])]) -> DottedSet {
    let entry = |&(server, counter, values): &(u32, u64, &[u32])| Entry { server, counter, values: values.to_vec() };
    DottedSet::of(entries.iter().map(entry).collect())
}

fn nothing() -> VersionVector {
    VersionVector::new()
}

fn written(mut set: DottedSet, context: &VersionVector, server: u32, value: u32) -> DottedSet {
    set.write(context, server, value);
    set
}

fn synced(left: &DottedSet, right: &DottedSet) -> DottedSet {
    let mut set = left.clone();
    set.merge(right);
    set
}

/// Almeida, Baquero, Gonçalves, Preguiça & Fonte, DAIS 2014; the values are those of `update_test` in the authors' own
/// implementation (ricardobcl/Dotted-Version-Vectors, dvvset.erl).
#[test]
fn a_dotted_write_drops_what_its_client_saw_and_keeps_the_rest() {
    let a0 = written(DottedSet::default(), &nothing(), A, 1);
    assert_eq!(a0, dotted(&[(A, 1, &[1])]));
    let a1 = written(a0.clone(), &a0.context(), A, 2);
    assert_eq!(a1, dotted(&[(A, 2, &[2])]));
    assert_eq!(written(a1.clone(), &a1.context(), B, 3), dotted(&[(A, 2, &[]), (B, 1, &[3])]));
    assert_eq!(written(a1.clone(), &a0.context(), B, 4), dotted(&[(A, 2, &[2]), (B, 1, &[4])]));
    assert_eq!(written(a1.clone(), &a0.context(), A, 5), dotted(&[(A, 3, &[5, 2])]));
}

/// `sync_test` of the same place.
#[test]
fn dotted_sets_merge_as_in_the_authors_own_tests() {
    let (w, z) = (dotted(&[(A, 1, &[])]), dotted(&[(A, 2, &[2, 1])]));
    assert_eq!(synced(&w, &z), dotted(&[(A, 2, &[2])]));
    assert_eq!(synced(&z, &w), dotted(&[(A, 2, &[2])]));
    let a = written(DottedSet::default(), &nothing(), A, 1);
    let y = written(DottedSet::default(), &nothing(), B, 2);
    assert_eq!(synced(&a, &y), dotted(&[(A, 1, &[1]), (B, 1, &[2])]));
    let x = dotted(&[(C, 1, &[])]);
    assert_eq!(synced(&x, &a), dotted(&[(A, 1, &[1]), (C, 1, &[])]));
    let a1 = written(a.clone(), &a.context(), A, 2);
    assert_eq!(synced(&a, &a1), a1);
    let (a3, a4) =
        (written(DottedSet::default(), &a1.context(), B, 3), written(DottedSet::default(), &a1.context(), C, 3));
    assert_eq!(synced(&a4, &a3), dotted(&[(A, 2, &[]), (B, 1, &[3]), (C, 1, &[3])]));
}

/// `sync_update_test` of the same place: Mary writes twice without reading, Peter in between has read her first value.
#[test]
fn a_write_that_saw_only_the_first_of_two_values_leaves_the_second() {
    let a0 = written(DottedSet::default(), &nothing(), A, 1);
    let read_by_peter = a0.context();
    let a1 = written(a0, &nothing(), A, 2);
    assert_eq!(a1, dotted(&[(A, 2, &[2, 1])]));
    let a2 = written(a1, &read_by_peter, A, 3);
    assert_eq!(a2, dotted(&[(A, 3, &[3, 2])]));
}

/// DeCandia et al., "Dynamo", SOSP 2007, §4.4, Figure 3, with Sx, Sy, Sz as 0, 1, 2.
#[test]
fn the_dynamo_example_branches_into_two_siblings_and_is_reconciled_by_the_next_write() {
    let mut x = ServerVectors::default();
    x.write(&nothing(), 0, 1);
    x.write(&x.clock.clone(), 0, 2);
    let (mut y, mut z) = (x.clone(), x.clone());
    y.write(&x.clock, 1, 3);
    z.write(&x.clock, 2, 4);
    assert_eq!(y.clock.to_string(), "{0:2,1:1}");
    assert_eq!(z.clock.to_string(), "{0:2,2:1}");
    x.merge(&y);
    x.merge(&z);
    assert_eq!(x.values.to_vec(), [3, 4]);
    x.write(&x.clock.clone(), 0, 5);
    assert_eq!(x.values.to_vec(), [5]);
    assert_eq!(x.clock.to_string(), "{0:3,1:1,2:1}");
}

/// The case against version vectors with an entry for each server, Preguiça et al. (arXiv 1011.5808): two clients that
/// write in turn through one server, each having read only up to its own last write.
#[test]
fn interleaved_clients_make_siblings_explode_under_server_vectors_and_not_under_dots() {
    let (mut servers, mut dots, mut clients) =
        (ServerVectors::default(), DottedSet::default(), ClientVectors::default());
    let mut contexts = [[nothing(), nothing(), nothing()], [nothing(), nothing(), nothing()]];
    for round in 0..10u32 {
        let client = round % 2;
        let [server_context, dot_context, client_context] = &mut contexts[client as usize];
        servers.write(server_context, A, round);
        dots.write(dot_context, A, round);
        let dot = Dot { replica: client, counter: u64::from(round / 2 + 1) };
        clients.write(client_context, dot, round);
        // The client reads at once, and writes again only after the other has written.
        *server_context = servers.clock.clone();
        *dot_context = dots.context();
        *client_context = clients.context();
    }
    // Each had seen all but the other's last value, so only the last two are concurrent.
    assert_eq!(dots.values(), [9, 8]);
    assert_eq!(clients.versions.len(), 2);
    assert_eq!(servers.values.len(), 10);
}

/// What one vector for all siblings cannot say: that `a` was overwritten by `c`, once `a` has met `b`.
#[test]
fn under_server_vectors_it_matters_who_meets_whom_first() {
    let (mut a, mut b) = (ServerVectors::default(), ServerVectors::default());
    a.write(&nothing(), A, 0);
    b.write(&nothing(), B, 1);
    let mut c = a.clone();
    c.write(&a.clock, A, 2);
    let merged = |left: &ServerVectors, right: &ServerVectors| {
        let mut merged = left.clone();
        merged.merge(right);
        merged
    };
    let values = |of: ServerVectors| of.values.into_iter().collect::<Vec<_>>();
    assert_eq!(values(merged(&merged(&a, &b), &c)), [0, 1, 2], "0 was overwritten and is back");
    assert_eq!(values(merged(&a, &merged(&b, &c))), [1, 2]);
}

/// Kulkarni et al. 2014, Figure 5, case by case.
#[test]
fn the_hybrid_clock_follows_the_four_cases_of_its_paper() {
    let stamp = |physical_us, logical| HybridStamp { physical_us, logical };
    let mut clock = HybridClock::default();
    assert_eq!(clock.tick(10), stamp(10, 0));
    assert_eq!(clock.tick(10), stamp(10, 1), "the wall clock stood still");
    assert_eq!(clock.tick(9), stamp(10, 2), "or went back");
    assert_eq!(clock.receive(stamp(10, 7), 10), stamp(10, 8), "l' = l = l.m: the greater c, and one more");
    assert_eq!(clock.receive(stamp(9, 90), 3), stamp(10, 9), "l' = l: own c, and one more");
    assert_eq!(clock.receive(stamp(20, 4), 15), stamp(20, 5), "l' = l.m: the message's c, and one more");
    assert_eq!(clock.receive(stamp(20, 4), 30), stamp(30, 0), "the wall clock leads: c starts again");
}

/// Lamport 1978: the clock condition, and why its converse fails.
#[test]
fn a_smaller_lamport_number_does_not_mean_earlier() {
    let (mut p, mut q) = (LamportClock::default(), LamportClock::default());
    let alone = q.tick();
    let (first, sent) = (p.tick(), p.tick());
    // `alone` and `sent` know nothing of each other, and yet 1 < 2.
    assert_eq!((alone, first, sent), (1, 1, 2));
    assert_eq!(q.receive(sent), 3);
    let at = |counter, process| LamportStamp { counter, process };
    assert!(at(first, 0) < at(alone, 1), "ties go by process, so that the order is total");
}

#[test]
fn a_tie_of_stamps_goes_by_process_so_that_replicas_agree_in_any_order() {
    let at = |process| WriteStamp { time_us: 5, logical: 0, process };
    let (mut left, mut right) = (Stamped::default(), Stamped::default());
    left.write(at(0), 10);
    right.write(at(1), 11);
    let (before, mut merged) = (left, left);
    merged.merge(&right);
    right.merge(&before);
    assert_eq!((merged.value(), right.value()), (Some(11), Some(11)));
}

#[test]
fn five_milliseconds_of_skew_lose_an_update_in_some_per_cent_of_runs() {
    let rare = find_rare(&scenario(&[]), property("no-lost-update"), 1_000, EFFORT);
    // A write is lost if another process writes within a network delay, about a millisecond, or if its clock is behind
    // by more than it comes later, a few milliseconds: at 3 writes a second and 15 writes a run, some per cent of runs.
    assert!((20..=150).contains(&rare.found), "{} of 1000", rare.found);
    let smallest = rare.smallest.expect("one was found");
    assert!(metric(&*smallest.run(), "lost_updates") >= 1.0);
    assert!(smallest.run().trace().count() < 40, "{}", smallest.run().trace());
}

#[test]
fn two_clients_meet_as_often_as_binomials_say() {
    let close = |measured: f64, exact: f64| assert!((measured - exact).abs() < 1e-12, "{measured} is not {exact}");
    close(meetings(1), 1.0 / 2.0);
    // C(0,0)/2 + C(1,0)/4 + C(1,1)/4 + C(2,1)/8.
    close(meetings(2), 1.25);
    let binomial = |n: u32, k: u32| (0..k).fold(1.0, |product, i| product * f64::from(n - i) / f64::from(i + 1));
    let term = |a: u32, b: u32| binomial(a + b - 2, a - 1) / f64::from(2u32.pow(a + b - 1));
    close(meetings(10), (1..=10).flat_map(|a| (1..=10).map(move |b| term(a, b))).sum());
}

/// The law of `theory.rs` against the mean of many runs, quiet enough that three writes seldom meet.
#[test]
fn as_many_updates_are_lost_as_the_clocks_and_the_delays_say() {
    const RUNS: u32 = 600;
    for settings in [
        [("register", "last-writer-wins"), ("skew_ms", "10"), ("think_ms", "0"), ("clients", "3")],
        [("register", "last-writer-wins"), ("skew_ms", "10"), ("think_ms", "5"), ("clients", "6")],
        [("register", "hybrid-clock"), ("skew_ms", "10"), ("think_ms", "5"), ("clients", "6")],
    ] {
        let mut lab = scenario(&settings);
        lab.set_param("writes", "20").expect("the setting is valid");
        let (mut lost, mut predicted) = (0.0, 0.0);
        for seed in 0..RUNS {
            lab.seed = Seed(seed);
            let report = lab.report();
            lost += report.get("lost_updates").expect("it is declared");
            predicted += report.get("predicted_lost_updates").expect("it is declared");
        }
        // Losses are rare and nearly independent: the variance of their number is about the number. Four standard errors.
        let tolerance = 4.0 * predicted.sqrt();
        assert!((lost - predicted).abs() <= tolerance, "{settings:?}: {lost} lost, {predicted} predicted");
        assert!(lost > 10.0, "{settings:?}: {lost} lost is too few to say anything");
    }
}

#[test]
fn skew_loses_writes_that_had_read_the_value_that_beat_them_and_hybrid_clocks_do_not() {
    let wall = find_rare(&scenario(&[]), property("no-newer-write-lost"), 400, EFFORT);
    assert!(wall.found > 0);
    let exact =
        find_rare(&scenario(&[("skew_ms", "0"), ("drift_ppm", "0")]), property("no-newer-write-lost"), 400, EFFORT);
    assert_eq!(exact.found, 0, "without skew the newer write has the later time");
    let hybrid = scenario(&[("register", "hybrid-clock"), ("skew_ms", "500")]);
    assert_eq!(find_rare(&hybrid, property("no-newer-write-lost"), 400, EFFORT).found, 0);
    // But it still drops one of two concurrent writes.
    let crowded = scenario(&[("register", "hybrid-clock"), ("interval_ms", "10")]);
    assert!(metric(&*crowded.run(), "lost_updates") > 0.0);
}

#[test]
fn version_vectors_lose_nothing_and_only_dots_stay_small() {
    let crowd = [("think_ms", "300"), ("interval_ms", "100"), ("clients", "12"), ("writes", "20")];
    let run = |register: &'static str| scenario(&[&crowd[..], &[("register", register)]].concat()).run();
    let (servers, clients, dots) = (run("server-vectors"), run("client-vectors"), run("dotted"));
    for exact in [&servers, &clients, &dots] {
        assert_eq!(metric(&**exact, "lost_updates"), 0.0);
    }
    // Sticky clients, each of whom overwrites its own last value: no more true siblings than clients.
    assert!(metric(&*dots, "siblings_max") <= 12.0);
    assert_eq!(metric(&*dots, "siblings_max"), metric(&*clients, "siblings_max"));
    assert!(metric(&*servers, "siblings_max") > 100.0, "nearly every one of 240 values stays");
    assert!(metric(&*servers, "false_siblings_max") > 90.0);
    // Three servers of twelve bytes each; against vectors of up to twelve clients for each sibling.
    assert_eq!(metric(&*dots, "metadata_bytes"), 36.0);
    assert!(metric(&*clients, "metadata_bytes") > 10.0 * 36.0);
}

#[test]
fn two_writes_on_either_side_of_a_cut_cost_one_of_them_under_last_writer_wins() {
    let act = |at_ms, verb, target| Action { at_ms, verb, target, value: None };
    let mut cut = scenario(&[("clients", "1"), ("writes", "1"), ("gossip_per_s", "0"), ("interval_ms", "10")]);
    for action in [
        act(1_000, "isolate", 0),
        act(1_100, "write", 0),
        act(1_200, "write", 1),
        act(1_300, "heal", 0),
        act(1_400, "write", 5),
    ] {
        cut.act(action);
    }
    cut.seed = Seed(3);
    let run = cut.run();
    assert_eq!(metric(&*run, "lost_updates"), 1.0);
    let clocks = run.engine::<LogicalClocks>();
    let fates: Vec<Fate> = clocks.ledger().writes().iter().map(|write| write.fate).collect();
    assert_eq!(fates, [Fate::Covered, Fate::LostConcurrent, Fate::Covered]);
    let ignored = run.trace().events().iter().filter(|event| event.kind == "ignored").count();
    assert_eq!(ignored, 1, "there is no process 5");
    cut.set_param("register", "dotted").expect("the setting is valid");
    assert_eq!(metric(&*cut.run(), "lost_updates"), 0.0);
    assert_eq!(metric(&*cut.run(), "siblings_at_end"), 2.0);
}
