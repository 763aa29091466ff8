//! Which request is magnified: the slowest so far, or the one that the reader picked.

use leptos::prelude::*;
use leptos::web_sys::Event;

use super::scene::{Side, latency, with_run};
use crate::engines::fan_out::Call;
use crate::kernel::order::ascending;
use crate::labs::markup::{Element, button, element};
use crate::labs::shared::{LIVE, Pair, Stage, words};

/// Rows of the table of leaf calls.
const ROWS: usize = 10;

/// The request that is magnified, and its leaf calls in both runs.
#[derive(Clone, Copy)]
pub struct Lens {
    stage: Stage,
    request: Memo<Option<u32>>,
    main: Memo<Vec<Call>>,
    twin: Memo<Vec<Call>>,
}

impl Lens {
    /// Follows the link's pick and, without one, the slowest request played.
    pub fn new(stage: Stage) -> Self {
        let request = Memo::new(move |_| {
            let pick = stage.link.with(|link| link.pick);
            with_run(stage, Side::Main, |run, played| {
                let sent = &run.latencies()[..played as usize];
                let slowest = sent.iter().enumerate().max_by_key(|(index, latency)| (**latency, usize::MAX - index));
                pick.filter(|&pick| pick < played).or(slowest.map(|(index, _)| index as u32))
            })?
        });
        let calls = move |side: Side| {
            let drawn = request.get().and_then(|request| {
                stage.pair.with(|pair| {
                    side.run(pair).filter(|run| request < run.latencies().len() as u32).map(|run| run.calls(request))
                })
            });
            drawn.unwrap_or_default()
        };
        Self {
            stage,
            request,
            main: Memo::new(move |_| calls(Side::Main)),
            twin: Memo::new(move |_| calls(Side::Twin)),
        }
    }

    /// The leaf calls of the magnified request, leaf 0 first; empty before the first request.
    pub fn calls(self, side: Side) -> Memo<Vec<Call>> {
        if side == Side::Main { self.main } else { self.twin }
    }

    /// How long the request took, in the run where it took longer; in milliseconds.
    pub fn longest_ms(self) -> f64 {
        let slowest = |calls: &Vec<Call>| calls.iter().map(|call| call.latency).max().unwrap_or_default();
        self.main.with(slowest).max(self.twin.with(slowest)).as_millis().max(1e-3)
    }

    /// Magnifies a request, if it is one.
    pub fn pick(self, request: Option<u32>) {
        if request.is_some() {
            self.stage.link.update(|link| link.pick = request);
        }
    }

    /// Magnifies the slowest request so far, whichever that is.
    fn follow_slowest(self) {
        self.stage.link.update(|link| link.pick = None);
    }

    /// What the magnified request met, in a sentence.
    pub fn in_words(self, side: Side) -> String {
        let Some(request) = self.request.get() else { return "No request has been sent yet.".to_string() };
        self.calls(side).with(|calls| {
            let Some(slowest) = calls.iter().map(|call| call.latency).max() else { return String::new() };
            let which = words::number(request.into(), 0);
            let took = latency(slowest.as_millis());
            let mut text = match calls.len() {
                1 => format!("Request {which}: its one leaf took {took}."),
                count => {
                    let count = words::number(count as f64, 0);
                    format!("Request {which}: the slowest of its {count} leaves took {took}.")
                }
            };
            let sent = calls.iter().filter(|call| call.second.is_some()).count();
            if sent > 0 {
                let won = calls.iter().filter(|call| call.second_won()).count();
                text += &format!(" Second copies: {sent} sent, {won} faster.");
            }
            text
        })
    }

    fn last(self) -> u32 {
        with_run(self.stage, Side::Main, |_, played| played.saturating_sub(1)).unwrap_or(0)
    }
}

/// The choice of request, and the table of its slowest leaves.
pub fn controls(stage: Stage, lens: Lens) -> Element {
    let request = move || lens.request.get().unwrap_or(0);
    let step = move |by: i64| {
        let last = untrack(|| lens.last());
        let to = (i64::from(lens.request.get_untracked().unwrap_or(0)) + by).clamp(0, last.into());
        lens.pick(u32::try_from(to).ok());
    };
    let typed = move |event: Event| {
        // What is no number leaves the choice as it was; what is too large becomes the last request.
        if let Ok(wanted) = event_target_value(&event).trim().parse::<u32>() {
            lens.pick(Some(wanted.min(untrack(|| lens.last()))));
        }
    };
    let following = move || stage.link.with(|link| link.pick.is_none());
    let tables = move || {
        let (main, twin) = stage.pair.with(Pair::labels);
        let sides = [(Side::Main, main), (Side::Twin, twin)];
        let tables = sides.into_iter().filter(|(side, _)| lens.calls(*side).with(|calls| !calls.is_empty()));
        tables.map(|(side, label)| table(lens, side, label)).collect::<Vec<_>>()
    };
    let field = element("input")
        .attr("type", "number")
        .attr("min", "0")
        .attr("max", move || lens.last())
        .attr("value", request)
        .property("value", request)
        .on("change", typed);
    let choice = element("fieldset")
        .attr("disabled", !LIVE)
        .child(element("legend").child("Magnify a request"))
        .child(button("button quiet", "Previous", move || step(-1)))
        .child(element("label").child(element("span").class("sr-only").child("Number of the request")).child(field))
        .child(button("button quiet", "Next", move || step(1)))
        .child(button("button quiet", "The slowest", move || lens.follow_slowest()).attr("disabled", following));
    let tables = element("details").child(element("summary").child("Table of its slowest leaves")).child(tables);
    element("div").class("fan-out-lens").child(choice).child(tables)
}

fn table(lens: Lens, side: Side, label: String) -> Element {
    let name = if label.is_empty() { "The slowest leaves".to_string() } else { label };
    let rows = move || {
        lens.calls(side).with(|calls| {
            // The slowest first: in ascending order of what is left to the longest time there is.
            let slowest = ascending(calls.len(), |index| u64::MAX - calls[index].latency.0);
            slowest.into_iter().take(ROWS).map(|leaf| row(leaf, calls[leaf as usize])).collect::<Vec<_>>()
        })
    };
    let heads = ["Leaf", "First copy", "Second sent", "Second took", "Root waited", "Answered by"]
        .map(|head| element("th").attr("scope", "col").child(head));
    let table = element("table")
        .class("data")
        .child(element("caption").child(name.clone()))
        .child(element("thead").child(element("tr").child(heads)))
        .child(element("tbody").child(rows));
    element("div").class("scroll-x").attr("tabindex", "0").attr("role", "group").attr("aria-label", name).child(table)
}

fn row(leaf: u32, call: Call) -> Element {
    let (sent, took) = call.second.map_or(("–".to_string(), "–".to_string()), |(sent, takes)| {
        (latency(sent.as_millis()), latency(takes.as_millis()))
    });
    let answered_by = match call {
        _ if call.timed_out => "nobody in time",
        _ if call.second_won() => "second copy",
        _ => "first copy",
    };
    let times = [latency(call.first.as_millis()), sent, took, latency(call.latency.as_millis())]
        .map(|time| element("td").class("number").child(time));
    let leaf = element("th").attr("scope", "row").child(leaf);
    element("tr").child(leaf).child(times).child(element("td").child(answered_by))
}
