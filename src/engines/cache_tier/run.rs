//! One run: reads, writes, answers of the database and changes of the membership, in the order of virtual time.

use super::database::Database;
use super::epoch::{Epoch, node_field};
use super::measures::{Measures, WINDOW, WINDOWS_IN_A_SECOND};
use super::plan::{Order, plan};
use super::report;
use super::tier::{Hit, Tier};
use super::traffic::{Read, Traffic};
use crate::kernel::{Event, EventLimit, Field, Input, OFF_ON, Progress, Queue, Report, Simulation, Time, Trace};
use crate::parts::placements::{NodeId, STRATEGIES, Strategy};

/// The most events besides the seconds that are traced.
const MAX_DETAILS: u32 = 900;

/// The database is saturated when more reads wait than it has servers, and they would take it longer than this.
const SATURATED_WAIT: Time = Time::from_millis(100);

/// The end of a miss.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    /// The answer comes while its reader waits, who stores it in the cache.
    Answered { key: u32, asked: Time },
    /// The reader gives up; the answer will fill no cache.
    GivenUp,
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct CacheTier {
    tier: Tier,
    traffic: Traffic,
    database: Database,
    strategy: Strategy,
    vnodes: u32,
    reads_per_s: f64,
    patience: Time,
    coalesce: bool,
    /// Coalescing: the moment of the database's answer to the last read of each key.
    answer_at: Vec<Time>,
    outcomes: Queue<Outcome>,
    plan: Vec<(Time, Order)>,
    planned: u32,
    epochs: Vec<Epoch>,
    /// Whether a stale read has been told of since the last change.
    stale_told: bool,
    /// The moment from which on the database has been saturated, if it is.
    saturated: Option<Time>,
    measures: Measures,
    next_window: Time,
    duration: Time,
    now: Time,
    limit: EventLimit,
    ended: bool,
    trace: Trace,
    details: u32,
}

impl CacheTier {
    /// A run that has not begun; the caches are as they are at the start.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let duration = Time::from_millis(u64::from(params.count("duration_s")) * 1_000);
        let traffic = Traffic::new(params, input.seed);
        let (tier, set_up) = Tier::new(input, traffic.popularity());
        let mut trace = Trace::keeping(2_000);
        trace.push(set_up.event());
        Self {
            tier,
            traffic,
            database: Database::new(params),
            strategy: params.chosen("strategy", &STRATEGIES),
            vnodes: params.count("vnodes"),
            reads_per_s: params.number("reads_per_s"),
            patience: params.time("timeout_ms"),
            coalesce: params.chosen("coalesce", &OFF_ON),
            answer_at: vec![Time::ZERO; params.count("keys") as usize],
            outcomes: Queue::new(),
            plan: plan(params, input.actions),
            planned: 0,
            epochs: vec![set_up],
            stale_told: false,
            saturated: None,
            measures: Measures::new(duration),
            next_window: WINDOW,
            duration,
            now: Time::ZERO,
            limit: EventLimit::of(input),
            ended: false,
            trace,
            details: 0,
        }
    }

    /// Does the next thing: of those due at one moment, first the window's end, then what is planned. Says how much work
    /// that was.
    fn step(&mut self) -> u32 {
        let plan_at = self.plan.get(self.planned as usize).map_or(Time(u64::MAX), |(at, _)| *at);
        let outcome_at = self.outcomes.next_at().unwrap_or(Time(u64::MAX));
        let (read_at, write_at) = (self.traffic.next_read_at(), self.traffic.next_write_at());
        let next = self.next_window.min(plan_at).min(outcome_at).min(write_at).min(read_at);
        if !self.limit.allow() {
            self.ended = true;
            return 0;
        }
        self.now = next;
        if self.next_window == next {
            self.end_window();
        } else if plan_at == next {
            return self.follow_plan();
        } else if outcome_at == next {
            self.end_miss();
        } else if write_at == next {
            let key = self.traffic.write();
            self.tier.write(key, next);
        } else {
            self.read();
        }
        1
    }

    fn read(&mut self) {
        let read = self.traffic.read();
        let node = self.tier.owner(read.key);
        let hit = self.tier.read(read.key, read.at);
        let is_stale = hit.is_some_and(|hit| hit.overwritten_at.is_some());
        self.measures.read(node, hit.is_some(), is_stale);
        match hit {
            Some(Hit { overwritten_at: Some(at) }) => self.tell_stale(node, read.key, at),
            Some(_) => {}
            None => self.miss(&read),
        }
    }

    fn miss(&mut self, read: &Read) {
        let under_way = self.answer_at[read.key as usize];
        let ends = if self.coalesce && under_way > read.at {
            self.measures.coalesced();
            under_way
        } else {
            let Some(visit) = self.database.take(read.at, read.service_draw) else { return self.measures.refused() };
            self.measures.taken(visit, self.database.waiting(read.at));
            self.answer_at[read.key as usize] = visit.ends;
            visit.ends
        };
        let gives_up = read.at + self.patience;
        if ends <= gives_up {
            self.outcomes.at(ends, Outcome::Answered { key: read.key, asked: read.at });
        } else {
            self.outcomes.at(gives_up, Outcome::GivenUp);
        }
    }

    fn end_miss(&mut self) {
        match self.outcomes.pop() {
            Some((now, Outcome::Answered { key, asked })) => {
                self.tier.fill(key, now);
                self.measures.answered(now - asked);
            }
            Some((_, Outcome::GivenUp)) => self.measures.timed_out(self.patience),
            None => {}
        }
    }

    /// Changes the membership; the keys that are placed anew count as events and as work.
    fn follow_plan(&mut self) -> u32 {
        let (at, order) = self.plan[self.planned as usize];
        self.planned += 1;
        match self.tier.change(order, at, self.traffic.popularity()) {
            Ok((epoch, cost)) => {
                let keys = epoch.keys.iter().sum::<u32>();
                for _ in 0..keys {
                    self.limit.allow();
                }
                let Event { kind, fields, .. } = epoch.event();
                self.detail(kind, fields);
                self.epochs.push(epoch);
                self.stale_told = false;
                keys.saturating_mul(cost)
            }
            Err(reason) => {
                let (verb, node) = order.told();
                let mut fields = vec![("action", verb.into())];
                fields.extend(node.map(|node| ("node", node_field(node))));
                fields.push(("reason", reason.into()));
                self.detail("ignored", fields);
                1
            }
        }
    }

    fn end_window(&mut self) {
        let now = self.now;
        self.next_window = now + WINDOW;
        let (waiting, busy) = (self.database.waiting(now), self.database.busy(now));
        let tier = &self.tier;
        self.measures.close(now, (0..tier.nodes()).map(|node| tier.cached(node as NodeId)), waiting, busy);
        self.watch_database(waiting);
        if self.measures.windows.len().is_multiple_of(WINDOWS_IN_A_SECOND as usize) {
            self.end_second();
        }
        self.ended = now >= self.duration;
    }

    /// Tells when the database is no longer able to keep up, and when it is again.
    fn watch_database(&mut self, waiting: u32) {
        let wait_ms = f64::from(waiting) / self.database.capacity_per_s() * 1e3;
        match self.saturated {
            None if waiting > self.database.servers() && wait_ms > SATURATED_WAIT.as_millis() => {
                self.saturated = Some(self.now);
                self.detail("saturated", vec![("waiting", waiting.into()), ("wait_ms", wait_ms.into())]);
            }
            Some(since) if waiting == 0 => {
                self.saturated = None;
                self.detail("caught-up", vec![("after_ms", (self.now - since).as_millis().into())]);
            }
            _ => {}
        }
    }

    fn end_second(&mut self) {
        let (so_far, before, waiting) = self.measures.last_second();
        self.trace.record(
            self.now,
            "second",
            vec![
                ("reads", (so_far.reads - before.reads).into()),
                ("hits", (so_far.hits - before.hits).into()),
                ("stale", (so_far.stale - before.stale).into()),
                ("db_reads", (so_far.database_reads - before.database_reads).into()),
                ("waiting", waiting.into()),
                ("failed", (so_far.failed() - before.failed()).into()),
            ],
        );
    }

    /// Tells of the first stale read after each change.
    fn tell_stale(&mut self, node: NodeId, key: u32, overwritten_at: Time) {
        if !self.stale_told {
            self.stale_told = true;
            let age = (self.now - overwritten_at).as_millis();
            self.detail("stale", vec![("node", node_field(node)), ("key", key.into()), ("overwritten_ms", age.into())]);
        }
    }

    fn detail(&mut self, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        if self.details < MAX_DETAILS {
            self.details += 1;
            self.trace.record(self.now, kind, fields);
        }
    }

    /// The tier after the set-up and after each change.
    pub fn epochs(&self) -> &[Epoch] {
        &self.epochs
    }

    /// The cache nodes as they are now.
    pub fn tier(&self) -> &Tier {
        &self.tier
    }

    /// The database as it is now.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The counts so far.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// The virtual time that the run has reached.
    pub fn now(&self) -> Time {
        self.now
    }
}

impl Simulation for CacheTier {
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
        let run = report::Run {
            measures: &self.measures,
            epochs: &self.epochs,
            database: &self.database,
            strategy: self.strategy,
            vnodes: self.vnodes,
            reads_per_s: self.reads_per_s,
            until: self.now,
        };
        run.report().stopped(self.limit.stopped(self.now))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
