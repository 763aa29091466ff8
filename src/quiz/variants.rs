//! Variants of a question, which ask the same with other numbers, and which of them a reader is asked.
//!
//! The first time that a reader comes to a question is draw 0; each time that the reader wants other numbers is one more. Course,
//! reader, question and the number of the draw decide which variant it is, natively and in a page; so an answer file holds
//! that number alone, and the grader finds the variant again.

use super::{Question, Quiz, ReaderId};
use crate::kernel::{Seed, Stream};

/// The most variants of a question.
pub const MOST_VARIANTS: usize = 24;
/// The number of the last draw: whoever wants other numbers after it is asked with the same ones.
pub const LAST_DRAW: u32 = 999;

impl Question {
    /// The question and its further variants, in the order in which they were written.
    pub fn variants(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }
}

impl Quiz {
    /// The variant of a question of this quiz that a reader is asked at a draw. Two draws that follow each other give two
    /// variants; draw 0 of reader 0, of whom nothing is known, the first one.
    pub fn drawn<'a>(&self, question: &'a Question, reader: ReaderId, draw: u32) -> &'a Question {
        let others = question.others.len() as u64;
        if others == 0 {
            return question;
        }
        let place = |draw: u32, count: u64| {
            let name = format!("quiz draw {} {reader} {}#{} {draw}", self.course, self.chapter, question.id);
            Stream::named(Seed(0), &name).below(count)
        };
        let first = if reader == ReaderId::default() { 0 } else { place(0, others + 1) };
        // Each draw after the first is one of the others.
        let step = |shown: u64, draw: u32| (shown + 1 + place(draw, others)) % (others + 1);
        let shown = (1..=draw.min(LAST_DRAW)).fold(first, step);
        shown.checked_sub(1).map_or(question, |other| &question.others[other as usize])
    }
}
