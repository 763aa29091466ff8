//! The types of the `crdts` crate, each used as ours is.

use std::collections::BTreeMap;
use std::convert::Infallible;

use crdts::{CmRDT, CvRDT, GCounter, LWWReg, MVReg, Orswot, PNCounter};
use faultlines::engines::crdt::content::{map, set};
use faultlines::engines::crdt::{Content, Intent, Object};

use super::MAX_REPLICAS;

/// A type of the crate, used as ours is.
pub(super) trait Theirs: CmRDT<Op: Clone> + CvRDT + Clone + Default {
    /// The operation that a user at a replica wants, whose clock shows `now`.
    fn make(&self, at: u32, intent: Intent, now: u64) -> Self::Op;
    fn content(&self) -> Content;
    /// What else can be compared.
    fn agrees(&self, _ours: &Object) -> bool {
        true
    }
}

impl Theirs for GCounter<u32> {
    fn make(&self, at: u32, _: Intent, _: u64) -> Self::Op {
        self.inc(at)
    }

    fn content(&self) -> Content {
        Content::Count(self.read().to_string().parse().expect("a number"))
    }
}

impl Theirs for PNCounter<u32> {
    fn make(&self, at: u32, intent: Intent, _: u64) -> Self::Op {
        if intent == Intent::Increment { self.inc(at) } else { self.dec(at) }
    }

    fn content(&self) -> Content {
        Content::Count(self.read().to_string().parse().expect("a number"))
    }
}

impl Theirs for Orswot<u32, u32> {
    fn make(&self, at: u32, intent: Intent, _: u64) -> Self::Op {
        match intent {
            Intent::Add(element) => self.add(element, self.read_ctx().derive_add_ctx(at)),
            Intent::Remove(element) => self.rm(element, self.contains(&element).derive_rm_ctx()),
            other => panic!("{other:?} is not of a set"),
        }
    }

    fn content(&self) -> Content {
        Content::Elements(set(self.read().val))
    }

    /// Removing is no event of its own in either.
    fn agrees(&self, ours: &Object) -> bool {
        let Object::OrSet(ours) = ours else { return false };
        let clock = self.clock();
        (0..MAX_REPLICAS).all(|replica| ours.known().get(replica) == clock.get(&replica))
    }
}

impl Theirs for MVReg<u32, u32> {
    fn make(&self, at: u32, intent: Intent, _: u64) -> Self::Op {
        let Intent::Write(value) = intent else { panic!("{intent:?} is not of a register") };
        self.write(value, self.read().derive_add_ctx(at))
    }

    fn content(&self) -> Content {
        Content::Values(set(self.read().val))
    }
}

/// The crate leaves it to its user to make markers that grow and are unique: later than the clock and than what is
/// overwritten, then the replica.
pub(super) type Register = LWWReg<Option<u32>, (u64, u32)>;

fn written(over: &Register, at: u32, val: Option<u32>, now: u64) -> Register {
    Register { val, marker: (now.max(over.marker.0 + 1), at) }
}

impl Theirs for Register {
    fn make(&self, at: u32, intent: Intent, now: u64) -> Self::Op {
        let Intent::Write(value) = intent else { panic!("{intent:?} is not of a register") };
        written(self, at, Some(value), now)
    }

    fn content(&self) -> Content {
        Content::Values(set(self.val))
    }
}

/// The crate has no map in which the last writer wins; its registers under keys are one.
#[derive(Clone, Default)]
pub(super) struct Registers(BTreeMap<u32, Register>);

impl CmRDT for Registers {
    type Op = (u32, Register);
    type Validation = Infallible;

    fn validate_op(&self, _: &Self::Op) -> Result<(), Infallible> {
        Ok(())
    }

    fn apply(&mut self, (key, register): Self::Op) {
        self.0.entry(key).or_default().apply(register);
    }
}

impl CvRDT for Registers {
    type Validation = Infallible;

    fn validate_merge(&self, _: &Self) -> Result<(), Infallible> {
        Ok(())
    }

    fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|entry| self.apply(entry));
    }
}

impl Theirs for Registers {
    fn make(&self, at: u32, intent: Intent, now: u64) -> Self::Op {
        let (key, value) = match intent {
            Intent::Put(key, value) => (key, Some(value)),
            Intent::Unset(key) => (key, None),
            other => panic!("{other:?} is not of a map"),
        };
        (key, written(self.0.get(&key).unwrap_or(&Register::default()), at, value, now))
    }

    fn content(&self) -> Content {
        Content::Map(map(self.0.iter().filter_map(|(&key, register)| Some((key, register.val?)))))
    }
}
