//! The quiz of a chapter: readable as it stands in the page, alive once the module has come.
//!
//! One view draws both from a [`session::Session`]. Without a browser it is still: every question and every option can be
//! read, nothing can be pressed. In the browser `mount_quiz` opens the obfuscated quiz, brings back what the reader answered
//! before, and draws the same view with what a browser can do: keep, hand in, move the focus.

#[cfg(target_arch = "wasm32")]
mod browser;
mod card;
mod choices;
mod foot;
mod kinds;
mod line;
mod session;
#[cfg(test)]
mod tests;
mod verdict;

#[cfg(not(target_arch = "wasm32"))]
use crate::quiz::{Quiz, Submission, obfuscation};
use crate::ui::dom::{IntoNode as _, Node, Signal, element, fragment};
use crate::ui::phrases::quiz as say;
use session::Session;

#[cfg(target_arch = "wasm32")]
pub use browser::mount_quiz;

/// The quiz as it stands in the page: a `<section class="quiz" data-quiz>` whose keys, feedback and explanations travel
/// obfuscated. The texts of the quiz must be HTML by now ([`Quiz::map_texts`]).
#[cfg(not(target_arch = "wasm32"))]
pub fn quiz_html(quiz: &Quiz) -> String {
    let signal = Signal::new(Session::new(quiz.clone(), Submission::empty(quiz), None));
    let inside = signal.with(|session| body(session, signal).to_html()).unwrap_or_default();
    signal.close();
    let chapter = quiz.chapter.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<section class=\"quiz\" id=\"quiz\" aria-labelledby=\"quiz-title\" data-chapter=\"{chapter}\" \
         data-quiz=\"{}\" data-state=\"still\">{inside}</section>",
        obfuscation::obfuscate(quiz)
    )
}

/// Everything inside the section.
fn body(session: &Session, signal: Signal<Session>) -> Node {
    let cards = (0..session.quiz.questions.len()).map(|index| card::card(session, signal, index).into()).collect();
    let exam = session.quiz.is_exam.then(|| element("p").class("quiz-note").child(say::EXAM));
    let note = (!session.live()).then(|| element("p").class("quiz-note").child(say::NEEDS_SCRIPTS));
    fragment([
        element("h2").attr("id", "quiz-title").html(session.quiz.title.clone()).into(),
        note.into_node(),
        exam.into_node(),
        element("p").class("quiz-score").child(session.score()).into(),
        element("div").class("quiz-questions").child(Node::Fragment(cards)).into(),
        foot::foot(session, signal).into_node(),
    ])
}
