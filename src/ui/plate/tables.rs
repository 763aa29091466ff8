//! The run as tables, and what the model leaves out: the plate without its picture.

use super::RunPair;
use super::runs::played;
use super::state::{Fold, PlateState};
use crate::kernel::Metric;
use crate::ui::LIVE;
use crate::ui::dom::{Element, IntoNode, Node, Signal, button, element, fragment};
use crate::ui::phrases::{Phrase, plate as say};
use crate::ui::{told, words};

/// Events to a page of the trace table.
const PAGE: u32 = 25;

/// What can be unfolded: numbers and events, unless the question is open, and what the model leaves out.
pub(super) fn folds(state: &PlateState, signal: Signal<PlateState>) -> Vec<Element> {
    let mut folds = Vec::new();
    if !state.asking() {
        folds.push(opening(state, signal, say::NUMBERS, Fold::Results, metrics_table));
        folds.push(opening(state, signal, say::EVENTS, Fold::Events, trace_table));
    }
    let leaves_out = told::leaves_out(state.plate.scenario.lab.spec);
    if !leaves_out.is_empty() {
        let items: Vec<Element> = leaves_out.into_iter().map(|item| element("li").child(item)).collect();
        folds.push(fold(say::LEAVES_OUT).child(element("ul").child(items)));
    }
    folds
}

fn fold(title: Phrase<0>) -> Element {
    element("details").child(element("summary").child(title))
}

/// A fold whose content is made when it is first opened; in the still it is all there.
fn opening(
    state: &PlateState,
    signal: Signal<PlateState>,
    title: Phrase<0>,
    which: Fold,
    content: fn(&PlateState, Signal<PlateState>) -> Node,
) -> Element {
    let open = move |_| signal.update(|state| state.opened[which as usize] = true);
    let content = state.opened[which as usize].then(|| content(state, signal));
    fold(title).on("toggle", open).child(content)
}

fn scrolling(name: Phrase<0>, table: impl IntoNode) -> Element {
    let frame = element("div").class("scroll-x").attr("tabindex", "0").attr("role", "group").attr("aria-label", name);
    frame.child(table)
}

fn head(class: Option<&'static str>, text: impl IntoNode) -> Element {
    element("th").attr("scope", "col").class(class).child(text)
}

fn figure(text: String) -> Element {
    element("td").class("num").child(text)
}

/// A value, with the reservation about it, if there is one.
fn measured(metric: Option<&Metric>) -> Element {
    let Some(metric) = metric else { return figure("–".to_string()) };
    let remark = metric.remark.as_ref().map(|remark| element("small").child(format!(" ({remark})")));
    figure(words::number(metric.value, metric.decimals.into())).child(remark)
}

fn table(heads: impl IntoNode, rows: impl IntoNode) -> Element {
    let head = element("thead").child(element("tr").child(heads));
    element("table").class("data").child(head).child(element("tbody").child(rows))
}

/// Every metric of the run, and of its twin beside it.
pub(super) fn metrics_table(state: &PlateState, _: Signal<PlateState>) -> Node {
    let pair = state.pair.clone();
    Node::memo([state.run, 0, 0, 0], move || scrolling(say::RESULTS_TABLE, metrics(&pair)).into())
}

fn metrics(pair: &RunPair) -> Element {
    let lab = pair.scenario.lab.spec;
    let twin = pair.twin.as_ref().map(|(_, run)| run.report());
    let rows = pair.main.report().metrics.into_iter().map(|metric| {
        let like = |other: &&Metric| other.name == metric.name;
        let other = twin.as_ref().map(|report| measured(report.metrics.iter().find(like)));
        let spec = lab.metrics.iter().find(|spec| spec.matches(&metric.name));
        let help = spec.map_or_else(String::new, |spec| told::metric(lab, spec));
        // On paper the help stands alone, but for one of a family, which only its name tells from the others.
        let is_member = spec.is_some_and(|spec| spec.name.ends_with('*'));
        let name = element("code").class(is_member.then_some("member")).child(metric.name.to_string());
        element("tr")
            .child(element("th").attr("scope", "row").child(name).child(" ").child(help))
            .child(measured(Some(&metric)))
            .child(other)
            .child(element("td").child(metric.unit))
    });
    let rows: Vec<Element> = rows.collect();
    let (main, other) = pair.labels();
    let or = |label: String, default: Phrase<0>| if label.is_empty() { default.text() } else { label };
    let other = twin.as_ref().map(|_| head(Some("num"), or(other, say::SECOND_RUN)));
    let heads = [
        head(None, say::METRIC).into(),
        head(Some("num"), or(main, say::VALUE)).into(),
        other.into_node(),
        head(None, say::UNIT).into(),
    ];
    table(fragment(heads), rows)
}

/// The trace, a page at a time; it turns to the page on which playback stands until the reader turns it.
fn trace_table(state: &PlateState, signal: Signal<PlateState>) -> Node {
    let position = played(state.pair.main.trace(), state.moment);
    let pages = kept(&state.pair).div_ceil(PAGE).max(1);
    let standing = if LIVE { position.saturating_sub(1) / PAGE } else { 0 };
    let page = state.turned.unwrap_or(standing).min(pages - 1);
    let turn = move |to: u32| signal.update(|state| state.turned = Some(to));
    let turner = LIVE.then(|| {
        [
            button("button quiet", say::EARLIER_EVENTS, move || turn(page.saturating_sub(1)))
                .attr("disabled", page == 0),
            button("button quiet", say::LATER_EVENTS, move || turn(page + 1)).attr("disabled", page + 1 >= pages),
        ]
    });
    let heads = [head(Some("num"), "#"), head(Some("num"), say::TIME_MS), head(None, say::EVENT)];
    let rows = rows(&state.pair, page, position);
    fragment([
        scrolling(say::EVENTS_TABLE, table(heads, rows)).into(),
        element("div").class("page-turner").child(turner).child(element("p").child(note(&state.pair, page))).into(),
    ])
}

fn rows(pair: &RunPair, page: u32, position: u32) -> Vec<Element> {
    let (spec, events) = (pair.scenario.lab.spec, pair.main.trace().events());
    let first = page * PAGE;
    let shown = (first + 1..).zip(events.iter().skip(first as usize)).take(PAGE as usize);
    let rows = shown.map(|(number, event)| {
        element("tr")
            .attr("aria-current", (number == position).then_some("step"))
            .child(figure(words::whole(number.into())))
            .child(figure(words::number(event.at.as_millis(), 3)))
            .child(element("td").child(told::event(spec, event)))
    });
    rows.collect()
}

/// How many events of the main run there are to be seen.
fn kept(pair: &RunPair) -> u32 {
    pair.main.trace().events().len().try_into().unwrap_or(u32::MAX)
}

fn note(pair: &RunPair, page: u32) -> String {
    let (end, count) = (kept(pair), pair.main.trace().count());
    let last = (page * PAGE + PAGE).min(end);
    let first = (page * PAGE + 1).min(last);
    let said = if count > end.into() { say::EVENTS_KEPT_OF } else { say::EVENTS_OF };
    said.of([first.to_string(), last.to_string(), words::whole(count)])
}
