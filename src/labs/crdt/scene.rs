//! A pair of runs, and one of them at a moment.

use std::cell::RefCell;
use std::rc::Rc;

use super::frame::Frame;
use crate::engines::crdt::Crdt;
use crate::engines::crdt::history::History;
use crate::kernel::Time;
use crate::ui::plate::{Pace, RunPair, Side};

/// A frame with its place.
type Kept = (u32, Rc<Frame>);

/// The runs of a plate.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The bytes of each run through its time.
    pub bytes: [Vec<Bytes>; 2],
    /// The most bytes that a replica of either takes: the scale of both.
    pub top_bytes: u32,
    /// The end of the longer run, and how playback goes through it.
    pub end: Time,
    /// …
    pub pace: Pace,
    /// The frame of each run that was laid out last, with its place.
    frames: RefCell<[Option<Kept>; 2]>,
}

/// What the replica takes that takes most, from a moment on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Bytes {
    /// From when.
    pub from: Time,
    /// The content alone.
    pub payload: u32,
    /// What is there only for merging.
    pub metadata: u32,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let pace = super::pace(pair);
        let bytes = Side::BOTH.map(|side| side.run(pair).map_or_else(Vec::new, bytes));
        let top = bytes.iter().flatten().map(|bytes| bytes.payload + bytes.metadata).max();
        Self {
            labels: [main, twin],
            top_bytes: top.unwrap_or_default().max(1),
            bytes,
            end: pair.end(pace),
            pace,
            pair: pair.clone(),
            frames: RefCell::default(),
        }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Some(Shot { run: side.run(&self.pair)?, side, moment, pace: self.pace })
    }

    /// What a run looks like, and how many changes have led there.
    pub(super) fn frame(&self, shot: &Shot<'_>) -> (Rc<Frame>, u32) {
        let position = shot.position();
        let mut frames = self.frames.borrow_mut();
        let kept = &mut frames[shot.side as usize];
        let known = kept.take().filter(|(at, _)| *at == position);
        let (at, frame) = known.unwrap_or_else(|| (position, Rc::new(Frame::of(shot))));
        *kept = Some((at, Rc::clone(&frame)));
        (frame, position)
    }

    /// The moment, as a place on a line through the whole run that is fine enough for the eye.
    pub(super) fn stop(&self, moment: Time) -> u32 {
        const STOPS: f64 = 800.0;
        (moment.0 as f64 / self.end.0.max(1) as f64 * STOPS) as u32
    }
}

/// What the replica that takes most takes, each time that it changes.
fn bytes(run: &Crdt) -> Vec<Bytes> {
    let mut held = vec![(0, 0); run.replicas().len()];
    let mut steps = vec![Bytes::default()];
    for change in &run.history().changes {
        held[change.replica as usize] = (change.payload_bytes, change.metadata_bytes);
        let most = held.iter().max_by_key(|bytes| bytes.0 + bytes.1);
        let (payload, metadata) = most.copied().unwrap_or_default();
        steps.push(Bytes { from: change.at, payload, metadata });
    }
    steps
}

/// One run at a moment.
#[derive(Clone, Copy)]
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a Crdt,
    /// Which of the two.
    pub side: Side,
    /// The moment.
    pub moment: Time,
    /// How playback goes.
    pub pace: Pace,
}

impl<'a> Shot<'a> {
    /// All that happened in the run.
    pub(super) fn history(&self) -> &'a History {
        self.run.history()
    }

    /// How many changes have led here.
    pub(super) fn position(&self) -> u32 {
        self.history().changes.partition_point(|change| change.at <= self.moment) as u32
    }

    /// Whether the network is cut.
    pub(super) fn is_cut(&self) -> bool {
        !self.history().cut(self.moment).is_empty()
    }

    /// So many of the reader's seconds, in virtual time.
    pub(super) fn seconds(&self, seconds: f64) -> Time {
        Time::from_millis_f64(self.pace.ms_per_s * seconds)
    }
}
