//! The station itself, as a discrete-event simulation: requests come, wait, are served, and leave.
//!
//! First come, first served; one buffer before all servers. The times at which requests are due and their service
//! times come from the streams `"arrivals"` and `"service"`, one draw (of fixed size) for each request that is *due*,
//! sent or not. So every generator, every buffer and every load meets the same luck.

use std::collections::VecDeque;

use super::config::{Config, Stall};
use super::measures::Measures;
use super::policy::Generator;
use crate::kernel::{Queue, Seed, Stream, Time};

/// A request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its number within its level, from 0.
    pub number: u32,
    /// The moment at which it was due.
    pub intended: Time,
    /// The moment at which it was sent.
    pub sent: Time,
    /// The moment at which a server began with it.
    pub started: Time,
    /// How long it is served.
    pub service: Time,
}

/// The result of one event of the station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A request was sent and accepted.
    Sent,
    /// A request is due, and waits at the generator for a free client.
    Delayed,
    /// A request was due, and will never be sent: all clients wait.
    Omitted(u32),
    /// The station was full: a request was turned away.
    Lost(u32),
    /// A request was answered.
    Left(Request),
}

#[derive(Clone, Copy, Debug)]
enum Event {
    /// The next request is due.
    Due,
    /// This server has finished.
    Finished(u32),
}

/// A station under one load.
#[derive(Clone, Debug)]
pub struct Station {
    config: Config,
    customers: u32,
    warm_up: u32,
    began: Time,
    arrivals: Stream,
    services: Stream,
    agenda: Queue<Event>,
    due: u32,
    delayed: VecDeque<Request>,
    waiting: VecDeque<Request>,
    serving: Vec<Option<Request>>,
    idle: Vec<u32>,
    /// When the servers stand still, from the station's beginning, in the order of time.
    stalls: Vec<Stall>,
    in_station: u32,
    seen_at: Time,
    measures: Measures,
}

impl Station {
    /// An empty station from `began` on; the first `warm_up` of its `customers` are served but not measured.
    pub fn new(config: Config, customers: u32, warm_up: u32, seed: Seed, began: Time) -> Self {
        let mut station = Self {
            config,
            customers,
            warm_up,
            began,
            arrivals: Stream::named(seed, "arrivals"),
            services: Stream::named(seed, "service"),
            agenda: Queue::new(),
            due: 0,
            delayed: VecDeque::new(),
            waiting: VecDeque::new(),
            serving: vec![None; config.servers as usize],
            idle: (0..config.servers).rev().collect(),
            stalls: config.stall.into_iter().collect(),
            in_station: 0,
            seen_at: began,
            measures: Measures::since(began, config.generator != Generator::Open),
        };
        let first = station.next_due();
        station.agenda.at(first, Event::Due);
        station
    }

    /// The servers stand still at these times too, which are given from the station's beginning.
    pub fn also_stalls(&mut self, stalls: impl Iterator<Item = Stall>) {
        self.stalls.extend(stalls);
        self.stalls.sort_unstable_by_key(|stall| stall.from);
    }

    /// The moment at which the next request is due: a Poisson process, or equal distances without drift.
    fn next_due(&mut self) -> Time {
        let interval_ns = self.config.interval_ns();
        if self.config.paced {
            return self.began + Time((f64::from(self.due) * interval_ns + 0.5) as u64);
        }
        let gap = self.arrivals.exponential(interval_ns);
        self.agenda.now().max(self.began) + Time((gap + 0.5) as u64)
    }

    /// Takes the next event; `None` once every request is settled.
    #[inline]
    pub fn step(&mut self) -> Option<Outcome> {
        let (now, event) = self.agenda.pop()?;
        self.pass_time(now);
        Some(match event {
            Event::Due => self.intend(now),
            Event::Finished(server) => self.finish(now, server),
        })
    }

    /// The areas under the numbers present grow by what was there since the last event.
    fn pass_time(&mut self, now: Time) {
        let passed = u128::from((now - self.seen_at).0);
        self.measures.area_station += passed * u128::from(self.in_station);
        self.measures.area_waiting += passed * self.waiting.len() as u128;
        self.seen_at = now;
    }

    /// A request is due.
    fn intend(&mut self, now: Time) -> Outcome {
        if self.due == self.warm_up {
            self.measures = Measures::since(now, self.config.generator != Generator::Open);
        }
        let service = self.config.service.draw(&mut self.services);
        let request = Request { number: self.due, intended: now, sent: now, started: now, service };
        self.due += 1;
        if self.due < self.customers {
            let next = self.next_due();
            self.agenda.at(next, Event::Due);
        }
        let client_is_free = self.in_station < self.config.clients;
        match self.config.generator {
            Generator::Closed if !client_is_free => {
                self.measures.omitted += 1;
                Outcome::Omitted(request.number)
            }
            Generator::Late if !client_is_free => {
                self.delayed.push_back(request);
                Outcome::Delayed
            }
            _ => self.send(now, request),
        }
    }

    /// A request reaches the station.
    fn send(&mut self, now: Time, request: Request) -> Outcome {
        let request = Request { sent: now, ..request };
        if self.config.capacity.is_some_and(|capacity| self.in_station >= capacity) {
            self.measures.lost += u64::from(request.number >= self.warm_up);
            return Outcome::Lost(request.number);
        }
        self.in_station += 1;
        match self.idle.pop() {
            Some(server) => self.start(now, server, request),
            None => self.waiting.push_back(request),
        }
        Outcome::Sent
    }

    /// A server takes a request.
    fn start(&mut self, now: Time, server: u32, request: Request) {
        let start = now - self.began;
        let service = self.stalls.iter().fold(request.service, |took, stall| stall.finish(start, took) - start);
        let finished = now + service;
        self.serving[server as usize] = Some(Request { started: now, ..request });
        self.agenda.at(finished, Event::Finished(server));
    }

    /// A server has finished: its request leaves, the next one is taken, and the freed client may send.
    fn finish(&mut self, now: Time, server: u32) -> Outcome {
        let request = self.serving[server as usize].take().expect("only a busy server finishes");
        self.in_station -= 1;
        if request.number >= self.warm_up {
            self.measure(now, &request);
        }
        match self.waiting.pop_front() {
            Some(next) => self.start(now, server, next),
            None => self.idle.push(server),
        }
        if let Some(delayed) = self.delayed.pop_front() {
            // A client has just come free, and requests are delayed only where clients are fewer than places.
            let outcome = self.send(now, delayed);
            assert_eq!(outcome, Outcome::Sent, "a delayed request finds its place");
        }
        Outcome::Left(request)
    }

    fn measure(&mut self, now: Time, request: &Request) {
        let measures = &mut self.measures;
        measures.sojourn.record(now - request.intended);
        if let Some(client) = &mut measures.client {
            client.reported.record(now - request.sent);
            client.corrected.record_corrected(now - request.sent, self.config.client_interval());
        }
        let waited = request.started - request.sent;
        measures.waited += u64::from(waited > Time::ZERO);
        measures.waiting_ns += u128::from(waited.0);
        measures.station_ns += u128::from((now - request.sent).0);
    }

    /// The station's parameters.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The measurements so far.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// How many requests have been due.
    pub fn due(&self) -> u32 {
        self.due
    }

    /// The requests that wait in the buffer, the next one first.
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = &Request> {
        self.waiting.iter()
    }

    /// The requests that wait at the generator for a free client.
    pub fn delayed(&self) -> impl ExactSizeIterator<Item = &Request> {
        self.delayed.iter()
    }

    /// The request in service at each server.
    pub fn serving(&self) -> &[Option<Request>] {
        &self.serving
    }

    /// How many requests wait or are served.
    pub fn in_station(&self) -> u32 {
        self.in_station
    }

    /// The moment that has been reached.
    pub fn now(&self) -> Time {
        self.seen_at
    }
}
