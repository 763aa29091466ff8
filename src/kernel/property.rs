//! Properties of a system: named claims of safety and liveness, checked over the trace of a run.

use super::trace::{Event, Trace};

/// The form of a claim (Lamport 1977: safety says that nothing bad happens, liveness that something good does).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// Safety: every event is as the property says.
    Always,
    /// Liveness: by the end of the run an event is as the property says.
    Eventually,
    /// Reachability: at least one run of those tried has an event as the property says.
    Sometimes,
}

/// A named claim about the runs of a lab.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Its name on the command line, in kebab-case (`no-lost-update`).
    pub name: &'static str,
    /// Its form.
    pub claim: Expectation,
    /// One line that says what is promised.
    pub help: &'static str,
    /// Whether an event is as the property says.
    pub holds_at: fn(&Event) -> bool,
}

impl Property {
    /// Whether the events that a trace has kept satisfy the claim.
    pub fn holds(&self, trace: &Trace) -> bool {
        match self.claim {
            Expectation::Always => trace.events().iter().all(self.holds_at),
            Expectation::Eventually | Expectation::Sometimes => trace.events().iter().any(self.holds_at),
        }
    }

    /// The place in the trace of the event that decides: the first that breaks an [`Expectation::Always`], or that is as
    /// the others say. There is none where a run is judged by all its events.
    pub fn decided_at(&self, trace: &Trace) -> Option<usize> {
        let decides = self.claim != Expectation::Always;
        trace.events().iter().position(|event| (self.holds_at)(event) == decides)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Time;

    fn property(claim: Expectation) -> Property {
        Property { name: "no-loss", claim, help: "Nothing is lost.", holds_at: |event| event.kind != "lost" }
    }

    fn trace(kinds: &[&'static str]) -> Trace {
        let mut trace = Trace::keeping(10);
        for kind in kinds {
            trace.record(Time::ZERO, kind, Vec::new());
        }
        trace
    }

    #[test]
    fn always_is_broken_by_one_event_and_eventually_kept_by_one() {
        assert!(property(Expectation::Always).holds(&trace(&["sent", "sent"])));
        assert!(!property(Expectation::Always).holds(&trace(&["sent", "lost"])));
        assert_eq!(property(Expectation::Always).decided_at(&trace(&["sent", "lost"])), Some(1));
        assert_eq!(property(Expectation::Sometimes).decided_at(&trace(&["lost", "sent"])), Some(1));
        assert_eq!(property(Expectation::Always).decided_at(&trace(&["sent"])), None);
        assert!(property(Expectation::Eventually).holds(&trace(&["lost", "sent"])));
        assert!(!property(Expectation::Sometimes).holds(&trace(&["lost"])));
    }
}
