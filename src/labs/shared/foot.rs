//! The foot of a plate: the seed and the link.

use leptos::prelude::*;

use super::desk::Desk;
use crate::kernel::Seed;
use crate::labs::markup::{Element, button, element};

/// Seed, another seed, pin; copy link.
pub fn foot(desk: Desk) -> Element {
    let seed = move || desk.link.with(|link| link.scenario.seed.0);
    let another = move || desk.change(|link| link.scenario.seed = Seed(link.scenario.seed.0.wrapping_add(1)));
    let pinned = move || if desk.pinned.get() { "true" } else { "false" };
    let link_id = desk.id("link");
    let copied = RwSignal::new(None);
    // What was copied is no longer what is shown.
    Effect::new(move |_| {
        desk.link.track();
        desk.position.track();
        copied.set(None);
    });
    let copy = {
        let field = link_id.clone();
        move || copy_link(desk, &field, copied)
    };
    let said = move || copied.get().map(|copied| if copied { "Link copied." } else { "Copy this link:" });
    let field = element("input")
        .attr("type", "text")
        .class("link-field")
        .attr("readonly", true)
        .attr("id", link_id)
        .attr("aria-label", "Link to this state")
        .attr("hidden", move || copied.get() != Some(false));
    element("div")
        .class("plate-foot")
        .child(element("p").class("seed").child("Seed ").child(element("output").child(seed)))
        .child(button("button quiet", "Another seed", another).attr("disabled", move || desk.pinned.get()))
        .child(
            button("button quiet", "Pin seed", move || desk.pinned.update(|pinned| *pinned = !*pinned))
                .attr("aria-pressed", pinned),
        )
        .child(button("button quiet", "Copy link", copy))
        .child(element("span").class("link-said").attr("role", "status").child(said))
        .child(field)
}

#[cfg(target_arch = "wasm32")]
use super::live::copy_link;

/// A still has nobody to click.
#[cfg(not(target_arch = "wasm32"))]
fn copy_link(_: Desk, _: &str, _: RwSignal<Option<bool>>) {}
