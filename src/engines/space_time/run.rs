//! One run: what happens of itself, and what the reader does.

use super::board::Board;
use super::chatter::{Chat, chatter};
use super::message::Fate;
use super::report;
use super::spec::SEND;
use crate::kernel::{Action, EventLimit, Field, Input, Progress, Queue, Report, Simulation, Time, Trace, Value};
use crate::parts::clocks::{EventId, EventKind};

/// About what an event costs, in units of a budget: it is compared with all before it.
const EVENT_COST: u32 = 100;

/// A scheduled task.
#[derive(Clone, Copy, Debug)]
enum Task {
    Chat(Chat),
    Arrive(u32),
    Act(Action),
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct SpaceTime {
    board: Board,
    queue: Queue<Task>,
    planned: usize,
    limit: EventLimit,
    trace: Trace,
}

impl SpaceTime {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let mut queue = Queue::new();
        chatter(input).into_iter().for_each(|chat| queue.at(chat.at, Task::Chat(chat)));
        input.actions.iter().for_each(|&action| queue.at(Time::from_millis(action.at_ms.into()), Task::Act(action)));
        Self {
            board: Board::new(input),
            planned: queue.len(),
            queue,
            limit: EventLimit::of(input),
            trace: Trace::keeping(2_000),
        }
    }

    /// What has happened so far.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// How far the run is.
    pub fn now(&self) -> Time {
        self.queue.now()
    }

    fn is_done(&self) -> bool {
        self.queue.is_empty() || self.limit.is_reached()
    }

    fn handle(&mut self, task: Task) {
        match task {
            Task::Chat(Chat { process, send: Some((to, delay)), .. }) => self.send(process, to, delay),
            Task::Chat(Chat { process, send: None, .. }) => self.happen(process),
            Task::Arrive(message) => self.arrive(message),
            Task::Act(action) => {
                if let Err(reason) = self.act(&action) {
                    let fields = vec![("action", action.verb.into()), ("reason", reason.into())];
                    self.trace.record(self.now(), "ignored", fields);
                }
            }
        }
    }

    fn record(&mut self, id: EventId, kind: &'static str, more: &[(&'static str, Field)]) {
        let event = self.board.history().event(id);
        let mut fields = vec![("event", id.into()), ("process", event.process.into())];
        fields.extend(more.iter().cloned());
        fields.extend(event.stamps());
        self.trace.record(event.at, kind, fields);
    }

    fn happen(&mut self, process: u32) {
        let id = self.board.happen(process, EventKind::Local, self.queue.now());
        self.record(id, "local", &[]);
    }

    fn send(&mut self, from: u32, to: u32, delay: Time) {
        let (id, number) = self.board.send((from, to), self.queue.now(), delay);
        self.queue.after(delay, Task::Arrive(number));
        self.record(id, "send", &[("message", number.into()), ("to", to.into())]);
    }

    fn arrive(&mut self, number: u32) {
        let Some(receipt) = self.board.receive(number, self.queue.now()) else { return };
        let more = [
            ("message", number.into()),
            ("from", receipt.from.into()),
            ("backwards", u32::from(receipt.backwards).into()),
            ("overtaken", u32::from(receipt.overtaken).into()),
        ];
        self.record(receipt.event, "receive", &more);
    }

    /// Does what the reader wants.
    ///
    /// # Errors
    /// Why it makes no sense.
    fn act(&mut self, action: &Action) -> Result<(), &'static str> {
        const NOBODY: &str = "there is no such process";
        let (target, now, size) = (action.target, self.queue.now(), self.board.size());
        let amount = if let Some(Value::Integer(amount)) = action.value { amount } else { 0 };
        let receiver = SEND.iter().position(|verb| *verb == action.verb);
        match (action.verb, receiver) {
            ("lose" | "hold", _) => self.interfere(action.verb, target, amount.unsigned_abs()),
            _ if target >= size || receiver.is_some_and(|to| to as u32 >= size) => Err(NOBODY),
            (_, Some(to)) if to as u32 == target => Err("a process does not send to itself"),
            (_, Some(to)) => {
                self.send(target, to as u32, Time::from_millis(amount.unsigned_abs()));
                Ok(())
            }
            ("event", _) => {
                self.happen(target);
                Ok(())
            }
            ("step-clock", _) => {
                self.board.step_clock(target, now, amount);
                let way = ("way", u32::from(amount < 0).into());
                let fields = vec![("process", target.into()), way, ("by_ms", amount.unsigned_abs().into())];
                self.trace.record(now, "step-clock", fields);
                Ok(())
            }
            (verb, _) => panic!("the spec declares no action {verb}"),
        }
    }

    /// Loses a message, or holds it back.
    fn interfere(&mut self, verb: &'static str, number: u32, extra_ms: u64) -> Result<(), &'static str> {
        let now = self.queue.now();
        let message = self.board.under_way(number)?;
        if verb == "lose" {
            message.fate = Fate::Lost(now);
            self.trace.record(now, "lose", vec![("message", number.into())]);
        } else {
            message.hold(now, Time::from_millis(extra_ms));
            self.queue.at(message.arrives, Task::Arrive(number));
            let fields = vec![("message", number.into()), ("extra_ms", extra_ms.into())];
            self.trace.record(now, "hold", fields);
        }
        Ok(())
    }
}

impl Simulation for SpaceTime {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while left > 0 && !self.is_done() {
            if self.limit.allow()
                && let Some((_, task)) = self.queue.pop()
            {
                self.handle(task);
            }
            left = left.saturating_sub(EVENT_COST);
        }
        if self.is_done() {
            Progress::Done
        } else {
            let done = self.planned.saturating_sub(self.queue.len());
            Progress::Running(done as f64 / (self.planned + 1) as f64)
        }
    }

    fn report(&self) -> Report {
        report::measured(&self.board, self.now()).stopped(self.limit.stopped(self.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
