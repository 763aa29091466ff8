//! What a plate's pictures show, in words.

use std::cell::RefCell;

use super::{PlateState, Side};
use crate::kernel::Time;
use crate::ui::LIVE;

/// The words for the pictures of both sides, found once for each moment that is spoken of: playback speaks once a second
/// and draws each frame, and to go back to an earlier moment may mean to play a run again from its start.
#[derive(Default)]
pub struct Spoken([RefCell<Option<(Time, String)>>; 2]);

impl Spoken {
    /// What a side shows; `None` where there is no such side. `describe` gives the words for a moment.
    pub fn label(&self, side: Side, state: &PlateState, describe: &dyn Fn(Time) -> Option<String>) -> Option<String> {
        let moment = match state.spoken {
            _ if !LIVE => state.moment,
            (run, moment) if run == state.run => moment,
            _ => Time::ZERO,
        };
        let mut held = self.0[side as usize].borrow_mut();
        if held.as_ref().is_none_or(|(of, _)| *of != moment) {
            *held = Some((moment, describe(moment)?));
        }
        held.as_ref().map(|(_, words)| words.clone())
    }
}
