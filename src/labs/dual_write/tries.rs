//! The table of tries: under each strategy a crash after each step of one order, and what becomes of the order. A cell opens
//! its run.

use super::TABLE;
use crate::engines::dual_write::matrix::{Cell, Outcome, ROWS, STEPS, cells, setting};
use crate::engines::dual_write::message::NAMES;
use crate::kernel::{Params, Time, Value};
use crate::scenario::{Position, Scenario};
use crate::ui::dom::{Element, Node, Signal, button, element};
use crate::ui::plate::PlateState;

/// The table.
pub(super) fn table(state: &PlateState, signal: Signal<PlateState>) -> Node {
    let scenario = &state.link.scenario;
    let seed = scenario.seed;
    let open = scenario.clone();
    Node::memo([state.run, seed.0, 0, u32::MAX], move || draw(&open, signal).into())
}

fn draw(open: &Scenario, signal: Signal<PlateState>) -> Element {
    let head = |step: &'static str| {
        let short = if step == "acknowledge" { "ack" } else { step };
        let full = element("span").class("sr-only").child(step);
        element("th").attr("scope", "col").child(element("span").attr("aria-hidden", "true").child(short)).child(full)
    };
    let heads = element("tr").child(element("td").child("dies after")).child(STEPS.map(head));
    let rows = ROWS.map(|row| {
        let params = setting(&open.params, row);
        let is_open =
            ["strategy", "threads_apart_ms"].into_iter().all(|name| open.params.get(name) == params.get(name));
        let cells = STEPS.into_iter().zip(cells(&params, open.seed)).map(|(step, cell)| {
            let is_open = |cell: &Cell| is_open && open.actions == [cell.action()];
            element("td").child(cell.map(|cell| shown(signal, &params, (row.0, step), cell, is_open(&cell))))
        });
        element("tr").child(element("th").attr("scope", "row").child(row.0)).child(cells.collect::<Vec<_>>())
    });
    let caption = element("caption").class("sr-only").child("What a crash makes of one order");
    let table = element("table")
        .class("tries")
        .child(caption)
        .child(element("thead").child(heads))
        .child(element("tbody").child(rows));
    element("div").class("tries-room").child(table)
}

/// What becomes of the order, as a button that opens the run.
fn shown(signal: Signal<PlateState>, params: &Params, (row, step): (&str, &str), cell: Cell, is_open: bool) -> Element {
    let outcome = match cell.outcome {
        Outcome::Fine => "fine",
        Outcome::Lost => "lost",
        Outcome::Phantom => "phantom",
        Outcome::Duplicate => "twice",
        Outcome::Blocked => "blocked",
    };
    let who = NAMES[cell.victim as usize];
    let label = format!("{row}: the {who} dies after {step}: {outcome}");
    let params = params.clone();
    let open = move || signal.update(|state| open(state, &params, cell));
    let class = if cell.outcome == Outcome::Fine { "" } else { "wrong" };
    let pressed = if is_open { "true" } else { "false" };
    button(class, outcome, open).attr("aria-label", label).attr("aria-pressed", pressed)
}

/// Asks for the run of a cell, to be played from its beginning.
fn open(state: &mut PlateState, params: &Params, cell: Cell) {
    state.moment = Time::from_millis(cell.at_ms.into());
    state.change(|link| {
        link.compare.clear();
        link.scenario.actions.clear();
        link.scenario.params = params.clone();
        link.scenario.params.set("victim", Value::Choice(NAMES[cell.victim as usize]));
    });
    state.act("crash", cell.victim, None);
    state.link.position = Some(Position::Moment(Time::ZERO));
    state.picks[TABLE] = Some(0);
    if state.is_shown() {
        state.link.position = None;
        state.seek(Time::ZERO);
        state.playing = true;
    }
}
