//! What can be written into the run and asked of it without a pointer: the twin of all that can be done in the picture.

use std::rc::Rc;

use super::attention::{self, Attention, MESSAGE, pick_lines, toggle_stamps};
use super::desk::{Desk, Shot};
use super::{edits, logs};
use crate::engines::space_time::shiviz::shown;
use crate::engines::space_time::{Clock, Fate};
use crate::kernel::Time;
use crate::parts::clocks::EventId;
use crate::ui::dom::{Element, Node, Signal, button, element, fragment, value_of};
use crate::ui::plate::{PlateState, Side};

type Edit = fn(&mut PlateState, &Desk, &Shot);

/// The controls of the plate that are this lab's own.
pub(super) fn actions(state: &PlateState, signal: Signal<PlateState>, desk: &Rc<Desk>) -> Node {
    let Some(shot) = desk.shot(Side::Main, state.moment) else { return Node::nothing() };
    let attention = Attention::of(state, &shot);
    let is_fixed = state.is_full() || desk.shows_log();
    let edit = |class: &'static str, label: &'static str, edit: Edit| {
        button(class, label, listen(signal, desk, edit)).attr("disabled", is_fixed)
    };
    let [from, to] = [attention.from, attention.to];
    let set_back: Edit = |state, _, shot| edits::act_at(state, shot, "step-clock", Attention::of(state, shot).from);
    let set_back = button(
        "button quiet",
        format!("Set back {}’s clock", shown(&shot.diagram.names[from as usize], 8)),
        listen(signal, desk, set_back),
    );
    fragment([
        edit("button", "Send", |state, _, shot| {
            let Attention { from, to, .. } = Attention::of(state, shot);
            edits::send(state, shot, (from, to), None);
        })
        .into(),
        edit("button", "Lose", |state, desk, shot| edits::interfere(state, desk, shot, "lose")).into(),
        edit("button", "Event", |state, _, shot| {
            edits::act_at(state, shot, "event", Attention::of(state, shot).from);
        })
        .into(),
        button("button", "Which first?", listen(signal, desk, ask)).into(),
        element("div")
            .class("clocks-row")
            .child(line(state, signal, &shot, "from", "At, or from", from, |state, from, attention| {
                pick_lines(state, from, attention.to);
            }))
            .child(line(state, signal, &shot, "to", "To", to, |state, to, attention| {
                let from = if to == attention.from { attention.to } else { attention.from };
                pick_lines(state, from, to);
            }))
            .into(),
        element("div")
            .class("clocks-row")
            .child(message(state, signal, desk, &shot, attention))
            .child(edit("button quiet", "Hold it back", |state, desk, shot| {
                edits::interfere(state, desk, shot, "hold")
            }))
            .into(),
        element("div")
            .class("clocks-row")
            .child(event(state, signal, desk, &shot, ("first", "First event"), attention.first))
            .child(event(state, signal, desk, &shot, ("second", "Second event"), attention.second))
            .into(),
        stamps(signal, desk, attention),
        element("div").class("clocks-row").child(set_back.attr("disabled", is_fixed)).into(),
        logs::desk(state, signal, desk, &shot).into(),
    ])
}

/// A listener that changes the plate as it stands when it is pressed.
fn listen(signal: Signal<PlateState>, desk: &Rc<Desk>, edit: Edit) -> impl FnMut() + 'static {
    let desk = Rc::clone(desk);
    move || {
        signal.update(|state| {
            if let Some(shot) = desk.shot(Side::Main, state.moment) {
                edit(state, &desk, &shot);
            }
        });
    }
}

/// Picks the next pair that tells something, and shows the moment when both have happened.
fn ask(state: &mut PlateState, desk: &Desk, shot: &Shot) {
    let pair = Attention::of(state, shot).pair();
    let at = shot.telling.iter().position(|&other| Some(other) == pair).filter(|_| state.link.pick.is_some());
    let next = at.map_or(0, |at| (at + 1) % shot.telling.len().max(1));
    match shot.telling.get(next) {
        Some(&(first, second)) => show(state, desk, (first, Some(second))),
        None => state.notes = vec!["There are no two events on different lines yet.".to_string()],
    }
}

/// Picks events, and moves on to when they have happened.
fn show(state: &mut PlateState, desk: &Desk, (first, second): (EventId, Option<EventId>)) {
    attention::pick(state, first, second);
    let Some(shot) = desk.shot(Side::Main, state.moment) else { return };
    let last = shot.diagram.events.get(second.unwrap_or(first).max(first) as usize).map(|event| event.at);
    if let Some(last) = last.filter(|&last| last > shot.now) {
        state.seek(desk.moment(&shot, last));
    }
}

/// A list with its label: of each option the value, the text, and whether it is chosen.
fn select(
    id: String,
    label: &'static str,
    options: Vec<(String, String, bool)>,
    change: impl FnMut(u32) + 'static,
) -> Element {
    let mut change = change;
    let option = |(value, text, chosen): (String, String, bool)| {
        element("option").attr("value", value).property("selected", chosen).child(text)
    };
    let options: Vec<Element> = options.into_iter().map(option).collect();
    let listen = move |event| {
        if let Ok(value) = value_of(&event).parse() {
            change(value);
        }
    };
    let select = element("select").attr("id", id.clone()).on("change", listen).child(options);
    element("p").child(element("label").attr("for", id).child(label)).child(select)
}

/// The line of sender or receiver.
fn line(
    state: &PlateState,
    signal: Signal<PlateState>,
    shot: &Shot,
    part: &'static str,
    label: &'static str,
    chosen: u32,
    pick: fn(&mut PlateState, u32, Attention),
) -> Element {
    let names = (0u32..).zip(&shot.diagram.names);
    let options = names.map(|(line, name)| (line.to_string(), shown(name, 12), line == chosen));
    let shot = shot.clone();
    select(state.id(part), label, options.collect(), move |line| {
        signal.update(|state| {
            let attention = Attention::of(state, &shot);
            pick(state, line, attention);
        });
    })
}

/// The message to lose or to hold back; picking one shows it on its way.
fn message(
    state: &PlateState,
    signal: Signal<PlateState>,
    desk: &Rc<Desk>,
    shot: &Shot,
    attention: Attention,
) -> Element {
    let newest = (u32::MAX.to_string(), "the newest".to_string(), attention.message.is_none());
    let all = (0u32..).zip(&shot.diagram.messages).map(|(number, message)| {
        let name = |line: u32| shown(&shot.diagram.names[line as usize], 8);
        let fate = if matches!(message.fate, Fate::Lost(_)) { ", lost" } else { "" };
        let text = format!("{number}: {} → {}{fate}", name(message.from), name(message.to));
        (number.to_string(), text, attention.message == Some(number))
    });
    let (desk, shot) = (Rc::clone(desk), shot.clone());
    select(state.id("message"), "Message", std::iter::once(newest).chain(all).collect(), move |number| {
        signal.update(|state| {
            state.picks[MESSAGE] = Some(number);
            if (number as usize) < shot.diagram.messages.len() {
                state.seek(desk.moment(&shot, edits::middle(&shot, number as usize)));
            }
        });
    })
}

/// One of the two events.
fn event(
    state: &PlateState,
    signal: Signal<PlateState>,
    desk: &Rc<Desk>,
    shot: &Shot,
    (part, label): (&'static str, &'static str),
    chosen: Option<EventId>,
) -> Element {
    let none = chosen.is_none().then(|| (String::new(), "none".to_string(), true));
    let ids = 0..shot.diagram.events.len() as EventId;
    let all = ids.map(|id| (id.to_string(), format!("{}: {}", shot.name(id), shot.text(id, 40)), chosen == Some(id)));
    let (desk, shot) = (Rc::clone(desk), shot.clone());
    select(state.id(part), label, none.into_iter().chain(all).collect(), move |event| {
        signal.update(|state| {
            let attention = Attention::of(state, &shot);
            let pair = match (part, attention.first, attention.second) {
                ("first", _, Some(second)) if second != event => (event, Some(second)),
                ("second", Some(first), _) if first != event => (first, Some(event)),
                _ => (event, None),
            };
            show(state, &desk, pair);
        });
    })
}

/// The stamps to see.
fn stamps(signal: Signal<PlateState>, desk: &Rc<Desk>, attention: Attention) -> Node {
    let toggle = |clock: Clock| {
        let desk = Rc::clone(desk);
        let press = move || {
            signal.update(|state| {
                if let Some(shot) = desk.shot(Side::Main, Time::ZERO) {
                    let attention = Attention::of(state, &shot);
                    toggle_stamps(state, attention, clock);
                }
            });
        };
        let pressed = if attention.shows(clock) { "true" } else { "false" };
        button("button quiet", clock.name(), press).attr("aria-pressed", pressed)
    };
    let group = element("div").class("clocks-stamps").attr("role", "group").attr("aria-label", "Stamps that are shown");
    group.child("Stamps ").child(Clock::ALL.map(toggle)).into()
}
