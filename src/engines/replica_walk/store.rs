//! What each machine holds: the version of every key that was written to it last.

use crate::parts::placements::NodeId;

/// The versions of keys on machines; version 0 is none.
#[derive(Clone, Debug)]
pub(super) struct Store {
    keys: u32,
    held: Vec<u32>,
    newest: Vec<u32>,
}

impl Store {
    /// Empty machines.
    pub(super) fn new(machines: NodeId, keys: u32) -> Self {
        Self { keys, held: vec![0; usize::from(machines) * keys as usize], newest: vec![1; keys as usize] }
    }

    /// The version that was acknowledged last.
    pub(super) fn newest(&self, key: u32) -> u32 {
        self.newest[key as usize]
    }

    /// A client writes the key: its next version.
    pub(super) fn write(&mut self, key: u32) -> u32 {
        self.newest[key as usize] += 1;
        self.newest(key)
    }

    /// The version on a machine.
    pub(super) fn held(&self, machine: NodeId, key: u32) -> u32 {
        self.held[self.place(machine, key)]
    }

    /// A version comes to a machine, which keeps the newer one.
    pub(super) fn put(&mut self, machine: NodeId, key: u32, version: u32) {
        let place = self.place(machine, key);
        self.held[place] = self.held[place].max(version);
    }

    fn place(&self, machine: NodeId, key: u32) -> usize {
        usize::from(machine) * self.keys as usize + key as usize
    }
}
