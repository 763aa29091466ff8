//! One run: requests come up, clients send and wait, the pipeline works, and each window is told.

use super::agenda::{Agenda, Due};
use super::breaker::State;
use super::clients::Clients;
use super::config::Config;
use super::flow::Waits;
use super::history::{History, Sample, WINDOWS};
use super::item::{Item, MAX_STAGES, Request};
use super::measures::Measures;
use super::pipeline::{Fate, Pipeline};
use super::policy::{POLICIES, Policy};
use super::report::report;
use crate::kernel::{Action, EventLimit, Input, Progress, Queue, Report, Seed, Simulation, Stream, Time, Trace, Value};

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
    history: History,
    actions: Vec<Action>,
    /// When a reader switched the policy, and to which.
    policies: Vec<(Time, Policy)>,
    told_drops: u64,
    /// How the breaker stood when that was last told.
    told_breaker: u8,
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
        let (config, seed) = (Config::of(input), input.seed);
        let mut run = Self {
            seed,
            agenda: Queue::new(),
            arrivals: Stream::named(seed, "arrivals"),
            work: Stream::named(seed, "work"),
            pipeline: Pipeline::new(config.clone(), seed),
            clients: Clients::new(&config),
            measures: Measures::default(),
            history: History::new(config.until),
            actions: input.actions.to_vec(),
            policies: Vec::new(),
            told_drops: 0,
            told_breaker: 0,
            window_began: Time::ZERO,
            finished: false,
            out_of_memory: false,
            limit: EventLimit::of(input),
            trace: Trace::keeping(500),
            config,
        };
        for (place, action) in (0..).zip(input.actions) {
            run.agenda.at(Time::from_millis(action.at_ms.into()), Due::Act(place));
        }
        let first = run.next_request(Time::ZERO);
        run.agenda.at(first, Due::Requested);
        run.agenda.at(run.config.control, Due::Control);
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
        let before = self.agenda.now();
        let (now, due) = self.agenda.pop().expect("a window is always to come");
        self.sample(before, now);
        self.measures.filled = self.measures.stays(before, now)[0];
        match due {
            Due::Requested => self.request(now),
            Due::Retried(request) => self.retry(now, request),
            Due::Deadline => self.measures.counts.failed += self.clients.give_up(now, &mut self.agenda),
            Due::Finished(stage) => self.pipeline.finish(now, stage, &mut self.agenda),
            Due::Granted { stage, credits, era } => self.pipeline.grant(now, (stage, credits, era), &mut self.agenda),
            Due::Act(place) => self.act(now, self.actions[place as usize]),
            Due::Control => {
                self.pipeline.gate_mut().control();
                self.agenda.after(self.config.control, Due::Control);
            }
            Due::Window(number) => self.close_window(now, number),
        }
        if self.pipeline.burst(now) {
            let (first, times) = self.measures.bursts;
            self.measures.bursts = (first.or(Some(now)), times + 1);
            self.trace.record(now, "burst", vec![("items", self.config.memory_items.into())]);
        }
        while let Some((item, fate)) = self.pipeline.next_left() {
            self.account(now, &item, fate);
        }
        let breaker = self.breaker();
        if breaker != self.told_breaker {
            self.told_breaker = breaker;
            self.trace.record(now, "breaker", vec![("state", u32::from(breaker).into())]);
        }
        if self.measures.counts.in_flight() > MOST_ITEMS {
            self.out_of_memory = true;
            self.finished = true;
        }
        if self.finished {
            self.sample(now, now + self.history.every());
        }
    }

    /// How the breaker stands: 0 closed, 1 open, 2 half open.
    fn breaker(&self) -> u8 {
        match self.clients.breaker.state() {
            State::Closed => 0,
            State::Open { .. } => 1,
            State::HalfOpen { .. } => 2,
        }
    }

    /// Takes the samples that are due between an event and the next.
    fn sample(&mut self, last: Time, now: Time) {
        while self.history.next() < now {
            let mut sample = Sample {
                counts: self.measures.counts,
                flow: *self.pipeline.flow(),
                policy: self.config.policy,
                depths: [0; MAX_STAGES],
                busy: [(false, false); MAX_STAGES],
                held_back: self.pipeline.outbox_len() as u32,
                inside: self.pipeline.inside() as u32,
                breaker: self.breaker(),
                bursts: self.measures.bursts.1,
                stays: self.measures.stays(last, self.history.next()),
            };
            for (place, stage) in self.pipeline.stages().iter().enumerate() {
                sample.depths[place] = stage.buffer.len() as u32;
                sample.busy[place] = (stage.serving.is_some(), stage.held.is_some());
            }
            self.history.push(sample);
        }
    }

    /// A reader does something. The spike is in the load from the start.
    fn act(&mut self, now: Time, action: Action) {
        let fields = match (action.verb, action.value) {
            ("spike", Some(Value::Number(length_ms))) => {
                vec![("factor", self.config.load.spike_factor.into()), ("length_ms", length_ms.into())]
            }
            ("policy", Some(Value::Choice(id))) => {
                let place = POLICIES.options.iter().position(|option| option.id == id).unwrap_or(0);
                self.config.policy = POLICIES.get(id).unwrap_or(self.config.policy);
                self.policies.push((now, self.config.policy));
                self.pipeline.switch(now, self.config.policy, self.seed, &mut self.agenda);
                vec![("policy", (place as u32).into())]
            }
            _ => return,
        };
        self.trace.record(now, action.verb, fields);
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
        self.measures.since += now.0;
        self.clients.wait(now, request, &mut self.agenda);
        let item = Item { attempt, sent: now, entered: now, work };
        if self.clients.breaker.admits(now, attempt) {
            self.pipeline.send(now, item, &mut self.agenda);
        } else {
            self.measures.counts.short_circuited += 1;
            self.pipeline.refuse(item);
        }
    }

    /// An attempt has left the system.
    fn account(&mut self, now: Time, item: &Item, fate: Fate) {
        let counts = &mut self.measures.counts;
        let sojourn = now - item.sent;
        self.measures.stayed += sojourn.0;
        self.measures.since -= item.sent.0;
        match fate {
            Fate::Answered => {
                counts.answered += 1;
                self.measures.sojourn.record(sojourn);
                let late = sojourn > self.config.deadline;
                if self.clients.answer(now, item.attempt, late) && !late {
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
        let (from, load) = (self.window_began, &self.config.load);
        let (counted, recovers) = self.measures.close_window(from, now, self.config.until, load);
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
            let after = self.measures.time_to_recover(now, &self.config.load);
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

    /// When a reader switched the policy, and to which.
    pub fn policies(&self) -> &[(Time, Policy)] {
        &self.policies
    }

    /// The waits at the slowest stage.
    pub fn waits(&self) -> &Waits {
        self.pipeline.waits()
    }

    /// The run through time.
    pub fn history(&self) -> &History {
        &self.history
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
        report(&self.config, &self.measures, &self.pipeline, self.clients.over_budget, now).stopped(why)
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
