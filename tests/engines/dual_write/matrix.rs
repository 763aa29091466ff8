//! The matrix of crashes under the clock, against the exploration that tries every interleaving.

use std::collections::BTreeSet;

use crate::lab;
use faultlines::engines::dual_write::SPEC;
use faultlines::engines::dual_write::actor::Actor;
use faultlines::engines::dual_write::explore::small_case;
use faultlines::engines::dual_write::matrix::{Cell, Outcome, ROWS, STEPS, cells, setting};
use faultlines::engines::dual_write::message::{DATABASE, RELAY, SERVICE};
use faultlines::engines::dual_write::policy::Strategy;
use faultlines::kernel::explore::explore;
use faultlines::kernel::{Interleavings, Model as _, Seed, System};
use faultlines::scenario::Scenario;

type Row = [Option<Cell>; STEPS.len()];

fn rows(seed: u32) -> Vec<(Strategy, Scenario, Row)> {
    let row = |row| {
        let mut scenario = lab::defaults("dual-write");
        scenario.seed = Seed(seed);
        scenario.params = setting(&scenario.params, row);
        let cells = cells(&scenario.params, scenario.seed);
        (Strategy::of(&scenario.params), scenario, cells)
    };
    ROWS.map(row).into()
}

/// The names of the wrongs in a row's cells.
fn wrongs(cells: &Row) -> impl Iterator<Item = &'static str> {
    let name = |cell: &Cell| match cell.outcome {
        Outcome::Fine => None,
        Outcome::Lost => Some("no-lost-event"),
        Outcome::Phantom => Some("no-phantom-event"),
        Outcome::Duplicate => Some("no-duplicate-event"),
        Outcome::Blocked => Some("blocked"),
    };
    cells.iter().flatten().filter_map(name)
}

/// Whether a state can be reached in which the database is bound by a promise and the coordinator is dead.
fn blocks(model: &Interleavings<Actor>) -> bool {
    let is_blocked = |state: &System<Actor>| {
        let database = &state.locals[DATABASE as usize];
        !state.locals[SERVICE as usize].up && database.disk.prepared.keys().next().is_some()
    };
    let mut seen = BTreeSet::from([model.start()]);
    let mut left = vec![model.start()];
    while let Some(state) = left.pop() {
        if is_blocked(&state) {
            return true;
        }
        for step in model.actions(&state) {
            let next = model.next_state(&state, &step, &mut Vec::new());
            if seen.insert(next.clone()) {
                left.push(next);
            }
        }
    }
    false
}

#[test]
fn the_matrix_has_a_wrong_exactly_where_the_exploration_finds_it() {
    for seed in 1..=20 {
        let rows = rows(seed);
        for (strategy, _, _) in &rows {
            let of_strategy = rows.iter().filter(|row| row.0 == *strategy).flat_map(|row| wrongs(&row.2));
            let found: BTreeSet<&str> = of_strategy.collect();
            let model = small_case(*strategy, &[true], 1, &[SERVICE, RELAY]);
            let explored = explore(&model, SPEC.properties, 100_000);
            assert!(explored.complete);
            let broken = explored.findings.iter().filter(|finding| !finding.holds).map(|finding| finding.property.name);
            let broken: BTreeSet<&str> = broken.chain(blocks(&model).then_some("blocked")).collect();
            assert_eq!(found, broken, "{strategy:?}, seed {seed}");
        }
    }
}

#[test]
fn every_cell_is_the_same_whatever_the_seed() {
    let outcomes = |seed| -> Vec<Vec<Option<Outcome>>> {
        let of = |(_, _, cells): (Strategy, Scenario, Row)| cells.iter().map(|cell| Some((*cell)?.outcome)).collect();
        rows(seed).into_iter().map(of).collect()
    };
    let first = outcomes(1);
    let [fine, lost, phantom, twice, blocked] =
        [Outcome::Fine, Outcome::Lost, Outcome::Phantom, Outcome::Duplicate, Outcome::Blocked].map(Some);
    assert_eq!(
        first,
        [
            [fine, fine, lost, fine, fine, None],
            [phantom, phantom, fine, phantom, phantom, None],
            [fine, fine, lost, fine, fine, None],
            [phantom, phantom, fine, phantom, phantom, None],
            [fine, fine, fine, twice, fine, fine],
            [fine, fine, fine, twice, fine, None],
            [blocked, blocked, fine, fine, fine, None],
        ]
    );
    (2..=100).for_each(|seed| assert_eq!(outcomes(seed), first, "seed {seed}"));
}

/// What a reader gets who opens a cell.
#[test]
fn the_run_of_a_cell_reports_what_the_cell_says() {
    for (_, scenario, cells) in rows(7) {
        for cell in cells.iter().flatten() {
            let mut scenario = scenario.clone();
            scenario.act(cell.action());
            let report = scenario.report();
            let of = |name| report.get(name) == Some(1.0);
            let is_blocked = report.get("blocked_ms_max") > report.get("crashes").map(|_| 190.0);
            let seen = match () {
                () if of("lost_events") => Outcome::Lost,
                () if of("phantom_events") => Outcome::Phantom,
                () if of("duplicates") => Outcome::Duplicate,
                () if is_blocked => Outcome::Blocked,
                () => Outcome::Fine,
            };
            assert!(of("crashes"));
            assert_eq!(seen, cell.outcome, "{}", scenario.to_json());
        }
    }
}
