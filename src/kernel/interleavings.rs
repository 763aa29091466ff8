//! Every run of a system of processes: every order in which messages arrive and timers run out, and a crash at every
//! point between two handlers and between two messages of one: above all between a durable write and the answer to it.
//!
//! The same [`Process`]es run here as in a [`super::Cluster`], without a clock: a timer may run out at any moment after
//! it was set, and a message may take any time. So whatever a cluster can do, some interleaving does.

mod system;

use super::explore::{Cause, Model};
use super::process::{Command, Effects, Process, ProcessId};
use super::time::Time;
use super::trace::{Event, Field};
pub use system::{Local, Move, Packet, System, Turn};

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

    /// The process whose turn it is.
    fn actor(&self, system: &System<P>, turn: Turn) -> ProcessId {
        match turn {
            Turn::Deliver(place) => system.flight[place as usize].1,
            Turn::Wake(id, _) | Turn::Restart(id) => id,
        }
    }

    /// Lets a process deal with something, and says what it wants done. `None` if it is dead.
    fn handle(&self, system: &mut System<P>, turn: Turn, events: &mut Vec<Event>) -> Option<Effects<P>> {
        let id = self.actor(system, turn);
        let disk = std::mem::take(&mut system.locals[id as usize].disk);
        let mut effects = Effects::new(id, Time::ZERO, disk);
        match turn {
            Turn::Deliver(place) => {
                let packet = system.flight.remove(place as usize);
                let local = &mut system.locals[id as usize];
                events.push(self.describe(if local.up { "deliver" } else { "lose" }, &packet));
                if !local.up {
                    local.disk = effects.into_parts().0;
                    return None;
                }
                local.process.receive(packet.0, packet.2, &mut effects);
            }
            Turn::Wake(_, place) => {
                let local = &mut system.locals[id as usize];
                let timer = local.timers.remove(place as usize);
                let fields = vec![("process", self.name(id)), ("timer", timer.to_string().into())];
                events.push(Event::new("wake", fields));
                local.process.on_timer(timer, &mut effects);
            }
            Turn::Restart(_) => {
                events.push(Event::new("restart", vec![("process", self.name(id))]));
                let local = &mut system.locals[id as usize];
                local.up = true;
                local.process.restart(&mut effects);
            }
        }
        Some(effects)
    }

    /// Lets a process have its turn.
    fn take(&self, system: &mut System<P>, turn: Turn, departures: u32, events: &mut Vec<Event>) {
        let id = self.actor(system, turn);
        if let Some(effects) = self.handle(system, turn, events) {
            self.obey(system, id, effects, departures, events);
        }
    }

    /// Does what a handler wants done; of its messages the first `departures` leave.
    fn obey(
        &self,
        system: &mut System<P>,
        id: ProcessId,
        effects: Effects<P>,
        departures: u32,
        events: &mut Vec<Event>,
    ) {
        let (disk, commands) = effects.into_parts();
        system.locals[id as usize].disk = disk;
        let mut sends = 0;
        for command in commands {
            match command {
                Command::Send(to, message) => {
                    sends += 1;
                    let is_lost = sends > departures || (self.fifo && !system.locals[to as usize].up);
                    if !is_lost {
                        self.put(&mut system.flight, (id, to, message));
                    }
                }
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

    /// A process dies: its memory and its timers are gone, and on connections what was under way to it.
    fn crash(&self, system: &mut System<P>, id: ProcessId, events: &mut Vec<Event>) {
        events.push(Event::new("crash", vec![("process", self.name(id))]));
        system.crashes_left -= 1;
        let local = &mut system.locals[id as usize];
        local.process = self.processes[id as usize].1.clone();
        local.up = false;
        local.timers.clear();
        if self.fifo {
            let processes = self.processes.len() as ProcessId;
            system.flight.retain(|packet| packet.1 != id || packet.0 >= processes);
        }
    }

    /// The deaths that a process may die in a turn: after so many of its messages.
    fn deaths(&self, system: &System<P>, turn: Turn) -> impl Iterator<Item = Move> + use<P> {
        let may_die = self.mortal.contains(&self.actor(system, turn));
        let effects = may_die.then(|| self.handle(&mut system.clone(), turn, &mut Vec::new())).flatten();
        let departures = effects.map_or(0..0, |effects| effects.departures());
        departures.map(move |left| Move::TakeAndCrash(turn, left))
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
            let mut effects = Effects::new(id, Time::ZERO, P::Disk::default());
            system.locals[id as usize].process.start(&mut effects);
            self.obey(&mut system, id, effects, u32::MAX, &mut Vec::new());
        }
        for (input, (to, message)) in (0..).zip(&self.inputs) {
            // Each comes from a user of its own: they keep no order among themselves.
            self.put(&mut system.flight, (super::cluster::OUTSIDE - input, *to, message.clone()));
        }
        system
    }

    fn actions(&self, state: &System<P>) -> Vec<Move> {
        let ready = self.ready(&state.flight);
        let mut turns: Vec<Turn> = ready.iter().map(|&place| Turn::Deliver(place)).collect();
        for (id, local) in (0..).zip(&state.locals) {
            turns.extend((0..local.timers.len() as u32).map(|timer| Turn::Wake(id, timer)));
            turns.extend((!local.up).then_some(Turn::Restart(id)));
        }
        let mut steps: Vec<Move> = turns.iter().copied().map(Move::Take).collect();
        if state.crashes_left > 0 {
            let alive = self.mortal.iter().copied().filter(|&id| state.locals[id as usize].up);
            steps.extend(alive.map(Move::Crash));
            steps.extend(turns.into_iter().flat_map(|turn| self.deaths(state, turn)));
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
            Move::Take(_) => Cause::System,
            Move::TakeAndCrash(..) | Move::Crash(_) => Cause::Crash,
            Move::Lose(_) | Move::Copy(_) => Cause::OtherFault,
        }
    }

    fn next_state(&self, state: &System<P>, step: &Move, events: &mut Vec<Event>) -> System<P> {
        let mut after = state.clone();
        match *step {
            Move::Take(turn) => self.take(&mut after, turn, u32::MAX, events),
            Move::TakeAndCrash(turn, departures) => {
                let id = self.actor(state, turn);
                self.take(&mut after, turn, departures, events);
                self.crash(&mut after, id, events);
            }
            Move::Crash(id) => self.crash(&mut after, id, events),
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

#[cfg(test)]
mod tests;
