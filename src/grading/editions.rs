//! What quizzes are and were, with their keys and without: which of them a reader saw.

use std::borrow::Cow;

use super::asked::Asked;
use crate::quiz::{Answer, Question, Quiz, Submission};

/// A question that was answered in the edition for exams.
#[derive(Clone, Copy, Debug)]
pub(super) struct InExam<'a> {
    /// In the form whose key counts.
    pub question: &'a Question,
    /// An earlier form of it, with another key.
    pub earlier: Option<&'a Question>,
}

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
    /// key counts, which is today's if that is asked today. Gives the questions of which that was so.
    pub(super) fn practise(&self, place: usize, submission: &mut Submission) -> Vec<InExam<'a>> {
        if let Some((_, quiz)) = self.of(place).find(|(_, quiz)| quiz.exam_hash == submission.quiz_hash) {
            submission.quiz_hash.clone_from(&quiz.hash);
        }
        let mut in_exam = Vec::new();
        for answer in submission.answers.iter_mut().chain(&mut submission.drafts) {
            let mut forms = self.asked_in_exam(place, answer);
            let Some(question) = forms.next() else { continue };
            in_exam.push(InExam { question, earlier: forms.find(|form| form.hash != question.hash) });
            drop(forms);
            answer.question_hash.clone_from(&question.hash);
        }
        in_exam
    }

    /// The forms of a question, with their keys, to whose edition for exams this is an answer.
    fn asked_in_exam(&self, place: usize, answer: &Answer) -> impl Iterator<Item = &'a Question> {
        let is_it = |question: &&Question| question.id == answer.question && question.exam_hash == answer.question_hash;
        self.of(place).filter_map(move |(_, quiz)| quiz.questions.iter().find(is_it))
    }

    /// The quiz as its reader saw it, today's or an earlier one, each question that was answered in the form whose key counts.
    pub(super) fn seen(&self, place: usize, submission: &Submission) -> Cow<'a, Quiz> {
        let named = self.of(place).find(|(_, quiz)| quiz.hash == submission.quiz_hash);
        let quiz = named.map_or(&self.today[place], |(_, quiz)| quiz);
        let mut seen = Cow::Borrowed(quiz);
        for (at, question) in quiz.questions.iter().enumerate() {
            let form = submission.answer(&question.id).and_then(|answer| self.answered(place, answer));
            if let Some((_, form)) = form.filter(|(_, form)| form.hash != question.hash) {
                seen.to_mut().questions[at] = form.clone();
            }
        }
        seen
    }

    /// A question of today as its reader was asked it: in the form that was answered; if none was, as the quiz has it that the
    /// reader saw; or else, as far as is known, as it now is.
    pub(super) fn asked(&self, place: usize, question: &'a Question, submission: &Submission) -> Asked<'a> {
        let known = match submission.answer(&question.id) {
            Some(answer) => self.answered(place, answer),
            None => {
                let mut all = self.of(place).filter(|(_, quiz)| quiz.hash == submission.quiz_hash);
                all.find_map(|(number, quiz)| Some((number, quiz.question(&question.id)?)))
            }
        };
        let (edition, question) = known.unwrap_or((0, question));
        Asked::new(question, edition, submission)
    }

    /// The form of a question that is answered, with the number of its edition.
    fn answered(&self, place: usize, answer: &Answer) -> Option<(u32, &'a Question)> {
        let form = |quiz: &'a Quiz| quiz.questions.iter().find(|question| question.is_of(answer));
        self.of(place).find_map(|(number, quiz)| Some((number, form(quiz)?)))
    }
}
