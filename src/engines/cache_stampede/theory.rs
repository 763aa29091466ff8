//! Predictions for an expiry, for Poisson reads and a database that is never the bottleneck.

use super::policy::Strategy;
use super::settings::Settings;
use crate::kernel::Time;
use crate::parts::Zipf;
use crate::parts::early_expiry::EarlyExpiry;
use crate::parts::integral::integral;

/// So many of the most popular keys are summed over one by one.
const SINGLE_RANKS: u32 = 1_000;

/// Within so many mean gaps between reads one comes, but for a chance of one in twenty.
const GAPS: f64 = 3.0;

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
            Strategy::None | Strategy::Jitter => {
                let last = |rate: f64| self.recompute_s + libm::expm1(-rate * self.recompute_s) / rate;
                Some(self.over_expiries(|rate| 1.0 + rate * self.recompute_s, |rate| self.recompute_s + last(rate)))
            }
            // Every other server joins in if it sees a read before the first answer.
            Strategy::Singleflight => {
                let joins = |rate: f64, until: f64| -libm::expm1(-rate * until / servers);
                // The moment at which the last that joins in does so: none after it joins.
                let last = |rate: f64| {
                    let none_after = |at: f64| 1.0 - joins(rate, self.recompute_s) + joins(rate, at);
                    integral(self.recompute_s, &|at| 1.0 - libm::pow(none_after(at), servers - 1.0))
                };
                let recomputes = |rate: f64| 1.0 + (servers - 1.0) * joins(rate, self.recompute_s);
                Some(self.over_expiries(recomputes, |rate| self.recompute_s + last(rate)))
            }
            Strategy::XFetch => {
                self.is_told_apart().then(|| self.over_expiries(|rate| self.early(rate).recomputes(), |_| 0.0))
            }
            // A lease that ends before its value comes is void: so is the next, and no value is ever stored. One that lasts
            // longer than its value keeps readers waiting, who take the next with little patience left.
            Strategy::Lease => {
                let fits = lock_timeout.is_none_or(|lasts| (recompute..=self.settings.least_life()).contains(&lasts));
                (fits && patience >= recompute + recompute + retry).then_some(1.0)
            }
            // A value that comes as its right ends is stored. A right that ends before goes to the next reader, until the
            // first value is there.
            Strategy::Lock | Strategy::StaleWhileRevalidate | Strategy::RefreshAhead => {
                let rarest = self.reads_per_s * self.popularity.share(self.popularity.count());
                // A right that has ended is taken by the next reader: some gaps between reads later, to be on the safe side.
                let taken_after = Time::from_millis_f64(1e3 * GAPS / rarest);
                let rights = |pause| lock_timeout.map_or(1, |lasts| recompute.0.div_ceil((lasts + pause).0));
                let times = rights(Time::ZERO);
                let is_taken = times == rights(taken_after);
                // Readers look again before the value has expired once more.
                let look = retry + recompute;
                let is_seen = ttl >= look + look;
                ((times == 1 || is_taken) && is_seen).then_some(times as f64)
            }
        }
    }

    /// XFetch: how long before the expiry the first recomputation begins, in milliseconds; `None` for the others.
    pub fn lead_ms(&self) -> Option<f64> {
        let is_known = self.settings.strategy == Strategy::XFetch && self.recomputes_per_expiry().is_some();
        is_known.then(|| self.over_expiries(|rate| 1e3 * self.early(rate).lead_s(), |_| 0.0))
    }

    /// XFetch: whether the recomputations for one expiry of the most popular key have ended before those for the next begin:
    /// within two of their durations after a value is stored hardly any read is early.
    fn is_told_apart(&self) -> bool {
        let (scale, ttl_s) = (self.recompute_s * self.settings.beta, self.settings.ttl.as_millis() / 1e3);
        let until = libm::exp((2.0 * self.recompute_s - ttl_s) / scale) - libm::exp(-ttl_s / scale);
        self.reads_per_s * self.popularity.share(1) * scale * until < 0.01
    }

    /// XFetch: an expiry at so many reads a second.
    fn early(&self, reads_per_s: f64) -> EarlyExpiry {
        let (recompute_s, ttl_s) = (self.recompute_s, self.settings.ttl.as_millis() / 1e3);
        EarlyExpiry { reads_per_s, recompute_s, beta: self.settings.beta, ttl_s }
    }

    /// The mean over the expiries of all keys of something that depends on the reads of a key per second. A key
    /// expires once in its time to live, the wait for the next read, and the seconds for which values then come: each
    /// begins a life anew.
    fn over_expiries(&self, what: impl Fn(f64) -> f64, filling_s: impl Fn(f64) -> f64) -> f64 {
        let ttl_s = 0.5 * (self.settings.ttl + self.settings.least_life()).as_millis() / 1e3;
        let (mut sum, mut weights, mut rank) = (0.0, 0.0, 1);
        while rank <= self.popularity.count() {
            // Of many keys, those of a hundredth of a rank are read alike: one in their middle stands for all.
            let alike = if rank > SINGLE_RANKS { rank / 100 } else { 1 }.min(self.popularity.count() + 1 - rank);
            let rate = self.reads_per_s * self.popularity.share(rank + alike / 2);
            let weight = f64::from(alike) / (ttl_s + 1.0 / rate + filling_s(rate));
            sum += weight * what(rate);
            weights += weight;
            rank += alike;
        }
        sum / weights
    }
}
