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

/// The most that the moved fraction may be spread by, as a fraction of itself, for its expectation to tell anything.
pub const SPREAD_MAX: f64 = 0.125;

/// The standard deviation of the moved fraction over hash functions, as a fraction of its mean `moved`: keys are hashed one
/// by one, and on the ring a new node's share is spread by 1/√points.
pub fn spread(strategy: Strategy, moved: f64, keys: u32, points: u32) -> f64 {
    let of_keys = (1.0 - moved) / (moved * f64::from(keys));
    let of_share = if strategy == Strategy::Ring { 1.0 / f64::from(points) } else { 0.0 };
    (of_keys + of_share).sqrt()
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
