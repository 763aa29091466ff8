//! Predictions for an expiry, for Poisson reads and a database that is never the bottleneck.

use super::policy::Strategy;
use super::settings::Settings;
use crate::kernel::Time;
use crate::parts::Zipf;

/// So many of the most popular keys are summed over one by one.
const SINGLE_RANKS: u32 = 1_000;

/// Simpson's rule from 0 to `end`, in a hundred double steps.
fn integral(end: f64, of: impl Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 200;
    let step = end / f64::from(STEPS);
    let inner = |n: u32| if n.is_multiple_of(2) { 2.0 } else { 4.0 } * of(f64::from(n) * step);
    (of(0.0) + of(end) + (1..STEPS).map(inner).sum::<f64>()) * step / 3.0
}

/// The rates and times that the predictions depend on.
#[derive(Clone, Copy, Debug)]
pub struct Theory<'a> {
    /// The strategy with its numbers.
    pub settings: &'a Settings,
    /// Reads of all keys per second.
    pub reads_per_s: f64,
    /// The law by which keys are read.
    pub popularity: &'a Zipf,
    /// How long a recomputation takes, in seconds.
    pub recompute_s: f64,
    /// How many application servers read.
    pub servers: u32,
    /// The queries that the database runs at full speed, of those that it takes in; `None` for no limit.
    pub capacity: Option<u32>,
    /// Whether reads come steadily, and nothing but time ends a value: no write, crash or action.
    pub is_steady: bool,
    /// For how long reads come, in seconds.
    pub duration_s: f64,
}

impl Theory<'_> {
    /// Recomputations for each expiry; `None` where a value is never stored, or no law is known of what runs.
    pub fn recomputes_per_expiry(&self) -> Option<f64> {
        let is_seen = self.duration_s >= 2.0 * self.settings.ttl.as_millis() / 1e3;
        if !self.is_steady || !is_seen {
            return None;
        }
        self.unhindered().filter(|&recomputes| self.has_room(recomputes))
    }

    /// Whether the database is never slowed down by so many queries for each expiry, even if all keys expire at once.
    fn has_room(&self, recomputes: f64) -> bool {
        let reads = self.reads_per_s * self.recompute_s;
        let many_reads = reads + 5.0 * reads.sqrt() + f64::from(self.popularity.count());
        let at_once = many_reads.min(recomputes * f64::from(self.popularity.count()));
        self.capacity.is_none_or(|capacity| at_once <= f64::from(capacity))
    }

    /// The same, if the database never slows down.
    fn unhindered(&self) -> Option<f64> {
        let Settings { strategy, lock_timeout, patience, ttl, retry, .. } = *self.settings;
        let servers = f64::from(self.servers);
        let recompute = Time::from_millis_f64(1e3 * self.recompute_s);
        let in_background = matches!(strategy, Strategy::StaleWhileRevalidate | Strategy::RefreshAhead);
        // The answer for a reader who has given up is left lying.
        if recompute > patience && !in_background && strategy != Strategy::Singleflight {
            return None;
        }
        // Values that come as long as a recomputation apart must not expire in between.
        let runs_over = self.settings.least_life() < recompute;
        match strategy {
            Strategy::None | Strategy::Jitter | Strategy::Singleflight if runs_over => None,
            Strategy::None | Strategy::Jitter => Some(self.over_expiries(|rate| 1.0 + rate * self.recompute_s)),
            // Every other server joins in if it sees a read before the first answer.
            Strategy::Singleflight => {
                Some(self.over_expiries(|rate| 1.0 - (servers - 1.0) * libm::expm1(-rate * self.recompute_s / servers)))
            }
            Strategy::XFetch => self.is_told_apart().then(|| self.over_expiries(|rate| self.early(rate).0)),
            // A lease that ends before its value comes is void: so is the next, and no value is ever stored.
            Strategy::Lease => lock_timeout.is_none_or(|lasts| lasts >= recompute).then_some(1.0),
            // A value that comes as its right ends is stored. A right that ends before goes to the next reader, until the
            // first value is there.
            Strategy::Lock | Strategy::StaleWhileRevalidate | Strategy::RefreshAhead => {
                let times = lock_timeout.map_or(1, |lasts| recompute.0.div_ceil(lasts.0));
                // Readers must come often enough to take it at once, and look again before the value has expired once more.
                let rarest = self.reads_per_s * self.popularity.share(self.popularity.count());
                let is_taken = lock_timeout.is_none_or(|lasts| rarest * lasts.as_millis() / 1e3 >= 20.0);
                let look = retry + recompute;
                let is_seen = ttl >= look + look;
                ((times == 1 || is_taken) && is_seen).then_some(times as f64)
            }
        }
    }

    /// XFetch: how long before the expiry the first recomputation begins, in milliseconds; `None` for the others.
    pub fn lead_ms(&self) -> Option<f64> {
        let is_known = self.settings.strategy == Strategy::XFetch && self.recomputes_per_expiry().is_some();
        is_known.then(|| self.over_expiries(|rate| 1e3 * self.early(rate).1))
    }

    /// XFetch: whether the recomputations for one expiry of the most popular key have ended before those for the next begin:
    /// within two of their durations after a value is stored hardly any read is early.
    fn is_told_apart(&self) -> bool {
        let (scale, ttl_s) = (self.recompute_s * self.settings.beta, self.settings.ttl.as_millis() / 1e3);
        let until = libm::exp((2.0 * self.recompute_s - ttl_s) / scale) - libm::exp(-ttl_s / scale);
        self.reads_per_s * self.popularity.share(1) * scale * until < 0.01
    }

    /// XFetch at so many reads a second: the mean number of recomputations, and by how many seconds the first comes before
    /// the expiry.
    ///
    /// At u before the expiry a read recomputes with the probability min(1, e^(−u/δβ)), so recomputations are a Poisson
    /// process with r times that for its rate. The first comes where the integral Λ of the rate reaches an Exp(1) variable,
    /// and those of the δ that it takes come on top. For a long life and rδβ ≫ 1 the means are e^(1/β) and
    /// δβ(ln(rδβ) + γ).
    fn early(&self, rate: f64) -> (f64, f64) {
        let (scale, took, ttl_s) =
            (self.recompute_s * self.settings.beta, self.recompute_s, self.settings.ttl.as_millis() / 1e3);
        let at_store = libm::exp(-ttl_s / scale);
        // Λ at u before the expiry.
        let reached = |u: f64| rate * scale * (libm::exp(-u / scale) - at_store);
        // A first one that ends before the expiry: while it runs Λ grows by the factor e^(1/β).
        let in_time = reached(took).max(0.0);
        let luck = 1.0 - libm::exp(-in_time) * (1.0 + in_time) - rate * scale * at_store * libm::expm1(-in_time);
        let early = libm::expm1(took / scale) * luck;
        // One that ends after it: from the expiry on every read recomputes.
        let across = integral(took.min(ttl_s), |u| {
            let during = reached(0.0) + rate * (took - u) - reached(u);
            during * libm::exp(-reached(u)) * rate * libm::exp(-u / scale)
        });
        let late = rate * took * libm::exp(-reached(0.0));
        let furthest = ttl_s.min(scale * (libm::log(rate * scale).max(0.0) + 27.0));
        (1.0 + early + across + late, integral(furthest, |u| -libm::expm1(-reached(u))))
    }

    /// The mean over the expiries of all keys of something that depends on the reads of a key per second. A key
    /// expires once in its time to live and the wait for the next read.
    fn over_expiries(&self, what: impl Fn(f64) -> f64) -> f64 {
        let ttl_s = 0.5 * (self.settings.ttl + self.settings.least_life()).as_millis() / 1e3;
        let (mut sum, mut weights, mut rank) = (0.0, 0.0, 1);
        while rank <= self.popularity.count() {
            // Of many keys, those of a hundredth of a rank are read alike: one in their middle stands for all.
            let alike = if rank > SINGLE_RANKS { rank / 100 } else { 1 }.min(self.popularity.count() + 1 - rank);
            let rate = self.reads_per_s * self.popularity.share(rank + alike / 2);
            let weight = f64::from(alike) / (ttl_s + 1.0 / rate);
            sum += weight * what(rate);
            weights += weight;
            rank += alike;
        }
        sum / weights
    }
}
