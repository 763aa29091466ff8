//! What the reader's machine keeps of a quiz, for this tab and others at once, and starting over.

use super::Session;
use crate::quiz::{Question, Submission};
use crate::ui::phrases::quiz as say;
use crate::ui::quiz::foot::AGAIN;

impl Session {
    /// Takes over what another tab has kept since; what was changed here, and could not be kept, stays.
    pub(in crate::ui::quiz) fn follow(&mut self) {
        if let Some(mut theirs) = self.api.and_then(|api| (api.recall)(&self.quiz)) {
            theirs.claim(&self.quiz);
            self.answers.reader_id = theirs.reader_id;
            self.answers.merge(&self.kept, theirs.clone());
            self.kept = theirs;
            self.fill_in();
        }
    }

    /// Keeps the answers, which have changed, beside those of other tabs.
    pub(super) fn keep(&mut self) {
        self.follow();
        if self.api.is_some_and(|api| (api.keep)(&self.answers)) {
            self.kept = self.answers.clone();
        }
    }

    /// Keeps what stands in a question's inputs, if that was not checked.
    pub(super) fn keep_draft(&mut self, index: usize) {
        let question = self.answers.asked(&self.quiz.questions[index]);
        let input = &self.inputs[index];
        let is_draft = input.again || input.response != self.answered_with(question);
        let draft = is_draft.then(|| input.response.clone());
        self.answers.set_draft(question, draft);
        self.keep();
    }

    /// Whether the browser could not keep what a question was answered with, or what was filled in.
    pub(in crate::ui::quiz) fn unkept(&self, question: &Question) -> bool {
        let (here, there, id) = (&self.answers, &self.kept, question.id.as_str());
        self.live() && (here.answer(id) != there.answer(id) || here.draft(id) != there.draft(id))
    }

    /// Whether answers were thrown away that can come back.
    pub(in crate::ui::quiz) fn can_undo(&self) -> bool {
        self.thrown.is_some()
    }

    /// Throws all answers of this quiz away, or brings them back: nothing is lost by one press.
    pub(in crate::ui::quiz) fn start_over(&mut self) {
        let (reader, reader_id) = (self.answers.reader.clone(), self.answers.reader_id);
        let empty = Submission { reader, reader_id, ..Submission::empty(&self.quiz) };
        if let Some(thrown) = self.thrown.take() {
            // Over what was filled in since, here or in another tab.
            let mut thrown = Submission { reader: empty.reader.clone(), ..thrown };
            thrown.merge(&empty, self.answers.clone());
            self.answers = thrown;
            self.said = say::ARE_BACK.text();
        } else {
            self.thrown = Some(std::mem::replace(&mut self.answers, empty));
            self.said = say::CLEARED.text();
        }
        self.inputs.clear();
        self.fill_in();
        self.keep();
        // The page over it is now much shorter, or longer: the reader stays where the way back is.
        if let Some(api) = self.api {
            (api.focus)(AGAIN.into());
        }
    }
}
