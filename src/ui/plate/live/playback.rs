//! What goes on by itself: the run that follows a change, the moment that moves while playback is on, the sentence that is
//! renewed.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::runner::{self, Job};
use super::sight::Sight;
use super::{memory, now, now_ms};
use crate::scenario::{Link, Search};
use crate::ui::dom::Signal;
use crate::ui::phrases::plate as say;
use crate::ui::plate::rare::SEEDS;
use crate::ui::plate::{Guess, PlateState, prediction};

/// The sentence under the picture is renewed no oftener than this, in milliseconds.
const SENTENCE_MS: f64 = 250.0;

/// And while a run is played, the other texts no oftener than this: labels, tables, what a slider says of its value.
const TEXTS_MS: f64 = 1000.0;

/// Without movement, a picture stands this long before the next.
const STILL_MS: u32 = 1000;

/// What runs on its own in a plate: the engine's run, playback, the renewal of the sentence. After every change of the
/// state it starts what the state asks for and stops what it no longer asks for.
pub(super) struct Engine {
    sight: Rc<Sight>,
    /// The run under way, with what it was asked for by.
    job: Option<(Link, Job)>,
    /// The search for a rare seed.
    search: Option<Job>,
    playing: Option<Playing>,
    /// When the sentence was renewed, or will be.
    said_ms: f64,
    /// When all other texts were.
    spoken_ms: Rc<Cell<f64>>,
    waiting: Rc<Cell<bool>>,
    saying: Option<Timeout>,
    /// Whether the prediction is kept.
    remembered: bool,
}

/// Playback that goes on until it is dropped.
enum Playing {
    /// Frame by frame.
    Frames(Rc<Cell<bool>>),
    /// Picture by picture, for readers who asked for no movement.
    Stills { _interval: Interval },
}

impl Drop for Playing {
    fn drop(&mut self) {
        if let Self::Frames(goes_on) = self {
            goes_on.set(false);
        }
    }
}

impl Engine {
    /// A plate in which nothing runs yet. One that is out of sight does not play.
    pub(super) fn new(figure: &HtmlElement, signal: Signal<PlateState>) -> Self {
        let pause = move || {
            if signal.with(|state| state.playing) == Some(true) {
                signal.update(|state| state.playing = false);
            }
        };
        let sight = Rc::new(Sight::of(figure, pause));
        Self {
            sight,
            job: None,
            search: None,
            playing: None,
            said_ms: now_ms(),
            spoken_ms: Rc::new(Cell::new(now_ms())),
            waiting: Rc::default(),
            saying: None,
            remembered: false,
        }
    }

    /// To be called after every change of the state.
    pub(super) fn run(&mut self, signal: Signal<PlateState>) {
        self.simulate(signal);
        self.search(signal);
        self.play(signal);
        self.speak(signal);
        self.remember(signal);
    }

    /// Keeps a prediction when it is locked. One that was locked in another tab since stays: it was the first.
    fn remember(&mut self, signal: Signal<PlateState>) {
        let locked = signal.with(|state| match &state.guess {
            Guess::Locked { entry, .. } if !self.remembered => Some((state.plate.id.clone(), entry.clone())),
            _ => None,
        });
        let Some((plate, entry)) = locked.flatten() else { return };
        self.remembered = true;
        match memory::recall(&plate) {
            Some(first) if first == entry => {}
            Some(first) => signal.update(|state| {
                prediction::reopen(state, &first);
                state.notes.push(say::LOCKED_ELSEWHERE.text());
            }),
            None if memory::remember(&plate, &entry) => {}
            None => signal.update(|state| {
                state.notes.push(say::NOT_KEPT.text());
            }),
        }
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
                let done = move |link: Link, pair| {
                    signal.update(|state| {
                        state.note_run(&link, now());
                        state.show(link, pair);
                    });
                };
                self.job = Some((link.clone(), runner::start(link, progress, done)));
            }
        }
    }

    /// Starts the search that is asked for, or drops one that no longer is.
    fn search(&mut self, signal: Signal<PlateState>) {
        let wish = signal.with(|state| state.hunted().map(|(scenario, property)| (scenario.clone(), property)));
        match wish.flatten() {
            None => self.search = None,
            Some(_) if self.search.is_some() => {}
            Some((scenario, property)) => {
                let progress = move |done| signal.update(|state| state.hunts(done));
                let done = move |rare| signal.update(|state| state.hunt_ends(rare));
                self.search = Some(runner::search(Search::new(&scenario, property, SEEDS), progress, done));
            }
        }
    }

    /// Moves the moment while playback is on.
    fn play(&mut self, signal: Signal<PlateState>) {
        if signal.with(|state| state.playing) != Some(true) {
            self.playing = None;
        } else if self.playing.is_none() {
            self.playing = Some(if reduced_motion() {
                let sight = Rc::clone(&self.sight);
                let next = move || sight.keep(|| signal.update(PlateState::advance_to_rest));
                // The first picture comes at once: the button was pressed for it.
                request_animation_frame(next.clone());
                Playing::Stills { _interval: Interval::new(STILL_MS, next) }
            } else {
                let goes_on = Rc::new(Cell::new(true));
                frame(signal, Rc::clone(&self.sight), Rc::clone(&goes_on), now_ms());
                Playing::Frames(goes_on)
            });
        }
    }

    /// Renews the words: at once where enough time has passed since the last, else when it has.
    fn speak(&mut self, signal: Signal<PlateState>) {
        if self.waiting.get() || signal.with(PlateState::is_news) != Some(true) {
            return;
        }
        let wait_ms = (self.said_ms + SENTENCE_MS - now_ms()).max(0.0);
        self.said_ms = now_ms() + wait_ms;
        self.waiting.set(true);
        let (waiting, spoken_ms) = (Rc::clone(&self.waiting), Rc::clone(&self.spoken_ms));
        let say = move || {
            waiting.set(false);
            signal.update(|state| {
                let all = !state.playing || now_ms() - spoken_ms.get() >= TEXTS_MS;
                if all {
                    spoken_ms.set(now_ms());
                }
                state.speak(all);
            });
        };
        self.saying = Some(Timeout::new(wait_ms.ceil() as u32, say));
    }
}

/// Plays from frame to frame. A slow machine shows fewer frames; time goes on at its pace.
fn frame(signal: Signal<PlateState>, sight: Rc<Sight>, goes_on: Rc<Cell<bool>>, before_ms: f64) {
    request_animation_frame(move || {
        if !goes_on.get() {
            return;
        }
        let now = now_ms();
        sight.keep(|| signal.update(|state| state.advance(now - before_ms)));
        frame(signal, sight, goes_on, now);
    });
}

fn reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
