//! The picture of the fan-out lab: one request that waits for the slowest of its leaves, and the pile of all requests so
//! far on the same axis of latencies; with a twin, each beside its like, under the same draws and at the same scale.
//!
//! [`scene`] lays a pair of runs out once, [`answers`] counts what has been answered by a moment, [`layout`] says where
//! things stand, [`request`] and [`pile`] draw the two halves; [`own_numbers`] makes a reader's own service the leaf.

mod answers;
mod layout;
mod magnifier;
mod own_numbers;
mod percentiles;
mod phrases;
mod pile;
mod request;
mod scene;
mod sentence;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::rc::Rc;

use crate::kernel::Time;
use crate::ui::chart::{Chart, Click, OnClick, Pen};
use crate::ui::dom::{Node, Signal, fragment};
use crate::ui::plate::{LabView, PlateState, Renderer, RunPair, Side, Spoken, side_by_side};
use layout::{Contents, Layout};
use magnifier::{Calls, Lens};
use pile::Pile;
use request::Magnified;
use scene::Scene;

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence: sentence::sentence, pace: scene::pace };

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    Box::new(FanOutPicture {
        scene: Rc::new(Scene::of(pair)),
        charts: Default::default(),
        magnified: RefCell::default(),
        spoken: Spoken::default(),
        complaint: Rc::default(),
    })
}

/// The metric about which a reader's guess stays in the picture.
const SLOW_SHARE: &str = "slow_root_fraction";

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 410);

/// A pair of runs laid out.
struct FanOutPicture {
    scene: Rc<Scene>,
    charts: [Chart; 2],
    /// The request that was magnified last, with its calls: they are costly to draw again.
    magnified: RefCell<Option<(u32, Rc<Calls>)>>,
    spoken: Spoken,
    /// What is wrong with the numbers that a reader gave last.
    complaint: Rc<RefCell<String>>,
}

/// One run at a moment of its playback.
#[derive(Clone)]
struct Shot {
    scene: Rc<Scene>,
    side: Side,
    moment: Time,
    lens: Lens,
    calls: Rc<Calls>,
    predicted: Option<f64>,
    playing: bool,
}

impl Shot {
    fn contents(&self) -> Contents {
        let gauges = 1 + usize::from(self.scene.hedges) + usize::from(self.scene.gives_up);
        Contents { gauges, predicted: self.predicted.is_some() }
    }

    fn magnified(&self) -> Option<Magnified<'_>> {
        let (run, _) = self.scene.run(self.side)?;
        let elapsed_ms = self.lens.elapsed_ms(run, self.moment);
        Some(Magnified { run, request: self.lens.request, calls: &self.calls[self.side as usize], elapsed_ms })
    }

    fn draw(&self, pen: &mut Pen) {
        let layout = Layout::of(pen.size(), self.contents());
        if let Some(magnified) = self.magnified() {
            magnified.draw(pen, layout.request, &Layout::axis(&self.scene.scale, layout.request));
        }
        // The twin keeps the room of the prediction, which is about the main run.
        let predicted = self.predicted.filter(|_| self.side == Side::Main);
        let (scene, side, moment, playing) = (&*self.scene, self.side, self.moment, self.playing);
        Pile { scene, side, moment, predicted, playing }.draw(pen, &layout);
    }

    /// The request whose square was clicked.
    fn request_at(&self, click: Click) -> Option<u32> {
        let layout = Layout::of((click.width, click.height), self.contents());
        pile::request_at(&self.scene, self.side, self.moment, layout.pile, (click.x, click.y))
    }
}

impl FanOutPicture {
    /// The calls of the magnified request, drawn once.
    fn calls(&self, lens: Lens) -> Rc<Calls> {
        let mut magnified = self.magnified.borrow_mut();
        match &*magnified {
            Some((request, calls)) if *request == lens.request => Rc::clone(calls),
            _ => {
                let calls = Rc::new(lens.calls(&self.scene));
                *magnified = Some((lens.request, Rc::clone(&calls)));
                calls
            }
        }
    }

    /// One run: what tells it from its twin, and its picture.
    fn run(&self, shot: Shot, state: &PlateState, signal: Signal<PlateState>) -> (&str, Node) {
        let (side, lens) = (shot.side, shot.lens);
        let size = if self.scene.sides().len() == 2 { TWIN } else { ALONE };
        let moment = [shot.moment.0 as u32, (shot.moment.0 >> 32) as u32];
        let marked = lens.request << 2 | u32::from(shot.playing) << 1 | u32::from(shot.predicted.is_some());
        let click: OnClick = {
            let shot = shot.clone();
            Rc::new(move |click| {
                if let Some(request) = shot.request_at(click) {
                    signal.update(|state| state.link.pick = Some(request));
                }
            })
        };
        let label = self.spoken.label(side, state, &|spoken| Some(sentence::description(&self.scene, side, spoken)));
        let chart = self.charts[side as usize].view(
            ("run-chart fan-out-chart", size),
            label.unwrap_or_default(),
            [state.run, moment[0], moment[1], marked],
            Rc::new(move |pen| shot.draw(pen)),
            Some(click),
        );
        (&self.scene.labels[side as usize], chart)
    }
}

impl Renderer for FanOutPicture {
    fn draw(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let lens = Lens::of(&self.scene, state);
        let calls = self.calls(lens);
        let sides = self.scene.sides();
        let runs = sides.iter().map(|&side| {
            let shot = Shot {
                scene: Rc::clone(&self.scene),
                side,
                moment: state.moment,
                lens,
                calls: Rc::clone(&calls),
                predicted: state.predicted(SLOW_SHARE).filter(|share| (0.0..=1.0).contains(share)),
                playing: state.playing,
            };
            self.run(shot, state, signal)
        });
        side_by_side(runs.collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        fragment([
            magnifier::controls(&self.scene, state, signal).into(),
            own_numbers::fold(&self.complaint, state, signal).into(),
        ])
    }
}
