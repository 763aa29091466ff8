//! The run as tables, what the model leaves out, and the keys: the plate without its picture.

use leptos::prelude::*;

use super::desk::Desk;
use super::transport::particulars;
use super::{LIVE, Pair, keys, words};
use crate::kernel::{Event, Metric};

/// Events to a page of the trace table.
const PAGE: u32 = 25;

/// What stands folded under the controls.
pub fn tables(desk: Desk) -> AnyView {
    let leaves_out = desk.plate.with_value(|plate| plate.scenario.lab.spec.leaves_out);
    let leaves_out = (!leaves_out.is_empty()).then(|| {
        let items = leaves_out.iter().map(|item| view! { <li>{*item}</li> }).collect_view();
        view! { <details><summary>"What this model leaves out"</summary><ul>{items}</ul></details> }
    });
    let results = move || {
        (!desk.asking()).then(|| {
            view! {
                {folded("Table of results", Callback::new(move |()| metrics_table(desk)))}
                {folded("Table of events", Callback::new(move |()| trace_table(desk)))}
            }
        })
    };
    view! { <div class="plate-tables">{results} {leaves_out} {keys::help()}</div> }.into_any()
}

/// A fold whose content is made when it is first opened; in the still it is all there.
fn folded(title: &'static str, content: Callback<(), AnyView>) -> AnyView {
    let opened = RwSignal::new(!LIVE);
    let content = move || opened.get().then(|| content.run(()));
    view! { <details on:toggle=move |_| opened.set(true)><summary>{title}</summary>{content}</details> }.into_any()
}

/// Every metric of the run, and of its twin beside it.
pub fn metrics_table(desk: Desk) -> AnyView {
    let table = move || desk.pair.with(metrics);
    view! { <div class="scroll-x" tabindex="0" role="group" aria-label="Table of results">{table}</div> }.into_any()
}

fn metrics(pair: &Pair) -> AnyView {
    let help = |metric: &Metric| {
        let specs = pair.scenario.lab.spec.metrics;
        specs.iter().find(|spec| spec.matches(&metric.name)).map_or("", |spec| spec.help)
    };
    let twin = pair.twin.as_ref().map(|(_, run)| run.report());
    let rows = pair.main.report().metrics.into_iter().map(|metric| {
        let decimals = metric.decimals.into();
        let other = twin.as_ref().map(|report| {
            let value = report.get(&metric.name).map_or("–".to_string(), |value| words::number(value, decimals));
            view! { <td class="num">{value}</td> }
        });
        view! {
            <tr>
                <th scope="row"><code>{metric.name.to_string()}</code>" "{help(&metric)}</th>
                <td class="num">{words::number(metric.value, decimals)}</td>
                {other}
                <td>{metric.unit}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let (main, other) = pair.labels();
    let main = if main.is_empty() { "Value".to_string() } else { main };
    let other = twin.as_ref().map(|_| {
        let other = if other.is_empty() { "Second run".to_string() } else { other };
        view! { <th scope="col" class="num">{other}</th> }
    });
    view! {
        <table class="data">
            <thead><tr>
                <th scope="col">"Metric"</th><th scope="col" class="num">{main}</th>{other}<th scope="col">"Unit"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The trace, a page at a time; it turns to the page on which playback stands until the reader turns it.
fn trace_table(desk: Desk) -> AnyView {
    let turned = RwSignal::new(None);
    let pages = move || desk.end().div_ceil(PAGE).max(1);
    let standing = Memo::new(move |_| if LIVE { desk.position.get().saturating_sub(1) / PAGE } else { 0 });
    let page = Memo::new(move |_| turned.get().unwrap_or(standing.get()).min(pages() - 1));
    Effect::new(move |_| {
        standing.get();
        turned.set(None);
    });
    let body = move || desk.pair.with(|pair| rows(pair.main.trace().events(), page.get(), desk.position.get()));
    let note = move || desk.pair.with(|pair| note(pair, page.get()));
    let turn = move |by: i64| turned.set(Some((i64::from(page.get_untracked()) + by).max(0) as u32));
    let at_last = move || page.get() + 1 >= pages();
    let turner = LIVE.then(|| {
        view! {
            <button type="button" class="button quiet" disabled=move || page.get() == 0 on:click=move |_| turn(-1)>
                "Earlier events"
            </button>
            <button type="button" class="button quiet" disabled=at_last
                on:click=move |_| turn(1)>"Later events"</button>
        }
    });
    view! {
        <div class="scroll-x" tabindex="0" role="group" aria-label="Table of events">
            <table class="data">
                <thead><tr>
                    <th scope="col" class="num">"#"</th><th scope="col" class="num">"Time, ms"</th>
                    <th scope="col">"Event"</th>
                </tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <div class="page-turner">{turner}<p>{note}</p></div>
    }
    .into_any()
}

fn rows(events: &[Event], page: u32, position: u32) -> AnyView {
    let first = page * PAGE;
    let shown = (first + 1..).zip(events.iter().skip(first as usize)).take(PAGE as usize);
    let rows = shown.map(|(number, event)| {
        let current = (number == position).then_some("step");
        view! {
            <tr aria-current=current>
                <td class="num">{words::short(number.into())}</td>
                <td class="num">{words::number(event.at.as_millis(), 3)}</td>
                <td><code>{particulars(event)}</code></td>
            </tr>
        }
    });
    rows.collect_view().into_any()
}

fn note(pair: &Pair, page: u32) -> String {
    let (end, count) = (pair.end(), pair.main.trace().count());
    let last = (page * PAGE + PAGE).min(end);
    let whole = if count > end.into() { " of those kept" } else { "" };
    let first = (page * PAGE + 1).min(last);
    format!("Events {first} to {last}{whole}, of {}.", words::short(count as f64))
}
