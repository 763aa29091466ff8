//! How many updates last-writer-wins should lose, without drawing, while writes are rare and no message is lost.
//!
//! A write at process i is followed by one at process j so much later that only Δ matters. If Δ is shorter than the
//! message's delay d and the client's time to think together, the second client has not seen the first write: the two are
//! concurrent, and one is lost. If it has seen it, it is lost itself when the clock of j is behind that of i by more than
//! Δ. So a pair costs a write if Δ < max(d + think, eᵢ − eⱼ), with e the clocks' errors. How often two clients write so
//! close together follows from their exponential pauses ([`meetings`]).

use super::policy::Strategy;

/// The inputs of the prediction; all times in milliseconds.
#[derive(Clone, Debug)]
pub struct Theory {
    /// How replicas tell which value is the latest.
    pub strategy: Strategy,
    /// For each process, how many clients it has and how far its clock is ahead in the middle of the run.
    pub processes: Vec<(u32, f64)>,
    /// Writes of each client.
    pub writes: u32,
    /// The mean pause between a client's write and its next read.
    pub interval_ms: f64,
    /// From a client's read to its write.
    pub think_ms: f64,
    /// The least delay of a message.
    pub delay_ms: f64,
    /// The mean of what it takes beyond, exponential.
    pub jitter_ms: f64,
    /// Whether nothing loses messages or holds them back.
    pub is_reliable: bool,
}

/// Writes are rare as long as at most this fraction of them is lost.
const RARE: f64 = 0.05;

impl Theory {
    /// The expected number of lost updates, where writes are rare and no message is lost.
    pub fn lost_updates(&self) -> Option<f64> {
        if !matches!(self.strategy, Strategy::WallClock | Strategy::HybridClock) {
            return Some(0.0);
        }
        let pairs_per_ms = meetings(self.writes) / (self.interval_ms + self.think_ms);
        let mut lost = 0.0;
        for (i, &(clients, error_ms)) in self.processes.iter().enumerate() {
            for (j, &(others, other_error_ms)) in self.processes.iter().enumerate() {
                let window_ms = if i == j {
                    self.think_ms
                } else if self.strategy == Strategy::WallClock {
                    self.think_ms + self.longer_of_delay_and(error_ms - other_error_ms - self.think_ms)
                } else {
                    self.think_ms + self.delay_ms + self.jitter_ms
                };
                // A client does not meet itself.
                let others = if i == j { others.saturating_sub(1) } else { others };
                lost += f64::from(clients * others) * pairs_per_ms * window_ms;
            }
        }
        let all: u32 = self.processes.iter().map(|(clients, _)| clients * self.writes).sum();
        (self.is_reliable && lost <= RARE * f64::from(all)).then_some(lost)
    }

    /// The mean of the greater of a message's delay and `least_ms`.
    fn longer_of_delay_and(&self, least_ms: f64) -> f64 {
        if least_ms <= self.delay_ms {
            return self.delay_ms + self.jitter_ms;
        }
        // Beyond `least_ms` the delay is exponential again, if it gets there.
        let beyond = libm::exp(-(least_ms - self.delay_ms) / self.jitter_ms.max(f64::MIN_POSITIVE));
        least_ms + self.jitter_ms * beyond
    }
}

/// For two clients with `writes` writes each, how many pairs of a write of the one and a later write of the other fall
/// into a window, as long as that is short; in windows a mean pause.
///
/// The a-th write of one and the b-th of the other come after a and b exponential pauses, and the density of their
/// difference at 0 is C(a + b − 2, a − 1) / 2^(a + b − 1). Filled in as Pascal's triangle is, with a half at each step.
/// The sum is less than `writes`, since one client is done before the other.
pub fn meetings(writes: u32) -> f64 {
    let mut row = vec![0.0; writes as usize];
    let mut sum = 0.0;
    for a in 0..writes {
        let mut left = if a == 0 { 1.0 } else { 0.0 };
        for density in &mut row {
            *density = 0.5 * (*density + left);
            left = *density;
            sum += *density;
        }
    }
    sum
}
