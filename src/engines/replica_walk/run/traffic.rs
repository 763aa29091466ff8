//! What clients do: each reads and writes by the list that it has.

use super::ReplicaWalk;
use crate::engines::replica_walk::history::{Op, Outcome};
use crate::engines::replica_walk::policy::Handover;
use crate::parts::placements::NodeId;

impl ReplicaWalk {
    /// A client reads or writes a key.
    pub(super) fn operate(&mut self) {
        let key = self.traffic.below(self.keys().into()) as u32;
        let client = self.traffic.below(self.clients.into()) as u32;
        let writes = self.traffic.unit() < self.writes;
        let has_new = client < self.told;
        let moves = self.list(key, false) != self.list(key, true);
        // Where a copy moves, some handovers go by a second list too.
        let by_both = moves
            && match self.handover {
                Handover::AtOnce => false,
                Handover::Dual => has_new,
                Handover::CopyFirst => !has_new && self.telling.is_some(),
            };
        let (machine, outcome) = match writes {
            true => self.write(key, has_new, by_both),
            false => self.read(key, has_new, by_both),
        };
        self.counts.writes += u32::from(writes);
        self.counts.reads += u32::from(!writes);
        match outcome {
            Outcome::Stale => self.counts.stale += 1,
            Outcome::Empty => self.counts.empty += 1,
            Outcome::Unanswered => self.counts.unanswered += 1,
            Outcome::Written | Outcome::Current => {}
        }
        self.ops.push(Op { at: self.now, key, client, machine, outcome, so_far: self.counts });
    }

    /// The machine that answers for a key by a list: the first that is up, or else the first.
    fn answers(&self, key: u32, new: bool) -> (NodeId, bool) {
        let list = self.list(key, new);
        let up = list.iter().find(|&&id| self.is_up(id));
        (*up.unwrap_or(&list[0]), up.is_some())
    }

    fn write(&mut self, key: u32, has_new: bool, by_both: bool) -> (NodeId, Outcome) {
        let (machine, is_up) = self.answers(key, has_new);
        if !is_up {
            return (machine, Outcome::Unanswered);
        }
        let version = self.store.write(key);
        for new in [has_new, !has_new] {
            if new != has_new && !by_both {
                break;
            }
            for id in self.list(key, new).to_vec() {
                if self.is_up(id) {
                    self.counts.extra += u32::from(new != has_new && !self.list(key, has_new).contains(&id));
                    self.store.put(id, key, version);
                }
            }
        }
        (machine, Outcome::Written)
    }

    fn read(&mut self, key: u32, has_new: bool, by_both: bool) -> (NodeId, Outcome) {
        let (machine, is_up) = self.answers(key, has_new);
        let (other, other_up) = self.answers(key, !has_new);
        if !(is_up || by_both && other_up) {
            return (machine, Outcome::Unanswered);
        }
        let mut found = if is_up { self.store.held(machine, key) } else { 0 };
        if by_both && other_up && other != machine {
            self.counts.extra += 1;
            found = found.max(self.store.held(other, key));
            if is_up && found > 0 {
                self.store.put(machine, key, found);
            }
        }
        let outcome = match found {
            0 => Outcome::Empty,
            version if version < self.store.newest(key) => Outcome::Stale,
            _ => Outcome::Current,
        };
        (machine, outcome)
    }

    /// The keys whose first machine that is up, by the list that most clients have at the end, lacks the newest version.
    pub(in crate::engines::replica_walk) fn behind(&self) -> u32 {
        let new = self.told == self.clients;
        let is_behind = |key: u32| {
            let (machine, is_up) = self.answers(key, new);
            is_up && self.store.held(machine, key) < self.store.newest(key)
        };
        (0..self.keys()).map(|key| u32::from(is_behind(key))).sum()
    }
}
