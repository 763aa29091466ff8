//! A small cache in front of the partitions: the keys read last, each for a limited time.

use crate::kernel::Time;

/// No slot.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Slot {
    key: u32,
    expires: Time,
    newer: u32,
    older: u32,
}

/// A cache of keys that forgets the one whose last read is longest ago (least recently used).
#[derive(Clone, Debug)]
pub struct Cache {
    capacity: u32,
    ttl: Time,
    /// The slot of each key.
    slot_of: Vec<u32>,
    /// A ring through slot 0, which holds no key: its older neighbour is the newest, its newer neighbour the oldest.
    slots: Vec<Slot>,
}

impl Cache {
    /// An empty cache for `capacity` of so many keys, each for `ttl` from when it was stored.
    pub fn new(capacity: u32, keys: u32, ttl: Time) -> Self {
        let end = Slot { key: NONE, expires: Time::ZERO, newer: 0, older: 0 };
        Self { capacity, ttl, slot_of: vec![NONE; keys as usize], slots: vec![end] }
    }

    /// The keys that it holds, the one read last first, with those whose time has passed unnoticed.
    pub fn keys(&self) -> Vec<u32> {
        let newest = Some(self.slots[0].older).filter(|&slot| slot != 0);
        let slots =
            std::iter::successors(newest, |&slot| Some(self.slots[slot as usize].older).filter(|&older| older != 0));
        slots.map(|slot| self.slots[slot as usize].key).filter(|&key| key != NONE).collect()
    }

    /// Whether a read of a key is answered here.
    pub fn read(&mut self, key: u32, now: Time) -> bool {
        let slot = self.slot_of[key as usize];
        if slot == NONE || self.slots[slot as usize].expires <= now {
            return false;
        }
        self.unlink(slot);
        self.link_newest(slot);
        true
    }

    /// Keeps the value of a key that was read from its partition.
    pub fn store(&mut self, key: u32, now: Time) {
        if self.capacity == 0 {
            return;
        }
        let slot = match self.slot_of[key as usize] {
            NONE => self.free_slot(),
            slot => {
                self.unlink(slot);
                slot
            }
        };
        self.slot_of[key as usize] = slot;
        let kept = &mut self.slots[slot as usize];
        (kept.key, kept.expires) = (key, now + self.ttl);
        self.link_newest(slot);
    }

    /// Forgets a key that was written. Its slot stays, as the first to be used again.
    pub fn forget(&mut self, key: u32) {
        let slot = std::mem::replace(&mut self.slot_of[key as usize], NONE);
        if slot != NONE {
            self.unlink(slot);
            self.slots[slot as usize].key = NONE;
            self.link(slot, self.slots[0].newer, 0);
        }
    }

    /// A slot out of the ring: a new one while there is room, else the oldest, whose key is forgotten.
    fn free_slot(&mut self) -> u32 {
        let oldest = self.slots[0].newer;
        let reuse = oldest != 0 && self.slots[oldest as usize].key == NONE;
        if !reuse && (self.slots.len() as u32) <= self.capacity {
            self.slots.push(self.slots[0]);
            return self.slots.len() as u32 - 1;
        }
        self.unlink(oldest);
        if let Some(slot) = self.slot_of.get_mut(self.slots[oldest as usize].key as usize) {
            *slot = NONE;
        }
        oldest
    }

    fn link_newest(&mut self, slot: u32) {
        self.link(slot, 0, self.slots[0].older);
    }

    /// Puts a slot between two neighbours.
    fn link(&mut self, slot: u32, newer: u32, older: u32) {
        (self.slots[slot as usize].newer, self.slots[slot as usize].older) = (newer, older);
        self.slots[newer as usize].older = slot;
        self.slots[older as usize].newer = slot;
    }

    fn unlink(&mut self, slot: u32) {
        let Slot { newer, older, .. } = self.slots[slot as usize];
        self.slots[newer as usize].older = older;
        self.slots[older as usize].newer = newer;
    }
}
