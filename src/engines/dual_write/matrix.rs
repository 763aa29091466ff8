//! Every crash of one order: under each strategy, whoever has its turn dies after each step of it.
//!
//! Each cell is a run under the clock, so that it can be opened and played. It has one order, whose steps are far enough apart
//! for a crash to fall between two of them. What is found here is what [`mod@super::explore`] finds of the same victims; only
//! that a promise binds somebody for a while is no finding there.

use super::message::{RELAY, SERVICE};
use super::policy::Strategy;
use super::run::DualWrite;
use crate::kernel::{
    Action, Event, Input, MAX_EVENTS, Params, ProcessId, Progress, Seed, Simulation as _, Time, Value,
};

/// The steps of an order.
pub const STEPS: [&str; 6] = ["begin", "insert", "commit", "publish", "acknowledge", "mark"];

/// The rows: what each is called, its strategy, and how much later than the row the event is written, if by another thread.
pub const ROWS: [(&str, &str, f64); 7] = [
    ("Database first", "database-then-broker", 1.0),
    ("Broker first", "broker-then-database", 1.0),
    ("Both, row first", "parallel", 200.0),
    ("Both, event first", "parallel", -200.0),
    ("Outbox, polling", "outbox-polling", 1.0),
    ("Outbox, log", "outbox-capture", 1.0),
    ("Two-phase", "two-phase-commit", 1.0),
];

/// What a crash makes of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both systems have it, or neither has.
    Fine,
    /// The database has it, the broker does not.
    Lost,
    /// The broker has it, the database does not.
    Phantom,
    /// The broker has it twice.
    Duplicate,
    /// Both have it or neither has, but the database was bound until the victim came back.
    Blocked,
}

/// A crash that was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Who dies.
    pub victim: ProcessId,
    /// When, in milliseconds.
    pub at_ms: u32,
    /// What becomes of the order.
    pub outcome: Outcome,
}

impl Cell {
    /// The crash as an action.
    pub fn action(&self) -> Action {
        Action { at_ms: self.at_ms, verb: "crash", target: self.victim, value: None }
    }
}

/// The setting of a row: one order, and nothing by chance but its delays.
pub fn setting(params: &Params, (_, strategy, apart_ms): (&str, &'static str, f64)) -> Params {
    let mut params = params.clone();
    for (name, id) in [("strategy", strategy), ("polling", "marks")] {
        params.set(name, Value::Choice(id));
    }
    for (name, value) in [
        ("threads_apart_ms", apart_ms),
        ("crash_probability", 0.0),
        ("refuse_probability", 0.0),
        ("network_ms", 10.0),
        ("work_ms", 10.0),
        ("poll_interval_ms", 50.0),
        ("down_ms", 200.0),
        ("rate_per_s", 20.0),
    ] {
        params.set(name, Value::Number(value));
    }
    params.set("orders", Value::Integer(1));
    params
}

/// The cells of a row, one for each of the [`STEPS`]; a strategy that has no such step has no cell there.
pub fn cells(params: &Params, seed: Seed) -> [Option<Cell>; STEPS.len()] {
    let strategy = Strategy::of(params);
    let mut cells = [None; STEPS.len()];
    for event in run(params, seed, &[]).trace().events() {
        if let Some(step) = step(event).filter(|&step| cells[step].is_none()) {
            let victim = if step > 2 && strategy.has_outbox() { RELAY } else { SERVICE };
            let at_ms = event.at.as_millis() as u32 + 1;
            cells[step] = Some(Cell { victim, at_ms, outcome: Outcome::Fine });
        }
    }
    for cell in cells.iter_mut().flatten() {
        let struck = run(params, seed, &[cell.action()]);
        cell.outcome = outcome(&struck, Time::from_millis(cell.at_ms.into()) + params.time("down_ms"));
    }
    cells
}

/// The step that an event of an order's way ends.
fn step(event: &Event) -> Option<usize> {
    let code = event.text("message").unwrap_or_default();
    match (event.kind, code.split('-').next().unwrap_or_default()) {
        ("deliver", "take") => Some(0),
        ("deliver", "insert") | ("promise", _) => Some(1),
        ("commit", _) => Some(2),
        ("append", _) => Some(3),
        ("deliver", "published" | "done") => Some(4),
        ("mark", _) => Some(5),
        _ => None,
    }
}

fn run(params: &Params, seed: Seed, actions: &[Action]) -> DualWrite {
    let mut run = DualWrite::new(&Input { params, actions, seed, max_events: MAX_EVENTS });
    while run.advance(u32::MAX) != Progress::Done {}
    run
}

/// What has become of the order, whose victim came `back` then.
fn outcome(run: &DualWrite, back: Time) -> Outcome {
    let Some(entry) = run.ledger().entries().first() else { return Outcome::Fine };
    match (entry.committed.is_some(), entry.copies) {
        (true, 0) => Outcome::Lost,
        (false, 1..) => Outcome::Phantom,
        (true, 2..) => Outcome::Duplicate,
        _ if entry.is_bound(0, back) => Outcome::Blocked,
        _ => Outcome::Fine,
    }
}
