//! The still plate, as the build writes it into the page.

use super::state::{Guess, PlateState};
use super::tables::metrics_table;
use super::{LabView, RunPair, body};
use crate::kernel::Time;
use crate::scenario::{Link, Plate, Position, Scenario};
use crate::ui::dom::{Element, Node, Signal, element};
use crate::ui::phrases::plate as say;

/// The whole figure as the build writes it into the page: the run's picture, result and controls, still. The browser
/// finds what it needs to bring it to life in `data-plate`. For readers without scripts the run's other end stands under
/// it: before the story where the plate shows the end, and the end where it shows what was before.
pub fn plate_html(plate: &Plate, view: LabView) -> String {
    let pair = RunPair::run(plate.scenario.clone(), Link::of_plate(plate).twin());
    let signal = Signal::new(PlateState::new(plate.clone(), view, pair, Vec::new()));
    let place = signal.with(|state| html(element("div").class("plate-place").child(body::body(state, signal))));
    let figure = place.map(|place| {
        let figure = element("figure")
            .class("plate")
            .attr("id", plate.id.clone())
            .attr("aria-labelledby", format!("{}-title", plate.id))
            .attr("data-lab", plate.scenario.lab.spec.id)
            .attr("data-plate", plate.to_page())
            .attr("data-state", "still");
        html(figure.html(place + &other_end(signal).unwrap_or_default()))
    });
    signal.close();
    figure.unwrap_or_default()
}

/// The picture of a scenario where playback stands at `position`, or at its end: small, for a list. It is only what is
/// drawn, hidden from screen readers; the words beside it say what it is of.
pub fn picture_html(scenario: &Scenario, position: Option<Position>, view: LabView) -> String {
    let scenario = scenario.clone();
    let pair = RunPair::run(scenario.clone(), None);
    let [id, number, title, caption] = <[String; 4]>::default();
    let (compare, controls, prediction) = <_>::default();
    let plate = Plate { id, number, title, caption, scenario, compare, controls, position, prediction };
    let signal = Signal::new(PlateState::new(plate, view, pair, Vec::new()));
    let picture = signal.with(|state| state.picture.draw(state, signal).drawings());
    let picture = picture.map(|picture| {
        let figure = element("figure").class("still").attr("aria-hidden", "true");
        Node::from(figure.child(element("div").class("plate-picture").child(picture))).to_html()
    });
    signal.close();
    picture.unwrap_or_default()
}

/// The other end of the run, for a page without scripts and for paper; for paper the numbers too, which stand last there.
fn other_end(signal: Signal<PlateState>) -> Option<String> {
    let shows_end = signal.with(|state| state.moment >= state.end())?;
    signal.update(|state| {
        // Here the question is over.
        state.guess = Guess::None;
        state.seek(if shows_end { state.pair.before(state.pace) } else { Time(u64::MAX) });
    });
    let name = if shows_end { say::BEFORE } else { say::WHAT_HAPPENS };
    signal.with(|state| {
        let end = element("div")
            .class("plate-other-end")
            .child(element("p").class("plate-other-name").child(name))
            .child(element("div").class("plate-picture").child(state.picture.draw(state, signal)))
            .child(element("p").class("plate-result").child(state.result()));
        let other = element("div").class("plate-other").child(end).child(metrics_table(state, signal));
        html(element("noscript").child(other))
    })
}

/// Written at once: a part that is drawn later would be of another moment.
fn html(element: Element) -> String {
    Node::from(element).to_html()
}
