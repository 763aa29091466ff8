//! The state of one plate, and everything that a reader can do to it.

use leptos::prelude::*;

use super::{Pair, Stage, View};
use crate::scenario::{Link, Plate};

/// Where the reader stands with the plate's question.
#[derive(Clone, Debug, PartialEq)]
pub enum Guess {
    /// There is no question, or the reader passed it over.
    None,
    /// The question is open, the outcome hidden.
    Asking,
    /// The reader committed to this value of the scaled metric; the gap in words stays as it was then.
    Locked {
        /// The number given, or the middle of the choice.
        value: f64,
        /// The choice, by its index, if the question offers choices.
        choice: Option<usize>,
        /// The gap between prediction and outcome, in words.
        gap: String,
    },
}

/// The state of one plate: signals that every part of it shares.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The plate as the chapter sets it.
    pub plate: StoredValue<Plate>,
    /// How its lab is drawn.
    pub view: View,
    /// What the reader asks for. Its position is where playback is to stand when the run arrives; `None` for the end.
    pub link: RwSignal<Link>,
    /// The last whole run: what is drawn.
    pub pair: RwSignal<Pair>,
    /// What that run was asked for by.
    shown: StoredValue<Link>,
    /// How many events have been played.
    pub position: RwSignal<u32>,
    /// Whether playback is going on.
    pub playing: RwSignal<bool>,
    /// The speed of playback, as a multiple.
    pub speed: RwSignal<f64>,
    /// How far a run is that takes long enough to be shown, in [0, 1].
    pub progress: RwSignal<Option<f64>>,
    /// What was wrong with a link or an entry, and what was taken instead.
    pub notes: RwSignal<Vec<String>>,
    /// Whether the seed is pinned: kept when the rest goes back to the chapter's setting.
    pub pinned: RwSignal<bool>,
    /// The prediction.
    pub guess: RwSignal<Guess>,
    /// The result in words, renewed at most once a second.
    pub sentence: RwSignal<String>,
}

impl Desk {
    /// A plate with its first run. A `link` from the address bar passes the plate's question over, for it asks for an
    /// exact state.
    pub fn new(plate: Plate, link: Option<Link>, pair: Pair, notes: Vec<String>) -> Self {
        let asks = plate.prediction.is_some() && link.is_none();
        let mut link = link.unwrap_or_else(|| Link::of_plate(&plate));
        link.plate = Some(plate.id.clone());
        let first = link.position.take().unwrap_or(if asks { pair.start() } else { pair.end() });
        let position = first.min(pair.end());
        let view = plate.scenario.lab.view.expect("a plate is of a lab that has a picture");
        Self {
            view,
            sentence: RwSignal::new((view.sentence)(&pair, position)),
            position: RwSignal::new(position),
            plate: StoredValue::new(plate),
            shown: StoredValue::new(link.clone()),
            link: RwSignal::new(link),
            pair: RwSignal::new(pair),
            playing: RwSignal::new(false),
            speed: RwSignal::new(1.0),
            progress: RwSignal::new(None),
            notes: RwSignal::new(notes),
            pinned: RwSignal::new(false),
            guess: RwSignal::new(if asks { Guess::Asking } else { Guess::None }),
        }
    }

    /// What the picture is given.
    pub fn stage(self) -> Stage {
        Stage { pair: self.pair.into(), position: self.position.into(), link: self.link }
    }

    /// An id of this plate's own, so that two plates can stand on one page.
    pub fn id(self, part: &str) -> String {
        self.plate.with_value(|plate| format!("{}-{part}", plate.id))
    }

    /// Whether the plate's question is still open.
    pub fn asking(self) -> bool {
        self.guess.with(|guess| *guess == Guess::Asking)
    }

    /// The same, without following it.
    pub fn asking_untracked(self) -> bool {
        self.guess.with_untracked(|guess| *guess == Guess::Asking)
    }

    /// How many events playback has.
    pub fn end(self) -> u32 {
        self.pair.with(Pair::end)
    }

    /// Puts playback at a position and stops it there.
    pub fn seek(self, position: u32) {
        self.playing.set(false);
        self.position.set(position.min(self.pair.with_untracked(Pair::end)));
    }

    /// One event on, or back.
    pub fn step(self, by: i64) {
        let position = i64::from(self.position.get_untracked()) + by;
        self.seek(position.clamp(0, u32::MAX.into()) as u32);
    }

    /// Plays or pauses; at the end it plays from the start.
    pub fn toggle_play(self) {
        let start = !self.playing.get_untracked();
        if start && self.position.get_untracked() >= self.pair.with_untracked(Pair::end) {
            self.position.set(self.pair.with_untracked(Pair::start));
        }
        self.playing.set(start);
    }

    /// Changes what is asked for; the run that it needs follows by itself, and ends at its end.
    pub fn change(self, change: impl FnOnce(&mut Link)) {
        self.playing.set(false);
        self.notes.update(Vec::clear);
        self.link.update(change);
    }

    /// Back to the chapter's setting; a pinned seed is kept.
    pub fn reset(self) {
        let seed = self.link.with_untracked(|link| link.scenario.seed);
        let pinned = self.pinned.get_untracked();
        let plate = self.plate;
        self.change(|link| {
            *link = plate.with_value(Link::of_plate);
            if pinned {
                link.scenario.seed = seed;
            }
        });
        if self.link.with_untracked(|link| self.is_shown(link)) {
            self.arrive();
        }
    }

    /// Whether the run that a link asks for is the one that is drawn.
    pub fn is_shown(self, link: &Link) -> bool {
        self.shown.with_value(|shown| shown.scenario == link.scenario && shown.compare == link.compare)
    }

    /// Shows the run that a link asked for.
    pub fn show(self, link: Link, pair: Pair) {
        self.shown.set_value(link);
        self.pair.set(pair);
        self.arrive();
    }

    /// Puts playback where the link wants it.
    fn arrive(self) {
        let mut wanted = None;
        // The position is used up; nobody need hear of it.
        self.link.update_untracked(|link| wanted = link.position.take());
        self.seek(wanted.unwrap_or(u32::MAX));
    }

    /// Gives up the run under way: the last whole run stays, and the controls say so.
    pub fn cancel(self) {
        self.link.set(self.shown.get_value());
    }

    /// Says what was wrong and what was taken.
    pub fn note(self, why: String) {
        self.notes.set(vec![why]);
    }

    /// The link that restores exactly what is shown.
    pub fn shown_link(self) -> Link {
        let mut link = self.link.get_untracked();
        let position = self.position.get_untracked();
        link.position = (position < self.pair.with_untracked(Pair::end)).then_some(position);
        link
    }

    /// The result in words, at this moment.
    pub fn result(self) -> String {
        let position = self.position.get();
        self.pair.with(|pair| (self.view.sentence)(pair, position))
    }
}
