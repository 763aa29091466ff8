//! The partitions: where keys live, the nodes that serve them, and the count of what those are asked.

use super::layout::Layout;
use super::measures::Measures;
use super::node::{Capacity, Node};
use super::policy::{MITIGATIONS, Mitigation};
use super::traffic::Request;
use crate::kernel::{Params, Seed, Time};

/// Every partition with its nodes.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The assignment of keys to partitions.
    pub layout: Layout,
    /// The nodes: replica r of partition p has the number p · replicas + r.
    pub nodes: Vec<Node>,
    /// How many nodes each partition has, at least 1.
    pub replicas: u32,
    /// The counts so far.
    pub measures: Measures,
    capacity: Capacity,
}

impl Cluster {
    /// The idle cluster that the parameters name, for a run so long.
    pub fn new(params: &Params, seed: Seed, duration: Time) -> Self {
        let replicated = params.chosen("mitigation", &MITIGATIONS) == Mitigation::Replicas;
        let replicas = if replicated { params.count("replicas") } else { 1 };
        let (layout, capacity) = (Layout::new(params, seed), Capacity::of(params));
        let nodes = layout.partitions() * replicas;
        Self {
            layout,
            nodes: (0..nodes).map(|_| Node::new(capacity, Time::ZERO)).collect(),
            replicas,
            measures: Measures::new(nodes, duration),
            capacity,
        }
    }

    /// The capacity of each node.
    pub fn capacity(&self) -> &Capacity {
        &self.capacity
    }

    /// The partition that holds a key.
    pub fn home(&self, key: u32) -> u32 {
        self.layout.partition(self.layout.position(key))
    }

    /// Asks a node for a request, and says when its answer leaves; `None` if it refuses. `draw` in (0, 1] decides the time of
    /// service.
    pub fn ask(&mut self, node: u32, request: &Request, draw: f64) -> Option<Time> {
        let answered = self.nodes[node as usize].serve(request.at, draw);
        self.measures.ask(node, request, answered.is_some());
        answered
    }

    /// Splits the partition that holds `boundary` there: a new node, whose number is returned, takes the upper part. Only
    /// for a cluster without replicas.
    pub fn split(&mut self, boundary: u32, now: Time) -> Option<u32> {
        let upper = self.layout.split(boundary)?;
        self.nodes.push(Node::new(self.capacity, now));
        self.measures.add_node();
        Some(upper)
    }
}
