//! The picture of replica walks: a ring with its points in the colours of their racks, keys on its inner side, the machines in
//! their racks within; the walk of one key, clockwise to its copies; below, the clients, whose reads and writes fly to the
//! machines and back. With a twin, each beside its like, under the same draws.
//!
//! [`scene`] says what a moment of a run is and where things stand, [`ring`] draws the circle, [`machines`] what is within,
//! [`traffic`] what travels.

mod machines;
mod ring;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;
mod traffic;

use std::rc::Rc;

use crate::engines::replica_walk::SPEC;
use crate::kernel::Time;
use crate::ui::LIVE;
use crate::ui::chart::{Chart, Draw, Pen};
use crate::ui::dom::{Node, Signal, button};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, side_by_side};
use crate::ui::told;
use scene::{Layout, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: |_| PACE };

/// A virtual second is a second: what happens happens after two.
const PACE: Pace = Pace { ms_per_s: 1000.0, settles: Time::from_millis(900) };

/// The pick of a state that the picture uses: the key whose walk is drawn.
const FOLLOWED: usize = 0;

/// The size of the still picture of one run, in CSS pixels.
const STILL: (u32, u32) = (440, 430);

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(WalkPicture { scene: Rc::new(Scene::of(pair)), charts: Default::default() })
}

/// A pair of runs laid out.
struct WalkPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
}

impl WalkPicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let spoken = if LIVE { state.spoken.1 } else { state.moment };
        let key = state.picks[FOLLOWED].unwrap_or(self.scene.followed);
        let label = sentence::description(&self.scene.shot(side, spoken, key)?);
        let drawn = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, key << 1 | side as u32];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment, key) {
                let layout = Layout::of(pen.size(), &shot);
                ring::draw(pen, &shot, &layout);
                machines::draw(pen, &shot, &layout);
                traffic::draw(pen, &shot, &layout);
            }
        });
        let chart = self.charts[side as usize].view(("run-chart", STILL), label, drawn, draw, None);
        Some((&self.scene.labels[side as usize], chart))
    }
}

impl Renderer for WalkPicture {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let key = state.picks[FOLLOWED].unwrap_or(self.scene.followed);
        // The lowest rack is lost, and then the lowest that is lost comes back, by the same button.
        let now = self.scene.shot(Side::Main, state.moment, key).map(|shot| shot.state);
        let (lost, joined) = now.map_or((0, false), |now| (now.lost_racks, now.joined));
        let mut buttons: Vec<Node> = Vec::new();
        let unfit = if lost == 0 { "restore-rack" } else { "lose-rack" };
        for spec in SPEC.actions.iter().filter(|spec| spec.verb != unfit) {
            let verb = spec.verb;
            let target = if verb == "restore-rack" { lost.trailing_zeros() } else { 0 };
            let act = move || signal.update(|state| state.act_in_time(verb, target, None));
            let idle = state.is_full() || verb == "roll-out" && joined;
            buttons.push(button("button", told::action(&SPEC, spec), act).attr("disabled", idle).into());
        }
        let next = (key + 1) % self.scene.keys;
        let another = move || signal.update(|state| state.picks[FOLLOWED] = Some(next));
        buttons.push(button("button", "Another key", another).into());
        Node::Fragment(buttons)
    }
}
