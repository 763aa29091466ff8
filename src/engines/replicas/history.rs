//! The course of a run, for whoever looks on: lines, counts, single answers, and percentiles so far.

use super::hosts::Host;
use crate::kernel::Time;
use crate::parts::LatencyHistogram;

/// About how many samples and how many answers are kept.
const SAMPLES: u32 = 8_000;
const ANSWERS: u32 = 4_000;

/// What has happened since the run began.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Requests sent.
    pub sent: u32,
    /// Requests answered.
    pub answered: u32,
    /// Second copies sent.
    pub seconds: u32,
    /// Second copies that the budget did not allow.
    pub refused: u32,
    /// Work on copies whose request was still waiting, and on copies whose request had been answered, in nanoseconds.
    pub work_ns: [u64; 2],
}

/// How a server stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stand {
    /// First and second copies in its line.
    pub waiting: [u16; 2],
    /// Whether it works, and whether it stands still.
    pub is_busy: bool,
    /// …
    pub is_paused: bool,
}

/// How things stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    /// The moment.
    pub at: Time,
    /// What has happened by then.
    pub counts: Counts,
}

/// A request that was answered.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// When.
    pub at: Time,
    /// How long it took.
    pub took: Time,
    /// The server that answered last.
    pub host: u8,
}

/// Percentiles so far, the warm-up aside, in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The moment.
    pub at: Time,
    /// Median, 99th and 99.9th percentile of requests.
    pub quantiles_ms: [f64; 3],
    /// The 99th percentile of the calls of each server.
    pub hosts_p99_ms: Vec<f64>,
}

impl Point {
    /// The mean of the servers' 99th percentiles.
    pub fn mean_of_hosts_ms(&self) -> f64 {
        self.hosts_p99_ms.iter().sum::<f64>() / self.hosts_p99_ms.len().max(1) as f64
    }
}

/// The course of a run.
#[derive(Clone, Debug)]
pub struct History {
    servers: usize,
    events: u32,
    every: (u32, u32),
    samples: Vec<Sample>,
    stands: Vec<Stand>,
    answers: Vec<Answer>,
    points: Vec<Point>,
}

impl History {
    /// The course of a run with so many requests of so many copies.
    pub(super) fn of(servers: usize, requests: u32, copies: u32) -> Self {
        Self {
            servers,
            events: 0,
            every: ((requests * (copies + 1)).div_ceil(SAMPLES), requests.div_ceil(ANSWERS)),
            samples: Vec::new(),
            stands: Vec::new(),
            answers: Vec::new(),
            points: Vec::new(),
        }
    }

    /// Notes how things stand after an event.
    pub(super) fn note(&mut self, at: Time, counts: &Counts, hosts: &[Host]) {
        if self.events.is_multiple_of(self.every.0) {
            self.samples.push(Sample { at, counts: *counts });
            self.stands.extend(hosts.iter().map(|host| {
                let seconds = host.line.iter().filter(|copy| copy.is_second).count();
                Stand {
                    waiting: [host.line.len() - seconds, seconds].map(|many| many.min(0xffff) as u16),
                    is_busy: host.serving.is_some(),
                    is_paused: host.paused_until > at,
                }
            }));
        }
        self.events += 1;
    }

    /// Notes the answer of a request.
    pub(super) fn answer(&mut self, number: u32, answer: Answer) {
        if number.is_multiple_of(self.every.1) {
            self.answers.push(answer);
        }
    }

    /// Notes the percentiles so far.
    pub(super) fn measure(&mut self, at: Time, latencies: &LatencyHistogram, hosts: &[Host]) {
        if latencies.count() > 0 {
            let quantiles_ms = latencies.quantiles_ms([0.5, 0.99, 0.999]);
            let hosts_p99_ms = hosts.iter().map(|host| host.latencies.quantiles_ms([0.99])[0]).collect();
            self.points.push(Point { at, quantiles_ms, hosts_p99_ms });
        }
    }

    /// How things stood, in the order of time.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// How things stood at a moment, and each server.
    pub fn at(&self, moment: Time) -> (Sample, &[Stand]) {
        let past = self.samples.partition_point(|sample| sample.at <= moment);
        match past.checked_sub(1) {
            Some(index) => (self.samples[index], &self.stands[self.servers * index..self.servers * past]),
            None => (Sample::default(), &[]),
        }
    }

    /// The answers by a moment.
    pub fn answers(&self, moment: Time) -> &[Answer] {
        &self.answers[..self.answers.partition_point(|answer| answer.at <= moment)]
    }

    /// The percentiles up to a moment.
    pub fn points(&self, moment: Time) -> &[Point] {
        &self.points[..self.points.partition_point(|point| point.at <= moment)]
    }
}
