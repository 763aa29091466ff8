//! Runs in slices of a few milliseconds, so that the page answers while a heavy run goes on.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use gloo_timers::callback::Timeout;

use super::now_ms;
use crate::kernel::{Progress, Simulation};
use crate::scenario::{Link, Rare, Scenario, Search};
use crate::ui::plate::RunPair;

/// The longest time, in milliseconds, for which one slice of a run blocks the page.
const SLICE_MS: f64 = 8.0;

/// Units of work between two looks at the clock: about a millisecond.
const BUDGET: u32 = 5_000;

/// A run shorter than this shows no progress bar.
const SILENT_MS: f64 = 150.0;

/// A run under way. Dropping it cancels the run.
pub(super) struct Job {
    cancelled: Rc<Cell<bool>>,
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancelled.set(true);
    }
}

/// Starts the run that a link asks for; the first slice is done at once. `progress` hears of a run that takes long,
/// `done` gets the finished pair.
pub(super) fn start(link: Link, progress: impl Fn(f64) + 'static, done: impl FnOnce(Link, RunPair) + 'static) -> Job {
    let scenarios: Vec<Scenario> = [Some(link.scenario.clone()), link.twin()].into_iter().flatten().collect();
    let runs = scenarios.iter().map(Scenario::start).collect();
    begin(Runs { link, scenarios, runs, finished: 0, done: Box::new(done) }, progress)
}

/// Starts a search for rare seeds.
pub(super) fn search(search: Search, progress: impl Fn(f64) + 'static, done: impl FnOnce(Rare) + 'static) -> Job {
    begin(Hunt { search, done: Box::new(done) }, progress)
}

fn begin(work: impl Work + 'static, progress: impl Fn(f64) + 'static) -> Job {
    let cancelled = Rc::new(Cell::new(false));
    let sliced = Sliced { work: Box::new(work), begun_ms: now_ms(), progress: Box::new(progress) };
    slice(sliced, Rc::clone(&cancelled));
    Job { cancelled }
}

/// What is done in slices.
trait Work {
    /// Does about [`BUDGET`] units of it.
    fn advance(&mut self) -> Progress;

    /// Hands over what came of it.
    fn finish(self: Box<Self>);
}

/// A run, and its twin.
struct Runs {
    link: Link,
    scenarios: Vec<Scenario>,
    runs: Vec<Box<dyn Simulation>>,
    finished: usize,
    done: Box<dyn FnOnce(Link, RunPair)>,
}

impl Work for Runs {
    fn advance(&mut self) -> Progress {
        let fraction = match self.runs[self.finished].advance(BUDGET) {
            Progress::Running(fraction) => fraction,
            Progress::Done => {
                self.finished += 1;
                0.0
            }
        };
        match self.finished == self.runs.len() {
            true => Progress::Done,
            false => Progress::Running((self.finished as f64 + fraction) / self.runs.len() as f64),
        }
    }

    fn finish(self: Box<Self>) {
        let mut whole = self.scenarios.into_iter().zip(self.runs.into_iter().map(Arc::from));
        if let Some((scenario, main)) = whole.next() {
            (self.done)(self.link, RunPair { scenario, main, twin: whole.next() });
        }
    }
}

/// A search for rare seeds.
struct Hunt {
    search: Search,
    done: Box<dyn FnOnce(Rare)>,
}

impl Work for Hunt {
    fn advance(&mut self) -> Progress {
        self.search.advance(BUDGET)
    }

    fn finish(self: Box<Self>) {
        (self.done)(self.search.into_rare());
    }
}

/// Work with what it tells on its way.
struct Sliced {
    work: Box<dyn Work>,
    begun_ms: f64,
    progress: Box<dyn Fn(f64)>,
}

/// Works for one slice, then lets the page answer before the next.
fn slice(mut sliced: Sliced, cancelled: Rc<Cell<bool>>) {
    if cancelled.get() {
        return;
    }
    let until = now_ms() + SLICE_MS;
    let progress = loop {
        match sliced.work.advance() {
            Progress::Done => return sliced.work.finish(),
            Progress::Running(fraction) if now_ms() > until => break fraction,
            Progress::Running(_) => {}
        }
    };
    if now_ms() - sliced.begun_ms > SILENT_MS {
        (sliced.progress)(progress);
    }
    Timeout::new(0, move || slice(sliced, cancelled)).forget();
}
