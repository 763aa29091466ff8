//! What a reader tried in a plate, for the answer to a question that asks for a run of it.

use super::PlateState;
use crate::quiz::Evidence;
use crate::quiz::submission::MAX_EVIDENCE;
use crate::scenario::Link;

impl PlateState {
    /// Notes a run that is shown. Of those within one second, as a slider makes them, the last stays.
    pub fn note_run(&mut self, link: &Link, at: String) {
        self.tried.retain(|seen| seen.at != at);
        self.tried.push(Evidence { at, link: Link::of(link.scenario.clone()).to_query() });
        if self.tried.len() > MAX_EVIDENCE {
            self.tried.remove(0);
        }
    }
}
