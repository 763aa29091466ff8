//! What a reader can do: cut the network and heal it, and edit at a replica.

use super::scene::Shot;
use super::{ITEM, REPLICA};
use crate::engines::crdt::character::WORDS;
use crate::engines::crdt::{ITEMS, Kind, SPEC};
use crate::kernel::Value;
use crate::ui::dom::{Element, IntoNode as _, Node, Signal, button, element, fragment, value_of};
use crate::ui::plate::PlateState;
use crate::ui::told;

/// The replica at which the reader edits.
pub(super) fn replica(state: &PlateState, replicas: usize) -> usize {
    state.picks[REPLICA].map_or(0, |id| id as usize).min(replicas.saturating_sub(1))
}

/// The actions of the story, first among the controls.
pub(super) fn actions(state: &PlateState, signal: Signal<PlateState>, shot: &Shot<'_>) -> Node {
    // Both, whatever the moment: playback alone does not draw them anew.
    let network = [("cut", "Cut the network"), ("heal", "Heal")].map(|(verb, label)| {
        let press = move || signal.update(|state| state.act(verb, 0, None));
        button("button", label, press).attr("disabled", state.is_full())
    });
    let replicas = shot.run.replicas().len();
    let chosen = replica(state, replicas);
    let choose = |id: usize| {
        let label = format!("Replica {id}");
        button("button quiet", id.to_string(), move || signal.update(|state| state.picks[REPLICA] = Some(id as u32)))
            .attr("aria-label", label)
            .attr("aria-pressed", if id == chosen { "true" } else { "false" })
    };
    let kind = shot.run.kind();
    let what = choices(kind).map(|options| select(state, signal, options));
    let edits = edits(kind).iter().map(|&(verb, label)| {
        let press = move || {
            signal.update(|state| {
                let (target, value) = (replica(state, replicas) as u32, value(state, kind, verb));
                state.act(verb, target, value);
            });
        };
        button("button", label, press).attr("disabled", state.is_full())
    });
    let edits = element("div").class("merge-edits").child(what).child(edits.collect::<Vec<_>>());
    let hand = element("fieldset")
        .class("merge-hand")
        .child(element("legend").child("Edit at replica"))
        .child(element("div").class("merge-replicas").child((0..replicas).map(choose).collect::<Vec<_>>()))
        .child(edits);
    fragment([network.into_node(), hand.into()])
}

/// The edits of a type: verb and label.
fn edits(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::GCounter => &[("increment", "Count up")],
        Kind::PnCounter => &[("increment", "Count up"), ("decrement", "Count down")],
        Kind::LwwRegister | Kind::MvRegister => &[("write", "Write")],
        Kind::OrSet => &[("add", "Add"), ("remove", "Remove")],
        Kind::LwwMap => &[("put", "Put"), ("unset", "Unset")],
        Kind::Text => &[("type", "Type"), ("erase", "Erase")],
    }
}

/// What an edit of this type can be of.
fn choices(kind: Kind) -> Option<Vec<String>> {
    match kind {
        Kind::Text => Some(WORDS.options.iter().map(|word| told::choice(&SPEC, "word", word)).collect()),
        Kind::OrSet | Kind::LwwMap => Some((0..ITEMS).map(|item| item.to_string()).collect()),
        _ => None,
    }
}

/// The value of an action: the word or the item that is chosen.
fn value(state: &PlateState, kind: Kind, verb: &str) -> Option<Value> {
    let picked = state.picks[ITEM].unwrap_or_default();
    match (kind, verb) {
        (Kind::Text, "type") => Some(Value::Choice(WORDS.options[(picked as usize).min(WORDS.options.len() - 1)].id)),
        (Kind::OrSet | Kind::LwwMap, _) => Some(Value::Integer(picked.min(ITEMS - 1).into())),
        _ => None,
    }
}

fn select(state: &PlateState, signal: Signal<PlateState>, options: Vec<String>) -> Element {
    let picked = state.picks[ITEM].unwrap_or_default();
    let options = options.into_iter().zip(0..).map(|(label, index): (String, u32)| {
        element("option").attr("value", index).property("selected", index == picked).child(label)
    });
    element("select")
        .attr("aria-label", "What")
        .on("change", move |event| signal.update(|state| state.picks[ITEM] = value_of(&event).parse().ok()))
        .child(options.collect::<Vec<_>>())
}
