//! One run: readers of the hot key, readers of the others, answers, and expiries, in the order of virtual time.

use super::config::Config;
use super::history::{Counts, Line, WINDOW, Window};
use super::partition::Partition;
use super::policy::Remedy;
use super::report::report;
use crate::kernel::{Action, EventLimit, Field, Input, Progress, Queue, Report, Simulation, Stream, Time, Trace};

/// The most events besides the seconds that are traced.
const MAX_DETAILS: u32 = 900;

/// The entry of one name in the cache.
#[derive(Clone, Copy, Debug)]
struct Entry {
    expires: Time,
    /// Whether it has been told that it expired.
    is_told: bool,
    /// The moment of the answer to the last query that was sent for it.
    answer_at: Time,
}

/// What comes when its moment comes.
#[derive(Clone, Copy, Debug)]
enum Due {
    /// An answer that is stored as the entry of a name.
    Fill(u32),
    /// So many readers of the hot key give up.
    HotFails,
    /// An ordinary reader gives up at a partition.
    OrdinaryFails(u32),
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct HotStampede {
    config: Config,
    partitions: Vec<Partition>,
    /// What came to each partition in the window under way: queries for the hot key, ordinary reads.
    came: Vec<(u32, u32)>,
    entries: Vec<Entry>,
    hot: Stream,
    names: Stream,
    ordinary: Stream,
    places: Stream,
    next_hot: Time,
    next_ordinary: Time,
    due: Queue<Due>,
    actions: Vec<Time>,
    acted: usize,
    counts: Counts,
    windows: Vec<Window>,
    /// Work that was taken in: at the homes of the hot key, and elsewhere.
    busy: (Time, Time),
    overdue_since: Option<Time>,
    duration: Time,
    now: Time,
    limit: EventLimit,
    ended: bool,
    trace: Trace,
    details: u32,
}

impl HotStampede {
    /// A run that has not begun. Every name has an entry, and they expire together.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let config = Config::of(params);
        let expires = params.time("first_expiry_ms");
        let mut trace = Trace::keeping(2_000);
        let fields = vec![("partitions", config.partitions.into()), ("names", config.names.into())];
        trace.record(Time::ZERO, "set-up", fields);
        let mut run = Self {
            config,
            partitions: vec![Partition::new(config.servers); config.partitions as usize],
            came: vec![(0, 0); config.partitions as usize],
            entries: vec![Entry { expires, is_told: false, answer_at: Time::ZERO }; config.names as usize],
            hot: Stream::named(input.seed, "hot"),
            names: Stream::named(input.seed, "names"),
            ordinary: Stream::named(input.seed, "ordinary"),
            places: Stream::named(input.seed, "places"),
            next_hot: Time::ZERO,
            next_ordinary: Time::ZERO,
            due: Queue::new(),
            actions: input.actions.iter().map(|Action { at_ms, .. }| Time::from_millis(u64::from(*at_ms))).collect(),
            acted: 0,
            counts: Counts::default(),
            windows: Vec::new(),
            busy: (Time::ZERO, Time::ZERO),
            overdue_since: None,
            duration: params.time("duration_ms"),
            now: Time::ZERO,
            limit: EventLimit::of(input),
            ended: false,
            trace,
            details: 0,
        };
        run.next_hot = gap(&mut run.hot, config.hot_per_s, Time::ZERO);
        run.next_ordinary = gap(&mut run.ordinary, config.ordinary_per_s, Time::ZERO);
        run
    }

    /// Does the next thing; of those due at one moment, first the window's end, then what the reader of the book does.
    fn step(&mut self) {
        let window = Time(WINDOW.0 * (self.windows.len() as u64 + 1));
        let act = self.actions.get(self.acted).copied().unwrap_or(Time(u64::MAX));
        let due = self.due.next_at().unwrap_or(Time(u64::MAX));
        let next = window.min(act).min(due).min(self.next_ordinary).min(self.next_hot);
        if !self.limit.allow() {
            self.ended = true;
            return;
        }
        self.now = next;
        if next == window {
            self.end_window();
        } else if next == act {
            self.acted += 1;
            self.entries.iter_mut().for_each(|entry| entry.expires = entry.expires.min(next));
        } else if next == due {
            self.come_due();
        } else if next == self.next_ordinary {
            self.read_ordinary();
        } else {
            self.read_hot();
        }
    }

    fn read_hot(&mut self) {
        self.next_hot = gap(&mut self.hot, self.config.hot_per_s, self.now);
        // Drawn for every reader, so that two remedies meet the same.
        let draw = self.names.unit();
        let name = ((draw * f64::from(self.config.names)) as u32).min(self.config.names - 1);
        self.counts.hot_reads += 1;
        let (now, entry) = (self.now, self.entries[name as usize]);
        if entry.expires > now {
            self.counts.hits += 1;
            return;
        }
        if !entry.is_told {
            self.entries[name as usize].is_told = true;
            self.counts.expiries += 1;
            self.detail("expire", vec![("partition", self.config.home(name).into())]);
        }
        let is_under_way = entry.answer_at > now;
        match self.config.remedy {
            Remedy::OldValue => {
                self.counts.hits += 1;
                self.counts.old += 1;
                if !is_under_way {
                    self.query(name);
                }
            }
            Remedy::OneReader if is_under_way => {
                self.counts.joined += 1;
                self.give_up_before(entry.answer_at);
            }
            Remedy::Nothing | Remedy::Copies | Remedy::OneReader => {
                let answer_at = self.query(name);
                self.give_up_before(answer_at);
            }
        }
    }

    /// A reader of the hot key gives up if the answer comes too late.
    fn give_up_before(&mut self, answer_at: Time) {
        let gives_up = self.now + self.config.patience;
        if answer_at > gives_up {
            self.due.at(gives_up, Due::HotFails);
        }
    }

    /// Sends the query for a name of the hot key to its home, and says when it is answered; the answer becomes the entry.
    fn query(&mut self, name: u32) -> Time {
        let home = self.config.home(name);
        let ends = self.take(home, self.config.query, true);
        self.counts.hot_queries += 1;
        self.entries[name as usize].answer_at = ends;
        self.due.at(ends, Due::Fill(name));
        ends
    }

    fn read_ordinary(&mut self) {
        self.next_ordinary = gap(&mut self.ordinary, self.config.ordinary_per_s, self.now);
        let place = self.places.below(self.config.partitions.into()) as u32;
        self.counts.ordinary_reads += 1;
        let ends = self.take(place, self.config.read, false);
        let gives_up = self.now + self.config.patience;
        if ends > gives_up {
            self.due.at(gives_up, Due::OrdinaryFails(place));
        }
    }

    /// A partition takes a read in; the moment of its answer.
    fn take(&mut self, place: u32, service: Time, is_hot: bool) -> Time {
        let visit = self.partitions[place as usize].take(self.now, service, is_hot);
        let came = &mut self.came[place as usize];
        if is_hot {
            came.0 += 1
        } else {
            came.1 += 1
        }
        // Of what is still to be done at the end only the part before it counts.
        let done = visit.ends.min(self.duration) - visit.begins.min(self.duration);
        let busy = if self.config.is_home(place) { &mut self.busy.0 } else { &mut self.busy.1 };
        *busy = *busy + done;
        visit.ends
    }

    fn come_due(&mut self) {
        match self.due.pop() {
            Some((now, Due::Fill(name))) => {
                let expires = now + self.config.ttl;
                let entry = &mut self.entries[name as usize];
                let is_first = entry.is_told;
                (entry.expires, entry.is_told) = (expires, false);
                if is_first {
                    let home = self.config.home(name);
                    let (hot, _) = self.partitions[home as usize].waiting(now);
                    self.detail("fill", vec![("partition", home.into()), ("waiting", hot.into())]);
                }
            }
            Some((_, Due::HotFails)) => self.counts.hot_failed += 1,
            Some((_, Due::OrdinaryFails(place))) if self.config.is_home(place) => self.counts.failed_at_home += 1,
            Some((_, Due::OrdinaryFails(_))) => self.counts.failed_elsewhere += 1,
            None => {}
        }
    }

    fn end_window(&mut self) {
        let now = self.now;
        let mut window = Window { so_far: self.counts, ..Window::default() };
        for (partition, came) in self.partitions.iter_mut().zip(&mut self.came) {
            let (hot, ordinary) = partition.waiting(now);
            let (hot_came, ordinary_came) = std::mem::take(came);
            window.lines.push(Line { hot, ordinary, busy: partition.busy(now), hot_came, ordinary_came });
            window.wait = window.wait.max(partition.wait(now));
        }
        window.fresh = self.entries.iter().filter(|entry| entry.expires > now).count() as u32;
        self.watch(window.wait);
        self.windows.push(window);
        if self.windows.len().is_multiple_of(50) {
            self.end_second();
        }
        self.ended = now >= self.duration;
    }

    /// Tells when a read that comes would wait longer than its reader, and when it would not any more.
    fn watch(&mut self, wait: Time) {
        let is_overdue = wait > self.config.patience;
        match self.overdue_since {
            None if is_overdue => {
                self.overdue_since = Some(self.now);
                self.detail("overdue", vec![("wait_ms", wait.as_millis().into())]);
            }
            Some(since) if !is_overdue => {
                self.overdue_since = None;
                self.detail("in-time", vec![("after_ms", (self.now - since).as_millis().into())]);
            }
            _ => {}
        }
    }

    fn end_second(&mut self) {
        let before = self.windows.len().checked_sub(51).map(|place| self.windows[place].so_far).unwrap_or_default();
        let failed = |counts: &Counts| counts.failed_at_home + counts.failed_elsewhere;
        let fields = vec![
            ("hot_reads", (self.counts.hot_reads - before.hot_reads).into()),
            ("hot_queries", (self.counts.hot_queries - before.hot_queries).into()),
            ("ordinary_reads", (self.counts.ordinary_reads - before.ordinary_reads).into()),
            ("failed", (failed(&self.counts) - failed(&before)).into()),
        ];
        self.trace.record(self.now, "second", fields);
    }

    fn detail(&mut self, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        if self.details < MAX_DETAILS {
            self.details += 1;
            self.trace.record(self.now, kind, fields);
        }
    }

    /// What the parameters say.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The windows so far.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// The virtual time that the run has reached.
    pub fn now(&self) -> Time {
        self.now
    }
}

/// The moment of the next arrival of a Poisson stream; never, if none come.
fn gap(stream: &mut Stream, per_s: f64, now: Time) -> Time {
    if per_s > 0.0 { now + Time((stream.exponential(1e9 / per_s) + 0.5) as u64) } else { Time(u64::MAX) }
}

impl Simulation for HotStampede {
    fn advance(&mut self, budget: u32) -> Progress {
        for _ in 0..budget {
            if self.ended {
                break;
            }
            self.step();
        }
        if self.ended {
            return Progress::Done;
        }
        Progress::Running((self.now.0 as f64 / self.duration.0 as f64).min(0.999))
    }

    fn report(&self) -> Report {
        report(&self.config, &self.windows, self.busy, self.now).stopped(self.limit.stopped(self.now))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
