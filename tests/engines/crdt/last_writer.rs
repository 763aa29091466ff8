//! Last writer wins: the order of stamps (Shapiro et al., TR 7506), and the marks of what was unset.

use std::collections::BTreeMap;

use crate::lab;
use faultlines::engines::crdt::lww::{LwwMap, LwwRegister};
use faultlines::engines::crdt::update::Stamp;
use faultlines::engines::crdt::{Actor, Content, Crdt, Intent, Object};
use faultlines::kernel::{Seed, Time};
use faultlines::scenario::Scenario;

const A: u32 = 0;
const B: u32 = 1;

#[test]
fn writes_at_the_same_moment_go_by_replica_so_that_all_agree() {
    let (mut left, mut right) = (LwwRegister::default(), LwwRegister::default());
    assert_eq!(left.write(A, Time(5), Some(1)), Stamp { time: Time(5), replica: A });
    right.write(B, Time(5), Some(2));
    let before = left;
    left.merge(&right);
    right.merge(&before);
    assert_eq!((left.value(), right.value()), (Some(2), Some(2)));
    // A write over what was seen is later than it, whatever the clock shows.
    assert_eq!(left.write(A, Time(3), Some(3)), Stamp { time: Time(6), replica: A });
}

/// Stamps are as fine as time, so however close the writes are, the last one is what all come to hold.
#[test]
fn the_last_write_wins_however_close_the_writes_are() {
    for kind in ["lww-register", "lww-map"] {
        for seed in 1..=100 {
            let settings = [("type", kind), ("interval_ms", "1"), ("elements", "3")];
            let run = Scenario { seed: Seed(seed), ..lab::scenario("crdt", &settings) }.run();
            let engine = run.engine::<Crdt>();
            let mut last = BTreeMap::new();
            for operation in engine.operations() {
                match operation.intent {
                    Intent::Write(value) => last.insert(0, value),
                    Intent::Put(key, value) => last.insert(key, value),
                    Intent::Unset(key) => last.remove(&key),
                    other => panic!("{other:?} is not of {kind}"),
                };
            }
            for replica in engine.replicas() {
                let held: BTreeMap<u32, u32> = match replica.object.content() {
                    Content::Values(values) => values.keys().map(|&value| (0, value)).collect(),
                    Content::Map(map) => map.into_iter().collect(),
                    other => panic!("{other:?} is not of {kind}"),
                };
                assert_eq!(held, last, "{kind}, seed {seed}");
            }
        }
    }
}

/// A replica that does not have a key yet may be told to unset it: its tombstone beats the older value that is on its way.
#[test]
fn a_key_that_is_unset_before_its_value_arrives_stays_unset() {
    let (mut left, mut right) = (LwwMap::default(), LwwMap::default());
    let put = left.put(A, Time(5), 7, Some(1));
    let mut object = Object::LwwMap(right.clone());
    let mut actor = Actor { replica: B, now: Time(6), cursor: None };
    let unset = object.perform(&mut actor, &Intent::Unset(7)).expect("it writes a tombstone");
    object.apply(&put);
    right.apply(&unset);
    left.merge(&right);
    assert_eq!(object.content(), Content::Map(<_>::default()));
    assert_eq!(left.get(7), None);
}
