//! One key of the cache: its value, who may recompute it, and who waits.

use litemap::LiteMap;

use super::waiting::Waiting;
use crate::kernel::Time;

/// A value in the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// The moment of the database that it shows: when its query began.
    pub as_of: Time,
    /// The moment at which it expires, or was deleted.
    pub expires: Time,
    /// How long its query took in the database, without any wait for a lock: the δ of XFetch.
    pub took: Time,
}

/// The right to recompute a key: a lock, a lease, or the cache's own note that a refresh is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Tells this claim from every other.
    pub token: u64,
    /// From when on somebody else may have it.
    pub until: Time,
    /// A lease is void once its key has been deleted: its value must not be stored.
    pub void: bool,
}

/// The refilling of a key: from the first recomputation for it to the first value stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refill {
    /// The moment at which the first recomputation began.
    pub opened: Time,
    /// How long before the expiry that was; 0 if after.
    pub lead: Time,
    /// Recomputations begun for it so far.
    pub recomputes: u32,
}

/// Everything that is known of a key.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The value in the cache, fresh or expired.
    pub value: Option<Value>,
    /// The moment at which the row behind it was last written.
    pub written: Time,
    /// The right to recompute it, if somebody has it.
    pub claim: Option<Claim>,
    /// The refilling under way.
    pub refill: Option<Refill>,
    /// The readers that wait for its value (lock, lease, stale-while-revalidate, refresh-ahead).
    pub waiting: Waiting,
    /// Singleflight: the readers who share the flight of their server, for each that is under way.
    pub flights: LiteMap<u32, Waiting>,
}

impl Entry {
    /// The value, if it has not expired.
    pub fn fresh(&self, now: Time) -> Option<Value> {
        self.value.filter(|value| now < value.expires)
    }

    /// Whether a value may still be served `grace` after its expiry.
    pub fn usable_stale(&self, now: Time, grace: Time) -> bool {
        self.value.is_some_and(|value| now < value.expires + grace)
    }

    /// Whether a read that the cache answers now gets a value that has expired or was overwritten in the database.
    pub fn is_stale(&self, now: Time) -> bool {
        self.value.is_some_and(|value| now >= value.expires || value.as_of < self.written)
    }

    /// The row was written: the value is out of date from now on, and so is a lease given before.
    pub fn delete(&mut self, now: Time) {
        self.written = now;
        if let Some(value) = &mut self.value {
            value.expires = value.expires.min(now);
        }
        if let Some(claim) = &mut self.claim {
            claim.void = true;
        }
    }

    /// Gives the claim to `token` if nobody has it.
    pub fn take_claim(&mut self, token: u64, now: Time, until: Time) -> bool {
        let free = self.claim.is_none_or(|claim| claim.until <= now);
        if free {
            self.claim = Some(Claim { token, until, void: false });
        }
        free
    }

    /// Counts a recomputation that begins now, and opens a refilling if it is the first.
    pub fn recompute(&mut self, now: Time) -> bool {
        let first = self.refill.is_none();
        let lead = self.value.map_or(Time::ZERO, |value| value.expires - now);
        self.refill.get_or_insert(Refill { opened: now, lead, recomputes: 0 }).recomputes += 1;
        first
    }
}
