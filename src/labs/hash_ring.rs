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

use std::cell::RefCell;
use std::rc::Rc;

use crate::engines::hash_ring::NodeId;
use crate::ui::dom::{Element, Node, Signal, element, fragment};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair};
use frame::Frame;
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture: RingPicture::lay_out, sentence: sentence::sentence };

/// The picks of a state that a ring uses: the node under the pointer or with the focus, …
const HOVERED: usize = 0;
/// … the node chosen, to be acted on, …
const CHOSEN: usize = 1;
/// … the key under the pointer, by its place in the sample, …
const POINTED: usize = 2;
/// … and the key that the reader follows.
const FOLLOWED: usize = 3;

/// What the reader points at or has chosen; the same in a picture and its twin.
#[derive(Clone, Copy)]
struct Attention {
    /// The node that is lit while all else dims.
    lit: Option<NodeId>,
    /// The node chosen.
    chosen: Option<NodeId>,
    /// The key whose walk is drawn.
    walking: Option<u32>,
}

impl Attention {
    fn of(state: &PlateState) -> Self {
        let node = |pick: usize| state.picks[pick].map(|id| id as NodeId);
        Self {
            lit: node(HOVERED).or(node(CHOSEN)),
            chosen: node(CHOSEN),
            walking: state.picks[POINTED].or(state.picks[FOLLOWED]),
        }
    }
}

/// Chooses a node, or lets go of it.
fn choose(state: &mut PlateState, id: NodeId) {
    let id = Some(u32::from(id));
    state.picks[CHOSEN] = if state.picks[CHOSEN] == id { None } else { id };
}

/// Which of the two runs: the main one, or its twin.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Main,
    Twin,
}

/// A pair of runs laid out, with the moment that was drawn last.
struct RingPicture {
    scene: Scene,
    drawn: RefCell<[(u32, Option<Rc<Frame>>); 2]>,
}

impl RingPicture {
    fn lay_out(pair: &RunPair) -> Box<dyn Renderer> {
        Box::new(Self { scene: Scene::new(pair), drawn: RefCell::default() })
    }

    /// What a run looks like at a moment; `None` for a twin that is not there.
    fn frame(&self, side: Side, position: u32) -> Option<Rc<Frame>> {
        let mut drawn = self.drawn.borrow_mut();
        let (at, frame) = &mut drawn[side as usize];
        if frame.is_none() || *at != position {
            *at = position;
            *frame = self.scene.frame(side, position).map(Rc::new);
        }
        frame.clone()
    }
}

impl Renderer for RingPicture {
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let attention = Attention::of(state);
        let frame = |side| self.frame(side, state.position);
        let (main, twin) = (frame(Side::Main), frame(Side::Twin));
        let Some(main) = main else { return Node::nothing() };
        let pair = element("div")
            .class(if twin.is_some() { "ring-pair" } else { "ring-pair single" })
            .child(run(state, signal, Side::Main, &main, attention))
            .child(twin.as_ref().map(|twin| run(state, signal, Side::Twin, twin, attention)));
        fragment([pair.into(), panel::panel(state, signal, &main, twin.as_deref(), attention).into()])
    }
}

/// One run: its name, its ring, its loads, and how to read them.
fn run(state: &PlateState, signal: Signal<PlateState>, side: Side, frame: &Rc<Frame>, attention: Attention) -> Element {
    element("div")
        .class("ring-run")
        .child(element("p").class("ring-label").child(frame.label.clone()))
        .child(drawing::ring(state, signal, side, frame, attention))
        .child(loads::loads(frame, attention))
        .child(element("p").class("ring-words").child(frame.words.clone()))
}
