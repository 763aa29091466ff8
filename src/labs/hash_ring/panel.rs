//! What can be done to the cluster by hand: add a node, and fail, restore, remove or weigh the one that is chosen; and a
//! key to follow on its walk.

use leptos::prelude::*;

use super::frame::{Frame, NodeMark, State};
use super::scene::Scene;
use super::{Attention, Side};
use crate::engines::hash_ring::spec::WEIGHT;
use crate::kernel::Action;
use crate::labs::shared::{LIVE, Pair, Stage};
use crate::scenario::{Link, MAX_ACTIONS};

/// The panel under the picture.
pub fn panel(
    stage: Stage,
    scene: Memo<Scene>,
    frame: Memo<Option<Frame>>,
    attention: Attention,
    prefix: String,
) -> AnyView {
    let full = move || !LIVE || stage.link.with(|link| link.scenario.actions.len() >= MAX_ACTIONS);
    view! {
        <fieldset class="ring-panel" disabled=full>
            <legend class="sr-only">"Change the cluster"</legend>
            <div class="ring-buttons">
                <button type="button" class="button" on:click=move |_| act(stage, "add-node", 0, None)>"Add a node"</button>
                {chosen(stage, frame, attention, format!("{prefix}-weight"))}
            </div>
            {follow(stage, scene, frame, attention, format!("{prefix}-follow"))}
        </fieldset>
    }
    .into_any()
}

/// The node that is chosen, as it is at the end of the run, where actions take place.
fn chosen(stage: Stage, frame: Memo<Option<Frame>>, attention: Attention, weight_id: String) -> AnyView {
    let node = Memo::new(move |_| {
        let id = attention.chosen.get()?;
        frame.with(|frame| {
            frame.as_ref().and_then(|frame| frame.node(id)).filter(|node| node.state != State::Away).cloned()
        })
    });
    let buttons = move || {
        match node.get() {
        None => {
            view! { <p class="ring-hint">"Choose a node in the picture to fail it, remove it or give it more weight."</p> }
                .into_any()
        }
        Some(node) => node_buttons(stage, &node, weight_id.clone()),
    }
    };
    view! { {buttons} }.into_any()
}

fn node_buttons(stage: Stage, node: &NodeMark, weight_id: String) -> AnyView {
    let id = node.id;
    let (verb, label) = match node.state {
        State::Down => ("restore-node", format!("Restore node {id}")),
        _ => ("fail-node", format!("Fail node {id}")),
    };
    let weigh = move |text: String| {
        let weight = WEIGHT.parse(&text).unwrap_or_else(|(nearest, _)| nearest);
        act(stage, "set-weight", id.into(), Some(weight));
    };
    view! {
        <button type="button" class="button quiet" on:click=move |_| act(stage, verb, id.into(), None)>{label}</button>
        <button type="button" class="button quiet" on:click=move |_| act(stage, "remove-node", id.into(), None)>
            {format!("Remove node {id}")}
        </button>
        <span class="ring-weight">
            <label for=weight_id.clone()>"Weight"</label>
            <input type="number" id=weight_id min="0.1" max="5" step="0.1" value=node.weight.to_string()
                on:change=move |event| weigh(event_target_value(&event)) />
        </span>
    }
    .into_any()
}

/// A slider over the keys that are drawn, so that a walk needs no pointer.
fn follow(stage: Stage, scene: Memo<Scene>, frame: Memo<Option<Frame>>, attention: Attention, id: String) -> AnyView {
    let words = move |frame: Option<&Frame>| Some(frame?.walk(attention.walking()?)?.1);
    let main = move || frame.with(|frame| words(frame.as_ref()));
    let twin = move || scene.with(|scene| words(scene.frame(Side::Twin, stage.position.get()).as_ref()));
    let said = move || match (main(), twin()) {
        (Some(main), Some(twin)) if main != twin => format!("{main} In the second run: {twin}"),
        (Some(main), _) => main,
        _ => "Point at a dot, or move the slider, to see how a key finds its node.".to_string(),
    };
    let count = move || frame.with(|frame| frame.as_ref().map_or(0, |frame| frame.keys.len()));
    let set =
        move |text: String| attention.followed.set(text.parse::<u32>().ok().and_then(|index| index.checked_sub(1)));
    let value = move || attention.followed.get().map_or(0, |index| index + 1);
    view! {
        <div class="ring-follow">
            <label for=id.clone()>"Follow a key"</label>
            <input type="range" id=id min="0" max=count step="1" value="0" prop:value=value aria-valuetext=said
                on:input=move |event| set(event_target_value(&event)) />
            <p class="ring-said">{said}</p>
        </div>
    }
    .into_any()
}

/// Does something to the cluster, one second after all that has happened so far.
fn act(stage: Stage, verb: &'static str, target: u32, value: Option<crate::kernel::Value>) {
    let at_ms = stage.pair.with_untracked(|pair| stage.link.with_untracked(|link| next_moment(pair, link)));
    stage.link.update(|link| link.scenario.act(Action { at_ms, verb, target, value }));
}

/// The next whole second after the last event and the last action, which may not have run yet.
fn next_moment(pair: &Pair, link: &Link) -> u32 {
    let event = pair.main.trace().events().last().map_or(0, |event| event.at.as_millis() as u32);
    let action = link.scenario.actions.last().map_or(0, |action| action.at_ms);
    (event.max(action) / 1000).saturating_add(1).saturating_mul(1000)
}
