//! Questions, answers and grading: the same code in the page and on the command line.
//!
//! A chapter's `quiz.toml` becomes a [`Quiz`] ([`Quiz::from_json`]); a reader's answer is a [`Response`];
//! [`Question::judge`] says how good it is and what to tell the reader; everything that a reader answered is a
//! [`Submission`], which is both what the page keeps on the reader's machine and the answer file that is handed in;
//! [`grade`] turns it into a [`Grade`].
//!
//! **Architecture Invariant:** nothing here reads a clock, prints, or knows of pages and files.

pub mod grade;
mod judge;
#[cfg(not(target_arch = "wasm32"))]
pub mod notes;
pub mod number;
mod order;
mod page;
#[cfg(not(target_arch = "wasm32"))]
mod read;
pub mod seal;
pub mod submission;
#[cfg(not(target_arch = "wasm32"))]
mod write;

pub use grade::{Grade, Mark, Outcome, grade};
pub use judge::{Remark, Verdict};
pub use submission::{Answer, Claim, Response, Submission};

/// The questions at the end of a chapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiz {
    /// The folder of its chapter under `content/`: `part-10/consistent-hashing`.
    pub chapter: String,
    /// Its heading.
    pub title: String,
    /// In the order of the page.
    pub questions: Vec<Question>,
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
    /// What full credit is worth, 1 to 100.
    pub points: u32,
    /// Why the right answer is right; for after the answer.
    pub explanation: String,
    /// How it is answered, and what is right.
    pub kind: Kind,
    /// XXH3-128 of what is asked and of what counts as right, as written (not of feedback and explanation): an answer
    /// to a question that has another hash was an answer to something else. It shows a change, not a forgery.
    pub hash: String,
}

/// How a question is answered, and what is right.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Exactly one option is right.
    Single(Vec<Choice>),
    /// Any number of options are right, at least one.
    Multiple(Vec<Choice>),
    /// A number.
    Numeric(Numeric),
    /// Items to put in order.
    Ordering(Ordering),
    /// A word or two.
    Short(Short),
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id, kebab-case, unique in the question.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Whether it is right.
    pub correct: bool,
    /// What to tell a reader who chose it; may be empty.
    pub feedback: String,
}

/// A question whose answer is a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Numeric {
    /// The right number, in `unit`. Where the author gave a key, the engine computed it.
    pub answer: f64,
    /// How far from it still counts, in `unit`; inclusive.
    pub tolerance: f64,
    /// The unit, shown after the field; empty for a pure number.
    pub unit: String,
    /// What to tell a reader who is right.
    pub feedback_correct: String,
    /// What to tell a reader whose number is too small.
    pub feedback_low: String,
    /// What to tell a reader whose number is too large.
    pub feedback_high: String,
}

/// A question whose answer is an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordering {
    /// In the right order; pages show them in [`Question::shuffled`] order.
    pub items: Vec<Item>,
    /// What to tell a reader who is right.
    pub feedback_correct: String,
    /// What to tell a reader who is not.
    pub feedback_wrong: String,
}

/// One item of an [`Ordering`].
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id, kebab-case, unique in the question.
    pub id: String,
    /// What it says.
    pub text: String,
}

/// A question whose answer is a word or two.
#[derive(Clone, Debug, PartialEq)]
pub struct Short {
    /// What counts as right; letter case, spaces and punctuation do not matter.
    pub accepted: Vec<String>,
    /// What to tell a reader who is right.
    pub feedback_correct: String,
    /// What to tell a reader who is not.
    pub feedback_wrong: String,
}

impl Kind {
    /// Its name in `quiz.toml`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Single(_) => "single",
            Self::Multiple(_) => "multiple",
            Self::Numeric(_) => "numeric",
            Self::Ordering(_) => "ordering",
            Self::Short(_) => "short",
        }
    }
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
    /// `quiz.toml` (`questions.0.options.2.feedback`). The book renders Markdown and fills in computed numbers here.
    /// The hashes stay those of the texts as written.
    pub fn map_texts(&mut self, mut map: impl FnMut(&str, &str) -> String) {
        self.title = map(&self.title, "title");
        for (index, question) in self.questions.iter_mut().enumerate() {
            question.map_texts(&format!("questions.{index}"), &mut map);
        }
    }
}

impl Question {
    fn map_texts(&mut self, path: &str, map: &mut impl FnMut(&str, &str) -> String) {
        self.prompt = map(&self.prompt, &format!("{path}.prompt"));
        let mut replace = |text: &mut String, key: &str| {
            if !text.is_empty() {
                *text = map(text, &format!("{path}.{key}"));
            }
        };
        replace(&mut self.explanation, "explanation");
        match &mut self.kind {
            Kind::Single(options) | Kind::Multiple(options) => {
                for (index, option) in options.iter_mut().enumerate() {
                    replace(&mut option.text, &format!("options.{index}.text"));
                    replace(&mut option.feedback, &format!("options.{index}.feedback"));
                }
            }
            Kind::Numeric(numeric) => {
                replace(&mut numeric.feedback_correct, "feedback_correct");
                replace(&mut numeric.feedback_low, "feedback_low");
                replace(&mut numeric.feedback_high, "feedback_high");
            }
            Kind::Ordering(ordering) => {
                for (index, item) in ordering.items.iter_mut().enumerate() {
                    replace(&mut item.text, &format!("items.{index}.text"));
                }
                replace(&mut ordering.feedback_correct, "feedback_correct");
                replace(&mut ordering.feedback_wrong, "feedback_wrong");
            }
            Kind::Short(short) => {
                replace(&mut short.feedback_correct, "feedback_correct");
                replace(&mut short.feedback_wrong, "feedback_wrong");
            }
        }
    }
}

#[cfg(test)]
mod tests;
