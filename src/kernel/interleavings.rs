//! Every run of a system of processes: every order in which messages arrive and timers run out, and a crash at every
//! point between two handlers.
//!
//! The same [`Process`]es run here as in a [`super::Cluster`], without a clock: a timer may run out at any moment after
//! it was set, and a message may take any time. So whatever a cluster can do, some interleaving does.

use super::explore::{Cause, Model};
use super::process::{Command, Effects, Process, ProcessId};
use super::time::Time;
use super::trace::{Event, Field};

/// A process in a state of the system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local<P, D, T> {
    /// Its memory.
    pub process: P,
    /// Its disk.
    pub disk: D,
    /// Whether it is alive.
    pub up: bool,
    /// The timers that it has set, in their order.
    pub timers: Vec<T>,
}

/// A message under way: its sender, its receiver, what it says.
pub type Packet<M> = (ProcessId, ProcessId, M);

/// A state of the system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct System<P: Process> {
    /// The processes, by number.
    pub locals: Vec<Local<P, P::Disk, P::Timer>>,
    /// The messages under way, sorted by link; on a connection in the order of sending, else in their own order.
    pub flight: Vec<Packet<P::Message>>,
    /// How many more crashes there may be.
    pub crashes_left: u32,
    /// How many more messages may be lost.
    pub losses_left: u32,
    /// How many more messages may be doubled.
    pub copies_left: u32,
}

/// A step of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The message at this place in [`System::flight`] arrives.
    Deliver(u32),
    /// The timer at this place in a process's list runs out.
    Wake(ProcessId, u32),
    /// A dead process comes back.
    Restart(ProcessId),
    /// A process dies.
    Crash(ProcessId),
    /// The message at this place is lost.
    Lose(u32),
    /// The message at this place is doubled.
    Copy(u32),
}

/// A system of processes, and how much may go wrong in it.
#[derive(Clone, Debug)]
pub struct Interleavings<P: Process> {
    /// The processes, by number, with their names.
    pub processes: Vec<(&'static str, P)>,
    /// The messages from outside, which arrive at any moment and in any order.
    pub inputs: Vec<(ProcessId, P::Message)>,
    /// Whether each link is a connection: messages arrive in the order of sending, and those under way to a process are
    /// lost when it dies.
    pub fifo: bool,
    /// The processes that may crash.
    pub mortal: Vec<ProcessId>,
    /// At most how many crashes, lost messages and doubled messages there are in one run.
    pub faults: [u32; 3],
    /// The findings about a state of an observer who sees all processes.
    pub audit: fn(&System<P>) -> Vec<Event>,
}

impl<P: Process> Interleavings<P> {
    fn name(&self, id: ProcessId) -> Field {
        self.processes.get(id as usize).map_or("outside", |(name, _)| name).into()
    }

    fn describe(&self, kind: &'static str, (from, to, message): &Packet<P::Message>) -> Event {
        let fields = vec![("from", self.name(*from)), ("to", self.name(*to)), ("message", message.to_string().into())];
        Event::new(kind, fields)
    }
}

impl<P: Process> Interleavings<P>
where
    P::Message: Ord,
{
    /// The places of the messages that may arrive next; of several equal ones, one.
    fn ready(&self, flight: &[Packet<P::Message>]) -> Vec<u32> {
        let waits = |place: usize| {
            place > 0 && {
                let (before, this) = (&flight[place - 1], &flight[place]);
                if self.fifo { (before.0, before.1) == (this.0, this.1) } else { before == this }
            }
        };
        (0..flight.len()).filter(|&place| !waits(place)).map(|place| place as u32).collect()
    }

    fn put(&self, flight: &mut Vec<Packet<P::Message>>, packet: Packet<P::Message>) {
        let place = flight.partition_point(|other| {
            if self.fifo { (other.0, other.1) <= (packet.0, packet.1) } else { *other <= packet }
        });
        flight.insert(place, packet);
    }

    /// Runs a handler of a process and does what it wants done.
    fn run(
        &self,
        system: &mut System<P>,
        id: ProcessId,
        events: &mut Vec<Event>,
        handler: impl FnOnce(&mut P, &mut Effects<P>),
    ) {
        let local = &mut system.locals[id as usize];
        let mut effects = Effects::new(id, Time::ZERO, std::mem::take(&mut local.disk));
        handler(&mut local.process, &mut effects);
        let (disk, commands) = effects.into_parts();
        local.disk = disk;
        for command in commands {
            match command {
                Command::Send(to, _) if self.fifo && !system.locals[to as usize].up => {}
                Command::Send(to, message) => self.put(&mut system.flight, (id, to, message)),
                Command::SetTimer(_, timer) => {
                    let timers = &mut system.locals[id as usize].timers;
                    if let Err(place) = timers.binary_search(&timer) {
                        timers.insert(place, timer);
                    }
                }
                Command::CancelTimer(timer) => system.locals[id as usize].timers.retain(|set| *set != timer),
                Command::Record(kind, fields) => events.push(Event::new(kind, fields)),
            }
        }
    }
}

impl<P> Model for Interleavings<P>
where
    P: Process + Ord,
    P::Disk: Ord,
    P::Message: Ord,
{
    type State = System<P>;
    type Action = Move;

    fn start(&self) -> System<P> {
        let local = |(_, process): &(&'static str, P)| Local {
            process: process.clone(),
            disk: P::Disk::default(),
            up: true,
            timers: Vec::new(),
        };
        let [crashes_left, losses_left, copies_left] = self.faults;
        let mut system = System {
            locals: self.processes.iter().map(local).collect(),
            flight: Vec::new(),
            crashes_left,
            losses_left,
            copies_left,
        };
        for id in 0..self.processes.len() as ProcessId {
            self.run(&mut system, id, &mut Vec::new(), P::start);
        }
        for (input, (to, message)) in (0..).zip(&self.inputs) {
            // Each comes from a user of its own: they keep no order among themselves.
            self.put(&mut system.flight, (super::cluster::OUTSIDE - input, *to, message.clone()));
        }
        system
    }

    fn actions(&self, state: &System<P>) -> Vec<Move> {
        let ready = self.ready(&state.flight);
        let mut steps: Vec<Move> = ready.iter().map(|&place| Move::Deliver(place)).collect();
        for (id, local) in (0..).zip(&state.locals) {
            steps.extend((0..local.timers.len() as u32).map(|timer| Move::Wake(id, timer)));
            if !local.up {
                steps.push(Move::Restart(id));
            } else if state.crashes_left > 0 && self.mortal.contains(&id) {
                steps.push(Move::Crash(id));
            }
        }
        // What comes from outside is not lost or doubled: it has not been sent.
        let sent = ready.iter().filter(|&&place| state.flight[place as usize].0 < state.locals.len() as ProcessId);
        if state.losses_left > 0 {
            steps.extend(sent.clone().map(|&place| Move::Lose(place)));
        }
        if state.copies_left > 0 {
            steps.extend(sent.map(|&place| Move::Copy(place)));
        }
        steps
    }

    fn cause(&self, step: &Move) -> Cause {
        match step {
            Move::Deliver(_) | Move::Wake(..) | Move::Restart(_) => Cause::System,
            Move::Crash(_) => Cause::Crash,
            Move::Lose(_) | Move::Copy(_) => Cause::OtherFault,
        }
    }

    fn next_state(&self, state: &System<P>, step: &Move, events: &mut Vec<Event>) -> System<P> {
        let mut after = state.clone();
        match *step {
            Move::Deliver(place) => {
                let packet = after.flight.remove(place as usize);
                let up = after.locals[packet.1 as usize].up;
                events.push(self.describe(if up { "deliver" } else { "lose" }, &packet));
                let (from, to, message) = packet;
                if up {
                    self.run(&mut after, to, events, |process, effects| process.receive(from, message, effects));
                }
            }
            Move::Wake(id, place) => {
                let timer = after.locals[id as usize].timers.remove(place as usize);
                let fields = vec![("process", self.name(id)), ("timer", timer.to_string().into())];
                events.push(Event::new("wake", fields));
                self.run(&mut after, id, events, |process, effects| process.on_timer(timer, effects));
            }
            Move::Restart(id) => {
                events.push(Event::new("restart", vec![("process", self.name(id))]));
                after.locals[id as usize].up = true;
                self.run(&mut after, id, events, P::restart);
            }
            Move::Crash(id) => {
                events.push(Event::new("crash", vec![("process", self.name(id))]));
                after.crashes_left -= 1;
                let local = &mut after.locals[id as usize];
                local.process = self.processes[id as usize].1.clone();
                local.up = false;
                local.timers.clear();
                if self.fifo {
                    let processes = self.processes.len() as ProcessId;
                    after.flight.retain(|packet| packet.1 != id || packet.0 >= processes);
                }
            }
            Move::Lose(place) => {
                after.losses_left -= 1;
                let packet = after.flight.remove(place as usize);
                events.push(self.describe("lose", &packet));
            }
            Move::Copy(place) => {
                after.copies_left -= 1;
                let packet = after.flight[place as usize].clone();
                events.push(self.describe("copy", &packet));
                self.put(&mut after.flight, packet);
            }
        }
        after
    }

    fn audit(&self, state: &System<P>) -> Vec<Event> {
        (self.audit)(state)
    }
}
