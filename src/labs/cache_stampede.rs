//! The picture of a stampede: readers flow into a cache from the left and leave on the right with their answers; those who
//! find no value turn down to the database, whose queries pile up on it; below, both through the whole run. With a twin,
//! each beside its like, under the same readers.
//!
//! [`scene`] says what a moment of a run is, [`river`] draws what travels, [`cache`] the entries as candles and those who
//! wait, [`database`] the queries and what has become of the reads, [`timeline`] the course of the run, and [`turns`] what becomes
//! of each load.

mod cache;
mod database;
mod layout;
mod river;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;
mod timeline;
mod turns;

use std::rc::Rc;

use crate::kernel::{Time, Value};
use crate::ui::chart::{Chart, Click, Draw, OnClick, Pen};
use crate::ui::dom::{Node, Signal, button, fragment};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use crate::ui::words::number;
use scene::{Predicted, Scene};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

/// How long the button pauses the database.
const PAUSE_MS: f64 = 3_000.0;

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(StampedePicture { scene: Rc::new(Scene::of(pair)), charts: Default::default(), spoken: Spoken::default() })
}

/// A pair of runs laid out.
struct StampedePicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    spoken: Spoken,
}

impl StampedePicture {
    /// One run: what tells it from its twin, and its picture; `None` for a twin that is not there.
    fn run(&self, side: Side, state: &PlateState, signal: Signal<PlateState>) -> Option<(&str, Node)> {
        let label = self
            .spoken
            .label(side, state, &|spoken| Some(sentence::description(&self.scene, &self.scene.shot(side, spoken)?)))?;
        // The question is about the main run; its twin keeps the room.
        let asked = Predicted::of(state);
        let predicted = asked.filter(|_| side == Side::Main);
        let marked_share = matches!(asked, Some(Predicted::Failed(_)));
        let marked = (side as u32) << 1 | u32::from(predicted.is_some());
        let key = [state.run, state.moment.0 as u32, (state.moment.0 >> 32) as u32, marked];
        let (scene, moment) = (Rc::clone(&self.scene), state.moment);
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(shot) = scene.shot(side, moment) {
                let layout = scene.layout(pen.size(), marked_share);
                cache::draw(pen, &scene, &shot, &layout);
                database::draw(pen, &scene, &shot, &layout, predicted);
                river::draw(pen, &scene, &shot, &layout);
                timeline::draw(pen, &scene, &shot, &layout, predicted);
                if let Some(area) = layout.turns {
                    turns::draw(pen, &scene, &shot, &layout, area);
                }
            }
        });
        let size = if self.scene.pair.twin.is_some() { TWIN } else { ALONE };
        let click = self.click(side, state.moment, signal);
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, Some(click));
        Some((&self.scene.labels[side as usize], chart))
    }

    /// An entry that is clicked expires; the button does the same to the first.
    fn click(&self, side: Side, moment: Time, signal: Signal<PlateState>) -> OnClick {
        let scene = Rc::clone(&self.scene);
        Rc::new(move |Click { x, y, width, height }| {
            let Some(shot) = scene.shot(side, moment) else { return };
            let layout = scene.layout((width, height), false);
            if let Some(key) = cache::key_at(&shot, &layout, (x, y)) {
                signal.update(|state| act(state, &scene, "expire-key", key, None));
            }
        })
    }
}

/// Does something to the system, now; where no reader will see it any more, while readers still come.
fn act(state: &mut PlateState, scene: &Scene, verb: &'static str, key: u32, value: Option<f64>) {
    if state.moment >= scene.last_read {
        state.seek(Time(scene.last_read.0 / 5));
    }
    state.act(verb, key, value.map(Value::Number));
}

impl Renderer for StampedePicture {
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state, signal)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let press = |verb: &'static str, label: String, value: Option<f64>| {
            let scene = Rc::clone(&self.scene);
            let press = move || signal.update(|state| act(state, &scene, verb, 0, value));
            button("button", label, press).attr("disabled", state.is_full()).into()
        };
        let expire = |label: &str| press("expire-key", label.to_string(), None);
        match (self.scene.keys > 1, self.scene.calmer(state.moment)) {
            (false, Some(reads_per_s)) => {
                let label = format!("Let in {} a second", number(reads_per_s, 0));
                let pause = press("pause-database", "Pause the database".to_string(), Some(PAUSE_MS));
                fragment([pause, press("set-reads", label, Some(reads_per_s))])
            }
            (false, None) => expire("Expire the key now"),
            (true, _) => {
                fragment([press("flush", "Flush the cache".to_string(), None), expire("Expire the first key")])
            }
        }
    }
}
