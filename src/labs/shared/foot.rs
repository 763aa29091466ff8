//! The foot of a plate: the seed and the link.

use leptos::prelude::*;

use super::desk::Desk;
use crate::kernel::Seed;

/// Seed, another seed, pin; copy link.
pub fn foot(desk: Desk) -> AnyView {
    let seed = move || desk.link.with(|link| link.scenario.seed.0);
    let another = move |_| desk.change(|link| link.scenario.seed = Seed(link.scenario.seed.0.wrapping_add(1)));
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
        move |_| copy_link(desk, &field, copied)
    };
    let said = move || copied.get().map(|copied| if copied { "Link copied." } else { "Copy this link:" });
    view! {
        <div class="plate-foot">
            <p class="seed">"Seed "<output>{seed}</output></p>
            <button type="button" class="button quiet" disabled=move || desk.pinned.get() on:click=another>
                "Another seed"
            </button>
            <button type="button" class="button quiet" aria-pressed=pinned
                on:click=move |_| desk.pinned.update(|pinned| *pinned = !*pinned)>"Pin seed"</button>
            <button type="button" class="button quiet" on:click=copy>"Copy link"</button>
            <span class="link-said" role="status">{said}</span>
            <input type="text" class="link-field" readonly id=link_id aria-label="Link to this state"
                hidden=move || copied.get() != Some(false) />
        </div>
    }
    .into_any()
}

#[cfg(target_arch = "wasm32")]
use super::live::copy_link;

/// A still has nobody to click.
#[cfg(not(target_arch = "wasm32"))]
fn copy_link(_: Desk, _: &str, _: RwSignal<Option<bool>>) {}
