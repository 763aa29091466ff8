//! Runs through the states that were found: the shortest to a state, and what it tells.

use std::collections::BTreeMap;

use super::super::property::Property;
use super::super::time::Time;
use super::super::trace::{Event, Trace};
use super::{Model, Search};

impl<M: Model> Search<'_, M> {
    /// The shortest run to a state.
    pub(super) fn path_to(&self, state: u32) -> Vec<u32> {
        let mut path = vec![state];
        while path[path.len() - 1] != 0 {
            path.push(self.origins[path[path.len() - 1] as usize].state);
        }
        path.reverse();
        path
    }

    /// The shortest run to a state from which a property cannot become sound any more, played on without a further fault
    /// to the state where least is wrong: what is still wrong there stays.
    pub(super) fn path_through(&self, doomed: u32, property: &Property) -> Vec<u32> {
        let mut onward: Vec<(u32, u32)> = self.healthy.iter().map(|&(to, from)| (from, to)).collect();
        onward.sort_unstable();
        let wrong = |state: u32| {
            let audit = self.model.audit(&self.states[state as usize]);
            audit.iter().filter(|event| !(property.holds_at)(event)).count()
        };
        // Breadth first, each state with the one before it.
        let mut before = BTreeMap::from([(doomed, doomed)]);
        let mut reached = vec![doomed];
        let mut next = 0;
        while let Some(&from) = reached.get(next) {
            next += 1;
            let first = onward.partition_point(|&(state, _)| state < from);
            for &(_, to) in onward[first..].iter().take_while(|&&(state, _)| state == from) {
                before.entry(to).or_insert_with(|| {
                    reached.push(to);
                    from
                });
            }
        }
        let mut at = reached.iter().copied().min_by_key(|&state| wrong(state)).unwrap_or(doomed);
        let mut tail = Vec::new();
        while at != doomed {
            tail.push(at);
            at = before[&at];
        }
        tail.reverse();
        let mut path = self.path_to(doomed);
        path.extend(tail);
        path
    }

    /// The events of a run through these states, and of one more step or of an audit at its end.
    pub(super) fn tell(&self, path: &[u32], last_step: Option<u32>) -> Trace {
        let mut trace = Trace::keeping(path.len() * 8 + 100);
        let mut clock = 0;
        let mut write = |events: Vec<Event>, clock| {
            events.into_iter().for_each(|event| trace.push(Event { at: Time::from_millis(clock), ..event }));
        };
        for pair in path.windows(2) {
            clock += 1;
            write(self.step_between(pair[0], pair[1]), clock);
        }
        let last = &self.states[path[path.len() - 1] as usize];
        match last_step {
            Some(step) => {
                let mut events = Vec::new();
                self.model.next_state(last, &self.model.actions(last)[step as usize], &mut events);
                write(events, clock + 1);
            }
            None => write(self.model.audit(last), clock),
        }
        trace
    }

    /// The events of the first step that leads from one state to another.
    fn step_between(&self, from: u32, to: u32) -> Vec<Event> {
        let (from, to) = (&self.states[from as usize], &self.states[to as usize]);
        let told = self.model.actions(from).into_iter().find_map(|step| {
            let mut events = Vec::new();
            (self.model.next_state(from, &step, &mut events) == **to).then_some(events)
        });
        told.expect("one step leads from each state of a path to the next")
    }
}
