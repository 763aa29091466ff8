//! The picture of the fan-out lab: the stream of requests, the distribution of their latencies, and one request laid
//! open; with a twin, each beside its like, under the same draws and at the same scale.

mod distribution;
mod magnifier;
mod scene;
mod sentence;
mod stream;
mod waterfall;

use std::sync::Arc;

use leptos::prelude::*;

use super::markup::{Element, IntoNode as _, Node, element, many};
use super::shared::chart::{Click, Draw, Ink, Pen, chart};
use super::shared::{Pair, Stage, View, words};
use scene::{Scale, Side, with_run};

/// How the lab is drawn.
pub const VIEW: View = View { picture, sentence: sentence::sentence };

fn picture(stage: Stage) -> Node {
    let scale = Memo::new(move |_| stage.pair.with(Scale::of));
    let twins = Memo::new(move |_| stage.pair.with(|pair| pair.twin.is_some()));
    let lens = magnifier::Lens::new(stage);
    let panels = move || {
        let sides = if twins.get() { &[Side::Main, Side::Twin][..] } else { &[Side::Main][..] };
        let rows = [stream_panel, distribution_panel, waterfall_panel];
        let panels = rows.iter().flat_map(|panel| sides.iter().map(|&side| panel(stage, scale, lens, side)));
        panels.collect::<Vec<_>>()
    };
    element("div")
        .class(move || if twins.get() { "fan-out twins" } else { "fan-out" })
        .child(panels)
        .child(magnifier::controls(stage, lens))
        .into()
}

fn stream_panel(stage: Stage, scale: Memo<Scale>, lens: magnifier::Lens, side: Side) -> Element {
    let draw: Draw = Arc::new(move |pen: &mut Pen| {
        with_run(stage, side, |run, played| stream::draw(pen, run, played, &scale.get()));
    });
    let pick = Callback::new(move |click: Click| {
        let found =
            untrack(|| with_run(stage, side, |run, played| stream::request_at(click, run, played, &scale.get())));
        lens.pick(found.flatten());
    });
    let label = Signal::derive(move || {
        with_run(stage, side, |run, played| {
            format!("Latency of {} requests in the order in which they were sent.", words::number(played.into(), 0))
                + &scene::percentiles_in_words(run, played)
        })
        .unwrap_or_default()
    });
    let readout = move || {
        let values = with_run(stage, side, scene::percentiles_so_far)?;
        let names = [("p50", Ink::P50), ("p99", Ink::P99), ("p99.9", Ink::P999)];
        let items = names.into_iter().zip(values).map(|((name, ink), value)| {
            let shown = format!("{name} {}", scene::latency(value));
            many([element("span").class(format!("ink-{}", ink.token())).child(shown).into(), " ".into_node()])
        });
        values[0].is_finite().then(|| items.collect::<Vec<_>>())
    };
    let chart = chart("fan-out-stream", label, draw, Some(pick));
    let readout = element("p").class("fan-out-readout").child(readout);
    panel(stage, side, "Each request, as it is sent").child(readout).child(chart)
}

fn distribution_panel(stage: Stage, scale: Memo<Scale>, _: magnifier::Lens, side: Side) -> Element {
    let draw: Draw = Arc::new(move |pen: &mut Pen| {
        with_run(stage, side, |run, played| distribution::draw(pen, run, played, &scale.get()));
    });
    let label = Signal::derive(move || {
        with_run(stage, side, |run, played| {
            "Distribution of the latencies of leaf calls and of requests, on a logarithmic axis.".to_string()
                + &scene::percentiles_in_words(run, played)
        })
        .unwrap_or_default()
    });
    panel(stage, side, "How many take how long").child(chart("fan-out-distribution", label, draw, None))
}

fn waterfall_panel(stage: Stage, _: Memo<Scale>, lens: magnifier::Lens, side: Side) -> Element {
    let draw: Draw = Arc::new(move |pen: &mut Pen| {
        let longest_ms = lens.longest_ms();
        let policy = with_run(stage, side, |run, _| *run.policy());
        if let Some(policy) = policy {
            lens.calls(side).with(|calls| waterfall::draw(pen, calls, &policy, longest_ms));
        }
    });
    let label = Signal::derive(move || lens.in_words(side));
    let words = move || lens.in_words(side);
    panel(stage, side, "One request, magnified").child(element("p").class("fan-out-readout").child(words)).child(chart(
        "fan-out-waterfall",
        label,
        draw,
        None,
    ))
}

/// The frame of a chart: what it shows above it and, where there are twins, which of them it is.
fn panel(stage: Stage, side: Side, title: &'static str) -> Element {
    let whose = move || {
        let (main, twin) = stage.pair.with(Pair::labels);
        let label = if side == Side::Main { main } else { twin };
        (!label.is_empty()).then(|| many([element("span").class("fan-out-side").child(label).into(), " ".into_node()]))
    };
    element("div").class("fan-out-panel").child(element("p").class("chart-title").child(whose).child(title))
}
