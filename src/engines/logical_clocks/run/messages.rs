//! Messages: each carries the whole replica of its sender.

use super::{LogicalClocks, Message, Task};
use crate::engines::logical_clocks::history::EventKind;
use crate::kernel::Time;

impl LogicalClocks {
    pub(super) fn send(&mut self, from: u32, to: u32) {
        let sent = self.happen(from, EventKind::Send(to));
        // The network could deliver a packet twice; this one is told not to.
        let [arrival, _] = self.network.send(from, to, self.queue.now());
        let lost = u32::from(arrival.is_none());
        self.messages_lost += lost;
        self.record(sent, "send", vec![("to", to.into()), ("lost", lost.into())]);
        let Some(at) = arrival else { return };
        let message = self.messages_sent;
        self.messages_sent += 1;
        let replica = self.processes[from as usize].replica.clone();
        self.messages.insert(message, Message { from, to, sent, replica });
        self.queue.at(at, Task::Arrive(message));
    }

    pub(super) fn arrive(&mut self, id: u32) {
        let message = self.messages.remove(&id).expect("a message arrives once");
        let event = self.happen(message.to, EventKind::Receive(message.sent));
        let incoming = &message.replica.register;
        self.change(message.to, incoming.values(), |register| register.merge(incoming));
        let backwards = self.history.event(event).wall_us <= self.history.event(message.sent).wall_us;
        let mut fields = vec![
            ("from", message.from.into()),
            ("sent", message.sent.into()),
            ("backwards", u32::from(backwards).into()),
        ];
        fields.extend(self.measure(message.to));
        self.record(event, "receive", fields);
    }

    pub(super) fn await_gossip(&mut self, process: u32) {
        if self.gossip_per_s > 0.0 && self.sessions.0 < self.sessions.1 {
            let draw = self.processes[process as usize].gossip.unit_positive();
            self.queue.after(Time::from_millis_f64(-libm::log(draw) * 1e3 / self.gossip_per_s), Task::Gossip(process));
        }
    }

    pub(super) fn gossip(&mut self, process: u32) {
        let others = self.processes.len() as u64 - 1;
        let pick = self.processes[process as usize].gossip.below(others) as u32;
        self.send(process, if pick < process { pick } else { pick + 1 });
        self.await_gossip(process);
    }
}
