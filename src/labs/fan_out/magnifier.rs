//! Which request is magnified, and the choice of it: the reader's pick; without one, while the run is played, one after
//! another, and at rest the slowest so far.

use std::rc::Rc;

use super::answers::is_answered;
use super::scene::Scene;
use crate::engines::fan_out::{Call, FanOut};
use crate::kernel::Time;
use crate::kernel::schema::within;
use crate::ui::LIVE;
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, Signal, button, element};
use crate::ui::maths::pow;
use crate::ui::plate::{PlateState, Side};

/// How long one request is shown while the run is played, in seconds of the reader's at 1×.
const SHOWN_S: f64 = 0.6;

/// The part of that in which its own time runs; for the rest it stands, so that the eye can take it in.
const RUNNING: f64 = 0.75;

/// The leaf calls of the magnified request, leaf 0 first, on both sides; empty where a run has no such request.
pub(super) type Calls = [Vec<Call>; 2];

/// The magnified request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lens {
    /// Which it is.
    pub request: u32,
    /// How long it has been under way, in slow motion, in milliseconds; at rest the run's own time tells.
    slow_motion_ms: Option<f64>,
}

impl Lens {
    /// The magnified request of a state.
    pub(super) fn of(scene: &Scene, state: &PlateState) -> Self {
        let at_rest = |request| Self { request, slow_motion_ms: None };
        let Some((run, _)) = scene.run(Side::Main) else { return at_rest(0) };
        match state.link.pick.filter(|&pick| is_answered(run, pick, state.moment)) {
            Some(pick) => at_rest(pick),
            None if state.playing => Self::in_passing(scene, run, state.moment),
            None => {
                let slowest = scene.tally(Side::Main, state.moment, |_, tally| tally.count.slowest);
                at_rest(slowest.flatten().unwrap_or(0))
            }
        }
    }

    /// One request after another: the first that is sent in each stretch of the reader's time.
    fn in_passing(scene: &Scene, run: &FanOut, moment: Time) -> Self {
        let stretch = Time::from_millis_f64((scene.pace.ms_per_s * SHOWN_S).max(1e-3));
        let last = (run.roots().len() as u32).saturating_sub(1);
        let begun = moment.min(run.sent_at(last)).0 / stretch.0 * stretch.0;
        let request = first_sent_from(run, Time(begun)).min(last);
        let part = (moment.0 - begun) as f64 / stretch.0 as f64 / RUNNING;
        let (from, to) = scene.scale.range_ms();
        Self { request, slow_motion_ms: Some(from * pow(to / from, within(part, 0.0, 1.0))) }
    }

    /// How long the request has been under way in a run, in milliseconds.
    pub(super) fn elapsed_ms(self, run: &FanOut, moment: Time) -> f64 {
        self.slow_motion_ms.unwrap_or_else(|| (moment - run.sent_at(self.request)).as_millis())
    }

    /// The calls of the request in both runs.
    pub(super) fn calls(self, scene: &Scene) -> Calls {
        Side::BOTH.map(|side| match scene.run(side) {
            Some((run, _)) if (self.request as usize) < run.roots().len() => run.calls(self.request),
            _ => Vec::new(),
        })
    }
}

/// The first request that is sent at a moment or later.
fn first_sent_from(run: &FanOut, moment: Time) -> u32 {
    let (mut before, mut after) = (0, run.roots().len() as u32);
    while before < after {
        let middle = before + (after - before) / 2;
        if run.sent_at(middle) < moment { before = middle + 1 } else { after = middle }
    }
    before
}

/// The choice of request: one row of buttons and a field.
pub(super) fn controls(scene: &Rc<Scene>, state: &PlateState, signal: Signal<PlateState>) -> Element {
    // While one request after another is shown, the field stands empty: it would be out of date at once.
    let passing = state.playing && state.link.pick.is_none();
    let shown = if passing { String::new() } else { Lens::of(scene, state).request.to_string() };
    let choose = |choice: fn(&FanOut, Time, u32) -> Option<u32>| {
        let scene = Rc::clone(scene);
        move || {
            signal.update(|state| {
                let from = Lens::of(&scene, state).request;
                let chosen = scene.run(Side::Main).and_then(|(run, _)| choice(run, state.moment, from));
                state.link.pick = chosen.or(state.link.pick);
            });
        }
    };
    let enter = {
        let scene = Rc::clone(scene);
        move |event| {
            // What is no number leaves the choice as it was, and says so; what has no answer yet, the one before it takes.
            let text = value_of(&event);
            let Ok(wanted) = text.trim().parse::<u32>() else {
                return signal.update(|state| state.notes = vec![format!("“{text}” is no number of a request.")]);
            };
            signal.update(|state| {
                state.notes.clear();
                let answered = scene.run(Side::Main).and_then(|(run, _)| nearest(run, state.moment, wanted));
                state.link.pick = answered.or(state.link.pick);
            });
        }
    };
    let last = scene.run(Side::Main).map_or(0, |(run, _)| run.roots().len().saturating_sub(1) as u32);
    let field = element("input")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .attr("aria-label", format!("Number of the magnified request, 0 to {last}"))
        .property("value", shown)
        .on("change", enter);
    let slowest = button("button quiet", "Slowest", move || signal.update(|state| state.link.pick = None));
    element("fieldset")
        .class("fan-out-magnify")
        .attr("disabled", !LIVE)
        .child(element("legend").child("Magnify a request"))
        .child(button("button square", "‹", choose(previous)).attr("aria-label", "Previous request"))
        .child(field)
        .child(button("button square", "›", choose(next)).attr("aria-label", "Next request"))
        .child(slowest.attr("disabled", state.link.pick.is_none()))
}

fn next(run: &FanOut, moment: Time, from: u32) -> Option<u32> {
    (from.saturating_add(1)..run.roots().len() as u32).find(|&request| is_answered(run, request, moment))
}

fn previous(run: &FanOut, moment: Time, from: u32) -> Option<u32> {
    (0..from.min(run.roots().len() as u32)).rev().find(|&request| is_answered(run, request, moment))
}

fn nearest(run: &FanOut, moment: Time, wanted: u32) -> Option<u32> {
    previous(run, moment, wanted.saturating_add(1)).or_else(|| next(run, moment, wanted))
}
