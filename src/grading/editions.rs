//! What quizzes are and were, with their keys and without: which of them a reader saw.

use std::borrow::Cow;

use super::asked::Asked;
use crate::quiz::{Answer, Question, Quiz, Submission};

/// Today's quizzes, and then earlier forms of them.
#[derive(Debug)]
pub(super) struct Editions<'a> {
    today: &'a [Quiz],
    earlier: &'a [Quiz],
}

impl<'a> Editions<'a> {
    /// Of quizzes, and of what those of the same chapters were.
    pub(super) fn new(today: &'a [Quiz], earlier: &'a [Quiz]) -> Self {
        Self { today, earlier }
    }

    /// Those of a quiz, each with its [number](Asked::edition): today's is 0.
    fn of(&self, place: usize) -> impl Iterator<Item = (u32, &'a Quiz)> {
        let today = &self.today[place];
        let earlier = (1..).zip(self.earlier).filter(|(_, quiz)| quiz.chapter == today.chapter);
        std::iter::once((0, today)).chain(earlier)
    }

    /// Makes of answers to the edition for exams answers to the quiz with its keys: what is asked is the same, and the first
    /// key counts, which is today's if that is asked today. The result has of each question whose key is another one now its
    /// earlier form.
    pub(super) fn practise(&self, place: usize, submission: &mut Submission) -> Vec<&'a Question> {
        if let Some((_, quiz)) = self.of(place).find(|(_, quiz)| quiz.exam_hash == submission.quiz_hash) {
            submission.quiz_hash.clone_from(&quiz.hash);
        }
        let mut mended = Vec::new();
        for answer in submission.answers.iter_mut().chain(&mut submission.drafts) {
            let mut forms = self.asked_in_exam(place, answer);
            let Some(counts) = forms.next() else { continue };
            mended.extend(forms.find(|form| form.hash != counts.hash));
            drop(forms);
            answer.question_hash.clone_from(&counts.hash);
        }
        mended
    }

    /// The forms of a question, with their keys, to whose edition for exams this is an answer.
    fn asked_in_exam(&self, place: usize, answer: &Answer) -> impl Iterator<Item = &'a Question> {
        let is_it = |question: &&Question| question.id == answer.question && question.exam_hash == answer.question_hash;
        self.of(place).filter_map(move |(_, quiz)| quiz.questions.iter().find(is_it))
    }

    /// The quiz as its reader saw it: today's or an earlier one; if none is known, today's with what is known of its questions.
    pub(super) fn seen(&self, place: usize, submission: &Submission) -> Cow<'a, Quiz> {
        let known = self.of(place).find(|(_, quiz)| quiz.hash == submission.quiz_hash);
        if let Some((_, quiz)) = known {
            return Cow::Borrowed(quiz);
        }
        let mut seen = Cow::Borrowed(&self.today[place]);
        for (at, question) in self.today[place].questions.iter().enumerate() {
            if let (1.., asked) = self.known(place, question, submission) {
                seen.to_mut().questions[at] = asked.clone();
            }
        }
        seen
    }

    /// A question of today as its reader was asked it.
    pub(super) fn asked(&self, place: usize, question: &'a Question, submission: &Submission) -> Asked<'a> {
        let (edition, question) = self.known(place, question, submission);
        Asked::new(question, edition, submission)
    }

    /// What is known of a question of today, with the number of its edition: the form that was answered, or else today's.
    fn known(&self, place: usize, question: &'a Question, submission: &Submission) -> (u32, &'a Question) {
        let form = |quiz: &'a Quiz, answer| quiz.questions.iter().find(|one| one.is_of(answer));
        let known = submission
            .answer(&question.id)
            .and_then(|answer| self.of(place).find_map(|(number, quiz)| Some((number, form(quiz, answer)?))));
        known.unwrap_or((0, question))
    }
}
