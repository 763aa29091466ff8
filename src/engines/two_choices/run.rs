//! The run: requests one after another, each to every system; samples; and what the reader of the book does.

use super::history::History;
use super::policy::{PICKS, STAYS, Stay};
use super::report;
use super::spec::SERVICE_MS;
use super::system::{CHOICES, System};
use super::theory;
use crate::kernel::{Action, EventLimit, Input, Params, Progress, Report, Simulation, Stream, Time, Trace, Value};

const SECOND: Time = Time::from_millis(1_000);

/// The streams from which the systems draw their choices.
const STREAMS: [&str; 4] = ["one choice", "two choices", "three choices", "all"];

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct TwoChoices {
    systems: Vec<System>,
    history: History,
    predicted: [Option<f64>; 3],
    actions: Vec<Action>,
    acted: u32,
    stay: Stay,
    gap_ns: f64,
    arrivals: Stream,
    service: Stream,
    next_request: Time,
    next_second: Time,
    /// How often lengths are told, and when next; nothing while they are current.
    refresh: Option<(Time, Time)>,
    duration: Time,
    now: Time,
    limit: EventLimit,
    ended: bool,
    trace: Trace,
}

impl TwoChoices {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let servers = params.count("servers");
        let duration = Time::from_millis(u64::from(params.count("duration_s")) * 1_000);
        let stay = params.chosen("stay", &STAYS);
        let gap_ns = match stay {
            Stay::Leave => SERVICE_MS * 1e6 / (params.number("load") * f64::from(servers)),
            Stay::Stay => duration.0 as f64 / f64::from(servers),
        };
        let picks = params.chosen("picks", &PICKS);
        let system = |(choices, name)| System::new(choices, servers, picks, Stream::named(input.seed, name));
        let mut run = Self {
            systems: CHOICES.into_iter().zip(STREAMS).map(system).collect(),
            history: History::new(duration),
            predicted: theory::predicted(params),
            actions: input.actions.to_vec(),
            acted: 0,
            stay,
            gap_ns,
            arrivals: Stream::named(input.seed, "arrivals"),
            service: Stream::named(input.seed, "service"),
            next_request: Time::ZERO,
            next_second: SECOND,
            refresh: None,
            duration,
            now: Time::ZERO,
            limit: EventLimit::of(input),
            ended: false,
            trace: Trace::keeping(2_000),
        };
        run.refresh_every(f64::from(params.count("refresh_ms")));
        run.draw_request();
        run
    }

    fn draw_request(&mut self) {
        self.next_request = self.now + Time((self.arrivals.exponential(self.gap_ns) + 0.5) as u64);
    }

    /// From now on lengths are told every so many milliseconds; 0: always.
    fn refresh_every(&mut self, ms: f64) {
        let every = Time::from_millis_f64(ms);
        self.refresh = (every > Time::ZERO).then_some((every, self.now));
        if self.refresh.is_none() {
            self.systems.iter_mut().for_each(System::tell_always);
        }
    }

    /// Does the next thing, and says how much work that was. Of those due at one moment first what the reader does, then what
    /// is told and noted.
    fn step(&mut self) -> u32 {
        let action = self.actions.get(self.acted as usize).copied();
        let action_at = action.map_or(Time(u64::MAX), |action| Time::from_millis(action.at_ms.into()));
        let told_at = self.refresh.map_or(Time(u64::MAX), |refresh| refresh.1);
        let noted_at = self.history.next();
        let next = action_at.min(told_at).min(noted_at).min(self.next_second).min(self.next_request);
        if next > self.duration || !self.limit.allow() {
            self.ended = true;
            return 0;
        }
        self.now = next;
        let servers = self.systems.len() as u32 * 8;
        if let (true, Some(action)) = (action_at == next, action) {
            self.acted += 1;
            self.act(action);
        } else if let Some((every, _)) = self.refresh.filter(|_| told_at == next) {
            self.systems.iter_mut().for_each(|system| system.tell(next));
            self.refresh = Some((every, next + every));
            return servers;
        } else if noted_at == next {
            self.history.take(&mut self.systems, next);
            return servers;
        } else if self.next_second == next {
            self.end_second();
        } else {
            self.request();
            return servers;
        }
        1
    }

    fn request(&mut self) {
        let mean_ns = SERVICE_MS * 1e6;
        let drawn = Time((self.service.exponential(mean_ns) + 0.5) as u64);
        let service = (self.stay == Stay::Leave).then_some(drawn);
        let counts = self.now.0 >= self.duration.0 / 2 || self.stay == Stay::Stay;
        for system in &mut self.systems {
            system.join(self.now, service, counts);
        }
        self.draw_request();
    }

    fn act(&mut self, action: Action) {
        let Some(Value::Number(ms)) = action.value else { return };
        // What follows is another system than the predicted one.
        self.predicted = [None; 3];
        self.refresh_every(ms);
        self.trace.record(self.now, "refresh", vec![("every_ms", ms.into())]);
    }

    fn end_second(&mut self) {
        let now = self.next_second;
        self.next_second = now + SECOND;
        let names = ["one", "two", "three", "all"];
        let longest = |(name, system): (&'static str, &mut System)| {
            (name, system.lengths(now).into_iter().fold(0, u32::max).into())
        };
        self.trace.record(now, "second", names.into_iter().zip(&mut self.systems).map(longest).collect());
    }

    /// The run in samples.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// How often lengths are told now; nothing while they are current.
    pub fn told_every(&self) -> Option<Time> {
        self.refresh.map(|refresh| refresh.0)
    }

    /// How far the run is.
    pub fn now(&self) -> Time {
        self.now
    }
}

impl Simulation for TwoChoices {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while left > 0 && !self.ended {
            left = left.saturating_sub(self.step());
        }
        if self.ended {
            Progress::Done
        } else {
            Progress::Running((self.now.0 as f64 / self.duration.0 as f64).min(0.999))
        }
    }

    fn report(&self) -> Report {
        report::measured(&self.systems, self.predicted).stopped(self.limit.stopped(self.now))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
