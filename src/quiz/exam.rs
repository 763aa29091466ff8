//! (Native.) A quiz for an exam: what is asked, and nothing of what is right.

use super::{Question, Quiz, write};

impl Quiz {
    /// The quiz without its keys, hints, feedback and explanations, and with other hashes: those of this edition, which are over what
    /// is asked alone, so that nobody can try answers against them. Its pages record answers and judge none.
    pub fn for_exam(mut self) -> Self {
        self.questions.iter_mut().for_each(Question::forget);
        self.hash.clone_from(&self.exam_hash);
        self.is_exam = true;
        self
    }
}

impl Question {
    fn forget(&mut self) {
        self.hint.clear();
        self.explanation.clear();
        self.kind.forget();
        self.hash.clone_from(&self.exam_hash);
        self.is_exam = true;
        self.others.iter_mut().for_each(Self::forget);
    }

    /// Takes the hashes of what it asks, which its variants share.
    pub(super) fn take_hashes(&mut self) {
        self.hash = write::hash_question(self);
        let mut exam = self.clone();
        exam.forget();
        self.exam_hash = write::hash_question(&exam);
        for other in &mut self.others {
            (other.hash, other.exam_hash) = (self.hash.clone(), self.exam_hash.clone());
        }
    }
}
