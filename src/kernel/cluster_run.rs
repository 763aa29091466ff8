//! A run of a cluster, for engines that are made of processes: advanced in slices, within the limit on events, and
//! audited at its end.

use super::cluster::{Cluster, Occurrence, Watch};
use super::event_limit::EventLimit;
use super::lab::{Input, Progress};
use super::process::Process;
use super::queue::Queue;
use super::replay::World as _;
use super::time::Time;
use super::trace::{Event, Trace};

/// The cost of one event, in units of work of about 100 ns.
const EVENT_COST: u32 = 5;

/// A watch that can say at the end of a run what has gone wrong, as only an observer of all processes can know it.
pub trait Audit: Watch {
    /// The findings, in the order in which the trace is to have them. Each goes through [`Watch::see`].
    fn audit(&self) -> Vec<Event>;
}

/// A cluster on its way to the end of its run.
#[derive(Clone, Debug)]
pub struct ClusterRun<P: Process, W: Audit> {
    cluster: Cluster<P, W>,
    queue: Queue<Occurrence<P>>,
    limit: EventLimit,
    /// About when the run ends: its progress is measured by that.
    until: Time,
    /// Whether the run has come to its end, and the cluster has the findings of the audit.
    is_audited: bool,
}

impl<P: Process, W: Audit> ClusterRun<P, W> {
    /// A run that begins with these events and ends at about `until`.
    pub fn new(input: &Input, cluster: Cluster<P, W>, queue: Queue<Occurrence<P>>, until: Time) -> Self {
        Self { cluster, queue, limit: EventLimit::of(input), until, is_audited: false }
    }

    /// The processes, with what each remembers and has persisted.
    pub fn cluster(&self) -> &Cluster<P, W> {
        &self.cluster
    }

    /// The measurements.
    pub fn watch(&self) -> &W {
        self.cluster().watch()
    }

    /// The trace of the run.
    pub fn trace(&self) -> &Trace {
        self.cluster().trace()
    }

    /// Whether the run has come to its own end, and was audited. A run that the limit stopped never is: what was under
    /// way when it stopped has not gone wrong.
    pub fn is_complete(&self) -> bool {
        self.is_audited
    }

    /// Why the run was stopped before its end, if it was.
    pub fn stopped(&self) -> Option<String> {
        self.limit.stopped(self.queue.now())
    }

    /// Does about `budget` units of work. The run ends when no event is left, or when `is_over` says, of the measurements
    /// and of the moment of the next event, that nothing of interest is to come.
    pub fn advance(&mut self, budget: u32, is_over: impl Fn(&W, Time) -> bool) -> Progress {
        let mut left = budget;
        while left > 0 && !self.is_done() {
            if self.queue.next_at().is_none_or(|next| is_over(self.watch(), next)) {
                self.audit();
            } else if self.limit.allow() {
                self.step();
                left = left.saturating_sub(EVENT_COST);
            }
        }
        if self.is_done() {
            return Progress::Done;
        }
        Progress::Running((self.queue.now().0 as f64 / self.until.0.max(1) as f64).min(0.999))
    }

    fn is_done(&self) -> bool {
        self.is_complete() || self.limit.is_reached()
    }

    /// Lets the next event happen. A run only goes forwards and keeps no copy of what was: playback steps over its trace.
    fn step(&mut self) {
        if let Some((_, event)) = self.queue.pop() {
            self.cluster.handle(event, &mut self.queue);
        }
    }

    fn audit(&mut self) {
        for Event { kind, fields, .. } in self.watch().audit() {
            self.cluster.record(self.queue.now(), kind, fields);
        }
        self.is_audited = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Delay, Effects, Network, Params, ProcessId, Seed};

    /// A process that wakes every millisecond, for ever.
    #[derive(Clone, Debug)]
    struct Clock;

    impl Process for Clock {
        type Message = u32;
        type Timer = u32;
        type Disk = ();

        fn start(&mut self, effects: &mut Effects<Self>) {
            effects.set_timer(Time::from_millis(1), 0);
        }

        fn receive(&mut self, _from: ProcessId, _message: u32, _effects: &mut Effects<Self>) {}

        fn on_timer(&mut self, _timer: u32, effects: &mut Effects<Self>) {
            effects.record("tick", Vec::new());
            self.start(effects);
        }
    }

    /// Counts the ticks, and finds that many.
    #[derive(Clone, Debug, Default)]
    struct Ticks(u32);

    impl Watch for Ticks {
        fn see(&mut self, event: &Event) -> bool {
            self.0 += u32::from(event.kind == "tick");
            true
        }
    }

    impl Audit for Ticks {
        fn audit(&self) -> Vec<Event> {
            vec![Event::new("audit", vec![("ticks", self.0.into())])]
        }
    }

    fn run(max_events: u64) -> ClusterRun<Clock, Ticks> {
        let (params, seed) = (Params::defaults(&[]), Seed(1));
        let network = Network::new(seed, Delay::Constant(Time::ZERO), true);
        let mut cluster = Cluster::new(network, Ticks::default(), Trace::keeping(100), false);
        cluster.add("clock", Clock);
        let queue = cluster.begin(&[]);
        let input = Input { params: &params, actions: &[], seed, max_events };
        ClusterRun::new(&input, cluster, queue, Time::from_millis(10))
    }

    /// Ten milliseconds of it, in slices of this budget.
    fn play(mut run: ClusterRun<Clock, Ticks>, budget: u32) -> ClusterRun<Clock, Ticks> {
        while run.advance(budget, |_, next| next > Time::from_millis(10)) != Progress::Done {}
        run
    }

    #[test]
    fn a_run_ends_when_nothing_of_interest_is_to_come_and_is_audited_once_in_any_slices() {
        for budget in [1, 13, u32::MAX] {
            let run = play(run(1_000), budget);
            assert!(run.is_complete() && run.stopped().is_none());
            let last = run.trace().events().last().expect("it was audited");
            assert_eq!((last.kind, last.integer("ticks"), last.at), ("audit", Some(10), Time::from_millis(10)));
            assert_eq!(run.trace().events().len(), 11);
        }
    }

    #[test]
    fn a_run_that_the_limit_stops_says_so_and_is_not_audited() {
        for budget in [1, 13, u32::MAX] {
            // The start is an event too.
            let run = play(run(4), budget);
            assert!(!run.is_complete());
            assert!(run.stopped().is_some_and(|why| why.starts_with("4 events were played")));
            assert_eq!(run.trace().events().len(), 3);
        }
    }
}
