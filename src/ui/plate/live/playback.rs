//! What goes on by itself: the run that follows a change, the position that moves while playback is on, the sentence
//! that is renewed.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;

use super::now_ms;
use super::runner::{self, Job};
use crate::scenario::Link;
use crate::ui::dom::Signal;
use crate::ui::plate::PlateState;
use crate::ui::plate::transport::SPEEDS;

/// A run of any length plays in about this time at 1×, unless it has so few events that each deserves a second.
const WHOLE_RUN_S: f64 = 10.0;

/// A sentence in a live region is renewed no oftener than this.
const SENTENCE_MS: f64 = 1000.0;

/// What runs on its own in a plate: the engine's run, playback, the renewal of the sentence. After every change of the
/// state it starts what the state asks for and stops what it no longer asks for.
pub(super) struct Engine {
    figure: HtmlElement,
    /// The run under way, with what it was asked for by.
    job: Option<(Link, Job)>,
    /// Playback, with its speed.
    ticking: Option<(usize, Interval)>,
    /// When the sentence was renewed, or will be.
    said_ms: f64,
    waiting: Rc<Cell<bool>>,
    saying: Option<Timeout>,
}

impl Engine {
    /// A plate in which nothing runs yet.
    pub(super) fn new(figure: HtmlElement) -> Self {
        Self { figure, job: None, ticking: None, said_ms: now_ms(), waiting: Rc::default(), saying: None }
    }

    /// To be called after every change of the state.
    pub(super) fn run(&mut self, signal: Signal<PlateState>) {
        self.simulate(signal);
        self.play(signal);
        self.speak(signal);
    }

    /// Starts the run that the link asks for; a newer wish drops the older job and so cancels it.
    fn simulate(&mut self, signal: Signal<PlateState>) {
        let wish = signal.with(|state| (!state.is_shown()).then(|| state.link.clone())).flatten();
        let same = |job: &(Link, Job), link: &Link| job.0.scenario == link.scenario && job.0.compare == link.compare;
        match (wish, &self.job) {
            (None, None) => {}
            (None, Some(_)) => {
                self.job = None;
                signal.update(|state| state.progress = None);
            }
            (Some(link), Some(job)) if same(job, &link) => {}
            (Some(link), _) => {
                self.job = None;
                let progress = move |done| signal.update(|state| state.progress = Some(done));
                let done = move |link, pair| signal.update(|state| state.show(link, pair));
                self.job = Some((link.clone(), runner::start(link, progress, done)));
            }
        }
    }

    /// Moves the position while playback is on; pauses at the end, off screen and in a hidden tab.
    fn play(&mut self, signal: Signal<PlateState>) {
        let wish =
            signal.with(|state| state.playing.then_some((state.speed, state.pair.end(), state.position))).flatten();
        let Some((speed, end, position)) = wish else {
            self.ticking = None;
            return;
        };
        if self.ticking.as_ref().is_some_and(|ticking| ticking.0 == speed) {
            return;
        }
        let rate_per_s = (f64::from(end) / WHOLE_RUN_S).max(1.0) * SPEEDS[speed].0;
        let fastest_ms = if reduced_motion() { 1000.0 } else { 50.0 };
        let tick_ms = (1000.0 / rate_per_s).max(fastest_ms);
        let per_tick = rate_per_s * tick_ms / 1000.0;
        let mut played = f64::from(position);
        let figure = self.figure.clone();
        let tick = move || {
            played += per_tick;
            let goes_on = played < f64::from(end) && on_screen(&figure);
            signal.update(|state| {
                state.play_to(played as u32);
                state.playing = goes_on;
            });
        };
        self.ticking = Some((speed, Interval::new(tick_ms as u32, tick)));
    }

    /// Renews the sentence: at once where a second has passed since the last, else when it has.
    fn speak(&mut self, signal: Signal<PlateState>) {
        let news = signal.with(|state| state.result() != state.sentence) == Some(true);
        if !news || self.waiting.get() {
            return;
        }
        let wait_ms = (self.said_ms + SENTENCE_MS - now_ms()).max(0.0);
        self.said_ms = now_ms() + wait_ms;
        self.waiting.set(true);
        let waiting = Rc::clone(&self.waiting);
        let say = move || {
            waiting.set(false);
            signal.update(|state| state.sentence = state.result());
        };
        self.saying = Some(Timeout::new(wait_ms.ceil() as u32, say));
    }
}

fn reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

fn on_screen(figure: &HtmlElement) -> bool {
    let place = figure.get_bounding_client_rect();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    !document().hidden() && place.bottom() > 0.0 && place.top() < height
}
