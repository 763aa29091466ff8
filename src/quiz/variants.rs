//! Variants of a question, which ask the same with other numbers, and which of them a reader is asked.
//!
//! The first time that a reader comes to a question is draw 0; each time that the reader wants other numbers is one more. Course,
//! reader, question and the number of the draw decide which variant it is, natively and in a page; so an answer file holds
//! that number alone, and the grader finds the variant again.

use std::iter;

use super::{Question, ReaderId, Submission};
use crate::kernel::{Seed, Stream};

/// The most variants of a question.
pub const MOST_VARIANTS: usize = 24;
/// The number of the last draw: whoever wants other numbers after it is asked with the same ones.
pub const LAST_DRAW: u32 = 999;

impl Question {
    /// The question and its further variants, in the order in which they were written.
    pub fn variants(&self) -> impl Iterator<Item = &Self> {
        iter::once(self).chain(&self.others)
    }

    /// The variant in a place of [`variants`](Self::variants); the first one where there is none.
    pub fn variant(&self, place: usize) -> &Self {
        place.checked_sub(1).and_then(|other| self.others.get(other)).unwrap_or(self)
    }
}

impl Submission {
    /// Draw after draw, the place of the variant of a question that the reader is asked. Two draws that follow each other give
    /// two variants; draw 0 of reader 0, of whom nothing is known, the first one.
    pub fn draws(&self, question: &Question) -> impl Iterator<Item = usize> {
        let others = question.others.len() as u64;
        let place = move |draw: u32, count: u64| {
            let Self { course, chapter, reader_id: reader, .. } = self;
            let name = format!("quiz draw {course} {reader} {chapter}#{} {draw}", question.id);
            Stream::named(Seed(0), &name).below(count)
        };
        let first = if self.reader_id == ReaderId::default() || others == 0 { 0 } else { place(0, others + 1) };
        // Each draw after the first is one of the others.
        let next =
            move |shown: u64, draw: u32| if others == 0 { 0 } else { (shown + 1 + place(draw, others)) % (others + 1) };
        let following =
            iter::successors(Some((0, first)), move |&(draw, shown)| Some((draw + 1, next(shown, draw + 1))));
        following.map(|(_, shown)| shown as usize)
    }

    /// The variant of a question that the reader is asked at a draw.
    pub fn drawn<'a>(&self, question: &'a Question, draw: u32) -> &'a Question {
        // Most questions have one, however often it was asked again.
        if question.others.is_empty() {
            return question;
        }
        let place = self.draws(question).nth(draw.min(LAST_DRAW) as usize);
        question.variant(place.unwrap_or_default())
    }
}
