//! A simulation that can be played in both directions: step, run, seek, fork.
//!
//! Nothing is ever undone. Every so many steps the whole state is copied, and to go back is to take the nearest copy and
//! play forward from there; since a step depends on the state alone, it gives what it gave before. (RaftScope, Ongaro
//! 2014, steps back through Raft in this way.) The copies are few: once there are too many, every second one is dropped
//! and the distance between them doubles, so a long run costs no more memory than a short one.

use super::queue::Queue;
use super::time::Time;

/// The state of a simulation, and the effect of each event on it.
pub trait World {
    /// An event.
    type Event: Clone;

    /// Lets an event happen at the moment that `queue` has reached. What follows from it goes into the queue.
    fn handle(&mut self, event: Self::Event, queue: &mut Queue<Self::Event>);
}

/// A world with its events to come, after some steps.
#[derive(Clone, Debug)]
struct Moment<W: World + Clone> {
    world: W,
    queue: Queue<W::Event>,
    /// How many events have been handled.
    step: u64,
    /// How many of the interventions have been made.
    intervened: u32,
}

/// Something that was scheduled from outside, once `step` events had been handled.
#[derive(Clone, Debug)]
struct Intervention<E> {
    step: u64,
    at: Time,
    event: E,
}

/// A run of a world, with snapshots behind it (and, after going back, ahead of it).
#[derive(Clone, Debug)]
pub struct Replay<W: World + Clone> {
    present: Moment<W>,
    /// By rising step; the first is the start.
    snapshots: Vec<Moment<W>>,
    limit: u32,
    stride: u64,
    interventions: Vec<Intervention<W::Event>>,
}

impl<W: World + Clone> Replay<W> {
    /// A world before its first event. At most `snapshots` copies of it are kept, and never fewer than one, that of
    /// the start.
    pub fn new(world: W, queue: Queue<W::Event>, snapshots: u32) -> Self {
        let start = Moment { world, queue, step: 0, intervened: 0 };
        Self {
            present: start.clone(),
            snapshots: vec![start],
            limit: snapshots.max(1),
            stride: 1,
            interventions: Vec::new(),
        }
    }

    /// The state of the world.
    pub fn world(&self) -> &W {
        &self.present.world
    }

    /// The moment of the event that was handled last.
    pub fn now(&self) -> Time {
        self.present.queue.now()
    }

    /// The moment at which the next event is due; `None` if there is none.
    pub fn next_at(&self) -> Option<Time> {
        self.present.queue.next_at()
    }

    /// How many events have been handled.
    pub fn steps(&self) -> u64 {
        self.present.step
    }

    /// How many snapshots are kept.
    pub fn snapshots(&self) -> u32 {
        self.snapshots.len() as u32
    }

    /// Handles the next event; false if there is none.
    pub fn step(&mut self) -> bool {
        self.intervene();
        let Some((_, event)) = self.present.queue.pop() else { return false };
        self.present.world.handle(event, &mut self.present.queue);
        self.present.step += 1;
        if self.limit > 1 {
            self.snapshot_if_due();
        }
        true
    }

    /// Handles every event that is due by `until`.
    pub fn run_until(&mut self, until: Time) {
        loop {
            self.intervene();
            if self.next_at().is_none_or(|next| next > until) {
                return;
            }
            self.step();
        }
    }

    /// Goes to the state after `step` events, forwards or backwards, or to the end if the run is shorter.
    pub fn seek(&mut self, step: u64) {
        let ahead = self.snapshots.partition_point(|snapshot| snapshot.step <= step);
        // There is always the start.
        let nearest = &self.snapshots[ahead - 1];
        if self.present.step > step || self.present.step < nearest.step {
            self.present = nearest.clone();
        }
        while self.present.step < step && self.step() {}
    }

    /// Schedules an event from outside: what a reader does to the system. It becomes part of this run, and going back
    /// and forward again makes it happen again; what had been played beyond the present is forgotten.
    pub fn schedule(&mut self, at: Time, event: W::Event) {
        self.intervene();
        self.interventions.truncate(self.present.intervened as usize);
        self.snapshots.retain(|snapshot| snapshot.step <= self.present.step);
        self.interventions.push(Intervention { step: self.present.step, at, event });
        self.intervene();
    }

    /// Another run with the same past. What is scheduled in one does not show in the other.
    pub fn fork(&self) -> Self {
        self.clone()
    }

    /// Makes the interventions that belong before the next step.
    fn intervene(&mut self) {
        let present = &mut self.present;
        while let Some(due) = self.interventions.get(present.intervened as usize).filter(|due| due.step == present.step)
        {
            present.queue.at(due.at, due.event.clone());
            present.intervened += 1;
        }
    }

    fn snapshot_if_due(&mut self) {
        let newest = self.snapshots.last().map_or(0, |snapshot| snapshot.step);
        if self.present.step < newest + self.stride {
            return;
        }
        if self.snapshots.len() == self.limit as usize {
            let mut place = 0;
            self.snapshots.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.stride *= 2;
        } else {
            self.snapshots.push(self.present.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Seed, Stream};

    /// A counter whose every event schedules the next after a random delay.
    #[derive(Clone, Debug, PartialEq)]
    struct Walk {
        at: Vec<u64>,
        state: u64,
    }

    impl World for Walk {
        type Event = u64;
        fn handle(&mut self, event: u64, queue: &mut Queue<u64>) {
            self.at.push(queue.now().0);
            self.state = Stream::named(Seed(event as u32), &self.state.to_string()).bits();
            if event < 1000 && self.at.len() < 300 {
                queue.after(Time(self.state % 10), event + 1);
            }
        }
    }

    fn walk(snapshots: u32) -> Replay<Walk> {
        let mut queue = Queue::new();
        queue.at(Time::ZERO, 0);
        Replay::new(Walk { at: Vec::new(), state: 0 }, queue, snapshots)
    }

    #[test]
    fn seeking_in_any_order_gives_the_state_that_stepping_gave() {
        for snapshots in [0, 1, 2, 7, 50] {
            let mut stepped = walk(1);
            let mut states = vec![stepped.world().clone()];
            while stepped.step() {
                states.push(stepped.world().clone());
            }
            assert_eq!(states.len(), 301);
            let mut sought = walk(snapshots);
            for step in [300usize, 3, 150, 149, 151, 0, 299, 64, 64] {
                sought.seek(step as u64);
                assert_eq!(sought.world(), &states[step], "step {step} with {snapshots} snapshots");
                assert!(sought.snapshots() <= snapshots.max(1));
            }
            sought.seek(10_000);
            assert_eq!(sought.steps(), 300);
        }
    }

    #[test]
    fn checkpoints_thin_out_but_cover_the_run_evenly() {
        let mut sim = walk(8);
        while sim.step() {}
        let steps: Vec<u64> = sim.snapshots.iter().map(|snapshot| snapshot.step).collect();
        assert!(steps.len() >= 4 && steps[0] == 0, "{steps:?}");
        // No gap is wider than a run of 300 steps over half of the eight snapshots needs, rounded up to a power of two.
        assert!(steps.windows(2).all(|pair| pair[1] - pair[0] <= 128), "{steps:?}");
    }

    #[test]
    fn a_fork_shares_the_past_and_not_the_future() {
        let mut original = walk(8);
        original.seek(100);
        let mut fork = original.fork();
        let moment = fork.now();
        fork.schedule(moment, 5_000);
        fork.seek(101);
        original.seek(101);
        assert_eq!(fork.world().at.len(), original.world().at.len());
        assert_ne!(fork.world().state, original.world().state);
        // The intervention is part of the fork's run: going back over it and forward again makes it again.
        let after = fork.world().clone();
        fork.seek(20);
        assert_eq!(fork.world(), &{
            let mut past = walk(1);
            past.seek(20);
            past.world().clone()
        });
        fork.seek(101);
        assert_eq!(fork.world(), &after);
    }

    #[test]
    fn running_until_a_moment_handles_what_is_due_by_then_and_nothing_later() {
        let mut sim = walk(4);
        sim.run_until(Time(700));
        assert!(sim.world().at.len() > 100 && sim.world().at.iter().all(|&at| at <= 700));
        assert!(sim.next_at().is_some_and(|next| next > Time(700)));
    }
}
