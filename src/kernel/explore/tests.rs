use super::*;

/// Two processes add one to a shared number, each in two steps: read, write.
struct Increments;

/// The shared number, and for each process what it has read and how far it is.
type State = (u32, [(u32, u8); 2]);

impl Model for Increments {
    type State = State;
    type Action = usize;

    fn start(&self) -> State {
        (0, [(0, 0); 2])
    }
    fn actions(&self, state: &State) -> Vec<usize> {
        (0..2).filter(|&process| state.1[process].1 < 2).collect()
    }
    fn cause(&self, _: &usize) -> Cause {
        Cause::System
    }
    fn next_state(&self, state: &State, &process: &usize, events: &mut Vec<Event>) -> State {
        let mut after = *state;
        let (read, place) = &mut after.1[process];
        if *place == 0 {
            *read = state.0;
            events.push(Event::new("read", vec![("process", (process as u64).into())]));
        } else {
            after.0 = *read + 1;
            events.push(Event::new("write", vec![("process", (process as u64).into())]));
        }
        *place += 1;
        after
    }
    fn audit(&self, state: &State) -> Vec<Event> {
        let done = state.1.iter().filter(|(_, place)| *place == 2).count() as u64;
        vec![Event::new("audit", vec![("number", u64::from(state.0).into()), ("done", done.into())])]
    }
}

static PROPERTIES: [Property; 4] = [
    Property {
        name: "no-lost-update",
        claim: Expectation::Always,
        help: "The number is the count of the increments.",
        holds_at: |event| event.kind != "audit" || event.integer("number") == event.integer("done"),
    },
    Property {
        name: "can-reach-two",
        claim: Expectation::Sometimes,
        help: "Some run counts to two.",
        holds_at: |event| event.integer("number") == Some(2),
    },
    Property {
        name: "never-writes",
        claim: Expectation::Always,
        help: "Nobody writes.",
        holds_at: |event| event.kind != "write",
    },
    Property {
        name: "ends",
        claim: Expectation::Eventually,
        help: "Both come to their end.",
        holds_at: |event| event.integer("done") == Some(2),
    },
];

#[test]
fn two_increments_without_a_lock_have_a_shortest_run_that_loses_one() {
    let all = explore(&Increments, &PROPERTIES, 1000);
    assert!(all.complete);
    // By hand, by depth: 1; 2; 3 (either one is through, or both have read); 4 (either one is through and the other
    // has read zero or one); 3 (two in either order, or one).
    assert_eq!((all.states, all.steps, all.depth), (13, 14, 4));
    let kinds = |finding: &Discovery| -> Vec<&str> {
        finding.counterexample.iter().flat_map(Trace::events).map(|event| event.kind).collect()
    };
    assert!(!all.findings[0].holds);
    // Once both have read zero and one has written, the other cannot but write one again.
    assert_eq!(kinds(&all.findings[0]), ["read", "read", "write", "write", "audit"]);
    assert!(all.findings[1].holds);
    assert!(!all.findings[2].holds);
    assert_eq!(kinds(&all.findings[2]), ["read", "write"]);
    assert!(all.findings[3].holds);
}

#[test]
fn an_exploration_that_is_cut_short_says_so_and_accuses_nobody_of_what_it_has_not_seen() {
    let some = explore(&Increments, &PROPERTIES, 3);
    assert!(!some.complete);
    assert!(some.findings[0].holds && some.findings[3].holds);
}
