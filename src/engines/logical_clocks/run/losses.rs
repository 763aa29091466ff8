//! What becomes of writes: siblings, overwritten values, lost updates.

use super::{LogicalClocks, list};
use crate::engines::logical_clocks::ledger::{Fate, WriteId, WriteSet};
use crate::engines::logical_clocks::register::Register;
use crate::kernel::Field;

impl LogicalClocks {
    /// Changes a replica, which meets `incoming` values.
    pub(super) fn change(&mut self, process: u32, incoming: Vec<WriteId>, change: impl FnOnce(&mut Register)) {
        let register = &mut self.processes[process as usize].replica.register;
        let mut met = incoming;
        met.extend(register.values());
        change(register);
        self.ledger.compare(&met, &register.values());
    }

    /// Looks at a replica that has changed, and says what is worth recording.
    pub(super) fn measure(&mut self, process: u32) -> [(&'static str, Field); 3] {
        let replica = &mut self.processes[process as usize].replica;
        let values = replica.register.values();
        replica.covers = self.ledger.covered_by(&values);
        let (siblings, false_siblings) = (values.len() as u32, self.ledger.superseded(&values));
        self.siblings_max = self.siblings_max.max(siblings);
        self.false_siblings_max = self.false_siblings_max.max(false_siblings);
        self.metadata_bytes_max = self.metadata_bytes_max.max(replica.register.metadata_bytes());
        [("holds", list(&values).into()), ("siblings", siblings.into()), ("false_siblings", false_siblings.into())]
    }

    /// Finds what has been lost: what no replica, no message and no client's reading covers any more.
    pub(super) fn settle(&mut self) {
        let mut covered = WriteSet::default();
        self.processes.iter().for_each(|process| covered.extend(&process.replica.covers));
        self.messages.values().for_each(|message| covered.extend(&message.replica.covers));
        for (values, _) in self.clients.iter().filter_map(|client| client.reading.as_ref()) {
            covered.extend(&self.ledger.covered_by(values));
        }
        self.lose(&covered);
    }

    fn lose(&mut self, covered: &WriteSet) {
        for id in self.ledger.settle(covered) {
            let write = &self.ledger.writes()[id as usize];
            let fields = vec![
                ("write", id.into()),
                ("client", write.client.into()),
                ("process", write.process.into()),
                ("newer", u32::from(write.fate == Fate::LostNewer).into()),
            ];
            self.trace.record(self.queue.now(), "lost-update", fields);
        }
    }

    /// When nothing more can happen, a last read through process 0 asks every process.
    pub(super) fn read_all(&mut self) {
        for process in 1..self.processes.len() {
            let register = self.processes[process].replica.register.clone();
            self.change(0, register.values(), |all| all.merge(&register));
        }
        let values = self.processes[0].replica.register.values();
        self.siblings_at_end = Some(values.len() as u32);
        self.trace.record(self.queue.now(), "last-read", vec![("values", list(&values).into())]);
        self.lose(&self.ledger.covered_by(&values));
    }
}
