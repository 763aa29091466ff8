//! The state of one plate, and everything that a reader can do to it.

use super::{LabView, Renderer, RunPair};
use crate::scenario::{Link, Plate};

/// Where the reader stands with the plate's question.
#[derive(Clone, Debug, PartialEq)]
pub enum Guess {
    /// There is no question, or the reader passed it over.
    None,
    /// The question is open, the outcome hidden.
    Asking {
        /// What has been entered: the text of a number, or the index of a choice.
        entry: String,
        /// What was wrong with an entry that was to be locked.
        complaint: String,
    },
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

/// The parts of a plate that are drawn when they are first unfolded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// The table of results.
    Results,
    /// The table of events.
    Events,
}

/// How many things a picture can have picked out at once.
pub(super) const PICKS: usize = 4;

/// The state of one plate.
pub struct PlateState {
    /// The plate as the chapter sets it.
    pub plate: Plate,
    /// How its lab is drawn.
    pub view: LabView,
    /// What the reader asks for. Its position is where playback is to stand when the run arrives; `None` for the end.
    pub link: Link,
    /// The last whole run: what is drawn.
    pub pair: RunPair,
    /// That run laid out.
    pub picture: Box<dyn Renderer>,
    /// Counts the runs that were drawn, so that what was drawn from one is not taken for another's.
    pub run: u32,
    /// What that run was asked for by.
    shown: Link,
    /// How many events have been played.
    pub position: u32,
    /// Whether playback is going on.
    pub playing: bool,
    /// The speed of playback, as an index into `transport::SPEEDS`.
    pub speed: usize,
    /// How far a run is that takes long enough to be shown, in [0, 1].
    pub progress: Option<f64>,
    /// What was wrong with a link or an entry, and what was taken instead.
    pub notes: Vec<String>,
    /// Whether the seed is pinned: kept when the rest goes back to the chapter's setting.
    pub pinned: bool,
    /// The prediction.
    pub guess: Guess,
    /// The result in words, renewed at most once a second.
    pub sentence: String,
    /// Whether the link to what is shown was copied, or stands in its field to be copied by hand.
    pub copied: Option<bool>,
    /// The folds that have been opened, each by its [`Fold`].
    pub opened: [bool; 2],
    /// The page of the table of events, if the reader turned it since playback last moved.
    pub turned: Option<u32>,
    /// What the reader points at or has picked out in the picture, by small numbers of the picture's own.
    pub picks: [Option<u32>; PICKS],
}

impl PlateState {
    /// A plate with its first run. A `link` from the address bar passes the plate's question over, for it asks for an
    /// exact state.
    pub fn new(plate: Plate, view: LabView, link: Option<Link>, pair: RunPair, notes: Vec<String>) -> Self {
        let asks = plate.prediction.is_some() && link.is_none();
        let mut link = link.unwrap_or_else(|| Link::of_plate(&plate));
        link.plate = Some(plate.id.clone());
        let first = link.position.take().unwrap_or(if asks { pair.start() } else { pair.end() });
        let position = first.min(pair.end());
        let guess = if asks { Guess::Asking { entry: String::new(), complaint: String::new() } } else { Guess::None };
        Self {
            view,
            sentence: (view.sentence)(&pair, position),
            picture: (view.picture)(&pair),
            run: 0,
            position,
            plate,
            shown: link.clone(),
            link,
            pair,
            playing: false,
            speed: super::transport::NORMAL,
            progress: None,
            notes,
            pinned: false,
            guess,
            copied: None,
            opened: [!crate::ui::LIVE; 2],
            turned: None,
            picks: [None; PICKS],
        }
    }

    /// An id of this plate's own, so that two plates can stand on one page.
    pub fn id(&self, part: &str) -> String {
        format!("{}-{part}", self.plate.id)
    }

    /// Whether the plate's question is still open.
    pub fn asking(&self) -> bool {
        matches!(self.guess, Guess::Asking { .. })
    }

    /// Puts playback at a position and stops it there.
    pub fn seek(&mut self, position: u32) {
        self.playing = false;
        self.play_to(position);
    }

    /// Playback comes to a position. What was copied is no longer what is shown.
    pub fn play_to(&mut self, position: u32) {
        self.position = position.min(self.pair.end());
        self.copied = None;
        self.turned = None;
    }

    /// One event on, or back.
    pub fn step(&mut self, by: i32) {
        self.seek(self.position.saturating_add_signed(by));
    }

    /// Plays or pauses; at the end it plays from the start.
    pub fn toggle_play(&mut self) {
        let start = !self.playing;
        if start && self.position >= self.pair.end() {
            self.play_to(self.pair.start());
        }
        self.playing = start;
    }

    /// Changes what is asked for; the run that it needs follows by itself, and ends at its end. With the question open, a
    /// change passes it over, for the outcome would show.
    pub fn change(&mut self, change: impl FnOnce(&mut Link)) {
        change(&mut self.link);
        self.playing = false;
        self.notes.clear();
        self.copied = None;
        if self.asking() && !self.is_shown() {
            self.guess = Guess::None;
        }
    }

    /// Back to the chapter's setting; a pinned seed is kept.
    pub fn reset(&mut self) {
        let mut link = Link::of_plate(&self.plate);
        if self.pinned {
            link.scenario.seed = self.link.scenario.seed;
        }
        self.change(|old| *old = link);
        if self.is_shown() {
            self.arrive();
        }
    }

    /// Whether the run that is asked for is the one that is drawn.
    pub fn is_shown(&self) -> bool {
        self.shown.scenario == self.link.scenario && self.shown.compare == self.link.compare
    }

    /// Shows the run that a link asked for.
    pub fn show(&mut self, link: Link, pair: RunPair) {
        self.shown = link;
        self.picture = (self.view.picture)(&pair);
        self.pair = pair;
        self.run += 1;
        self.arrive();
    }

    /// Puts playback where the link wants it; the wish is used up.
    fn arrive(&mut self) {
        let wanted = self.link.position.take();
        self.seek(wanted.unwrap_or(u32::MAX));
    }

    /// Gives up the run under way: the last whole run stays, and the controls say so.
    pub fn cancel(&mut self) {
        self.link = self.shown.clone();
    }

    /// Shows the outcome of the plate's question.
    pub fn answer(&mut self, guess: Guess) {
        self.guess = guess;
        self.seek(u32::MAX);
    }

    /// The link that restores exactly what is shown.
    pub fn shown_link(&self) -> Link {
        let mut link = self.link.clone();
        link.position = (self.position < self.pair.end()).then_some(self.position);
        link
    }

    /// The result in words, at this moment.
    pub fn result(&self) -> String {
        (self.view.sentence)(&self.pair, self.position)
    }
}
