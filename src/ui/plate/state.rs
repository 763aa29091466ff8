//! The state of one plate, and everything that a reader can do to it.

use std::cell::RefCell;

use super::rare::Hunt;
use super::transport::NORMAL;
use super::{LabView, Pace, Renderer, RunPair};
use crate::kernel::{Action, Time, Value};
use crate::quiz::Evidence;
use crate::scenario::{Link, MAX_ACTIONS, Plate, Position};

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
        /// What was entered: the text of a number, or the index of a choice.
        entry: String,
        /// The number given, or the middle of the choice.
        value: f64,
        /// The choice, by its index, if the question offers choices.
        choice: Option<usize>,
        /// The gap between prediction and outcome, in words.
        gap: String,
    },
}

/// What stands in the panel beside the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    /// The actions of the story, and the controls that the plate is about.
    Front,
    /// Every control.
    All,
    /// What the twin differs in.
    Compare,
    /// The search for a rare seed.
    Rare,
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
    /// How playback follows its time.
    pub pace: Pace,
    /// Counts the runs that were drawn, so that what was drawn from one is not taken for another's.
    pub run: u32,
    /// What that run was asked for by.
    shown: Link,
    /// The moment of virtual time that is shown.
    pub moment: Time,
    /// Whether playback is going on.
    pub playing: bool,
    /// Where playback is to pause, if before the end.
    pub until: Option<Time>,
    /// What the run that was asked for is to be steered by when it arrives ([`PlateState::steer`]).
    pub(super) steered: Option<(Option<Time>, Option<Time>)>,
    /// Whether the run that was asked for is to be played when it arrives.
    pub(super) play_on_arrival: bool,
    /// Counts the changes by playback alone, which leave all but picture, transport and result as they are.
    pub ticks: u32,
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
    /// The result in words, renewed a few times a second.
    pub sentence: String,
    /// The run and the moment that the sentence is about.
    said: (u32, Time),
    /// The run and the moment that all other texts are about: while a run is played they are renewed once a second.
    pub spoken: (u32, Time),
    /// That moment in words, with the run and the moment that they are about.
    pub(super) spoken_clock: RefCell<Option<((u32, Time), String)>>,
    /// Whether the link to what is shown was copied, or stands in its field to be copied by hand.
    pub copied: Option<bool>,
    /// What stands in the panel.
    pub(super) panel: Panel,
    /// The search for a rare seed.
    pub(super) hunt: Hunt,
    /// Whether the panel is unfolded where there is no room for it beside the picture.
    pub(super) panel_open: bool,
    /// Whether the foot is unfolded where there is no room for it.
    pub(super) foot_open: bool,
    /// The folds that have been opened, each by its [`Fold`].
    pub(super) opened: [bool; 2],
    /// The page of the table of events, if the reader turned it since playback last moved.
    pub turned: Option<u32>,
    /// The last runs that were shown, for a question that asks what was tried.
    pub tried: Vec<Evidence>,
    /// What the reader points at or has picked out in the picture, by small numbers of the picture's own.
    pub picks: [Option<u32>; PICKS],
}

impl PlateState {
    /// A plate with the run that the chapter sets.
    pub fn new(plate: Plate, view: LabView, pair: RunPair, notes: Vec<String>) -> Self {
        let asks = plate.prediction.is_some();
        let mut link = Link::of_plate(&plate);
        let pace = (view.pace)(&pair);
        let first = link.position.take().map(|position| pair.moment(pace, position));
        let moment = first.unwrap_or_else(|| if asks { pair.before(pace) } else { pair.end(pace) });
        let guess = if asks { Guess::Asking { entry: String::new(), complaint: String::new() } } else { Guess::None };
        Self {
            view,
            sentence: (view.sentence)(&pair, moment),
            picture: (view.picture)(&pair),
            pace,
            run: 0,
            moment,
            plate,
            shown: link.clone(),
            link,
            pair,
            playing: false,
            until: None,
            steered: None,
            play_on_arrival: false,
            ticks: 0,
            speed: NORMAL,
            progress: None,
            notes,
            pinned: false,
            guess,
            said: (0, moment),
            spoken: (0, moment),
            spoken_clock: RefCell::default(),
            copied: None,
            panel: Panel::Front,
            hunt: Hunt::default(),
            panel_open: false,
            foot_open: false,
            opened: [!crate::ui::LIVE; 2],
            turned: None,
            tried: Vec::new(),
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

    /// Whether the plate's question is open, and is about this metric.
    pub fn asks(&self, metric: &str) -> bool {
        self.asking() && self.plate.prediction.as_ref().is_some_and(|prediction| prediction.metric == metric)
    }

    /// The last moment of playback.
    pub fn end(&self) -> Time {
        self.pair.end(self.pace)
    }

    /// Changes what is asked for; the run that it needs follows by itself, and ends at its end. With the question open, a
    /// change passes it over, for the outcome would show.
    pub fn change(&mut self, change: impl FnOnce(&mut Link)) {
        change(&mut self.link);
        self.playing = false;
        self.until = None;
        self.play_on_arrival = false;
        self.notes.clear();
        self.copied = None;
        self.stop_hunting();
        if self.asking() && !self.is_shown() {
            self.guess = Guess::None;
        }
    }

    /// Does something to the system, now; at the end of the run, where nobody would see what comes of it, early in the run.
    pub fn act_in_time(&mut self, verb: &'static str, target: u32, value: Option<Value>) {
        if self.moment >= self.end() {
            self.seek(Time(self.end().0 / 5));
        }
        self.act(verb, target, value);
    }

    /// Does something to the system, now; the run is played from there.
    pub fn act(&mut self, verb: &'static str, target: u32, value: Option<Value>) {
        let now = self.moment.0.div_ceil(Time::from_millis(1).0);
        let at_ms = u32::try_from(now).unwrap_or(u32::MAX).max(1);
        self.play_from(Time::from_millis(at_ms.into()), |link| {
            link.scenario.act(Action { at_ms, verb, target, value });
        });
    }

    /// Changes what is asked for; the run that it needs is played from a moment.
    pub fn play_from(&mut self, moment: Time, change: impl FnOnce(&mut Link)) {
        self.change(change);
        self.link.position = Some(Position::Moment(moment));
        self.play_on_arrival = true;
    }

    /// Whether the scenario holds as many actions as it can.
    pub fn is_full(&self) -> bool {
        self.link.scenario.actions.len() >= MAX_ACTIONS
    }

    /// Opens what a link from the address bar asks for. It passes the plate's question over, for it asks for an exact state.
    pub fn open(&mut self, link: Link) {
        let notes = std::mem::take(&mut self.notes);
        self.change(|old| *old = Link { plate: old.plate.take(), ..link });
        self.notes = notes;
        self.guess = Guess::None;
        if self.is_shown() {
            self.arrive();
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
        self.pace = (self.view.pace)(&pair);
        self.pair = pair;
        self.run += 1;
        self.arrive();
    }

    /// Puts playback where the link wants it; the wish is used up.
    pub(super) fn arrive(&mut self) {
        let wanted = self.link.position.take();
        let wanted = self.hunted_position().or(wanted);
        self.seek(wanted.map_or(Time(u64::MAX), |position| self.pair.moment(self.pace, position)));
        self.playing = std::mem::take(&mut self.play_on_arrival);
        if let Some((from, until)) = self.steered.take() {
            self.steer(from, until);
        }
    }

    /// Gives up the run under way: the last whole run stays, and the controls say so.
    pub fn cancel(&mut self) {
        self.link = self.shown.clone();
        self.play_on_arrival = false;
    }

    /// The reader commits to an answer, and the run is played; or passes the question over, and sees the outcome.
    pub fn answer(&mut self, guess: Guess) {
        let play = matches!(guess, Guess::Locked { .. });
        self.guess = guess;
        self.seek(if play { self.pair.before(self.pace) } else { Time(u64::MAX) });
        self.playing = play;
    }

    /// The value of a metric that the reader predicted, if that was the question.
    pub fn predicted(&self, metric: &str) -> Option<f64> {
        let prediction = self.plate.prediction.as_ref().filter(|prediction| prediction.metric == metric)?;
        match self.guess {
            Guess::Locked { value, .. } => Some(value / prediction.scale),
            _ => None,
        }
    }

    /// The link that restores exactly what is shown.
    pub fn shown_link(&self) -> Link {
        let mut link = self.link.clone();
        link.position = (self.moment < self.end()).then_some(Position::Moment(self.moment));
        link
    }

    /// The result in words, at this moment.
    pub fn result(&self) -> String {
        (self.view.sentence)(&self.pair, self.moment)
    }

    /// Whether the words are about another moment than the picture; while a run is played, the sentence alone.
    pub fn is_news(&self) -> bool {
        let shown = (self.run, self.moment);
        self.said != shown || !self.playing && self.spoken != shown
    }

    /// Renews the sentence, and with it `all` other texts.
    pub fn speak(&mut self, all: bool) {
        self.sentence = self.result();
        self.said = (self.run, self.moment);
        if all {
            self.spoken = self.said;
        }
        self.ticks = self.ticks.wrapping_add(1);
    }
}
