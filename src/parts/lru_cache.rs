//! A cache of so many keys that forgets the one whose last read is longest ago (least recently used), each entry with a
//! moment at which it expires. Every step takes the same short time, however many keys there are.

use crate::kernel::Time;

/// No slot.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Slot<V> {
    key: u32,
    value: V,
    expires: Time,
    newer: u32,
    older: u32,
}

/// A cache of values by key, for keys that are numbered from 0. Four bytes for each key that there is, and a slot for each
/// that is held.
#[derive(Clone, Debug)]
pub struct LruCache<V> {
    capacity: u32,
    held: u32,
    /// The slot of each key.
    slot_of: Vec<u32>,
    /// A ring through slot 0, which holds no key: its older neighbour is the newest, its newer neighbour the oldest.
    slots: Vec<Slot<V>>,
}

impl<V: Copy + Default> LruCache<V> {
    /// An empty cache for `capacity` of so many keys.
    pub fn new(capacity: u32, keys: u32) -> Self {
        let end = Slot { key: NONE, value: V::default(), expires: Time::ZERO, newer: 0, older: 0 };
        Self { capacity, held: 0, slot_of: vec![NONE; keys as usize], slots: vec![end] }
    }

    /// The number of keys that it holds, with those whose time has passed unnoticed.
    pub fn len(&self) -> u32 {
        self.held
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.held == 0
    }

    /// The keys that it holds, the one read last first, with those whose time has passed unnoticed.
    pub fn keys(&self) -> Vec<u32> {
        let newest = Some(self.slots[0].older).filter(|&slot| slot != 0);
        let slots =
            std::iter::successors(newest, |&slot| Some(self.slots[slot as usize].older).filter(|&older| older != 0));
        slots.map(|slot| self.slots[slot as usize].key).filter(|&key| key != NONE).collect()
    }

    /// The value of a key, if it is held and has not expired; it is then the one read last.
    pub fn read(&mut self, key: u32, now: Time) -> Option<V> {
        let slot = self.slot_of[key as usize];
        if slot == NONE || self.slots[slot as usize].expires <= now {
            return None;
        }
        self.unlink(slot);
        self.link_newest(slot);
        Some(self.slots[slot as usize].value)
    }

    /// Whether a key is held, expired or not.
    pub fn holds(&self, key: u32) -> bool {
        self.slot_of[key as usize] != NONE
    }

    /// Keeps a value until it expires or is forgotten; it counts as the one read last.
    pub fn store(&mut self, key: u32, value: V, expires: Time) {
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
        self.held += u32::from(self.slot_of[key as usize] == NONE);
        self.slot_of[key as usize] = slot;
        let kept = &mut self.slots[slot as usize];
        (kept.key, kept.value, kept.expires) = (key, value, expires);
        self.link_newest(slot);
    }

    /// Forgets a key. Its slot stays, as the first to be used again.
    pub fn forget(&mut self, key: u32) {
        let slot = std::mem::replace(&mut self.slot_of[key as usize], NONE);
        if slot != NONE {
            self.held -= 1;
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
            self.held -= 1;
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a list that is searched from end to end.
        #[test]
        fn the_cache_holds_the_keys_read_last(
            steps in prop::collection::vec((0..3u8, 0..12u32), 0..200),
            capacity in 0..6u32,
            ttl in 1..40u64,
        ) {
            let mut cache = LruCache::new(capacity, 12);
            let mut newest_first: Vec<(u32, u64)> = Vec::new();
            for (now, (step, key)) in (0u64..).zip(steps) {
                let place = newest_first.iter().position(|&(kept, _)| kept == key);
                match step {
                    0 => {
                        let hit = place.filter(|&place| newest_first[place].1 > now);
                        prop_assert_eq!(cache.read(key, Time(now)), hit.map(|_| key));
                        if let Some(place) = hit {
                            let entry = newest_first.remove(place);
                            newest_first.insert(0, entry);
                        }
                    }
                    1 => {
                        cache.store(key, key, Time(now + ttl));
                        place.map(|place| newest_first.remove(place));
                        newest_first.insert(0, (key, now + ttl));
                        newest_first.truncate(capacity as usize);
                    }
                    _ => {
                        cache.forget(key);
                        place.map(|place| newest_first.remove(place));
                    }
                }
                let kept: Vec<u32> = newest_first.iter().map(|&(key, _)| key).collect();
                prop_assert_eq!(cache.len() as usize, kept.len());
                prop_assert_eq!(cache.keys(), kept);
            }
        }
    }
}
