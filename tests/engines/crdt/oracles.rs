//! The types against those of the `crdts` crate, over random histories of three replicas. (Its multi-value register is
//! left out: open issue 10 there says that it can lose values.)

use std::collections::BTreeSet;

use crdts::{CmRDT, CvRDT, GCounter as TheirCounter, LWWReg, Orswot, PNCounter as TheirPnCounter};
use faultlines::engines::crdt::counter::{GCounter, PnCounter};
use faultlines::engines::crdt::dots::DotStore;
use faultlines::engines::crdt::lww::LwwRegister;
use faultlines::engines::crdt::update::Stamp;
use faultlines::kernel::Time;
use proptest::prelude::*;

const REPLICAS: usize = 3;

/// A replica does something to an element (yes: adds or counts up; no: removes or counts down), or takes in another.
#[derive(Clone, Debug)]
enum Step {
    Do(usize, bool, u32),
    Merge(usize, usize),
}

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => (0..REPLICAS, prop::bool::weighted(0.6), 0..4u32).prop_map(|(at, yes, element)| Step::Do(at, yes, element)),
        1 => (0..REPLICAS, 0..REPLICAS).prop_map(|(to, from)| Step::Merge(to, from)),
    ];
    prop::collection::vec(step, 0..40)
}

proptest! {
    #[test]
    fn counters_agree_with_the_crdts_crate(steps in any_steps()) {
        let mut ours = vec![(GCounter::default(), PnCounter::default()); REPLICAS];
        let mut theirs = vec![(TheirCounter::<usize>::new(), TheirPnCounter::<usize>::new()); REPLICAS];
        for step in steps {
            match step {
                Step::Do(at, yes, _) => {
                    let replica = at as u32;
                    if yes {
                        ours[at].0.increment(replica);
                        ours[at].1.increment(replica);
                        let (up, pn_up) = (theirs[at].0.inc(at), theirs[at].1.inc(at));
                        theirs[at].0.apply(up);
                        theirs[at].1.apply(pn_up);
                    } else {
                        ours[at].1.decrement(replica);
                        let down = theirs[at].1.dec(at);
                        theirs[at].1.apply(down);
                    }
                }
                Step::Merge(to, from) => {
                    let (our_from, their_from) = (ours[from].clone(), theirs[from].clone());
                    ours[to].0.merge(&our_from.0);
                    ours[to].1.merge(&our_from.1);
                    theirs[to].0.merge(their_from.0);
                    theirs[to].1.merge(their_from.1);
                }
            }
            for (our, their) in ours.iter().zip(&theirs) {
                prop_assert_eq!(our.0.value().to_string(), their.0.read().to_string());
                prop_assert_eq!(our.1.value().to_string(), their.1.read().to_string());
            }
        }
    }

    #[test]
    fn the_set_agrees_with_the_crdts_crate(steps in any_steps()) {
        let mut ours = vec![DotStore::default(); REPLICAS];
        let mut theirs = vec![Orswot::<u32, usize>::new(); REPLICAS];
        for step in steps {
            match step {
                Step::Do(at, true, element) => {
                    ours[at].add(at as u32, element);
                    let add = theirs[at].add(element, theirs[at].read_ctx().derive_add_ctx(at));
                    theirs[at].apply(add);
                }
                Step::Do(at, false, element) => {
                    ours[at].remove(element);
                    let remove = theirs[at].rm(element, theirs[at].contains(&element).derive_rm_ctx());
                    theirs[at].apply(remove);
                }
                Step::Merge(to, from) => {
                    let (our_from, their_from) = (ours[from].clone(), theirs[from].clone());
                    ours[to].merge(&our_from);
                    theirs[to].merge(their_from);
                }
            }
            for (our, their) in ours.iter().zip(&theirs) {
                let elements: BTreeSet<u32> = our.values().values().copied().collect();
                prop_assert_eq!(elements, their.read().val.into_iter().collect::<BTreeSet<u32>>());
                for replica in 0..REPLICAS {
                    prop_assert_eq!(our.known().get(replica as u32), their.clock().get(&replica));
                }
            }
        }
    }

    #[test]
    fn the_last_writer_register_agrees_with_the_crdts_crate(
        writes in prop::collection::vec((0..6u64, 0..3u32), 0..20),
    ) {
        let mut ours = LwwRegister::default();
        let mut theirs = LWWReg::<Option<u32>, (u64, u32)>::default();
        let mut used = BTreeSet::from([(0, 0)]);
        for (value, (time, replica)) in (0..).zip(writes) {
            // A stamp is used once; theirs begins with the stamp (0, 0).
            if !used.insert((time, replica)) {
                continue;
            }
            ours.take(Stamp { time: Time(time), replica }, Some(value));
            theirs.update(Some(value), (time, replica));
            prop_assert_eq!(ours.value(), theirs.val);
        }
    }
}
