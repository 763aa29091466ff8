//! The picture of a tier of caches: reads fall into their nodes, misses fall on to the database, whose line grows; below,
//! the load of the database through the whole run. With a twin, each beside its like, under the same readers.
//!
//! [`scene`] says what a moment of a run is, [`river`] draws what travels, [`system`] the nodes and the database, and
//! [`timeline`] the load.

mod river;
mod scene;
mod sentence;
mod system;
#[cfg(test)]
mod tests;
mod timeline;

use std::rc::Rc;

use crate::kernel::Time;
use crate::ui::LIVE;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Element, Node, Signal, button, element, fragment};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair};
use scene::{Layout, Scene, Shot};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: |_| PACE };

/// Four virtual seconds a second: the default run's node joins after two and a half.
const PACE: Pace = Pace { ms_per_s: 4000.0, settles: Time::from_millis(1000) };

/// The size of the still picture of one run, in CSS pixels.
const STILL: (u32, u32) = (440, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(TierPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default() })
}

/// A pair of runs laid out.
struct TierPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
}

impl TierPicture {
    fn run(&self, side: usize, state: &PlateState) -> Element {
        let spoken = if LIVE { state.spoken.1 } else { state.moment };
        let label = self.scene.shot(side, spoken).in_words();
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, side as u32];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| paint(pen, &scene.shot(side, moment)));
        let chart = self.charts[side].view(("cache-tier-chart", STILL), label, key, draw, None);
        let name = &self.scene.sides[side].name;
        let name = (!name.is_empty()).then(|| element("p").class("cache-tier-name").child(name.clone()));
        element("div").class("cache-tier-run").child(name).child(chart)
    }
}

fn paint(pen: &mut Pen, shot: &Shot<'_>) {
    let layout = Layout::of(pen.size());
    system::draw(pen, shot, &layout);
    river::draw(pen, shot, &layout);
    timeline::draw(pen, shot, &layout);
}

impl Renderer for TierPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        let sides: Vec<Element> = (0..self.scene.sides.len()).map(|side| self.run(side, state)).collect();
        element("div").class(if sides.len() == 2 { "cache-tier twins" } else { "cache-tier" }).child(sides).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let act = |verb: &'static str, label: &'static str| {
            button("button", label, move || signal.update(|state| state.act(verb, 0, None)))
                .attr("disabled", state.is_full())
        };
        fragment([act("add-node", "Add a node").into(), act("roll-back", "Roll back").into()])
    }
}
