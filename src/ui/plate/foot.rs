//! The foot of a plate: the seed and the link, and folded under them the run in words and tables, what the model leaves
//! out, and the keys. What is unfolded stands under the line, so the picture stays where it is.

use super::state::PlateState;
use super::{keys, tables};
use crate::kernel::Seed;
use crate::ui::LIVE;
use crate::ui::dom::{Element, Node, Signal, button, element, fragment};
use crate::ui::phrases::plate as say;

/// Seed, another seed, pin, link, reset; numbers, events, what is left out, keys.
pub(super) fn foot(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let toggle = move || signal.update(|state| state.foot_open = !state.foot_open);
    let more = button("button quiet foot-more", say::MORE, toggle)
        .attr("disabled", !LIVE)
        .attr("aria-expanded", if state.foot_open { "true" } else { "false" });
    element("div")
        .class(if state.foot_open { "plate-foot open" } else { "plate-foot" })
        .child(more)
        .child(worked(state, signal))
        .child(folds(state, signal))
}

/// What is pressed.
fn worked(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let another = move || {
        signal.update(|state| state.change(|link| link.scenario.seed = Seed(link.scenario.seed.0.wrapping_add(1))))
    };
    let pin = move || signal.update(|state| state.pinned = !state.pinned);
    let is_own = !state.link.scenario.params.measured().is_empty();
    let said = state.copied.map(|copied| match (copied, is_own) {
        (true, false) => say::LINK_COPIED,
        (true, true) => say::LINK_COPIED_WITHOUT,
        (false, false) => say::COPY_THIS_LINK,
        (false, true) => say::COPY_THIS_LINK_WITHOUT,
    });
    let field = element("input")
        .attr("type", "text")
        .class("link-field")
        .attr("readonly", true)
        .attr("id", state.id("link"))
        .attr("aria-label", say::LINK)
        .attr("hidden", state.copied != Some(false));
    let worked = element("fieldset").class("foot-worked").attr("disabled", !LIVE);
    worked.child(element("legend").class("sr-only").child(say::SEED_AND_LINK)).child(fragment([
        element("p")
            .class("seed")
            .child(say::SEED)
            .child(" ")
            .child(element("output").child(state.link.scenario.seed.0))
            .into(),
        button("button quiet", say::ANOTHER_SEED, another).attr("disabled", state.pinned).into(),
        button("button quiet", say::PIN_SEED, pin)
            .attr("aria-pressed", if state.pinned { "true" } else { "false" })
            .into(),
        button("button quiet", say::RESET, move || signal.update(PlateState::reset)).into(),
        button("button quiet", say::COPY_LINK, move || copy_link(signal)).into(),
        // The page's own script does it (`assets/parts/share.js`).
        element("button")
            .class("button quiet")
            .attr("type", "button")
            .attr("data-part", "share")
            .child(say::EMBED)
            .into(),
        element("p").class("link-said").attr("role", "status").child(said).into(),
        field.into(),
    ]))
}

/// What is unfolded: one at a time, as the browser sees to by their common name.
fn folds(state: &PlateState, signal: Signal<PlateState>) -> Node {
    let name = state.id("foot");
    let mut folds = tables::folds(state, signal);
    folds.push(keys::help());
    Node::Fragment(folds.into_iter().map(|fold| fold.attr("name", name.clone()).into()).collect())
}

#[cfg(target_arch = "wasm32")]
use super::live::copy_link;

/// A still has no link to copy.
#[cfg(not(target_arch = "wasm32"))]
fn copy_link(_: Signal<PlateState>) {}
