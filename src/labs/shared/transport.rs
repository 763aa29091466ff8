//! Playback over the trace: step back, play, step, scrub, speed, reset.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use leptos::prelude::*;

use super::desk::Desk;
use super::words;
use crate::kernel::{Event, Trace};

/// The speeds offered, slowest first.
const SPEEDS: [(f64, &str); 5] = [(0.25, "¼×"), (0.5, "½×"), (1.0, "1×"), (2.0, "2×"), (4.0, "4×")];

/// A kind of event that happens more often than this gets no ticks: they would be a grey bar.
const MOST_TICKS: usize = 40;

/// The playback bar.
pub fn transport(desk: Desk) -> AnyView {
    let at_start = move || desk.position.get() == 0;
    let at_end = move || desk.position.get() >= desk.end();
    let play = move || if desk.playing.get() { "Pause" } else { "Play" };
    let speed_id = desk.id("speed");
    let speeds = SPEEDS.map(|(speed, label)| {
        view! { <option value=speed.to_string() selected={speed == 1.0}>{label}</option> }
    });
    let set_speed = move |text: String| desk.speed.set(text.parse().unwrap_or(1.0));
    view! {
        <div class="transport" role="group" aria-label="Playback">
            <div class="transport-buttons">
                <button type="button" class="button quiet" disabled=at_start on:click=move |_| desk.step(-1)>
                    "Step back"
                </button>
                <button type="button" class="button transport-play" id=desk.id("play") on:click=move |_| desk.toggle_play()>{play}</button>
                <button type="button" class="button quiet" disabled=at_end on:click=move |_| desk.step(1)>
                    "Step"
                </button>
            </div>
            {scrubber(desk)}
            <div class="transport-end">
                <label for=speed_id.clone()>"Speed"</label>
                <select id=speed_id on:change=move |event| set_speed(event_target_value(&event))>{speeds}</select>
                <button type="button" class="button quiet" on:click=move |_| desk.reset()>"Reset"</button>
            </div>
        </div>
    }
    .into_any()
}

fn scrubber(desk: Desk) -> AnyView {
    let path = Memo::new(move |_| desk.pair.with(|pair| ticks(pair.main.trace())));
    let text = move || desk.pair.with(|pair| moment(pair.main.trace(), desk.position.get()));
    let seek = move |text: String| desk.seek(text.parse().unwrap_or(0));
    let first = desk.position.get_untracked();
    view! {
        <div class="scrubber">
            <input type="range" aria-label="Moment of the run" min="0" step="1" max=move || desk.end() value=first
                prop:value=move || desk.position.get() aria-valuetext=text
                on:input=move |event| seek(event_target_value(&event)) />
            <svg class="scrubber-ticks" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
                <path d=path vector-effect="non-scaling-stroke" />
            </svg>
            <p class="scrubber-moment">{text}</p>
        </div>
    }
    .into_any()
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
