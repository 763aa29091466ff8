//! What a fault does to the processes of a cluster and to its network.

use super::super::fault::Fault;
use super::super::process::Process;
use super::super::queue::Queue;
use super::{Cluster, Occurrence, Watch};

impl<P: Process, W: Watch> Cluster<P, W> {
    /// Lets a fault happen. One that makes no sense (crashing a dead process) changes nothing and is not recorded.
    pub(super) fn inject(&mut self, fault: Fault, queue: &mut Queue<Occurrence<P>>) {
        if let Some(id) = fault.process() {
            let Some(node) = self.nodes.get(id as usize) else { return };
            let sensible = match fault {
                Fault::Crash(_) => node.up,
                Fault::Restart(_) => !node.up,
                Fault::Pause(_) => node.up && !node.paused,
                Fault::Resume(_) => node.paused,
                _ => true,
            };
            if !sensible {
                return;
            }
        }
        let fields = fault.fields(|id| self.name(id));
        self.record(queue.now(), fault.kind(), fields);
        match fault {
            Fault::Crash(id) => {
                let node = &mut self.nodes[id as usize];
                node.process = node.fresh.clone();
                node.turned = queue.now();
                (node.up, node.paused) = (false, false);
                node.timers.clear();
                node.held.clear();
            }
            Fault::Restart(id) => {
                let node = &mut self.nodes[id as usize];
                (node.up, node.turned) = (true, queue.now());
                self.run(id, queue, P::restart);
            }
            Fault::Pause(id) => self.nodes[id as usize].paused = true,
            Fault::Resume(id) => {
                let node = &mut self.nodes[id as usize];
                node.paused = false;
                for input in std::mem::take(&mut node.held) {
                    self.reach(input, queue);
                }
            }
            Fault::Partition(groups) => self.network.partition(Some(groups)),
            Fault::Heal => self.network.partition(None),
            Fault::Skew(id, skew_ns) => self.nodes[id as usize].skew_ns = skew_ns,
            Fault::Impair(rule) => self.network.add(rule),
            Fault::Repair(link) => self.network.repair(link),
        }
    }
}
