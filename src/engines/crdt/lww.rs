//! Last writer wins, for one value (Shapiro et al., TR 7506) and for one under each key.
//!
//! These converge, and they drop one of two concurrent writes; that is what they promise.

use litemap::LiteMap;

use super::update::{Stamp, Update};
use crate::kernel::Time;

/// A register that keeps the value with the greatest stamp.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LwwRegister {
    held: Option<(Stamp, Option<u32>)>,
}

impl LwwRegister {
    /// Writes at a replica while its clock shows `now`, with a stamp greater than that of the value overwritten.
    pub fn write(&mut self, replica: u32, now: Time, value: Option<u32>) -> Stamp {
        let seen = self.held.map_or(Time::ZERO, |(stamp, _)| stamp.time + Time(1));
        let stamp = Stamp { time: now.max(seen), replica };
        self.take(stamp, value);
        stamp
    }

    /// Takes a value if its stamp is greater.
    pub fn take(&mut self, stamp: Stamp, value: Option<u32>) {
        self.merge(&Self { held: Some((stamp, value)) });
    }

    /// Keeps the value with the greater stamp.
    pub fn merge(&mut self, other: &Self) {
        self.held = self.held.max(other.held);
    }

    /// The replica that wrote last.
    pub fn writer(&self) -> Option<u32> {
        self.held.map(|(stamp, _)| stamp.replica)
    }

    /// The value; nothing before the first write, or if nothing was written.
    pub fn value(&self) -> Option<u32> {
        self.held.and_then(|(_, value)| value)
    }
}

/// A map of registers. A key that was unset keeps a register that holds nothing: its stamp must beat older values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LwwMap {
    entries: LiteMap<u32, LwwRegister>,
}

impl LwwMap {
    /// Sets or unsets a key at a replica while its clock shows `now`.
    pub fn put(&mut self, replica: u32, now: Time, key: u32, value: Option<u32>) -> Update {
        let stamp = self.entries.entry(key).or_default().write(replica, now, value);
        Update::Put(key, value, stamp)
    }

    /// The value under a key.
    pub fn get(&self, key: u32) -> Option<u32> {
        self.entries.get(&key).and_then(LwwRegister::value)
    }

    /// The keys that have a value, with it.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.entries.iter().filter_map(|(&key, register)| Some((key, register.value()?)))
    }

    /// The registers by key, empty ones too.
    pub fn registers(&self) -> &LiteMap<u32, LwwRegister> {
        &self.entries
    }

    /// Merges key by key.
    pub fn merge(&mut self, other: &Self) {
        for (key, register) in &other.entries {
            self.entries.entry(*key).or_default().merge(register);
        }
    }

    /// Does what was done at another replica.
    pub fn apply(&mut self, update: &Update) {
        if let Update::Put(key, value, stamp) = *update {
            self.entries.entry(key).or_default().take(stamp, value);
        }
    }
}
