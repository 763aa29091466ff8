//! Playback through the virtual time of a run: step back, play, step, scrub, speed.

use std::fmt::Write as _;
use std::sync::Arc;

use super::runs::played;
use super::state::PlateState;
use crate::kernel::{LabSpec, Time, Trace};
use crate::ui::LIVE;
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, Node, Signal, button, element};
use crate::ui::phrases::plate as say;
use crate::ui::{told, words};

/// The speeds offered, slowest first, as multiples.
pub(super) const SPEEDS: [(f64, &str); 5] = [(0.25, "¼×"), (0.5, "½×"), (1.0, "1×"), (2.0, "2×"), (4.0, "4×")];

/// The place of 1× among [`SPEEDS`].
pub(super) const NORMAL: usize = 2;

/// A kind of event that happens more often than this gets no ticks: they would be a grey bar.
const MOST_TICKS: usize = 40;

/// The stops of the scrubber: fine enough for a pointer, few enough for arrow keys.
const STOPS: u32 = 400;

/// The playback bar. While the plate's question is open it waits, for the outcome would show.
pub(super) fn transport(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let back = button("button square", icon("M11 3L5 8l6 5z"), move || signal.update(PlateState::step_back));
    let play = button("button transport-play", if state.playing { say::PAUSE } else { say::PLAY }, move || {
        signal.update(PlateState::toggle_play)
    });
    let step = button("button square", icon("M5 3l6 5-6 5z"), move || signal.update(PlateState::step));
    let buttons = [
        back.attr("aria-label", say::STEP_BACK).attr("disabled", state.moment == Time::ZERO),
        play.attr("id", state.id("play")),
        step.attr("aria-label", say::STEP).attr("disabled", state.moment >= state.end() && state.until.is_none()),
    ];
    element("fieldset")
        .class("transport")
        .attr("disabled", !LIVE || state.asking())
        .child(element("legend").class("sr-only").child(say::PLAYBACK))
        .child(element("div").class("transport-buttons").child(buttons))
        .child(scrubber(state, signal))
        .child(element("p").class("clock").child(clock(state, state.moment)))
        .child(super::steady(state, signal, |state, signal| end(state, signal).into()))
}

/// Speed, and where there is no room for it beside the picture, the panel.
fn end(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let speed_id = state.id("speed");
    let speeds: Vec<Element> =
        SPEEDS.iter().zip(0..).map(|(speed, index)| speed_option(state, speed.1, index)).collect();
    let set_speed = move |event| {
        let speed = value_of(&event).parse().unwrap_or(NORMAL);
        signal.update(|state| state.speed = speed.min(SPEEDS.len() - 1));
    };
    let open = button("button panel-toggle", say::CONTROLS, move || {
        signal.update(|state| state.panel_open = !state.panel_open);
    });
    let open = open
        .attr("aria-expanded", if state.panel_open { "true" } else { "false" })
        .attr("aria-controls", state.id("panel"));
    element("div")
        .class("transport-end")
        .child(element("label").class("sr-only").attr("for", speed_id.clone()).child(say::SPEED))
        .child(element("select").class("speed").attr("id", speed_id).on("change", set_speed).child(speeds))
        .child(open)
}

fn icon(path: &'static str) -> Node {
    let icon = element("svg").attr("viewBox", "0 0 16 16").attr("width", "16").attr("height", "16");
    icon.attr("aria-hidden", "true").child(element("path").attr("d", path).attr("fill", "currentColor")).into()
}

fn speed_option(state: &PlateState, label: &'static str, index: usize) -> Element {
    element("option").attr("value", index as u32).property("selected", state.speed == index).child(label)
}

fn scrubber(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let end = state.end();
    let share = state.moment.0 as f64 / end.0.max(1) as f64;
    let seek = move |event| {
        let stop: u32 = value_of(&event).parse().unwrap_or(0);
        signal.update(|state| {
            let moment = state.end().0 as f64 * f64::from(stop) / f64::from(STOPS);
            state.seek(Time(moment.round() as u64));
        });
    };
    let slider = element("input")
        .attr("type", "range")
        .attr("aria-label", say::MOMENT)
        .attr("min", "0")
        .attr("step", "1")
        .attr("max", STOPS)
        .property("value", (share * f64::from(STOPS)).round() as u32)
        .attr("aria-valuetext", spoken_clock(state))
        .on("input", seek);
    let run = Arc::clone(&state.pair.main);
    let ticks = Node::memo([state.run, 0, 0, 0], move || {
        element("path").attr("d", ticks(run.trace(), end)).attr("vector-effect", "non-scaling-stroke").into()
    });
    let ticks = element("svg")
        .class("scrubber-ticks")
        .attr("viewBox", "0 0 1000 8")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(ticks);
    element("div").class("scrubber").child(slider).child(ticks)
}

/// One short line for each event of a kind that is not too common, as the path of an SVG 1000 units wide.
fn ticks(trace: &Trace, end: Time) -> String {
    let events = trace.events();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for event in events {
        match counts.iter_mut().find(|(kind, _)| *kind == event.kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((event.kind, 1)),
        }
    }
    let mut path = String::new();
    for event in events {
        if counts.iter().any(|&(kind, count)| kind == event.kind && count <= MOST_TICKS) {
            let _ = write!(path, "M{} 0v8", (event.at.0 as f64 / end.0.max(1) as f64 * 1000.0).round() as u32);
        }
    }
    path
}

/// The moment that was spoken of last, found once: playback draws each frame, and to go back to an earlier moment may mean to
/// play a run again from its start ([`Spoken`](super::Spoken)).
fn spoken_clock(state: &PlateState) -> String {
    let about = (state.run, state.spoken.1);
    let mut held = state.spoken_clock.borrow_mut();
    match &*held {
        Some((of, words)) if *of == about => words.clone(),
        _ => held.insert((about, clock(state, about.1))).1.clone(),
    }
}

/// A moment of the main run, and the last thing that happened in it.
fn clock(state: &PlateState, moment: Time) -> String {
    let run = || happened(state.pair.scenario.lab.spec, state.pair.main.trace(), moment);
    state.picture.tells(moment).unwrap_or_else(run)
}

/// A moment in words: `1.62 s · Node 10 joins: 912 keys of 10,000 move`.
fn happened(spec: &LabSpec, trace: &Trace, moment: Time) -> String {
    let last = played(trace, moment).checked_sub(1).and_then(|index| trace.events().get(index as usize));
    let time = words::time(moment);
    last.map_or_else(|| time.clone(), |event| format!("{time} · {}", told::event(spec, event)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::fan_out::SPEC;

    fn trace() -> Trace {
        let mut trace = Trace::keeping(1000);
        for index in 0..100u64 {
            trace.record(Time::from_millis(index), "request", vec![("latency_ms", 1.25.into())]);
        }
        trace.record(Time::from_millis(1234), "join", vec![("node", 3u32.into())]);
        trace
    }

    #[test]
    fn only_the_rarer_kinds_of_event_get_ticks_at_their_moments() {
        assert_eq!(ticks(&trace(), Time::from_millis(2468)), "M500 0v8");
    }

    #[test]
    fn the_moment_is_said_in_words() {
        assert_eq!(happened(&SPEC, &Trace::keeping(1), Time::ZERO), "0.00\u{202f}s");
        assert_eq!(happened(&SPEC, &trace(), Time::from_millis(1500)), "1.50\u{202f}s · join");
    }
}
