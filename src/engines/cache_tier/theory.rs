//! The expected effects of a join on a warm tier.

use crate::parts::placements::Strategy;

/// The expected fraction of keys that get another node when `before` nodes of equal weight become `after`, those with the
/// highest numbers coming or going; nothing where no closed form is known.
///
/// A key keeps its node under `hash mod n` if the remainders agree: min(a, b) values of every lcm(a, b). The ring,
/// rendezvous and jump move only what the nodes that come or go hold.
pub fn moved_fraction(strategy: Strategy, before: u32, after: u32) -> Option<f64> {
    let (less, more) = (before.min(after), before.max(after));
    match strategy {
        Strategy::Modulo => {
            let stay = f64::from(less) / (f64::from(less / greatest_common_divisor(less, more)) * f64::from(more));
            Some(1.0 - stay)
        }
        Strategy::Ring | Strategy::Rendezvous | Strategy::Jump => Some(f64::from(more - less) / f64::from(more)),
        Strategy::Maglev | Strategy::Bounded => None,
    }
}

/// The hit ratio right after a change, if a read of a key that moved always misses: hashing does not know which keys are
/// popular, so in expectation the moved fraction of keys is the moved fraction of reads.
pub fn hit_fraction_after(before: f64, moved_fraction: f64) -> f64 {
    before * (1.0 - moved_fraction)
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
