//! The foot of a plate: the seed and the link.

use super::state::PlateState;
use crate::kernel::Seed;
use crate::ui::dom::{Element, Signal, button, element};

/// Seed, another seed, pin; copy link.
pub(super) fn foot(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let another = move || {
        signal.update(|state| state.change(|link| link.scenario.seed = Seed(link.scenario.seed.0.wrapping_add(1))))
    };
    let pin = move || signal.update(|state| state.pinned = !state.pinned);
    let said = state.copied.map(|copied| if copied { "Link copied." } else { "Copy this link:" });
    let field = element("input")
        .attr("type", "text")
        .class("link-field")
        .attr("readonly", true)
        .attr("id", state.id("link"))
        .attr("aria-label", "Link to this state")
        .attr("hidden", state.copied != Some(false));
    element("div")
        .class("plate-foot")
        .child(element("p").class("seed").child("Seed ").child(element("output").child(state.link.scenario.seed.0)))
        .child(button("button quiet", "Another seed", another).attr("disabled", state.pinned))
        .child(
            button("button quiet", "Pin seed", pin).attr("aria-pressed", if state.pinned { "true" } else { "false" }),
        )
        .child(button("button quiet", "Copy link", move || copy_link(signal)))
        .child(element("span").class("link-said").attr("role", "status").child(said))
        .child(field)
}

#[cfg(target_arch = "wasm32")]
use super::live::copy_link;

/// A still has nobody to click.
#[cfg(not(target_arch = "wasm32"))]
fn copy_link(_: Signal<PlateState>) {}
