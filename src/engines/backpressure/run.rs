//! One run: requests come up, clients send and wait, the pipeline works, and each window is told.

use super::agenda::{Agenda, Due};
use super::clients::Clients;
use super::config::Config;
use super::item::{Item, MAX_STAGES, Request};
use super::measures::Measures;
use super::pipeline::{Fate, Pipeline};
use super::report::report;
use crate::kernel::{EventLimit, Input, Progress, Queue, Report, Seed, Simulation, Stream, Time, Trace};

/// The windows of a run, each an event of the trace.
const WINDOWS: u64 = 60;

/// The drops that the trace tells one by one.
const TOLD_DROPS: u64 = 20;

/// The most items on their way: where a process of the model runs out of memory.
const MOST_ITEMS: u64 = 200_000;

/// Why a run with more of them stops.
const OUT_OF_MEMORY: &str = "more than 200,000 items are on their way: the process is out of memory";

/// About what an event costs, in units of the budget.
const EVENT_COST: u32 = 3;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Backpressure {
    config: Config,
    seed: Seed,
    agenda: Agenda,
    arrivals: Stream,
    /// The work of first attempts, request by request.
    work: Stream,
    pipeline: Pipeline,
    clients: Clients,
    measures: Measures,
    told_drops: u64,
    window_began: Time,
    finished: bool,
    out_of_memory: bool,
    /// Counts what was due and done.
    limit: EventLimit,
    trace: Trace,
}

impl Backpressure {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let (config, seed) = (Config::of(input.params), input.seed);
        let mut run = Self {
            config,
            seed,
            agenda: Queue::new(),
            arrivals: Stream::named(seed, "arrivals"),
            work: Stream::named(seed, "work"),
            pipeline: Pipeline::new(config, seed),
            clients: Clients::new(&config),
            measures: Measures::default(),
            told_drops: 0,
            window_began: Time::ZERO,
            finished: false,
            out_of_memory: false,
            limit: EventLimit::of(input),
            trace: Trace::keeping(500),
        };
        let first = run.next_request(Time::ZERO);
        run.agenda.at(first, Due::Requested);
        run.agenda.at(config.control, Due::Control);
        run.agenda.at(run.window_end(1), Due::Window(1));
        run
    }

    fn window_end(&self, window: u64) -> Time {
        Time(self.config.until.0 / WINDOWS * window)
    }

    fn next_request(&mut self, now: Time) -> Time {
        self.config.load.after(now, self.arrivals.exponential(1.0))
    }

    /// Plays one event.
    fn step(&mut self) {
        if !self.limit.allow() {
            self.finished = true;
            return;
        }
        let (now, due) = self.agenda.pop().expect("a window is always to come");
        match due {
            Due::Requested => self.request(now),
            Due::Retried(request) => self.retry(now, request),
            Due::Deadline => self.measures.counts.failed += self.clients.give_up(now, &mut self.agenda),
            Due::Finished(stage) => self.pipeline.finish(now, stage, &mut self.agenda),
            Due::Granted { stage, credits } => self.pipeline.grant(now, stage, credits, &mut self.agenda),
            Due::Control => {
                self.pipeline.gate_mut().control();
                self.agenda.after(self.config.control, Due::Control);
            }
            Due::Window(number) => self.close_window(now, number),
        }
        while let Some((item, fate)) = self.pipeline.next_left() {
            self.account(now, &item, fate);
        }
        if self.measures.counts.in_flight() > MOST_ITEMS {
            self.out_of_memory = true;
            self.finished = true;
        }
    }

    /// A new request comes up; the next one is scheduled.
    fn request(&mut self, now: Time) {
        let number = self.measures.counts.requests;
        self.measures.counts.requests += 1;
        let work = self.config.draw_work(&mut self.work);
        self.attempt(now, Request { number, origin: now, sent: now, retries: 0 }, work);
        let next = self.next_request(now);
        self.agenda.at(next, Due::Requested);
    }

    /// A client tries again. The work of a retry is its own, and the same whatever else happens in the run.
    fn retry(&mut self, now: Time, request: Request) {
        let Request { number, retries, .. } = request;
        let mut draws = Stream::named(self.seed, &format!("work of retry {retries} of request {number}"));
        let work = self.config.draw_work(&mut draws);
        self.attempt(now, request, work);
    }

    /// A client sends, for the first time or again, and waits.
    fn attempt(&mut self, now: Time, request: Request, work: [Time; MAX_STAGES]) {
        let counts = &mut self.measures.counts;
        let attempt = counts.sent;
        counts.sent += 1;
        counts.retries += u64::from(request.retries > 0);
        self.clients.wait(now, attempt, request, &mut self.agenda);
        let item = Item { attempt, sent: now, entered: now, work };
        self.pipeline.send(now, item, &mut self.agenda);
    }

    /// An attempt has left the system.
    fn account(&mut self, now: Time, item: &Item, fate: Fate) {
        let counts = &mut self.measures.counts;
        match fate {
            Fate::Answered => {
                counts.answered += 1;
                let sojourn = now - item.sent;
                self.measures.sojourn.record(sojourn);
                if self.clients.answer(item.attempt) && sojourn <= self.config.deadline {
                    self.measures.counts.good += 1;
                    self.pipeline.gate_mut().accepted(now);
                }
            }
            Fate::Withdrawn => counts.withdrawn += 1,
            Fate::Refused | Fate::Dropped(_) => {
                counts.dropped += 1;
                counts.refused += u64::from(fate == Fate::Refused);
                counts.failed += u64::from(self.clients.lose(now, item.attempt, &mut self.agenda));
                self.tell_drop(now, item, fate);
            }
        }
    }

    fn tell_drop(&mut self, now: Time, item: &Item, fate: Fate) {
        if self.told_drops < TOLD_DROPS {
            self.told_drops += 1;
            let waited_ms = (now - item.entered).as_millis();
            let (kind, stage) = match fate {
                Fate::Dropped(stage) => ("drop", stage),
                _ => ("refuse", 0),
            };
            let fields =
                vec![("attempt", item.attempt.into()), ("stage", stage.into()), ("waited_ms", waited_ms.into())];
            self.trace.record(now, kind, fields);
        }
    }

    /// Writes the event of a window, and of what it shows.
    fn close_window(&mut self, now: Time, number: u64) {
        let (from, load) = (self.window_began, self.config.load);
        let (counted, recovers) = self.measures.close_window(from, now, self.config.until, &load);
        let deepest = self.pipeline.stages().iter().map(|stage| stage.buffer().len() as u64).max();
        self.trace.record(
            now,
            "window",
            vec![
                ("requests", counted.requests.into()),
                ("sent", counted.sent.into()),
                ("answered", counted.answered.into()),
                ("good", counted.good.into()),
                ("dropped", counted.dropped.into()),
                ("depth", deepest.unwrap_or(0).into()),
                ("bound", self.config.bound().unwrap_or(0).into()),
                ("held_back", self.pipeline.outbox_len().into()),
            ],
        );
        if recovers {
            let after = self.measures.time_to_recover(now, &load);
            self.trace.record(now, "recover", vec![("after_ms", after.as_millis().into())]);
        }
        self.window_began = now;
        if number == WINDOWS {
            self.finished = true;
        } else {
            self.agenda.at(self.window_end(number + 1), Due::Window(number + 1));
        }
    }

    /// The configuration of the run.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The pipeline as it is now.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// The measurements so far.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// The attempts for which a client waits, with their requests, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = (u64, &Request)> {
        self.clients.waiting()
    }

    /// The moment that has been reached.
    pub fn now(&self) -> Time {
        self.agenda.now()
    }
}

impl Simulation for Backpressure {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while !self.finished && left > 0 {
            self.step();
            left = left.saturating_sub(EVENT_COST);
        }
        if self.finished {
            return Progress::Done;
        }
        Progress::Running(self.window_began.0 as f64 / self.config.until.0 as f64)
    }

    fn report(&self) -> Report {
        let now = self.agenda.now();
        let why = if self.out_of_memory { Some(OUT_OF_MEMORY.into()) } else { self.limit.stopped(now) };
        report(&self.config, &self.measures, &self.pipeline, now).stopped(why)
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
