//! What a quiz is and was, with its keys and without: which of them a reader saw.

use std::borrow::Cow;

use super::intake::ChapterAnswers;
use crate::quiz::exam::ExamHashes;
use crate::quiz::{Answer, Quiz, Submission};

/// Today's quizzes, and then earlier forms of them.
#[derive(Debug)]
pub(super) struct Editions<'a> {
    today: &'a [Quiz],
    all: Vec<Edition<'a>>,
}

/// A quiz, as it is or as it was.
#[derive(Debug)]
struct Edition<'a> {
    /// Which of today's quizzes.
    place: usize,
    quiz: &'a Quiz,
    /// How answers to the edition for exams name it and its questions.
    exam: ExamHashes,
}

impl<'a> Edition<'a> {
    fn new(place: usize, quiz: &'a Quiz) -> Self {
        Self { place, quiz, exam: ExamHashes::of(quiz) }
    }

    /// The hash, with its key, of a question that was answered in the edition for exams.
    fn practised(&self, answer: &Answer) -> Option<&'a str> {
        let mut asked = self.quiz.questions.iter().zip(&self.exam.questions);
        let found = asked.find(|(question, hash)| question.id == answer.question && **hash == answer.question_hash);
        found.map(|(question, _)| question.hash.as_str())
    }
}

impl<'a> Editions<'a> {
    /// Of quizzes that were never others.
    pub(super) fn of(today: &'a [Quiz]) -> Self {
        Self { today, all: today.iter().enumerate().map(|(place, quiz)| Edition::new(place, quiz)).collect() }
    }

    /// Adds what quizzes of the same chapters were.
    pub(super) fn remember(&mut self, earlier: &'a [Quiz]) {
        for quiz in earlier {
            let place = self.today.iter().position(|today| today.chapter == quiz.chapter);
            self.all.extend(place.map(|place| Edition::new(place, quiz)));
        }
    }

    /// Those of a quiz, today's first.
    fn at(&self, place: usize) -> impl Iterator<Item = &Edition<'a>> {
        self.all.iter().filter(move |edition| edition.place == place)
    }

    /// Answers to the edition for exams, as answers to the quiz with its keys: what is asked is the same.
    pub(super) fn as_practised<'c>(&self, place: usize, chapter: &'c ChapterAnswers) -> Cow<'c, ChapterAnswers> {
        let mut practised = Cow::Borrowed(chapter);
        let Submission { quiz_hash, answers, drafts, .. } = &chapter.submission;
        if let Some(edition) = self.at(place).find(|edition| edition.exam.quiz == *quiz_hash) {
            practised.to_mut().submission.quiz_hash.clone_from(&edition.quiz.hash);
        }
        let known = |answer: &Answer| self.at(place).find_map(|edition| edition.practised(answer));
        for (index, hash) in answers.iter().enumerate().filter_map(|(index, answer)| Some((index, known(answer)?))) {
            practised.to_mut().submission.answers[index].question_hash = hash.to_string();
        }
        for (index, hash) in drafts.iter().enumerate().filter_map(|(index, draft)| Some((index, known(draft)?))) {
            practised.to_mut().submission.drafts[index].question_hash = hash.to_string();
        }
        practised
    }

    /// The quiz as its reader saw it: today's or an earlier one; if none is known, today's with what is known of its questions.
    pub(super) fn seen(&self, place: usize, submission: &Submission) -> Cow<'a, Quiz> {
        let known = self.at(place).find(|edition| edition.quiz.hash == submission.quiz_hash);
        if let Some(edition) = known {
            return Cow::Borrowed(edition.quiz);
        }
        let mut seen = Cow::Borrowed(&self.today[place]);
        for answer in &submission.answers {
            let of = |quiz: &'a Quiz| quiz.questions.iter().find(|question| question.is_of(answer));
            let known = self.at(place).skip(1).find_map(|edition| of(edition.quiz));
            let at = seen.questions.iter().position(|question| question.id == answer.question);
            if let (Some(known), Some(at)) = (known, at) {
                seen.to_mut().questions[at] = known.clone();
            }
        }
        seen
    }
}
