//! Additive increase, multiplicative decrease: how TCP finds its share without being told (Chiu & Jain, "Analysis of the
//! increase and decrease algorithms for congestion avoidance in computer networks", 1989).
//!
//! Adding keeps the difference between two senders, multiplying shrinks it: so every congestion brings them closer.

/// The rule by which a sender changes its rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aimd {
    /// The addition in a step without congestion, above 0.
    pub increase: f64,
    /// The factor upon congestion, in (0, 1).
    pub decrease: f64,
}

impl Aimd {
    /// The next rate.
    pub fn next(&self, rate: f64, congested: bool) -> f64 {
        if congested { rate * self.decrease } else { rate + self.increase }
    }
}
