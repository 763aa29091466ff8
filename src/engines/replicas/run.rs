//! One run: requests come, their copies wait at servers, the answers that are needed end them.

use super::config::Config;
use super::history::{Answer, Counts, History};
use super::hosts::{Copy, Host};
use super::policy::{Hedge, Pauses};
use super::spec::MAX_SERVERS;
use crate::kernel::{Action, EventLimit, Input, Progress, Queue, Report, Simulation, Stream, Time, Trace, Value};
use crate::parts::LatencyHistogram;

/// The windows of a run.
const WINDOWS: u32 = 40;

/// About what closing a window costs, in units of the budget: it reads a histogram for each server.
const WINDOW_COST: u32 = 1_000;

#[derive(Clone, Copy, Debug)]
enum Due {
    /// The next request comes.
    Request,
    /// This request has waited for so long that it may have a second copy.
    Hedge(u32),
    /// This server is done, unless it has paused meanwhile.
    Done(u8),
    /// The pause with this number begins.
    Pause(u32),
    /// A reader stops all servers for so long.
    Stop(Time),
}

/// A request.
#[derive(Clone, Copy, Debug)]
struct Request {
    sent: Time,
    /// The answers that it still needs.
    needs: u8,
    /// The servers that have a copy, a bit for each.
    servers: u32,
    has_started: bool,
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Replicas {
    config: Config,
    arrivals: Stream,
    routes: Stream,
    services: Stream,
    seconds: Stream,
    agenda: Queue<Due>,
    hosts: Vec<Host>,
    requests: Vec<Request>,
    counts: Counts,
    latencies: LatencyHistogram,
    calls: LatencyHistogram,
    history: History,
    finished: bool,
    limit: EventLimit,
    trace: Trace,
}

impl Replicas {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let (config, stream) = (Config::of(input.params), |name| Stream::named(input.seed, name));
        let mut run = Self {
            arrivals: stream("arrivals"),
            routes: stream("routes"),
            services: stream("service"),
            seconds: stream("seconds"),
            agenda: Queue::new(),
            hosts: vec![Host::default(); config.servers as usize],
            requests: Vec::with_capacity(config.requests as usize),
            counts: Counts::default(),
            latencies: LatencyHistogram::new(),
            calls: LatencyHistogram::new(),
            history: History::of(config.servers as usize, config.requests, config.copies),
            finished: false,
            limit: EventLimit::of(input),
            trace: Trace::keeping(2_000),
            config,
        };
        run.trace.record(Time::ZERO, "begin", vec![("rate_per_s", (1e9 / config.interval_ns()).into())]);
        for (at, length) in input.actions.iter().filter_map(stop) {
            run.agenda.at(at, Due::Stop(length));
        }
        run.plan_request();
        run.plan_pause(0);
        run
    }

    fn plan_request(&mut self) {
        let gap = Time((self.arrivals.exponential(self.config.interval_ns()) + 0.5) as u64);
        self.agenda.after(gap, Due::Request);
    }

    /// Plans the pause with this number, if there are any.
    fn plan_pause(&mut self, number: u32) {
        let shares = if self.config.pauses == Pauses::Apart { self.config.servers } else { 1 };
        if self.config.pauses != Pauses::None && self.config.pause > Time::ZERO {
            let at = self.config.pause_every.0 * (u64::from(number) + 1) / u64::from(shares);
            self.agenda.at(Time(at), Due::Pause(number));
        }
    }

    /// Plays one event; says what it cost.
    fn step(&mut self) -> u32 {
        if !self.limit.allow() {
            self.finished = true;
            return 0;
        }
        let Some((now, due)) = self.agenda.pop() else {
            self.finished = true;
            return 0;
        };
        let mut cost = 2;
        match due {
            Due::Request => cost += self.request(now),
            Due::Hedge(request) => self.hedge(now, request),
            Due::Done(host) => self.done(now, host.into()),
            Due::Pause(number) => self.pause(now, number),
            Due::Stop(length) => self.stand_still(now, (0, self.hosts.len()), length),
        }
        self.history.note(now, &self.counts, &self.hosts);
        if self.counts.answered == self.config.requests && self.hosts.iter().all(|host| host.serving.is_none()) {
            // The last point is of the last window, at which the picture ends with its lines as they stood.
            let last = self.requests.last().map_or(now, |request| request.sent);
            self.history.measure(last, &self.latencies, &self.hosts);
            self.finished = true;
        }
        cost
    }

    fn request(&mut self, now: Time) -> u32 {
        let number = self.requests.len() as u32;
        let needs = self.config.needs as u8;
        self.requests.push(Request { sent: now, needs, servers: 0, has_started: false });
        self.counts.sent += 1;
        for _ in 0..self.config.copies {
            // Drawn whatever comes of it, so that all policies meet the same luck.
            let (route, service) = (self.routes.unit(), self.services.exponential(self.config.service_ms));
            let is_over = self.config.hedge == Hedge::Tied && self.config.needs == 1;
            if !(is_over && self.requests[number as usize].has_started) {
                self.place(now, number, (route, service), false);
            }
        }
        match self.config.hedge {
            Hedge::Off => {}
            Hedge::Tied if self.requests[number as usize].has_started => {}
            Hedge::Tied => self.second(now, number),
            Hedge::Delay | Hedge::Cancel => self.agenda.after(self.config.hedge_after, Due::Hedge(number)),
        }
        if number + 1 < self.config.requests {
            self.plan_request();
        }
        let is_last = number + 1 == self.config.requests;
        if is_last || (number + 1).is_multiple_of(self.config.requests.div_ceil(WINDOWS)) {
            self.close_window(now);
            return WINDOW_COST;
        }
        0
    }

    fn hedge(&mut self, now: Time, request: u32) {
        if self.requests[request as usize].needs > 0 {
            self.second(now, request);
        }
    }

    /// Sends a second copy, if the budget allows it and there is a server without one.
    fn second(&mut self, now: Time, request: u32) {
        let draws = (self.seconds.unit(), self.seconds.exponential(self.config.service_ms));
        if f64::from(self.counts.seconds + 1) > self.config.budget * f64::from(self.counts.sent) {
            self.counts.refused += 1;
        } else if self.requests[request as usize].servers.count_ones() < self.config.servers {
            self.counts.seconds += 1;
            self.place(now, request, draws, true);
        }
    }

    /// A copy goes to one of the servers that have none of this request.
    fn place(&mut self, now: Time, request: u32, (route, service_ms): (f64, f64), is_second: bool) {
        let taken = self.requests[request as usize].servers;
        let mut free = (0..self.config.servers).filter(|server| taken & (1 << server) == 0);
        let place = (route * f64::from(self.config.servers - taken.count_ones())) as usize;
        let host = free.nth(place).expect("a server has none yet") as usize;
        self.requests[request as usize].servers |= 1 << host;
        let service = Time::from_millis_f64(service_ms).max(Time(1));
        self.hosts[host].line.push_back(Copy { request, is_second, came: now, service });
        self.start(now, host);
    }

    /// A server that is free takes its next copy.
    fn start(&mut self, now: Time, host: usize) {
        let Some((copy, done_at)) = self.hosts[host].start(now) else { return };
        self.agenda.at(done_at, Due::Done(host as u8));
        self.requests[copy.request as usize].has_started = true;
        if self.config.hedge == Hedge::Tied {
            self.cancel(copy.request);
        }
    }

    /// Takes what still waits of a request out of all lines. (Of one that needs several answers nothing is taken.)
    fn cancel(&mut self, request: u32) {
        let Request { servers, needs, .. } = self.requests[request as usize];
        if self.config.needs > 1 && needs > 0 {
            return;
        }
        for (server, host) in self.hosts.iter_mut().enumerate() {
            if servers & (1 << server) != 0 {
                host.cancel(request);
            }
        }
    }

    /// A server is done with a copy.
    fn done(&mut self, now: Time, host: usize) {
        let server = &mut self.hosts[host];
        if server.done_at > now {
            return self.agenda.at(server.done_at, Due::Done(host as u8));
        }
        let copy = server.serving.take().expect("only a busy server is done");
        let request = &mut self.requests[copy.request as usize];
        let is_measured = copy.request >= self.config.warm_up;
        self.counts.work_ns[usize::from(request.needs == 0)] += copy.service.0;
        if is_measured {
            server.latencies.record(now - copy.came);
            self.calls.record(now - copy.came);
        }
        if request.needs > 0 {
            request.needs -= 1;
            if request.needs == 0 {
                let took = now - request.sent;
                self.counts.answered += 1;
                self.history.answer(copy.request, Answer { at: now, took, host: host as u8 });
                if is_measured {
                    self.latencies.record(took);
                }
                if matches!(self.config.hedge, Hedge::Cancel | Hedge::Tied) {
                    self.cancel(copy.request);
                }
            }
        }
        self.start(now, host);
    }

    fn pause(&mut self, now: Time, number: u32) {
        let servers = match self.config.pauses {
            Pauses::Together => (0, self.hosts.len()),
            Pauses::Apart => ((number % self.config.servers) as usize, 1),
            Pauses::One | Pauses::None => (0, 1),
        };
        self.stand_still(now, servers, self.config.pause);
        if self.counts.answered < self.config.requests {
            self.plan_pause(number + 1);
        }
    }

    /// So many servers from one on stand still.
    fn stand_still(&mut self, now: Time, (first, many): (usize, usize), length: Time) {
        for host in &mut self.hosts[first..first + many] {
            host.pause(now, length);
        }
        let fields = vec![
            ("servers", (many as u32).into()),
            ("first", (first as u32).into()),
            ("length_ms", length.as_millis().into()),
        ];
        self.trace.record(now, "pause", fields);
    }

    fn close_window(&mut self, now: Time) {
        let waiting: usize = self.hosts.iter().map(|host| host.line.len()).sum();
        let [p99] = self.latencies.quantiles_ms([0.99]);
        let fields = vec![
            ("sent", self.counts.sent.into()),
            ("answered", self.counts.answered.into()),
            ("seconds", self.counts.seconds.into()),
            ("waiting", (waiting as u32).into()),
            ("p99_ms", p99.into()),
        ];
        self.trace.record(now, "window", fields);
        self.history.measure(now, &self.latencies, &self.hosts);
    }

    /// What the run is of.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What has happened.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// How long requests took, from sending to the last answer that they needed, the warm-up aside.
    pub fn latencies(&self) -> &LatencyHistogram {
        &self.latencies
    }

    /// How long copies were at their servers.
    pub fn calls(&self) -> &LatencyHistogram {
        &self.calls
    }

    /// The course of the run.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The moment that has been reached.
    pub fn now(&self) -> Time {
        self.agenda.now()
    }
}

/// What a reader does: all servers stand still.
fn stop(action: &Action) -> Option<(Time, Time)> {
    match (action.verb, action.value) {
        ("stop", Some(Value::Number(ms))) => Some((Time::from_millis(action.at_ms.into()), Time::from_millis_f64(ms))),
        _ => None,
    }
}

const _: () = assert!(MAX_SERVERS <= 32, "the servers of a request are the bits of a word");

impl Simulation for Replicas {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while !self.finished && left > 0 {
            left = left.saturating_sub(self.step());
        }
        if self.finished {
            return Progress::Done;
        }
        Progress::Running(f64::from(self.counts.answered) / f64::from(self.config.requests + 1))
    }

    fn report(&self) -> Report {
        self.metrics().stopped(self.limit.stopped(self.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
