//! Which request is magnified: the slowest so far, or the one that the reader picked.

use leptos::prelude::*;

use super::scene::{Side, latency, with_run};
use crate::engines::fan_out::Call;
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
pub fn controls(stage: Stage, lens: Lens) -> AnyView {
    let request = move || lens.request.get().unwrap_or(0);
    let step = move |by: i64| {
        let last = untrack(|| lens.last());
        let to = (i64::from(lens.request.get_untracked().unwrap_or(0)) + by).clamp(0, last.into());
        lens.pick(u32::try_from(to).ok());
    };
    let typed = move |event: leptos::ev::Event| {
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
        tables.map(|(side, label)| table(lens, side, label)).collect_view()
    };
    view! {
        <div class="fan-out-lens">
            <fieldset disabled=!LIVE>
                <legend>"Magnify a request"</legend>
                <button type="button" class="button quiet" on:click=move |_| step(-1)>"Previous"</button>
                <label>
                    <span class="sr-only">"Number of the request"</span>
                    <input type="number" min="0" max=move || lens.last() value=request prop:value=request on:change=typed/>
                </label>
                <button type="button" class="button quiet" on:click=move |_| step(1)>"Next"</button>
                <button type="button" class="button quiet" disabled=following on:click=move |_| lens.follow_slowest()>
                    "The slowest"
                </button>
            </fieldset>
            <details>
                <summary>"Table of its slowest leaves"</summary>
                {tables}
            </details>
        </div>
    }
    .into_any()
}

fn table(lens: Lens, side: Side, label: String) -> AnyView {
    let name = if label.is_empty() { "The slowest leaves".to_string() } else { label };
    let caption = name.clone();
    let rows = move || {
        let mut calls: Vec<(usize, Call)> = lens.calls(side).get().into_iter().enumerate().collect();
        calls.sort_by_key(|&(leaf, call)| (std::cmp::Reverse(call.latency), leaf));
        calls.truncate(ROWS);
        calls.into_iter().map(row).collect_view()
    };
    view! {
        <div class="scroll-x" tabindex="0" role="group" aria-label=name>
            <table class="data">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Leaf"</th>
                        <th scope="col">"First copy"</th>
                        <th scope="col">"Second sent"</th>
                        <th scope="col">"Second took"</th>
                        <th scope="col">"Root waited"</th>
                        <th scope="col">"Answered by"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row((leaf, call): (usize, Call)) -> AnyView {
    let (sent, took) = call.second.map_or(("–".to_string(), "–".to_string()), |(sent, takes)| {
        (latency(sent.as_millis()), latency(takes.as_millis()))
    });
    let answered_by = match call {
        _ if call.timed_out => "nobody in time",
        _ if call.second_won() => "second copy",
        _ => "first copy",
    };
    view! {
        <tr>
            <th scope="row">{leaf}</th>
            <td class="number">{latency(call.first.as_millis())}</td>
            <td class="number">{sent}</td>
            <td class="number">{took}</td>
            <td class="number">{latency(call.latency.as_millis())}</td>
            <td>{answered_by}</td>
        </tr>
    }
    .into_any()
}
