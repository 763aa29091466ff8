//! The quiz of a chapter: readable as it stands in the page, alive once the module has come.
//!
//! One view draws both. Without [`Hands`] it is still: every question and every option can be read, nothing can be
//! pressed. In the browser [`mount_quiz`] opens the sealed quiz, brings back what the reader answered before, and draws
//! the same view with hands that keep, hand in and move the focus.

#[cfg(target_arch = "wasm32")]
mod browser;
mod card;
mod foot;
mod inputs;
mod verdict;

use std::sync::Arc;

use leptos::prelude::*;

use super::markup::{IntoNode as _, Node, element, many};
use crate::quiz::grade::tidy;
use crate::quiz::{Quiz, Submission, grade, seal};

#[cfg(target_arch = "wasm32")]
pub use browser::mount_quiz;

/// The quiz as it stands in the page: a `<section class="quiz" data-quiz>` whose keys, feedback and explanations travel
/// sealed. The texts of the quiz must be HTML by now ([`Quiz::map_texts`]).
pub fn quiz_html(quiz: &Quiz) -> String {
    let inside = Owner::new().with(|| {
        let session = Session::new(quiz.clone(), Submission::empty(quiz), None);
        body(session).to_html()
    });
    let chapter = quiz.chapter.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<section class=\"quiz\" id=\"quiz\" aria-labelledby=\"quiz-title\" data-chapter=\"{chapter}\" \
         data-quiz=\"{}\" data-state=\"still\">{inside}</section>",
        seal::seal(quiz)
    )
}

/// What the browser does for a live quiz.
#[derive(Clone, Copy)]
struct Hands {
    /// Keeps what was answered on the reader's machine; false if this browser keeps nothing.
    keep: fn(&Submission) -> bool,
    /// Offers a file `(name, content)` for download; false if it cannot.
    download: fn(&str, &str) -> bool,
    /// Moves the focus to the element with this id, once it is drawn.
    focus: fn(String),
}

/// A quiz while a reader is at it.
#[derive(Clone, Copy)]
struct Session {
    quiz: StoredValue<Arc<Quiz>>,
    /// Everything that was checked, with answers to questions that have changed since.
    answers: RwSignal<Submission>,
    /// What a live region says, beside the verdicts.
    said: RwSignal<String>,
    /// Counts the times that the reader started over: the cards are drawn anew.
    round: RwSignal<u32>,
    hands: Option<Hands>,
}

impl Session {
    fn new(quiz: Quiz, answers: Submission, hands: Option<Hands>) -> Self {
        Self {
            quiz: StoredValue::new(Arc::new(quiz)),
            answers: RwSignal::new(answers),
            said: RwSignal::new(String::new()),
            round: RwSignal::new(0),
            hands,
        }
    }

    fn quiz(self) -> Arc<Quiz> {
        self.quiz.get_value()
    }

    fn live(self) -> bool {
        self.hands.is_some()
    }

    /// Changes the answers and keeps them.
    fn change(self, change: impl FnOnce(&mut Submission)) {
        self.answers.update(change);
        let kept = self.hands.is_some_and(|hands| self.answers.with_untracked(hands.keep));
        if !kept {
            self.said.set("This browser keeps nothing for this page: export your answers before you leave it.".into());
        }
    }

    /// Where the reader stands, in a sentence.
    fn score(self) -> String {
        let quiz = self.quiz();
        let current = self.answers.with(|answers| answers.current(&quiz));
        let grade = grade(&quiz, &current);
        let (answered, all) = (current.answers.len(), quiz.questions.len());
        let open = grade.marks.iter().filter(|mark| mark.attempts > 0 && mark.points < f64::from(mark.out_of)).count();
        let again = if open == 0 { String::new() } else { format!(", {open} to try again") };
        let points = tidy(grade.points);
        format!("{points} of {} points. {answered} of {all} questions answered{again}.", grade.out_of)
    }
}

/// Everything inside the section.
fn body(session: Session) -> Node {
    let quiz = session.quiz();
    let count = quiz.questions.len();
    let cards = move || {
        session.round.track();
        (0..count).map(|index| card::card(session, index)).collect::<Vec<_>>()
    };
    let note = (!session.live()).then(|| {
        let note = "Answers are checked in your browser and need JavaScript; the questions do not.";
        element("p").class("quiz-note").child(note)
    });
    many([
        element("h2").attr("id", "quiz-title").html(quiz.title.clone()).into(),
        note.into_node(),
        element("p").class("quiz-score").child(move || session.score()).into(),
        element("div").class("quiz-questions").child(cards).into(),
        foot::foot(session).into_node(),
    ])
}
