//! The hash ring as a picture: the hash space as a band coloured by owner, each node's home inside it, and keys as dots
//! that travel from home to home when the membership changes.
//!
//! [`scene`] lays a run out once, [`frame`] is what one moment of it looks like, and the rest draws frames: numbers in,
//! markup out, so that the picture can be tested without a browser.

mod drawing;
mod frame;
mod geometry;
mod loads;
mod panel;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;

use leptos::prelude::*;

use super::markup::{Element, Node, element, many};
use super::shared::{Stage, View};
use crate::engines::hash_ring::NodeId;
use frame::Frame;
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: View = View { picture, sentence: sentence::sentence };

/// What the reader points at or has chosen; the same in a picture and its twin.
#[derive(Clone, Copy)]
struct Attention {
    /// The node under the pointer or with the focus.
    hovered: RwSignal<Option<NodeId>>,
    /// The node chosen, to be acted on.
    chosen: RwSignal<Option<NodeId>>,
    /// The key under the pointer, by its place in the sample.
    pointed: RwSignal<Option<u32>>,
    /// The key that the reader follows.
    followed: RwSignal<Option<u32>>,
}

impl Attention {
    fn new() -> Self {
        Self {
            hovered: RwSignal::new(None),
            chosen: RwSignal::new(None),
            pointed: RwSignal::new(None),
            followed: RwSignal::new(None),
        }
    }

    /// The node that is lit while all else dims.
    fn lit(self) -> Option<NodeId> {
        self.hovered.get().or(self.chosen.get())
    }

    /// The key whose walk is drawn.
    fn walking(self) -> Option<u32> {
        self.pointed.get().or(self.followed.get())
    }

    fn choose(self, id: NodeId) {
        self.chosen.update(|chosen| *chosen = if *chosen == Some(id) { None } else { Some(id) });
    }
}

/// Which of the two runs: the main one, or its twin.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Main,
    Twin,
}

fn picture(stage: Stage) -> Node {
    let scene = Memo::new(move |_| stage.pair.with(Scene::new));
    let attention = Attention::new();
    let frame = move |side| Memo::new(move |_| scene.with(|scene| scene.frame(side, stage.position.get())));
    let (main, twin) = (frame(Side::Main), frame(Side::Twin));
    let has_twin = Memo::new(move |_| stage.pair.with(|pair| pair.twin.is_some()));
    let prefix = stage.link.with_untracked(|link| link.plate.clone()).unwrap_or_else(|| "ring".to_string());
    let twin_prefix = format!("{prefix}-twin");
    let pair = element("div")
        .class(move || if has_twin.get() { "ring-pair" } else { "ring-pair single" })
        .child(run(prefix.clone(), main, attention))
        .child(move || has_twin.get().then(|| run(twin_prefix.clone(), twin, attention)));
    many([pair.into(), panel::panel(stage, scene, main, attention, prefix).into()])
}

/// One run: its name, its ring, its loads, and how to read them.
fn run(prefix: String, frame: Memo<Option<Frame>>, attention: Attention) -> Element {
    let label = move || frame.with(|frame| frame.as_ref().map(|frame| frame.label.clone()));
    let words = move || frame.with(|frame| frame.as_ref().map(|frame| frame.words.clone()));
    element("div")
        .class("ring-run")
        .child(element("p").class("ring-label").child(label))
        .child(drawing::ring(prefix, frame, attention))
        .child(loads::loads(frame, attention))
        .child(element("p").class("ring-words").child(words))
}
