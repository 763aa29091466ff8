//! The picture as numbers and markup, and what a reader does to it.

use serde_json::json;

use super::attention::{Attention, MESSAGE, pick_lines, press};
use super::desk::{Desk, Shot};
use super::layout::{Hit, Layout};
use super::{PACE, VIEW, edits, verdict};
use crate::engines::catalog::find;
use crate::kernel::{Action, Time, Value};
use crate::scenario::{Link, Plate, Scenario};
use crate::ui::dom::Node;
use crate::ui::plate::{PlateState, RunPair, Side};

const SIZES: [(f64, f64); 3] = [(900.0, 380.0), (358.0, 180.0), (560.0, 120.0)];

/// P1's clock is set back; P0 sends to P1, which sends to P2.
fn story() -> Scenario {
    let mut scenario = Scenario::defaults(find("space-time").unwrap());
    for (name, value) in [("chatter", "0"), ("skew_ms", "0")] {
        scenario.set_param(name, value).unwrap();
    }
    for (verb, at_ms, target, value) in
        [("step-clock", 20, 1, Some(-300)), ("send-to-1", 100, 0, Some(150)), ("send-to-2", 360, 1, Some(180))]
    {
        scenario.act(Action { at_ms, verb, target, value: value.map(Value::Integer) });
    }
    scenario
}

fn state(scenario: Scenario) -> PlateState {
    let json = json!({ "lab": "space-time", "id": "race", "title": "Race", "caption": "Notice it." });
    let plate = Plate { scenario: scenario.clone(), ..Plate::from_json(&json).0.unwrap() };
    PlateState::new(plate, VIEW, RunPair::run(scenario, None), Vec::new())
}

fn at(state: &PlateState, moment: Time) -> (Desk, Shot) {
    let desk = Desk::of(&state.pair);
    let shot = desk.shot(Side::Main, moment).unwrap();
    (desk, shot)
}

#[test]
fn what_is_pressed_is_what_is_drawn_there_in_every_size() {
    let state = state(story());
    let (_, shot) = at(&state, Time(u64::MAX));
    for size in SIZES {
        let layout = Layout::of(&shot, size);
        assert!(layout.lines.is_sorted() && layout.lines[2] < size.1, "{layout:?}");
        for event in 0..shot.happened() {
            assert_eq!(layout.hit(&shot, layout.event(&shot, event)), Hit::Event(event), "{size:?}");
        }
        let (from, to) = (layout.event(&shot, 0), layout.event(&shot, 1));
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        assert_eq!(layout.hit(&shot, middle), Hit::Message(0), "{size:?}");
        let (left, right) = layout.ends();
        assert_eq!(layout.hit(&shot, ((left + right) / 2.0, layout.lines[0])), Hit::Line(0));
        let there = layout.time(layout.x(Time::from_millis(200)));
        assert!(there.0.abs_diff(200_000_000) < 1_000, "{there}");
    }
}

#[test]
fn while_nothing_is_picked_the_wall_clocks_are_shown_to_be_wrong() {
    let state = state(story());
    let (_, shot) = at(&state, Time(u64::MAX));
    let attention = Attention::of(&state, &shot);
    assert_eq!(attention.pair(), Some((0, 1)));
    let html = Node::from(verdict::verdict(&shot, attention)).to_html();
    assert!(html.contains("P0 #1 happened before P1 #1: follow the lit path, 1 step. By the wall clocks P1 #1 was first, by 150.0\u{202f}ms: wrong."), "{html}");
    assert!(html.contains("<td class=\"clocks-wrong\">P1 #1 first ✗ wrong</td>"), "{html}");
    assert_eq!(html.matches("clocks-right").count(), 3, "Lamport, hybrid and vector are right: {html}");
    let before = Node::from(verdict::verdict(&at(&state, Time::ZERO).1, attention)).to_html();
    assert!(before.contains("Pick two events"), "{before}");
}

#[test]
fn two_presses_make_a_pair_which_a_link_restores() {
    let mut state = state(story());
    let (_, shot) = at(&state, Time(u64::MAX));
    for event in [3, 1] {
        press(&mut state, event);
    }
    assert_eq!(Attention::of(&state, &shot).pair(), Some((3, 1)));
    let (link, problems) = Link::parse(&state.shown_link().to_query());
    assert_eq!((problems.len(), link.unwrap().pick), (0, state.link.pick));
    press(&mut state, 2);
    assert_eq!((Attention::of(&state, &shot).first, Attention::of(&state, &shot).pair()), (Some(2), None));
    press(&mut state, 2);
    assert_eq!(Attention::of(&state, &shot).pair(), None, "an event is no pair with itself");
}

#[test]
fn a_message_that_is_sent_before_others_leaves_them_lost_or_held_as_they_were() {
    let mut scenario = story();
    scenario.act(Action { at_ms: 400, verb: "lose", target: 1, value: None });
    let mut state = state(scenario);
    state.seek(Time::from_millis(200));
    let (_, shot) = at(&state, state.moment);
    state.picks[MESSAGE] = Some(1);
    pick_lines(&mut state, 2, 0);
    edits::send(&mut state, &shot, (2, 0), Some(Time::from_millis(290)));
    let said: Vec<_> =
        state.link.scenario.actions.iter().map(|action| (action.verb, action.target, action.value)).collect();
    assert_eq!(said[2], ("send-to-0", 2, Some(Value::Integer(90))));
    assert_eq!(said[4], ("lose", 2, None), "it was the second message, and is the third");
    assert_eq!((state.picks[MESSAGE], state.link.pick), (None, None), "what comes after has other numbers");
}

#[test]
fn where_no_message_is_on_its_way_the_last_is_lost_in_the_middle_of_it() {
    let mut state = state(story());
    state.seek(Time(u64::MAX));
    let (desk, shot) = at(&state, state.moment);
    edits::interfere(&mut state, &desk, &shot, "lose");
    let last = state.link.scenario.actions.last().copied().unwrap();
    assert_eq!((last.at_ms, last.verb, last.target), (450, "lose", 1));
    let mut empty = story();
    empty.actions.clear();
    let mut state = self::state(empty);
    let (desk, shot) = at(&state, state.moment);
    edits::interfere(&mut state, &desk, &shot, "hold");
    assert!(state.notes[0].contains("no message") && state.link.scenario.actions.is_empty());
}

#[test]
fn a_log_lies_over_the_run_is_played_in_its_time_and_is_taken_away() {
    let state = state(story());
    let (desk, run) = at(&state, Time(u64::MAX));
    assert!(!desk.open("nonsense\n") && desk.complaint.borrow().contains("Line 1"));
    assert!(!desk.shows_log());
    assert!(desk.open("a {\"a\":1}\n<i>sends</i>\nb {\"a\":1,\"b\":1}\nhears\n") && desk.complaint.borrow().is_empty());
    let shown = |moment| desk.shot(Side::Main, moment).unwrap();
    assert_eq!([shown(Time::ZERO).happened(), shown(Time(u64::MAX)).happened()], [0, 2]);
    let at = desk.moment(&shown(Time::ZERO), shown(Time::ZERO).diagram.events[1].at);
    assert_eq!(shown(at).happened(), 2, "{at}");
    let shot = shown(Time(u64::MAX));
    let html = Node::from(verdict::verdict(&shot, Attention::of(&state, &shot))).to_html();
    assert!(html.contains("“&lt;i&gt;sends&lt;/i&gt;”") && !html.contains("Wall"), "{html}");
    desk.close_log();
    assert_eq!(shown(Time(u64::MAX)).diagram, run.diagram);
    assert!(state.pair.end(PACE) > Time::ZERO);
}
