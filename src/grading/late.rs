//! What came after it was due.

use super::course::Terms;
use super::judge::attempts;
use super::moment::{self, Moment};
use super::record::Record;
use crate::quiz::grade::tidy;
use crate::quiz::{Attempt, Submission};

/// Until when a chapter was due, and what is known of when a file was made.
#[derive(Clone, Copy)]
pub(super) struct Late<'a> {
    /// How the chapter counts.
    pub terms: &'a Terms,
    /// When the page wrote the file, as it says.
    pub exported_at: Option<Moment>,
}

impl Late<'_> {
    fn is_after(&self, at: Option<Moment>) -> bool {
        at.zip(self.terms.due).is_some_and(|(at, due)| at > due)
    }

    /// The share of its points that an attempt keeps. One without a time was made when the file was, for all that is known.
    pub(super) fn share(&self, attempt: &Attempt) -> f64 {
        let at = moment::read(&attempt.at).or(self.exported_at);
        if self.is_after(at) { 1.0 - self.terms.off } else { 1.0 }
    }

    /// Says in a record whether it was late, and what that costs.
    pub(super) fn mark(self, record: &mut Record, submission: &Submission) {
        let Some(until) = self.terms.due.map(moment::show) else {
            // Of a chapter without a time nothing is late, whatever the others have.
            record.late = Some(false);
            return;
        };
        let times = || attempts(submission).map(|(_, attempt)| moment::read(&attempt.at));
        let late = times().filter(|at| self.is_after(*at)).count();
        let exported = self.is_after(record.exported_at);
        let counted_less = attempts(submission).any(|(_, attempt)| self.share(attempt) < 1.0);
        let less = format!(", which counts {} % less", tidy(100.0 * self.terms.off));
        let less = if counted_less { less.as_str() } else { "" };
        if late > 0 {
            let count = if late == 1 { "1 attempt".to_string() } else { format!("{late} attempts") };
            record.notes.push(format!("{count} after {until}{less}"));
        } else if exported {
            record.notes.push(format!("exported after {until}{less}"));
        }
        let timeless = times().filter(Option::is_none).count();
        let is_known = record.exported_at.is_some() || timeless == 0;
        if !is_known {
            let what = if record.worked.is_some() { "no time of some attempts" } else { "no time" };
            record.notes.push(format!("the file says {what}: nobody knows whether it was late"));
        }
        let is_late = late > 0 || exported;
        record.late = (is_known || is_late).then_some(is_late);
    }
}
