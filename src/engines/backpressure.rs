//! Backpressure: what a pipeline does when items come faster than they leave.
//!
//! A producer sends to a consumer through one to four stages, each with a buffer. As long as the consumer is slower,
//! something must give: memory (an unbounded buffer), the producer (blocking; credit, as in Reactive Streams), or items
//! (dropped at the tail, at the head, by sampling, by CoDel, or refused by the producer itself: token bucket, AIMD, the
//! adaptive throttling of Google's SRE book, ch. 21). No choice is free, and each shows in another metric.
//!
//! The clients decide how it ends. A client that gives up at its deadline and tries again adds load just when there is
//! too much: the pipeline then works on answers that nobody waits for, and goes on so when the spike that began it is
//! long over. That is a *metastable failure* (Bronson, Aghayev, Charapko & Zhu, HotOS 2021): a trigger, a sustaining
//! loop, and a system with two stable states at one load. Compare the goodput before the spike and at the end.
//!
//! Draws: `"arrivals"` and `"work"`, a fixed number for each *request*; a retry is the same work again. So all policies
//! meet the same requests.

pub mod aimd;
mod clients;
pub mod codel;
pub mod config;
pub mod gate;
pub mod item;
pub mod measures;
pub mod pipeline;
mod report;
mod spec;
pub mod stage;
pub mod throttle;
pub mod token_bucket;

use std::collections::BTreeMap;

pub use config::{Config, Load, Policy};
use item::{Item, MAX_STAGES, Request};
pub use measures::{Counts, Measures};
pub use pipeline::{Fate, Pipeline};
pub use spec::SPEC;

use crate::kernel::{Input, Progress, Queue, Report, Seed, Simulation, Stream, Time, Trace};

/// The windows of a run, each an event of the trace.
const WINDOWS: u64 = 60;

/// The drops that the trace tells one by one.
const TOLD_DROPS: u64 = 20;

/// The most events of a run: about a second.
const MOST_EVENTS: u64 = 5_000_000;

/// The most items on their way: where a process of the model runs out of memory.
const MOST_ITEMS: u64 = 200_000;

/// About what an event costs, in units of the budget.
const EVENT_COST: u32 = 3;

/// What is to happen.
type Agenda = Queue<Event>;

#[derive(Clone, Copy, Debug)]
enum Event {
    /// A new request comes up.
    Requested,
    /// A request is tried again.
    Retried(Request),
    /// The client that has waited longest may give up.
    Deadline,
    /// The consumer of a stage has finished its item.
    Finished(u32),
    /// Credit reaches the sender before a stage.
    Granted { stage: u32, credits: u32 },
    /// A step of AIMD.
    Control,
    /// The window with this number, from 1, ends.
    Window(u64),
}

/// Starts a run.
pub fn start(input: &Input) -> Box<dyn Simulation> {
    Box::new(Backpressure::new(Config::of(input.params), input.seed))
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Backpressure {
    config: Config,
    agenda: Agenda,
    arrivals: Stream,
    work: Stream,
    pipeline: Pipeline,
    /// The attempts for which a client waits.
    waiting: BTreeMap<u64, Request>,
    /// A look at the longest wait is scheduled.
    deadline_is_set: bool,
    measures: Measures,
    told_drops: u64,
    window_began: Time,
    events: u64,
    finished: bool,
    stopped: Option<&'static str>,
    trace: Trace,
}

impl Backpressure {
    fn new(config: Config, seed: Seed) -> Self {
        let mut run = Self {
            config,
            agenda: Queue::new(),
            arrivals: Stream::named(seed, "arrivals"),
            work: Stream::named(seed, "work"),
            pipeline: Pipeline::new(config, seed),
            waiting: BTreeMap::new(),
            deadline_is_set: false,
            measures: Measures::default(),
            told_drops: 0,
            window_began: Time::ZERO,
            events: 0,
            finished: false,
            stopped: None,
            trace: Trace::keeping(500),
        };
        let first = run.next_request(Time::ZERO);
        run.agenda.at(first, Event::Requested);
        run.agenda.at(config.control, Event::Control);
        run.agenda.at(run.window_end(1), Event::Window(1));
        run
    }

    fn window_end(&self, window: u64) -> Time {
        Time(self.config.until.0 / WINDOWS * window)
    }

    fn next_request(&mut self, now: Time) -> Time {
        self.config.load.after(now, -libm::log(self.arrivals.unit_positive()))
    }

    /// Plays one event.
    fn step(&mut self) {
        let (now, event) = self.agenda.pop().expect("a window is always to come");
        self.events += 1;
        match event {
            Event::Requested => self.request(now),
            Event::Retried(request) => self.attempt(now, request),
            Event::Deadline => self.give_up(now),
            Event::Finished(stage) => self.pipeline.finish(now, stage, &mut self.agenda),
            Event::Granted { stage, credits } => self.pipeline.grant(now, stage, credits, &mut self.agenda),
            Event::Control => {
                self.pipeline.gate_mut().control();
                self.agenda.after(self.config.control, Event::Control);
            }
            Event::Window(number) => self.close_window(now, number),
        }
        while let Some((item, fate)) = self.pipeline.next_left() {
            self.account(now, &item, fate);
        }
        if self.events >= MOST_EVENTS {
            self.stop("the run needs more than 5,000,000 events: shorten it, or lower the load");
        } else if self.measures.counts.in_flight() > MOST_ITEMS {
            self.stop("more than 200,000 items are on their way: the process is out of memory");
        }
    }

    fn stop(&mut self, why: &'static str) {
        self.stopped = Some(why);
        self.finished = true;
    }

    /// A new request comes up; the next one is scheduled.
    fn request(&mut self, now: Time) {
        self.measures.counts.requests += 1;
        let mut work = [Time::ZERO; MAX_STAGES];
        for (work, mean_ms) in work.iter_mut().zip(self.config.work_ms) {
            let units = -libm::log(self.work.unit_positive());
            *work = Time::from_millis_f64(if self.config.random_work { mean_ms * units } else { mean_ms });
        }
        self.attempt(now, Request { origin: now, sent: now, retries: 0, work });
        let next = self.next_request(now);
        self.agenda.at(next, Event::Requested);
    }

    /// An attempt has left the system.
    fn account(&mut self, now: Time, item: &Item, fate: Fate) {
        let counts = &mut self.measures.counts;
        match fate {
            Fate::Answered => {
                counts.answered += 1;
                let sojourn = now - item.sent;
                self.measures.sojourn.record(sojourn);
                if self.waiting.remove(&item.attempt).is_some() && sojourn <= self.config.deadline {
                    self.measures.counts.good += 1;
                    self.pipeline.gate_mut().accepted(now);
                }
            }
            Fate::Withdrawn => counts.withdrawn += 1,
            Fate::Refused | Fate::Dropped(_) => {
                counts.dropped += 1;
                counts.refused += u64::from(fate == Fate::Refused);
                self.tell_drop(now, item, fate);
                if let Some(request) = self.waiting.remove(&item.attempt) {
                    self.try_again(now, request);
                }
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
            self.trace.record(now, "recover", vec![("after_ms", self.time_to_recover().as_millis().into())]);
        }
        self.window_began = now;
        if number == WINDOWS {
            self.finished = true;
        } else {
            self.agenda.at(self.window_end(number + 1), Event::Window(number + 1));
        }
    }

    /// From the end of the spike to the recovery, or to the end of the run if there was none.
    fn time_to_recover(&self) -> Time {
        self.measures.recovered_at.unwrap_or(self.agenda.now()) - self.config.load.spike_until
    }

    /// What is fixed for this run.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The pipeline as it is now.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// What was measured so far.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// The attempts for which a client waits, with their requests, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = (u64, &Request)> {
        self.waiting.iter().map(|(&attempt, request)| (attempt, request))
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
        self.measured()
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
