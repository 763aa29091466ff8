//! Predictions of queueing theory, where it has a closed form.
//!
//! Erlang 1917 (loss and wait of M/M/c), Pollaczek 1930 and Khinchine 1932 (the mean wait of M/G/1), Little 1961
//! (L = λW). All of them speak of the steady state, so nothing is said of a load of 1 or more on an unbounded buffer,
//! of a paced generator, or of a station that stalls.

use super::config::Config;
use super::policy::Generator;
use super::service::Service;
use crate::parts::Relaxation;

/// The steady state of a station, as far as it is known. Times in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Theory {
    /// The mean sojourn.
    pub sojourn_mean_ms: Option<f64>,
    /// The mean wait in the station.
    pub waiting_mean_ms: Option<f64>,
    /// The probability of a wait.
    pub waiting: Option<f64>,
    /// The probability that a request finds the station full.
    pub loss: Option<f64>,
    /// The fraction of time for which a server is busy.
    pub utilisation: Option<f64>,
    /// How long the station remembers: a warm-up of a few times this is enough.
    pub relaxation_ms: Option<f64>,
    /// The law of the sojourn.
    pub sojourn: Option<Sojourn>,
}

impl Theory {
    /// The predictions for a station.
    pub fn of(config: &Config) -> Self {
        if config.paced || !config.is_undisturbed() {
            return Self::default();
        }
        let bound = config.blocks_at();
        // Places and clients below the number of servers leave the rest of the servers without work for ever.
        let servers = config.working_servers();
        let theory = match (config.service, bound) {
            (Service::Exponential { mean_ms }, Some(places)) => Self::bounded(config, servers, places, mean_ms),
            (Service::Exponential { mean_ms }, None) => Self::unbounded(config, servers, mean_ms),
            (_, None) if servers == 1 => Self::pollaczek_khinchine(config),
            _ => Self::default(),
        };
        if config.generator == Generator::Late {
            // Part of the wait moves from the station to the generator; only their sum is known.
            return Self { waiting_mean_ms: None, waiting: None, ..theory };
        }
        theory
    }

    /// M/M/c.
    fn unbounded(config: &Config, servers: u32, mean_ms: f64) -> Self {
        let offered = config.load * f64::from(config.servers);
        if offered >= f64::from(servers) {
            return Self::default();
        }
        let waiting = erlang_c(servers, offered);
        let drain_ms = mean_ms / (f64::from(servers) - offered);
        Self {
            sojourn_mean_ms: Some(mean_ms + waiting * drain_ms),
            waiting_mean_ms: Some(waiting * drain_ms),
            waiting: Some(waiting),
            loss: Some(0.0),
            utilisation: Some(config.load),
            relaxation_ms: Some(mean_ms / spectral_gap(servers, offered)),
            sojourn: Some(Sojourn { servers, offered, waiting, mean_ms }),
        }
    }

    /// M/M/c/K: a birth and death process that ends at `places`.
    fn bounded(config: &Config, servers: u32, places: u32, mean_ms: f64) -> Self {
        let offered = config.load * f64::from(config.servers);
        let (mut weight, mut sum, mut present, mut waits) = (1.0, 1.0, 0.0, 0.0);
        for n in 1..=places {
            if n > servers {
                // A request that finds n − 1 ≥ c there waits.
                waits += weight;
            }
            weight *= offered / f64::from(n.min(servers));
            sum += weight;
            present += f64::from(n) * weight;
            if sum > 1e200 {
                for part in [&mut weight, &mut sum, &mut present, &mut waits] {
                    *part *= 1e-200;
                }
            }
        }
        let loss = weight / sum;
        let accepted = offered * (1.0 - loss);
        let sojourn_ms = present / sum / accepted * mean_ms;
        Self {
            sojourn_mean_ms: Some(sojourn_ms),
            waiting_mean_ms: Some((sojourn_ms - mean_ms).max(0.0)),
            waiting: Some(waits / (sum - weight)),
            loss: Some(loss),
            utilisation: Some(accepted / f64::from(config.servers)),
            ..Self::default()
        }
    }

    /// M/G/1: Wq = λ E[S²] / (2 (1 − ρ)) = ρ (1 + cv²) E[S] / (2 (1 − ρ)).
    fn pollaczek_khinchine(config: &Config) -> Self {
        let (load, mean_ms, cv) =
            (config.load * f64::from(config.servers), config.service.mean_ms(), config.service.cv());
        if load >= 1.0 {
            return Self::default();
        }
        let wait_ms = load * (1.0 + cv * cv) * mean_ms / (2.0 * (1.0 - load));
        Self {
            sojourn_mean_ms: Some(mean_ms + wait_ms),
            waiting_mean_ms: Some(wait_ms),
            waiting: Some(load),
            loss: Some(0.0),
            utilisation: Some(config.load),
            ..Self::default()
        }
    }
}

/// Erlang's B: the probability that all of `servers` are busy, if nobody waits. `offered` is λ/μ.
pub fn erlang_b(servers: u32, offered: f64) -> f64 {
    (1..=servers).fold(1.0, |blocked, n| offered * blocked / (f64::from(n) + offered * blocked))
}

/// Erlang's C: the probability that a request waits, if all wait as long as it takes; `offered` below `servers`.
pub fn erlang_c(servers: u32, offered: f64) -> f64 {
    let blocked = erlang_b(servers, offered);
    let load = offered / f64::from(servers);
    blocked / (1.0 - load * (1.0 - blocked))
}

/// The law of the sojourn in M/M/c: a wait (with Erlang's probability, then exponential) and a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sojourn {
    servers: u32,
    offered: f64,
    waiting: f64,
    mean_ms: f64,
}

impl Sojourn {
    /// P(sojourn > `ms`).
    pub fn survival(&self, ms: f64) -> f64 {
        let t = ms / self.mean_ms;
        let served = libm::exp(-t);
        let drain = f64::from(self.servers) - self.offered;
        let apart = drain - 1.0;
        // ∫ e^−s · e^−drain(t−s) ds, and its limit where the two rates agree.
        let both = if apart.abs() < 1e-9 { t * served } else { (served - libm::exp(-drain * t)) / apart };
        served + self.waiting * both
    }

    /// The sojourn that a fraction `q` of requests does not exceed, in milliseconds. For one server it is
    /// −ln(1 − q)/(μ − λ).
    pub fn quantile_ms(&self, q: f64) -> f64 {
        let drain = f64::from(self.servers) - self.offered;
        // An interval that surely holds it, halved until a double cannot tell its ends apart.
        let (mut low, mut high) = (0.0, self.mean_ms * (1.0 + 1.0 / drain) * 20.0 * -libm::log(1.0 - q));
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if self.survival(middle) > 1.0 - q {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

/// About how long a station remembers how it began, in milliseconds, whatever its service.
pub fn memory_ms(config: &Config) -> f64 {
    let relaxation = Relaxation {
        servers: f64::from(config.working_servers()),
        offered: config.load * f64::from(config.servers),
        places: config.blocks_at(),
        cv: config.service.cv(),
    };
    config.service.mean_ms() * relaxation.services()
}

/// The rate at which M/M/c forgets how it began, in units of μ: the least eigenvalue above 0 of its rates (van Doorn 1981).
/// Near saturation it is (√c − √a)², the bottom of the continuous spectrum (of M/M/1 always, Morse 1955); with many servers
/// and little load one of the modes of the servers is slower, at about 1.
pub fn spectral_gap(servers: u32, offered: f64) -> f64 {
    /// Places behind the servers, enough for a mode that the continuous spectrum does not hold.
    const LINE: u32 = 400;
    let roots = f64::from(servers).sqrt() - offered.sqrt();
    let bottom = roots * roots;
    // Below x are as many eigenvalues as the factors of the matrix less x have signs less than 0 (Sturm); one is 0 itself.
    let modes_below = |x: f64| {
        let (mut factor, mut below) = (1.0, 0);
        for n in 0..=servers + LINE {
            let (arrivals, before) =
                (if n < servers + LINE { offered } else { 0.0 }, if n > 0 { offered } else { 0.0 });
            let departures = f64::from(n.min(servers));
            factor = arrivals + departures - x - before * departures / factor;
            below += u32::from(factor < 0.0);
        }
        below
    };
    let (mut low, mut high) = (0.0, bottom);
    if modes_below(high) < 2 {
        return bottom;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        *(if modes_below(middle) < 2 { &mut low } else { &mut high }) = middle;
    }
    high
}
