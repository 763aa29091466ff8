//! One run: pages come, their calls wait at servers, the last answer ends a page; and late pages are sent again.

use super::config::Config;
use super::history::{Counts, History, Sent, WINDOW};
use super::hosts::{Call, FOR_NOBODY, Host, kind};
use super::pages::{Page, Pages, Part, Place};
use crate::kernel::{EventLimit, Input, Progress, Queue, Report, Simulation, Stream, Time, Trace};
use crate::parts::LatencyHistogram;

/// For how long a server is slow where a reader makes it so, and how many times as long its work takes.
pub const SLOW: Time = Time::from_millis(1_000);
const SLOWNESS: u64 = 10;

/// How many windows a second has.
const SECOND: usize = 50;

#[derive(Clone, Copy, Debug)]
pub(super) enum Due {
    /// The next page comes.
    Page,
    /// A page has waited for one more timeout.
    Timeout(u32),
    /// The reader of a page leaves, if it is not there.
    Leave(u32),
    /// A server is done.
    Done(u8),
    /// A window ends.
    Window,
    /// A reader of the book makes a server slow.
    Slow,
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct RetryTail {
    pub(super) config: Config,
    arrivals: Stream,
    routes: Stream,
    services: Stream,
    pub(super) again: Stream,
    pub(super) agenda: Queue<Due>,
    pub(super) hosts: Vec<Host>,
    /// The servers in some order; a page asks the first of them.
    deck: Vec<u8>,
    pub(super) pages: Pages,
    pub(super) counts: Counts,
    pub(super) latencies: LatencyHistogram,
    history: History,
    /// The most work that was sent in a second, of what the servers can do.
    load_max: f64,
    ended: bool,
    limit: EventLimit,
    trace: Trace,
}

impl RetryTail {
    /// A run that has not begun; the servers are idle.
    pub fn new(input: &Input) -> Self {
        let (config, stream) = (Config::of(input.params), |name| Stream::named(input.seed, name));
        let mut run = Self {
            arrivals: stream("arrivals"),
            routes: stream("routes"),
            services: stream("service"),
            again: stream("again"),
            agenda: Queue::new(),
            hosts: vec![Host::default(); config.servers as usize],
            deck: (0..config.servers as u8).collect(),
            pages: Pages::new(config.fan_out),
            counts: Counts::default(),
            latencies: LatencyHistogram::new(),
            history: History::of(&config),
            load_max: 0.0,
            ended: false,
            limit: EventLimit::of(input),
            trace: Trace::keeping(2_000),
            config,
        };
        let fields = vec![("servers", config.servers.into()), ("fan_out", config.fan_out.into())];
        run.trace.record(Time::ZERO, "set-up", fields);
        run.agenda.at(WINDOW, Due::Window);
        for action in input.actions {
            run.agenda.at(Time::from_millis(action.at_ms.into()), Due::Slow);
        }
        run.plan_page();
        run
    }

    fn plan_page(&mut self) {
        let gap = Time((self.arrivals.exponential(self.config.interval_ns()) + 0.5) as u64);
        self.agenda.after(gap, Due::Page);
    }

    /// Plays one event; says what it cost.
    fn step(&mut self) -> u32 {
        let event = if self.limit.allow() { self.agenda.pop() } else { None };
        let Some((now, due)) = event else {
            self.ended = true;
            return 0;
        };
        match due {
            Due::Page => self.page(now),
            Due::Timeout(page) => self.time_out(now, page),
            Due::Leave(page) => self.leave(page),
            Due::Done(host) => self.done(now, host),
            Due::Window => self.end_window(now),
            Due::Slow => self.slow_down(now),
        }
        match due {
            Due::Page | Due::Timeout(_) | Due::Leave(_) => 2 * self.config.fan_out,
            _ => 2,
        }
    }

    /// A page comes and asks its servers.
    fn page(&mut self, now: Time) {
        let number = self.pages.pages.len() as u32;
        let (parts, servers) = (self.config.fan_out as u8, self.config.servers as usize);
        self.counts.pages += 1;
        self.counts.first += u64::from(parts);
        self.pages.pages.push(Page { sent: now, attempt: 0, missing: parts, is_over: false });
        for part in 0..parts {
            let place = usize::from(part);
            self.deck.swap(place, place + self.routes.below((servers - place) as u64) as usize);
            let server = self.deck[place];
            self.pages.parts.push(Part { server, attempt: 0, place: Place::InLine });
        }
        for part in 0..parts {
            let service_ms = self.services.exponential(self.config.service_ms);
            self.send(now, Call { page: number, part, attempt: 0, service: service(service_ms) });
        }
        self.agenda.after(self.config.timeout, Due::Timeout(number));
        self.agenda.after(self.config.patience, Due::Leave(number));
        self.plan_page();
    }

    /// A call goes to the server of its part.
    pub(super) fn send(&mut self, now: Time, call: Call) {
        let server = self.pages.part(call.page, call.part).server;
        self.history.send(Sent { at: now, page: call.page, server, is_again: call.attempt > 0 });
        let host = &mut self.hosts[usize::from(server)];
        host.waiting[kind(call.attempt)] += 1;
        host.line.push_back(call);
        self.start(now, server);
    }

    /// A server that is free takes its next call.
    fn start(&mut self, now: Time, server: u8) {
        while self.hosts[usize::from(server)].serving.is_none() {
            let host = &mut self.hosts[usize::from(server)];
            let Some(call) = host.line.pop_front() else { return };
            let is_awaited = self.pages.is_awaited(&call);
            if !is_awaited && self.config.cancels {
                continue;
            }
            host.waiting[if is_awaited { kind(call.attempt) } else { FOR_NOBODY }] -= 1;
            if is_awaited {
                self.pages.part(call.page, call.part).place = Place::AtWork;
            }
            let slowness = if host.slow_until > now { SLOWNESS } else { 1 };
            let service = Time(call.service.0.saturating_mul(slowness));
            host.serving = Some(Call { service, ..call });
            self.agenda.after(service, Due::Done(server));
        }
    }

    /// A server is done with a call.
    fn done(&mut self, now: Time, server: u8) {
        let host = &mut self.hosts[usize::from(server)];
        let Some(call) = host.serving.take() else { return };
        let is_awaited = self.pages.is_awaited(&call);
        let whom = usize::from(!is_awaited);
        host.served[whom] = host.served[whom].saturating_add(1);
        self.counts.served[whom] += 1;
        self.counts.work_ns[whom] += call.service.0;
        if is_awaited {
            self.pages.part(call.page, call.part).place = Place::Answered;
            let page = &mut self.pages.pages[call.page as usize];
            page.missing -= 1;
            if page.missing == 0 {
                page.is_over = true;
                self.counts.answered += 1;
                self.latencies.record(now - page.sent);
            }
        }
        self.start(now, server);
    }

    /// The server in the middle is slow from now on.
    fn slow_down(&mut self, now: Time) {
        let server = self.config.servers / 2;
        self.hosts[server as usize].slow_until = now + SLOW;
        self.trace.record(now, "slow", vec![("server", server.into()), ("length_ms", SLOW.as_millis().into())]);
    }

    fn end_window(&mut self, now: Time) {
        self.history.end_window(now, &self.counts, &mut self.hosts);
        if self.history.windows().is_multiple_of(SECOND) {
            self.end_second(now);
        }
        self.ended = now >= self.config.duration;
        self.agenda.after(WINDOW, Due::Window);
    }

    fn end_second(&mut self, now: Time) {
        let (counts, before) = (self.counts, self.history.counts(self.history.windows() - SECOND));
        let calls = counts.first + counts.again - before.first - before.again;
        let load = self.config.load_of(calls, Time::from_millis(1_000));
        self.load_max = self.load_max.max(load);
        let fields = vec![
            ("pages", (counts.pages - before.pages).into()),
            ("late", (counts.late - before.late).into()),
            ("again", (counts.again - before.again).into()),
            ("failed", (counts.failed - before.failed).into()),
        ];
        self.trace.record(now, "second", fields);
        if load > 1.0 {
            self.trace.record(now, "overload", vec![("load", load.into())]);
        }
    }

    /// What the run is of.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The course of the run.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The virtual time that the run has reached.
    pub fn now(&self) -> Time {
        self.agenda.now()
    }
}

/// The work of a call; some at least.
pub(super) fn service(ms: f64) -> Time {
    Time::from_millis_f64(ms).max(Time(1))
}

impl Simulation for RetryTail {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while !self.ended && left > 0 {
            left = left.saturating_sub(self.step());
        }
        if self.ended {
            return Progress::Done;
        }
        Progress::Running((self.now().0 as f64 / self.config.duration.0 as f64).min(0.999))
    }

    fn report(&self) -> Report {
        let waiting =
            self.hosts.iter().map(|host| host.waiting.iter().sum::<u32>() + u32::from(host.serving.is_some()));
        let left = waiting.sum();
        self.metrics(&self.counts, &self.latencies, left, self.load_max).stopped(self.limit.stopped(self.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
