//! The end of a quiz: whose answers these are, handing them in, starting over.

use leptos::prelude::*;

use super::Session;
use crate::quiz::submission::clean_reader;
use crate::quiz::{Quiz, Submission};

/// Draws the foot. A still quiz has none: there is nothing to hand in.
pub(super) fn foot(session: Session) -> impl IntoView {
    session.live().then(|| {
        let exported = RwSignal::new(None::<String>);
        view! {
            <div class="quiz-foot">
                {reader(session)}
                <p class="quiz-do">{export(session, exported)} " " {start_over(session)}</p>
                <p class="quiz-said" role="status">{move || session.said.get()}</p>
                {move || exported.get().map(copy)}
            </div>
        }
    })
}

fn reader(session: Session) -> impl IntoView {
    let name = session.answers.with_untracked(|answers| answers.reader.clone());
    let write = move |event| {
        let name = clean_reader(&event_target_value(&event));
        session.change(|answers| answers.reader = name);
    };
    view! {
        <p class="quiz-reader">
            <label for="quiz-reader">"Your name or number, for the answer file (optional)"</label>
            <input
                type="text"
                id="quiz-reader"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="quiz-reader-help"
                value=name
                on:change=write
            />
            <span class="hint" id="quiz-reader-help">
                "Name and answers stay on this machine until you hand in the file yourself."
            </span>
        </p>
    }
}

fn export(session: Session, exported: RwSignal<Option<String>>) -> impl IntoView {
    let press = move |_| {
        let quiz = session.quiz();
        let current = session.answers.with_untracked(|answers| answers.current(&quiz));
        let (count, all) = (current.answers.len(), quiz.questions.len());
        let text = serde_json::to_string_pretty(&current.to_json()).unwrap_or_default();
        let name = file_name(&quiz, &current);
        let done = session.hands.is_some_and(|hands| (hands.download)(&name, &text));
        session.said.set(if done {
            format!("{count} of {all} answers exported to {name}.")
        } else {
            "This browser cannot save a file here. Copy the text below instead.".to_string()
        });
        exported.set(Some(text));
    };
    view! { <button type="button" class="button" on:click=press>"Export answers"</button> }
}

/// `consistent-hashing-ada-lovelace.json`.
fn file_name(quiz: &Quiz, submission: &Submission) -> String {
    let chapter = quiz.chapter.rsplit('/').next().unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let reader: String = submission.reader.to_lowercase().chars().map(plain).collect();
    let name = format!("{chapter}-{}", if reader.is_empty() { "answers" } else { &reader });
    format!("{name}.json")
}

/// The file's text, for where no download arrives.
fn copy(text: String) -> impl IntoView {
    view! {
        <details class="quiz-copy">
            <summary>"No file arrived? Copy its text"</summary>
            <textarea readonly rows="8" aria-label="The answer file" prop:value=text></textarea>
        </details>
    }
}

/// Throws all answers of this quiz away, and brings them back: nothing is lost by one press.
fn start_over(session: Session) -> impl IntoView {
    let thrown = RwSignal::new(None::<Submission>);
    let press = move |_| {
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
    view! { <button type="button" class="button quiet" on:click=press>{label}</button> }
}
