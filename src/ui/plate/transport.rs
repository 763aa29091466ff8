//! Playback over the trace: step back, play, step, scrub, speed, reset.

use std::fmt::Write as _;
use std::sync::Arc;

use super::state::PlateState;
use crate::kernel::{LabSpec, Trace};
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, Node, Signal, button, element};
use crate::ui::words;

/// The speeds offered, slowest first, as multiples.
pub(super) const SPEEDS: [(f64, &str); 5] = [(0.25, "¼×"), (0.5, "½×"), (1.0, "1×"), (2.0, "2×"), (4.0, "4×")];

/// The place of 1× among [`SPEEDS`].
pub(super) const NORMAL: usize = 2;

/// A kind of event that happens more often than this gets no ticks: they would be a grey bar.
const MOST_TICKS: usize = 40;

/// The playback bar.
pub(super) fn transport(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let back = button("button quiet", "Step back", move || signal.update(|state| state.step(-1)));
    let play = button("button transport-play", if state.playing { "Pause" } else { "Play" }, move || {
        signal.update(PlateState::toggle_play)
    });
    let step = button("button quiet", "Step", move || signal.update(|state| state.step(1)));
    let speeds: Vec<Element> =
        SPEEDS.iter().zip(0..).map(|(speed, index)| speed_option(state, speed.1, index)).collect();
    let set_speed = move |event| {
        let speed = value_of(&event).parse().unwrap_or(NORMAL);
        signal.update(|state| state.speed = speed.min(SPEEDS.len() - 1));
    };
    let speed_id = state.id("speed");
    element("div")
        .class("transport")
        .attr("role", "group")
        .attr("aria-label", "Playback")
        .child(element("div").class("transport-buttons").child([
            back.attr("disabled", state.position == 0),
            play.attr("id", state.id("play")),
            step.attr("disabled", state.position >= state.pair.end()),
        ]))
        .child(scrubber(state, signal))
        .child(
            element("div")
                .class("transport-end")
                .child(element("label").attr("for", speed_id.clone()).child("Speed"))
                .child(element("select").attr("id", speed_id).on("change", set_speed).child(speeds))
                .child(button("button quiet", "Reset", move || signal.update(PlateState::reset))),
        )
}

fn speed_option(state: &PlateState, label: &'static str, index: usize) -> Element {
    element("option").attr("value", index as u32).property("selected", state.speed == index).child(label)
}

fn scrubber(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let trace = state.pair.main.trace();
    let text = moment(state.pair.scenario.lab.spec, trace, state.position);
    let seek = move |event| {
        let position = value_of(&event).parse().unwrap_or(0);
        signal.update(|state| state.seek(position));
    };
    let slider = element("input")
        .attr("type", "range")
        .attr("aria-label", "Moment of the run")
        .attr("min", "0")
        .attr("step", "1")
        .attr("max", state.pair.end())
        .property("value", state.position)
        .attr("aria-valuetext", text.clone())
        .on("input", seek);
    let run = Arc::clone(&state.pair.main);
    let ticks = Node::memo([state.run, 0, 0, 0], move || {
        element("path").attr("d", ticks(run.trace())).attr("vector-effect", "non-scaling-stroke").into()
    });
    element("div")
        .class("scrubber")
        .child(slider)
        .child(
            element("svg")
                .class("scrubber-ticks")
                .attr("viewBox", "0 0 1000 8")
                .attr("preserveAspectRatio", "none")
                .attr("aria-hidden", "true")
                .child(ticks),
        )
        .child(element("p").class("scrubber-moment").child(text))
}

/// One short line for each event of a kind that is not too common, as the path of an SVG 1000 units wide.
fn ticks(trace: &Trace) -> String {
    let events = trace.events();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for event in events {
        match counts.iter_mut().find(|(kind, _)| *kind == event.kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((event.kind, 1)),
        }
    }
    let mut path = String::new();
    for (index, event) in events.iter().enumerate() {
        if counts.iter().any(|&(kind, count)| kind == event.kind && count <= MOST_TICKS) {
            let _ = write!(path, "M{} 0v8", (index + 1) * 1000 / events.len());
        }
    }
    path
}

/// Where playback stands, in words: `2 of 5 events · 1,000.0 ms · Node 10 joins: 912 keys of 10,000 move`.
fn moment(spec: &LabSpec, trace: &Trace, position: u32) -> String {
    let events = trace.events();
    let counted = format!("{} of {} events", words::whole(position.into()), words::whole(events.len() as u64));
    match position.checked_sub(1).and_then(|index| events.get(index as usize)) {
        Some(event) => format!("{counted} · {} ms · {}", words::number(event.at.as_millis(), 1), spec.say(event)),
        None => counted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::fan_out::SPEC;
    use crate::kernel::Time;

    fn trace() -> Trace {
        let mut trace = Trace::keeping(1000);
        for index in 0..100u64 {
            trace.record(Time::from_millis(index), "request", vec![("latency_ms", 1.25.into())]);
        }
        trace.record(Time::from_millis(1234), "join", vec![("node", 3u32.into())]);
        trace
    }

    #[test]
    fn only_the_rarer_kinds_of_event_get_ticks() {
        assert_eq!(ticks(&trace()), "M1000 0v8");
    }

    #[test]
    fn the_moment_is_said_in_words() {
        assert_eq!(moment(&SPEC, &trace(), 0), "0 of 101 events");
        assert_eq!(moment(&SPEC, &trace(), 101), "101 of 101 events · 1,234.0 ms · join");
    }
}
