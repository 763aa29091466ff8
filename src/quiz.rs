//! Questions, answers and grading: the same code in the page and on the command line.
//!
//! A chapter's `quiz.toml` becomes a [`Quiz`] ([`Quiz::from_json`]); a reader's answer is a [`Response`];
//! [`Question::grade`] says how good it is and what to tell the reader; everything that a reader answered is a
//! [`Submission`], which is both what the page keeps on the reader's machine and the answer file that is handed in;
//! [`grade`] turns it into a [`Grade`].
//!
//! **Architecture Invariant:** nothing here reads a clock, prints, or knows of pages and files.

pub mod choices;
#[cfg(grader)]
pub mod computed_key;
#[cfg(grader)]
pub mod exam;
#[cfg(grader)]
pub mod experimented;
pub mod fold;
pub mod grade;
pub mod kinds;
#[cfg(grader)]
pub mod notes;
pub mod number;
pub mod obfuscation;
pub mod order;
mod page;
#[cfg(grader)]
mod performed;
#[cfg(grader)]
pub mod pool;
#[cfg(grader)]
pub mod read;
pub mod submission;
#[cfg(grader)]
pub mod traced;
pub mod variants;
mod verdict;
#[cfg(grader)]
mod write;

pub use choices::Choice;
pub use grade::{Grade, Mark, Outcome, grade};
pub use kinds::{Item, Kind};
pub use order::{ReaderId, Shuffle};
pub use submission::{Answer, Attempt, Claim, Evidence, Response, Submission};
pub use verdict::{Remark, Verdict};

/// The questions at the end of a chapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiz {
    /// The folder of its chapter under `content/`: `part-10/consistent-hashing`.
    pub chapter: String,
    /// The course in which it is answered: `course` of `book.toml`. Another course shows its options in another order.
    pub course: String,
    /// Its heading.
    pub title: String,
    /// In the order of the page.
    pub questions: Vec<Question>,
    /// Whether it is without its keys: answers are recorded, and nobody judges them here.
    pub is_exam: bool,
    /// The [`hash`](Self::hash) that it has in the edition for exams.
    #[cfg(grader)]
    pub exam_hash: String,
    /// Changes whenever any question's [`Question::hash`] does, or their order: 32 hexadecimal digits.
    pub hash: String,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its id, kebab-case, unique in the quiz.
    pub id: String,
    /// What is asked: Markdown as written, HTML after [`Quiz::map_texts`].
    pub prompt: String,
    /// What full credit is worth, 1 to 100; 0 where answers are not scored.
    pub points: u32,
    /// What it is about: ids of terms of the book's glossary. A page does not know them.
    pub tags: Vec<String>,
    /// What helps a reader on, for whoever unfolds it; may be empty.
    pub hint: String,
    /// Why the right answer is right; for after the answer.
    pub explanation: String,
    /// How it is answered, and what is right.
    pub kind: Kind,
    /// The values that were drawn for this variant, each with its name. A page does not know them.
    pub drawn: Vec<(String, String)>,
    /// Its further variants, which ask the same with other numbers: they share its id, points, tags and hash, and have none of
    /// their own.
    pub others: Vec<Question>,
    /// Whether it is without its key: no answer to it is judged.
    pub is_exam: bool,
    /// The [`hash`](Self::hash) that it has in the edition for exams: over what is asked alone.
    #[cfg(grader)]
    pub exam_hash: String,
    /// XXH3-128 of what is asked and of what counts as right, as written, in all variants (not of feedback and explanation): an answer
    /// to a question that has another hash was an answer to something else. It shows a change, not a forgery.
    pub hash: String,
}

impl Quiz {
    /// The question with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// What all questions together are worth.
    pub fn points(&self) -> u32 {
        self.questions.iter().map(|question| question.points).sum()
    }

    /// Replaces every text that a reader sees by what `map` makes of it; it is given the text and its dotted path in
    /// `quiz.toml` (`questions.0.options.2.feedback`), which all variants of a question share. The book renders Markdown and fills in computed numbers here.
    /// The hashes stay those of the texts as written.
    pub fn map_texts(&mut self, mut map: impl FnMut(&str, &str) -> String) {
        self.title = map(&self.title, "title");
        for (index, question) in self.questions.iter_mut().enumerate() {
            question.map_texts(&format!("questions.{index}"), &mut map);
        }
    }
}

impl Question {
    /// Whether it is what was answered, and not only of the same name.
    pub fn is_of(&self, answer: &Answer) -> bool {
        self.id == answer.question && self.hash == answer.question_hash
    }

    /// A question of one variant, worth a point, without a hash.
    #[cfg(grader)]
    pub fn new(id: String, prompt: String, kind: Kind) -> Self {
        let [hint, explanation, hash, exam_hash] = [const { String::new() }; 4];
        let (tags, drawn, others) = (Vec::new(), Vec::new(), Vec::new());
        Self { id, prompt, points: 1, tags, hint, explanation, kind, drawn, others, is_exam: false, exam_hash, hash }
    }

    fn map_texts(&mut self, path: &str, map: &mut impl FnMut(&str, &str) -> String) {
        self.prompt = map(&self.prompt, &format!("{path}.prompt"));
        let mut replace = |text: &mut String, key: &str| {
            if !text.is_empty() {
                *text = map(text, &format!("{path}.{key}"));
            }
        };
        replace(&mut self.hint, "hint");
        replace(&mut self.explanation, "explanation");
        self.kind.map_texts(&mut replace);
        self.others.iter_mut().for_each(|other| other.map_texts(path, map));
    }
}

#[cfg(test)]
mod tests;
