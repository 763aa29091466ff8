//! The members of the cluster, and their changes.
//!
//! A node that is **removed** is out of the cluster: it loses its number, and where nodes are numbered those behind it
//! move up. A node that **fails** is still a member: it keeps its number, its weight and its points for its return, and
//! only its keys go elsewhere meanwhile.

/// The number of a node, given once and never to another.
pub type NodeId = u8;

/// The most nodes that a run may ever see; node ids are below it.
pub const MAX_NODES: NodeId = 100;

/// A node of the cluster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Its number.
    pub id: NodeId,
    /// Whether it is up; a failed node is a member that is down.
    pub up: bool,
    /// Its share of the keys relative to the others'; 1 unless it was changed.
    pub weight: f64,
}

/// A requested change of the cluster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Request {
    /// Bring a new node in.
    Add,
    /// Take out the member with the lowest number.
    RemoveOldest,
    /// Take this node out.
    Remove(NodeId),
    /// This node stops answering.
    Fail(NodeId),
    /// This node answers again.
    Restore(NodeId),
    /// Give this node another weight.
    Weigh(NodeId, f64),
}

/// The result of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// The cluster was set up.
    SetUp,
    /// A new node came in.
    Joined(NodeId),
    /// A node was taken out for good.
    Removed(NodeId),
    /// A node stopped answering.
    Failed(NodeId),
    /// A failed node came back.
    Restored(NodeId),
    /// A node's weight changed.
    Weighed(NodeId, f64),
    /// The request made no sense at its moment, for this reason; nothing changed.
    Ignored(Request, &'static str),
}

/// The members in the order of their numbers.
#[derive(Clone, Debug)]
pub struct Membership {
    members: Vec<Member>,
    next: NodeId,
    weights_count: bool,
}

impl Membership {
    /// Nodes `0..count`, all up and of weight 1. `weights_count` says whether the strategy knows weights.
    pub fn new(count: NodeId, weights_count: bool) -> Self {
        let members = (0..count).map(|id| Member { id, up: true, weight: 1.0 }).collect();
        Self { members, next: count, weights_count }
    }

    /// The members, those that are down among them.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Does what is asked, or says why it cannot be done.
    pub fn apply(&mut self, request: Request) -> Change {
        self.try_apply(request).unwrap_or_else(|reason| Change::Ignored(request, reason))
    }

    fn try_apply(&mut self, request: Request) -> Result<Change, &'static str> {
        match request {
            Request::Add => self.add(),
            Request::RemoveOldest => {
                let oldest = self.members.first().ok_or("there is no node")?.id;
                self.remove(oldest)
            }
            Request::Remove(id) => self.remove(id),
            Request::Fail(id) => {
                let place = self.find(id)?;
                self.spare(place)?;
                if !self.members[place].up {
                    return Err("it is down already");
                }
                self.members[place].up = false;
                Ok(Change::Failed(id))
            }
            Request::Restore(id) => {
                let place = self.find(id)?;
                if self.members[place].up {
                    return Err("it is up already");
                }
                self.members[place].up = true;
                Ok(Change::Restored(id))
            }
            Request::Weigh(id, weight) => {
                let place = self.find(id)?;
                if !self.weights_count {
                    return Err("this strategy knows no weights");
                }
                if self.members[place].weight == weight {
                    return Err("it has that weight already");
                }
                self.members[place].weight = weight;
                Ok(Change::Weighed(id, weight))
            }
        }
    }

    fn add(&mut self) -> Result<Change, &'static str> {
        if self.next == MAX_NODES {
            return Err("the run has used every node number");
        }
        let id = self.next;
        self.next += 1;
        self.members.push(Member { id, up: true, weight: 1.0 });
        Ok(Change::Joined(id))
    }

    fn remove(&mut self, id: NodeId) -> Result<Change, &'static str> {
        let place = self.find(id)?;
        self.spare(place)?;
        self.members.remove(place);
        Ok(Change::Removed(id))
    }

    fn find(&self, id: NodeId) -> Result<usize, &'static str> {
        self.members.iter().position(|member| member.id == id).ok_or("there is no such node")
    }

    /// Refuses to lose the last node that is up: its keys would have nowhere to go.
    fn spare(&self, place: usize) -> Result<(), &'static str> {
        let another = self.members.iter().enumerate().any(|(other, member)| member.up && other != place);
        if another { Ok(()) } else { Err("it is the last node that is up") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_ignored_with_its_reason() {
        let mut cluster = Membership::new(2, false);
        assert_eq!(cluster.apply(Request::Remove(7)), Change::Ignored(Request::Remove(7), "there is no such node"));
        assert_eq!(cluster.apply(Request::Restore(0)), Change::Ignored(Request::Restore(0), "it is up already"));
        let weigh = Request::Weigh(0, 2.0);
        assert_eq!(cluster.apply(weigh), Change::Ignored(weigh, "this strategy knows no weights"));
        assert_eq!(cluster.apply(Request::Fail(0)), Change::Failed(0));
        for last in [Request::Fail(1), Request::Remove(1)] {
            assert_eq!(cluster.apply(last), Change::Ignored(last, "it is the last node that is up"));
        }
        assert_eq!(cluster.apply(Request::Remove(0)), Change::Removed(0));
        assert_eq!(cluster.members().len(), 1);
    }

    #[test]
    fn a_weight_that_a_node_has_already_is_no_change() {
        let mut cluster = Membership::new(2, true);
        let same = Request::Weigh(1, 1.0);
        assert_eq!(cluster.apply(same), Change::Ignored(same, "it has that weight already"));
        assert_eq!(cluster.apply(Request::Weigh(1, 2.0)), Change::Weighed(1, 2.0));
    }

    #[test]
    fn a_number_is_never_given_twice() {
        let mut cluster = Membership::new(3, true);
        cluster.apply(Request::Remove(2));
        assert_eq!(cluster.apply(Request::Add), Change::Joined(3));
        for _ in 4..MAX_NODES {
            cluster.apply(Request::Add);
        }
        assert!(matches!(cluster.apply(Request::Add), Change::Ignored(Request::Add, _)));
    }
}
