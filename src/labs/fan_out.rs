//! The picture of the fan-out lab: the stream of requests, the distribution of their latencies, and one request laid
//! open; with a twin, each beside its like, under the same draws and at the same scale.

mod distribution;
mod magnifier;
mod scene;
mod sentence;
mod stream;
mod waterfall;

use std::cell::RefCell;
use std::rc::Rc;

use crate::kernel::{Simulation as _, Time};
use crate::ui::chart::{Chart, Click, Ink, OnClick, Pen};
use crate::ui::dom::{Element, IntoNode as _, Key, Node, Signal, element, fragment};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, played};
use crate::ui::words;
use magnifier::{Calls, Lens};
use scene::{Moment, Scene, Side};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace };

/// The whole run in twelve seconds.
fn pace(pair: &RunPair) -> Pace {
    let last = Side::Main.run(pair).map(|run| run.sent_at(run.latencies().len().saturating_sub(1) as u32));
    Pace { ms_per_s: last.unwrap_or_default().as_millis().max(1.0) / 12.0, settles: Time::ZERO }
}

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(FanOutPicture {
        scene: Rc::new(Scene::of(pair)),
        charts: Default::default(),
        magnified: RefCell::default(),
    })
}

/// A run laid out, with its twin beside it.
struct FanOutPicture {
    scene: Rc<Scene>,
    /// For each panel, the main run's and the twin's.
    charts: [[Chart; 2]; PANELS.len()],
    /// The request that was magnified last, with its calls: they are costly to draw again.
    magnified: RefCell<(Option<u32>, Rc<Calls>)>,
}

/// What is shown of a run, from above.
const PANELS: [Panel; 3] = [
    Panel {
        class: "fan-out-stream",
        title: "Each request, as it is sent",
        readout: Some(percentiles),
        label: label_stream,
        paint: stream::draw,
        request_at: Some(stream::request_at),
        magnifies: false,
    },
    Panel {
        class: "fan-out-distribution",
        title: "How many take how long",
        readout: None,
        label: label_distribution,
        paint: distribution::draw,
        request_at: None,
        magnifies: false,
    },
    Panel {
        class: "fan-out-waterfall",
        title: "One request, magnified",
        readout: Some(|moment| moment.lens.in_words(moment.side).into_node()),
        label: |moment| moment.lens.in_words(moment.side),
        paint: waterfall::draw,
        request_at: None,
        magnifies: true,
    },
];

/// One chart with what stands above it.
struct Panel {
    class: &'static str,
    title: &'static str,
    readout: Option<fn(&Moment) -> Node>,
    /// What the chart shows, in words.
    label: fn(&Moment) -> String,
    paint: fn(&mut Pen, &Moment),
    /// The request that a click on the chart means.
    request_at: Option<fn(&Moment, Click) -> Option<u32>>,
    /// Whether it shows the magnified request, and not those that have been played.
    magnifies: bool,
}

impl Renderer for FanOutPicture {
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let lens = self.lens(state);
        let sides = self.scene.sides();
        let mut panels: Vec<Node> = Vec::new();
        for (panel, charts) in PANELS.iter().zip(&self.charts) {
            for (&side, chart) in sides.iter().zip(charts) {
                let played = self.played(side, state);
                let shown = if panel.magnifies { lens.place() } else { played };
                let moment = Moment { scene: Rc::clone(&self.scene), side, played, lens: lens.clone() };
                panels.push(panel.draw(moment, [state.run, shown, 0, 0], chart, signal).into());
            }
        }
        element("div")
            .class(if sides.len() == 2 { "fan-out twins" } else { "fan-out" })
            .child(panels)
            .child(magnifier::controls(&self.scene, &lens, state, signal))
            .into()
    }
}

impl FanOutPicture {
    /// How many of a side's requests have been sent. A twin has as many events as the main run unless it has another
    /// number of requests.
    fn played(&self, side: Side, state: &PlateState) -> u32 {
        self.scene.run(side).map_or(0, |run| run.requests_played(played(run.trace(), state.moment)))
    }

    /// The magnified request.
    fn lens(&self, state: &PlateState) -> Lens {
        let played = self.played(Side::Main, state);
        let request = self.scene.run(Side::Main).and_then(|run| magnifier::magnified(run, played, state.link.pick));
        let mut magnified = self.magnified.borrow_mut();
        if magnified.0 != request {
            *magnified = (request, Rc::new(magnifier::calls(&self.scene, request)));
        }
        Lens::new(request, Rc::clone(&magnified.1), played)
    }
}

impl Panel {
    /// The chart in its frame: what it shows and, where there are twins, which of them it is.
    fn draw(&self, moment: Moment, key: Key, chart: &Chart, signal: Signal<PlateState>) -> Element {
        let whose = &moment.scene.labels[moment.side as usize];
        let whose = (!whose.is_empty())
            .then(|| fragment([element("span").class("fan-out-side").child(whose.clone()).into(), " ".into_node()]));
        let title = element("p").class("chart-title").child(whose).child(self.title);
        let readout = self.readout.map(|readout| element("p").class("fan-out-readout").child(readout(&moment)));
        let label = (self.label)(&moment);
        let click = self.request_at.map(|request_at| -> OnClick {
            let moment = moment.clone();
            Rc::new(move |click| {
                if let Some(request) = request_at(&moment, click) {
                    magnifier::pick(signal, Some(request));
                }
            })
        });
        let paint = self.paint;
        let chart = chart.view((self.class, (400, 240)), label, key, Rc::new(move |pen| paint(pen, &moment)), click);
        element("div").class("fan-out-panel").child(title).child(readout).child(chart)
    }
}

/// The percentiles so far, each in the colour of its line.
fn percentiles(moment: &Moment) -> Node {
    let values = moment.run().map(|run| scene::percentiles_so_far(run, moment.played));
    let Some(values) = values.filter(|values| values[0].is_finite()) else { return Node::nothing() };
    let lines = [("p50 ", Ink::P50), ("p99 ", Ink::P99), ("p99.9 ", Ink::P999)];
    let mut items = Vec::new();
    for ((name, ink), value) in lines.into_iter().zip(values) {
        let class = ["ink-", ink.token()].concat();
        items.push(element("span").class(class).child([name, &scene::latency(value)].concat()).into());
        items.push(" ".into_node());
    }
    Node::Fragment(items)
}

fn label_stream(moment: &Moment) -> String {
    let count = words::number(moment.played.into(), 0);
    ["Latency of ", &count, " requests in the order in which they were sent.", &percentiles_in_words(moment)].concat()
}

fn label_distribution(moment: &Moment) -> String {
    let what = "Distribution of the latencies of leaf calls and of requests, on a logarithmic axis.";
    [what, &percentiles_in_words(moment)].concat()
}

fn percentiles_in_words(moment: &Moment) -> String {
    moment.run().map(|run| scene::percentiles_in_words(run, moment.played)).unwrap_or_default()
}
