//! The course of a run, for whoever looks on: how many waited when, single calls, and percentiles so far.
//!
//! A long run keeps every so manieth of its samples and calls, so that the memory of a course is bounded.

use super::measures::Measures;
use super::station::{Outcome, Station};
use crate::kernel::Time;

/// About how many samples and how many calls are kept.
const SAMPLES: u32 = 12_000;
const CALLS: u32 = 1_500;

/// How things stand, and what has happened since the run began.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    /// The moment.
    pub at: Time,
    /// Requests that have been due, left out by the generator, turned away, and answered.
    pub due: u32,
    /// …
    pub omitted: u32,
    /// …
    pub lost: u32,
    /// …
    pub left: u32,
    /// Requests that wait in line.
    pub waiting: u32,
    /// Requests that wait at the generator.
    pub delayed: u32,
    /// Requests in service.
    pub busy: u32,
}

/// A request: answered, or left out.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// When it was due.
    pub due: Time,
    /// When it was sent; `None` if it never was.
    pub sent: Option<Time>,
    /// When it was answered, or left out.
    pub at: Time,
}

/// The percentiles of a level so far, its warm-up aside: median, 99th and 99.9th, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// The moment.
    pub at: Time,
    /// The load of the level.
    pub load: f64,
    /// From the moment at which requests were due.
    pub sojourn_ms: [f64; 3],
    /// By the generator's own clock, from the moment at which they were sent.
    pub reported_ms: [f64; 3],
}

/// The course of a run.
#[derive(Clone, Debug)]
pub struct History {
    events: u32,
    every: (u32, u32),
    now: Sample,
    last_due: Time,
    samples: Vec<Sample>,
    calls: Vec<Call>,
    points: Vec<Point>,
}

impl History {
    /// The course of a run with so many requests, which has not begun.
    pub(super) fn of(customers: u32) -> Self {
        Self {
            events: 0,
            every: ((2 * customers).div_ceil(SAMPLES), customers.div_ceil(CALLS)),
            now: Sample::default(),
            last_due: Time::ZERO,
            samples: vec![Sample::default()],
            calls: Vec::new(),
            points: Vec::new(),
        }
    }

    /// Notes an event of the station.
    pub(super) fn note(&mut self, outcome: Outcome, station: &Station) {
        let at = station.now();
        match outcome {
            Outcome::Sent | Outcome::Delayed => self.now.due += 1,
            Outcome::Lost(_) => {
                self.now.due += 1;
                self.now.lost += 1;
            }
            Outcome::Omitted(_) => {
                self.now.due += 1;
                self.now.omitted += 1;
                self.keep(Call { due: at, sent: None, at });
            }
            Outcome::Left(request) => {
                self.now.left += 1;
                self.keep(Call { due: request.intended, sent: Some(request.sent), at });
            }
        }
        if !matches!(outcome, Outcome::Left(_)) {
            self.last_due = at;
        }
        if self.events.is_multiple_of(self.every.0) {
            self.sample(station);
        }
        self.events += 1;
    }

    /// Notes how things stand.
    pub(super) fn sample(&mut self, station: &Station) {
        let (waiting, delayed) = (station.waiting().len() as u32, station.delayed().len() as u32);
        let busy = station.in_station() - waiting;
        self.samples.push(Sample { at: station.now(), waiting, delayed, busy, ..self.now });
    }

    fn keep(&mut self, call: Call) {
        if (self.now.left + self.now.omitted).is_multiple_of(self.every.1) {
            self.calls.push(call);
        }
    }

    /// Notes the percentiles of the level under way.
    pub(super) fn measure(&mut self, at: Time, load: f64, measures: &Measures) {
        const QUANTILES: [f64; 3] = [0.5, 0.99, 0.999];
        let sojourn_ms = measures.sojourn.quantiles_ms(QUANTILES);
        let reported_ms = measures.client.as_ref().map_or(sojourn_ms, |client| client.reported.quantiles_ms(QUANTILES));
        if measures.served() > 0 {
            self.points.push(Point { at, load, sojourn_ms, reported_ms });
        }
    }

    /// How things stood, in the order of time.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// When the last request was due so far.
    pub fn last_due(&self) -> Time {
        self.last_due
    }

    /// How things stood at a moment.
    pub fn at(&self, moment: Time) -> Sample {
        let past = self.samples.partition_point(|sample| sample.at <= moment);
        self.samples[..past].last().copied().unwrap_or_default()
    }

    /// The requests that were answered or left out by a moment.
    pub fn calls(&self, moment: Time) -> &[Call] {
        &self.calls[..self.calls.partition_point(|call| call.at <= moment)]
    }

    /// The percentiles up to a moment.
    pub fn points(&self, moment: Time) -> &[Point] {
        &self.points[..self.points.partition_point(|point| point.at <= moment)]
    }
}
