//! The picture of replicas that merge: a lane for each, with what it holds and what its naive counterpart holds; beside the
//! lanes the network over which updates travel, broken where it is cut; below, what merging costs in bytes.
//!
//! [`scene`] keeps the runs, [`frame`] is what one moment of a run looks like, [`naive`] what its naive side has lost,
//! [`lane`] writes a frame as markup, [`network`] and [`price`] draw what moves, and [`hand`] is what a reader can do.

mod frame;
mod hand;
mod lane;
mod naive;
mod network;
mod price;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::engines::crdt::Crdt;
use crate::kernel::Time;
use crate::ui::LIVE;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, element};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, side_by_side};
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace };

/// The pick that is the replica at which the reader edits, …
const REPLICA: usize = 0;
/// … and the one that is the word or the item.
const ITEM: usize = 1;

/// What a reader may predict: it is drawn as a dashed line.
const PRICE: &str = "metadata_bytes";

/// The sizes of the still network and of the still price, in CSS pixels.
const NETWORK: (u32, u32) = (72, 250);
const BYTES: (u32, u32) = (600, 84);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(MergePicture { scene: Rc::new(Scene::of(pair)), networks: Default::default(), prices: Default::default() })
}

/// A message takes a quarter of a second, as long as the whole then takes no more than half a minute.
fn pace(pair: &RunPair) -> Pace {
    const MESSAGES_PER_S: f64 = 4.0;
    const LONGEST_S: f64 = 25.0;
    const SLOWEST_MS_PER_S: f64 = 60.0;
    let params = &pair.scenario.params;
    let message_ms = params.number("delay_ms") + params.number("jitter_ms");
    let calm = Side::BOTH.into_iter().filter_map(|side| side.run::<Crdt>(pair)).map(|run| {
        let last_cut = run.history().cuts.last().map_or(Time::ZERO, |(at, _)| *at);
        run.converged_at().unwrap_or(last_cut).as_millis()
    });
    let ms_per_s = calm.fold(message_ms * MESSAGES_PER_S, |most, ms| most.max(ms / LONGEST_S)).max(SLOWEST_MS_PER_S);
    Pace { ms_per_s, settles: Time::from_millis_f64(ms_per_s / 2.0) }
}

/// A pair of runs laid out.
struct MergePicture {
    scene: Rc<Scene>,
    networks: [Chart; 2],
    prices: [Chart; 2],
}

impl MergePicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState, signal: Signal<PlateState>) -> Option<(&str, Node)> {
        let moment = state.moment;
        let shot = self.scene.shot(side, moment)?;
        let (frame, position) = self.scene.frame(&shot);
        let chosen = LIVE.then(|| hand::replica(state, frame.lanes.len()));
        let is_cut = shot.is_cut();
        let mark = (side as u32) << 9 | u32::from(is_cut) << 8 | chosen.map_or(255, |id| id as u32);
        let network: Draw = {
            let (scene, frame) = (Rc::clone(&self.scene), Rc::clone(&frame));
            Rc::new(move |pen: &mut Pen| {
                if let Some(shot) = scene.shot(side, moment) {
                    network::draw(pen, &shot, &frame);
                }
            })
        };
        // The question is about the main run.
        let predicted = state.predicted(PRICE).filter(|_| side == Side::Main);
        let price: Draw = {
            let (scene, frame) = (Rc::clone(&self.scene), Rc::clone(&frame));
            Rc::new(move |pen: &mut Pen| {
                if let Some(shot) = scene.shot(side, moment) {
                    price::draw(pen, &scene, &shot, &frame, predicted);
                }
            })
        };
        let fine = [state.run, moment.0 as u32, (moment.0 >> 32) as u32, side as u32];
        let coarse = [state.run, self.scene.stop(moment), position, mark << 1 | u32::from(predicted.is_some())];
        let heads = Rc::clone(&frame);
        let lanes = move || lane::lanes(&frame, chosen, signal);
        let picture = element("div")
            .class("merge")
            .child(Node::memo([state.run, position, mark, 0], move || lane::heads(&heads, is_cut)))
            .child(self.networks[side as usize].view(("merge-network", NETWORK), String::new(), fine, network, None))
            .child(Node::memo([state.run, position, mark, 1], lanes))
            .child(self.prices[side as usize].view(("merge-price", BYTES), String::new(), coarse, price, None));
        Some((&self.scene.labels[side as usize], picture.into()))
    }
}

impl Renderer for MergePicture {
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let runs = Side::BOTH.into_iter().filter_map(|side| self.run(side, state, signal));
        side_by_side(runs.collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        self.scene.shot(Side::Main, state.moment).map_or_else(Node::nothing, |shot| hand::actions(state, signal, &shot))
    }
}
