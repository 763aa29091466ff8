//! The end of a quiz: whose answers these are, handing them in, starting over.

use leptos::prelude::*;
use leptos::web_sys::Event;

use super::Session;
use crate::labs::markup::{Element, button, element};
use crate::quiz::submission::clean_reader;
use crate::quiz::{Quiz, Submission};

/// Draws the foot. A still quiz has none: there is nothing to hand in.
pub(super) fn foot(session: Session) -> Option<Element> {
    session.live().then(|| {
        let exported = RwSignal::new(None::<String>);
        let buttons =
            element("p").class("quiz-do").child(export(session, exported)).child(" ").child(start_over(session));
        element("div")
            .class("quiz-foot")
            .child(reader(session))
            .child(buttons)
            .child(element("p").class("quiz-said").attr("role", "status").child(move || session.said.get()))
            .child(move || exported.get().map(copy))
    })
}

fn reader(session: Session) -> Element {
    let name = session.answers.with_untracked(|answers| answers.reader.clone());
    let write = move |event: Event| {
        let name = clean_reader(&event_target_value(&event));
        session.change(|answers| answers.reader = name);
    };
    let field = element("input")
        .attr("type", "text")
        .attr("id", "quiz-reader")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "quiz-reader-help")
        .attr("value", name)
        .on("change", write);
    let label = "Your name or number, for the answer file (optional)";
    let help = "Name and answers stay on this machine until you hand in the file yourself.";
    element("p")
        .class("quiz-reader")
        .child(element("label").attr("for", "quiz-reader").child(label))
        .child(field)
        .child(element("span").class("hint").attr("id", "quiz-reader-help").child(help))
}

fn export(session: Session, exported: RwSignal<Option<String>>) -> Element {
    let press = move || {
        let quiz = session.quiz();
        let current = session.answers.with_untracked(|answers| answers.current(&quiz));
        let (count, all) = (current.answers.len(), quiz.questions.len());
        let text = current.to_tree().to_text(true);
        let name = file_name(&quiz, &current);
        let done = session.hands.is_some_and(|hands| (hands.download)(&name, &text));
        session.said.set(if done {
            format!("{count} of {all} answers exported to {name}.")
        } else {
            "This browser cannot save a file here. Copy the text below instead.".to_string()
        });
        exported.set(Some(text));
    };
    button("button", "Export answers", press)
}

/// `consistent-hashing-ada-lovelace.json`.
fn file_name(quiz: &Quiz, submission: &Submission) -> String {
    let chapter = quiz.chapter.rsplit('/').next().unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let reader: String = submission.reader.to_ascii_lowercase().chars().map(plain).collect();
    let name = format!("{chapter}-{}", if reader.is_empty() { "answers" } else { &reader });
    format!("{name}.json")
}

/// The file's text, for where no download arrives.
fn copy(text: String) -> Element {
    let field = element("textarea").attr("readonly", true).attr("rows", "8").attr("aria-label", "The answer file");
    element("details")
        .class("quiz-copy")
        .child(element("summary").child("No file arrived? Copy its text"))
        .child(field.property("value", move || text.clone()))
}

/// Throws all answers of this quiz away, and brings them back: nothing is lost by one press.
fn start_over(session: Session) -> Element {
    let thrown = RwSignal::new(None::<Submission>);
    let press = move || {
        let before = session.answers.get_untracked();
        match thrown.get_untracked().filter(|_| before.answers.is_empty()) {
            Some(back) => {
                session.change(|answers| *answers = back);
                thrown.set(None);
                session.said.set("Your answers are back.".to_string());
            }
            None => {
                let reader = before.reader.clone();
                session.change(|answers| *answers = Submission { reader, ..Submission::empty(&session.quiz()) });
                session.said.set("All answers to this quiz are cleared.".to_string());
                thrown.set(Some(before));
            }
        }
        session.round.update(|round| *round += 1);
    };
    let label = move || {
        let undo = thrown.with(Option::is_some) && session.answers.with(|answers| answers.answers.is_empty());
        if undo { "Bring my answers back" } else { "Start over" }
    };
    button("button quiet", label, press)
}
