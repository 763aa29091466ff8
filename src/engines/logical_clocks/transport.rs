//! Messages under way; each carries the whole replica of its sender.

use litemap::LiteMap;

use super::process::Replica;
use crate::kernel::{Delay, Impairment, Input, Link, Network, Rule, Time};
use crate::parts::clocks::history::EventId;

/// How long a message is held back.
const HELD: Time = Time::from_millis(50);

/// A message under way: the sender's replica.
#[derive(Clone, Debug)]
pub struct Message {
    /// The sender.
    pub from: u32,
    /// The receiver.
    pub to: u32,
    /// The event in which it was sent.
    pub sent: EventId,
    /// The replica that it carries.
    pub replica: Replica,
}

/// The network, and what is on it.
#[derive(Clone, Debug)]
pub struct Transport {
    network: Network,
    under_way: LiteMap<u32, Message>,
    posted: u32,
    lost: u32,
}

impl Transport {
    /// The idle network that the parameters name.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let delay = Delay::Exponential(params.time("delay_ms"), params.time("jitter_ms"));
        let mut network = Network::new(input.seed, delay, false);
        network.add(Rule { link: Link::ANY, impairment: Impairment::Loss(params.number("loss")) });
        network.add(Rule { link: Link::ANY, impairment: Impairment::Reordering(params.number("reordering"), HELD) });
        Self { network, under_way: LiteMap::new(), posted: 0, lost: 0 }
    }

    /// Sends a packet now, and says when it will arrive; nothing if it is lost.
    pub fn send(&mut self, from: u32, to: u32, now: Time) -> Option<Time> {
        // The network could deliver a packet twice; this one is told not to.
        let [arrival, _] = self.network.send(from, to, now);
        self.lost += u32::from(arrival.is_none());
        arrival
    }

    /// Puts a message under way, and gives the number by which it is taken off.
    pub fn post(&mut self, message: Message) -> u32 {
        self.under_way.insert(self.posted, message);
        self.posted += 1;
        self.posted - 1
    }

    /// The message with this number arrives.
    ///
    /// # Panics
    /// If it has arrived already.
    pub fn take(&mut self, number: u32) -> Message {
        self.under_way.remove(&number).expect("a message arrives once")
    }

    /// The messages under way.
    pub fn under_way(&self) -> impl Iterator<Item = &Message> {
        self.under_way.values()
    }

    /// How many messages never arrive.
    pub fn lost(&self) -> u32 {
        self.lost
    }

    /// Cuts a process off from so many others, or ends the cut.
    pub fn isolate(&mut self, process: Option<u32>, processes: u32) {
        let groups = |alone: u32| vec![vec![alone], (0..processes).filter(|&other| other != alone).collect()];
        self.network.partition(process.map(groups));
    }
}
