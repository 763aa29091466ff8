//! What goes on by itself: the run that follows a change, the position that moves while playback is on, the sentence
//! that is renewed.

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;

use super::now_ms;
use super::runner::{self, Job};
use crate::labs::shared::{Desk, Guess};

/// A run of any length plays in about this time at 1×, unless it has so few events that each deserves a second.
const WHOLE_RUN_S: f64 = 10.0;

/// A sentence in a live region is renewed no oftener than this.
const SENTENCE_MS: f64 = 1000.0;

/// Sets the plate going. Everything stops when its owner is cleaned up.
pub fn drive(desk: Desk, figure: HtmlElement) {
    follow_changes(desk);
    play(desk, figure);
    speak(desk);
}

/// Starts the run that the link asks for; a newer change drops the older job and so cancels it. A change made while the
/// question is open passes the question over, for the outcome would show.
fn follow_changes(desk: Desk) {
    let wish = Memo::new(move |_| desk.link.with(|link| (link.scenario.clone(), link.compare.clone())));
    Effect::new(move |_: Option<Option<Job>>| {
        // To read it is to follow it: a memo that nobody reads is never computed, and hears of nothing.
        wish.with(|_| ());
        let link = desk.link.get_untracked();
        desk.progress.set(None);
        if desk.is_shown(&link) {
            return None;
        }
        if desk.asking_untracked() {
            desk.guess.set(Guess::None);
        }
        let progress = move |done| desk.progress.set(Some(done));
        let done = move |link, pair| {
            desk.progress.set(None);
            desk.show(link, pair);
        };
        Some(runner::start(link, progress, done))
    });
}

/// Moves the position while playback is on; pauses at the end, off screen and in a hidden tab.
fn play(desk: Desk, figure: HtmlElement) {
    Effect::new(move |_: Option<Option<Interval>>| {
        if !desk.playing.get() {
            return None;
        }
        let events = f64::from(desk.pair.with_untracked(|pair| pair.end()));
        let rate_per_s = (events / WHOLE_RUN_S).max(1.0) * desk.speed.get();
        let fastest_ms = if reduced_motion() { 1000.0 } else { 50.0 };
        let tick_ms = (1000.0 / rate_per_s).max(fastest_ms);
        let per_tick = rate_per_s * tick_ms / 1000.0;
        let mut played = f64::from(desk.position.get_untracked());
        let figure = figure.clone();
        let tick = move || {
            played += per_tick;
            let end = desk.pair.with_untracked(|pair| pair.end());
            desk.position.set((played as u32).min(end));
            if played as u32 >= end || !on_screen(&figure) {
                desk.playing.set(false);
            }
        };
        Some(Interval::new(tick_ms as u32, tick))
    });
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

/// Renews the sentence: at once where a second has passed since the last, else when it has.
fn speak(desk: Desk) {
    let said_ms = StoredValue::new(now_ms());
    Effect::new(move |_: Option<Option<Timeout>>| {
        let text = desk.result();
        let say = move |text| {
            said_ms.set_value(now_ms());
            desk.sentence.set(text);
        };
        if desk.sentence.with_untracked(|said| *said == text) {
            return None;
        }
        let wait_ms = said_ms.get_value() + SENTENCE_MS - now_ms();
        if wait_ms <= 0.0 {
            say(text);
            return None;
        }
        Some(Timeout::new(wait_ms as u32, move || say(text)))
    });
}
