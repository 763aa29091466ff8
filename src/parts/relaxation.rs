//! How long a line of requests remembers how it began.

use std::f64::consts::PI;

/// A station where requests come at random.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relaxation {
    /// Servers that can ever be busy at once.
    pub servers: f64,
    /// The load offered to all of them together, λ/μ.
    pub offered: f64,
    /// The most requests there, those in service included; `None` for no bound.
    pub places: Option<u32>,
    /// The coefficient of variation of a service.
    pub cv: f64,
}

impl Relaxation {
    /// About how long the station remembers, in units of the mean service: the inverse of the spectral gap of one server
    /// that is as fast as all (M/M/1/K; Morse 1955), at least a service, and the longer the more services are spread, as in
    /// heavy traffic. A station that is overloaded fills first: a quarter of that, since what came meanwhile weighs little.
    pub fn services(&self) -> f64 {
        let Self { servers, offered, places, cv } = *self;
        let cosine = places.map_or(1.0, |places| libm::cos(PI / f64::from(places + 1)));
        let gap = offered + servers - 2.0 * (offered * servers).sqrt() * cosine;
        let fills = places.filter(|_| offered > servers).map_or(0.0, |places| f64::from(places) / (offered - servers));
        (0.5 * (1.0 + cv * cv) * (1.0 / gap).max(1.0)).max(0.25 * fills)
    }
}
