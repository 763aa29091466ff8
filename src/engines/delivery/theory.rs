//! Predictions for a sender that repeats until it hears an answer.
//!
//! A message is lost with probability p, an acknowledgement with q, each by itself. An attempt succeeds with
//! (1−p)(1−q); so without a limit a message is sent 1/((1−p)(1−q)) times and delivered 1/(1−q) times, and is delivered
//! more than once if the first acknowledgement is lost: with q. With at most n attempts the sums are finite; that all n
//! are lost has probability pⁿ, small but never zero.

/// The law of one message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theory {
    /// Mean number of sends.
    pub sends: f64,
    /// Mean number of deliveries.
    pub deliveries: f64,
    /// P(delivered more than once).
    pub duplicate: f64,
    /// P(never delivered).
    pub lost: f64,
}

impl Theory {
    /// Messages lost with `p`, acknowledgements with `q`, at most `attempts` sends.
    pub fn new(p: f64, q: f64, attempts: u32) -> Self {
        let fails = 1.0 - (1.0 - p) * (1.0 - q);
        let (mut sends, mut once) = (0.0, 0.0);
        let (mut all_failed, mut all_lost) = (1.0, 1.0);
        for attempt in 1..=attempts {
            sends += all_failed;
            all_failed *= fails;
            // The first delivery is this attempt, and it stays the only one if its answer arrives or the rest is lost.
            let rest_lost = libm::pow(p, f64::from(attempts - attempt));
            once += all_lost * (1.0 - p) * ((1.0 - q) + q * rest_lost);
            all_lost *= p;
        }
        let duplicate = (1.0 - all_lost - once).max(0.0);
        Self { sends, deliveries: sends * (1.0 - p), duplicate, lost: all_lost }
    }
}

/// P(at least two of `draws` random ids of `bits` bits are equal), by the birthday approximation
/// 1 − exp(−n(n−1) / 2·2ᵇ): 50 % for 77,163 draws of 32 bits.
pub fn collision_probability(draws: f64, bits: f64) -> f64 {
    -libm::expm1(-draws * (draws - 1.0) / libm::exp2(bits + 1.0))
}
