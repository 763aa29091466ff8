//! Playback over the trace: step back, play, step, scrub, speed, reset.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use leptos::prelude::*;
use leptos::web_sys::Event as DomEvent;

use super::desk::Desk;
use super::words;
use crate::kernel::{Event, Trace};
use crate::labs::markup::{Element, button, element};

/// The speeds offered, slowest first.
const SPEEDS: [(f64, &str); 5] = [(0.25, "¼×"), (0.5, "½×"), (1.0, "1×"), (2.0, "2×"), (4.0, "4×")];

/// A kind of event that happens more often than this gets no ticks: they would be a grey bar.
const MOST_TICKS: usize = 40;

/// The playback bar.
pub fn transport(desk: Desk) -> Element {
    let at_start = move || desk.position.get() == 0;
    let at_end = move || desk.position.get() >= desk.end();
    let play = move || if desk.playing.get() { "Pause" } else { "Play" };
    let back = button("button quiet", "Step back", move || desk.step(-1)).attr("disabled", at_start);
    let play = button("button transport-play", play, move || desk.toggle_play()).attr("id", desk.id("play"));
    let step = button("button quiet", "Step", move || desk.step(1)).attr("disabled", at_end);
    let speed_id = desk.id("speed");
    let speeds =
        SPEEDS.map(|(speed, label)| element("option").attr("value", speed).attr("selected", speed == 1.0).child(label));
    let set_speed = move |event: DomEvent| desk.speed.set(event_target_value(&event).parse().unwrap_or(1.0));
    element("div")
        .class("transport")
        .attr("role", "group")
        .attr("aria-label", "Playback")
        .child(element("div").class("transport-buttons").child([back, play, step]))
        .child(scrubber(desk))
        .child(
            element("div")
                .class("transport-end")
                .child(element("label").attr("for", speed_id.clone()).child("Speed"))
                .child(element("select").attr("id", speed_id).on("change", set_speed).child(speeds))
                .child(button("button quiet", "Reset", move || desk.reset())),
        )
}

fn scrubber(desk: Desk) -> Element {
    let path = move || desk.pair.with(|pair| ticks(pair.main.trace()));
    let text = move || desk.pair.with(|pair| moment(pair.main.trace(), desk.position.get()));
    let seek = move |event: DomEvent| desk.seek(event_target_value(&event).parse().unwrap_or(0));
    let slider = element("input")
        .attr("type", "range")
        .attr("aria-label", "Moment of the run")
        .attr("min", "0")
        .attr("step", "1")
        .attr("max", move || desk.end())
        .attr("value", desk.position.get_untracked())
        .property("value", move || desk.position.get())
        .attr("aria-valuetext", text)
        .on("input", seek);
    let ticks = element("path").attr("d", path).attr("vector-effect", "non-scaling-stroke");
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
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        *counts.entry(event.kind).or_default() += 1;
    }
    let mut path = String::new();
    for (index, event) in events.iter().enumerate() {
        if counts.get(event.kind).is_some_and(|&count| count <= MOST_TICKS) {
            let x = (index + 1) * 1000 / events.len();
            let _ = write!(path, "M{x} 0v8");
        }
    }
    path
}

/// Where playback stands, in words: `2 of 5 · 1,000 ms · join node=10`.
fn moment(trace: &Trace, position: u32) -> String {
    let events = trace.events();
    let counted = format!("{} of {} events", words::short(position.into()), words::short(events.len() as f64));
    match position.checked_sub(1).and_then(|index| events.get(index as usize)) {
        Some(event) => format!("{counted} · {}", describe(event)),
        None => counted,
    }
}

fn describe(event: &Event) -> String {
    format!("{} ms · {}", words::number(event.at.as_millis(), 1), particulars(event))
}

/// What an event was, without its time: `join node=10 moved=9123`.
pub fn particulars(event: &Event) -> String {
    let mut text = event.kind.to_string();
    for (name, value) in &event.fields {
        let _ = match value {
            crate::kernel::Field::Number(value) => write!(text, " {name}={}", words::short(*value)),
            other => write!(text, " {name}={other}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
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
        assert_eq!(moment(&trace(), 0), "0 of 101 events");
        assert_eq!(moment(&trace(), 1), "1 of 101 events · 0.0 ms · request latency_ms=1.25");
        assert_eq!(moment(&trace(), 101), "101 of 101 events · 1,234.0 ms · join node=3");
    }
}
