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

use crate::kernel::Time;
use crate::parts::placements::NodeId;
use crate::ui::LIVE;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Element, Node, Signal, element};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side};
use frame::Frame;
use scene::{Instant, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture: RingPicture::lay_out, sentence: sentence::sentence, pace: |_| PACE };

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

    /// The same as one number, so that what was drawn for it can be kept.
    fn key(self) -> u32 {
        let id = |node: Option<NodeId>| node.map_or(0, |id| u32::from(id) + 1);
        let walking = self.walking.map_or(0, |index| index.wrapping_add(1));
        (walking << 16) | (id(self.lit) << 8) | id(self.chosen)
    }
}

/// Chooses a node, or lets go of it.
fn choose(state: &mut PlateState, id: NodeId) {
    let id = Some(u32::from(id));
    state.picks[CHOSEN] = if state.picks[CHOSEN] == id { None } else { id };
}

/// How long keys travel after an event, in virtual time.
const SETTLES: Time = Time::from_millis(700);

/// A virtual second is a second: cluster events come a second apart.
const PACE: Pace = Pace { ms_per_s: 1000.0, settles: SETTLES };

/// A pair of runs laid out, with the instant that was drawn last.
struct RingPicture {
    scene: Scene,
    drawn: RefCell<[(Instant, Option<Rc<Frame>>); 2]>,
    /// The keys, and the loads, of each run.
    keys: [Chart; 2],
    loads: [Chart; 2],
}

impl RingPicture {
    fn lay_out(pair: &RunPair) -> Box<dyn Renderer> {
        Box::new(Self {
            scene: Scene::new(pair),
            drawn: RefCell::default(),
            keys: Default::default(),
            loads: Default::default(),
        })
    }

    /// What a run looks like at a moment, and where that stands in it; `None` for a twin that is not there.
    fn frame(&self, side: Side, moment: Time) -> Option<(Instant, Rc<Frame>)> {
        let instant = self.scene.track(side)?.instant(moment);
        let mut drawn = self.drawn.borrow_mut();
        let (at, frame) = &mut drawn[side as usize];
        if frame.is_none() || *at != instant.coarse() {
            *at = instant.coarse();
            *frame = self.scene.frame(side, *at).map(Rc::new);
        }
        Some((instant, frame.clone()?))
    }

    /// One run: its name, its ring with the keys over it, its loads.
    fn run(&self, state: &PlateState, signal: Signal<PlateState>, side: Side) -> Option<Element> {
        let (instant, frame) = self.frame(side, state.moment)?;
        let attention = Attention::of(state);
        let coarse = (instant.coarse().part * 100.0) as u32;
        let key = [state.run, instant.position << 8 | coarse, side as u32, attention.key()];
        let fine = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, attention.key()];
        let ids = LIVE.then(|| state.id(if side == Side::Main { "node" } else { "twin-node" }));
        let label = element("p").class("ring-label").child(frame.label.clone());
        let words = element("p").class("sr-only").child(frame.words.clone());
        let keys: Draw = {
            let frame = Rc::clone(&frame);
            Rc::new(move |pen: &mut Pen| {
                let scale = pen.size().0 / geometry::SIZE;
                pen.marks(&drawing::keys(&frame, instant.part, attention), (scale, 0.0, 0.0));
            })
        };
        let keys = self.keys[side as usize].view(("ring-keys", (200, 200)), String::new(), fine, keys, None);
        let loads: Draw = {
            let frame = Rc::clone(&frame);
            Rc::new(move |pen: &mut Pen| loads::draw(pen, &frame, attention.lit))
        };
        let loads = self.loads[side as usize].view(("ring-loads", (400, 110)), String::new(), key, loads, None);
        let stage = element("div")
            .class("ring-stage")
            .child(Node::memo(key, move || drawing::ring(signal, &frame, ids, attention).into()))
            .child(keys);
        Some(element("div").class("ring-run").child(label).child(stage).child(loads).child(words))
    }
}

impl Renderer for RingPicture {
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let twin = self.run(state, signal, Side::Twin);
        let main = self.frame(Side::Main, state.moment).map(|(_, frame)| frame);
        element("div")
            .class(if twin.is_some() { "ring-pair" } else { "ring-pair single" })
            .child(self.run(state, signal, Side::Main))
            .child(twin)
            .child(main.and_then(|main| panel::chosen(state, signal, &main)))
            .into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let frame = |side| self.frame(side, state.moment).map(|(_, frame)| frame);
        let Some(main) = frame(Side::Main) else { return Node::nothing() };
        panel::actions(state, signal, &main, frame(Side::Twin).as_deref())
    }
}
