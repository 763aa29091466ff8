//! What a reader was asked: which form of a question, and which of its variants at each draw.

use crate::quiz::variants::LAST_DRAW;
use crate::quiz::{Attempt, Question, Submission};

/// A question as its reader was asked it.
#[derive(Clone, Debug)]
pub(super) struct Asked<'a> {
    /// What is known of it: as its reader saw it, or else as it now is.
    pub question: &'a Question,
    /// Where it stands: 0 for today's quizzes, and from 1 on the place among the earlier ones.
    pub edition: u32,
    /// The place of the variant at each draw that was answered, and at those before.
    places: Vec<usize>,
}

impl<'a> Asked<'a> {
    /// A question of an edition, with the variants that this reader drew.
    pub(super) fn new(question: &'a Question, edition: u32, submission: &Submission) -> Self {
        let attempts = submission.answer(&question.id).map_or(&[][..], |answer| &answer.attempts);
        let last = attempts.iter().map(|attempt| attempt.variant).max().unwrap_or_default().min(LAST_DRAW);
        // All draws in one go: each goes on from the one before.
        let draws = if question.others.is_empty() { 0 } else { last as usize + 1 };
        Self { question, edition, places: submission.draws(question).take(draws).collect() }
    }

    /// The place of the variant at a draw.
    pub(super) fn place(&self, draw: u32) -> usize {
        self.places.get(draw as usize).copied().unwrap_or_default()
    }

    /// The variant that an attempt answers.
    pub(super) fn by(&self, attempt: &Attempt) -> &'a Question {
        self.question.variant(self.place(attempt.variant))
    }
}
