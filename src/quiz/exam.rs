//! (Native.) A quiz for an exam: what is asked, and nothing of what is right.

use super::{Question, Quiz, write};

impl Quiz {
    /// The quiz without its keys, hints, feedback and explanations, and with other hashes: those of this edition, which are over what
    /// is asked alone, so that nobody can try answers against them. Its pages record answers and judge none.
    pub fn for_exam(mut self) -> Self {
        for question in &mut self.questions {
            question.forget();
            question.others.iter_mut().for_each(Question::forget);
            question.hash = write::hash_question(question);
            for other in &mut question.others {
                other.hash.clone_from(&question.hash);
            }
        }
        self.hash = write::hash_quiz(&self.questions);
        self.is_exam = true;
        self
    }
}

impl Question {
    fn forget(&mut self) {
        self.hint.clear();
        self.explanation.clear();
        self.kind.forget();
        self.is_exam = true;
    }
}

/// The hashes of a quiz in the edition for exams, by which a grader knows the answers to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamHashes {
    /// The quiz's.
    pub quiz: String,
    /// The questions', in the quiz's order.
    pub questions: Vec<String>,
}

impl ExamHashes {
    /// Of a quiz with its keys.
    pub fn of(quiz: &Quiz) -> Self {
        let exam = quiz.clone().for_exam();
        Self { quiz: exam.hash, questions: exam.questions.into_iter().map(|Question { hash, .. }| hash).collect() }
    }
}
