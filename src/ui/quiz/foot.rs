//! The end of a quiz: whose answers these are, handing them in, starting over.

use super::session::{Act, At, Session, dispatch};
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, Signal, element};
use crate::ui::phrases::{Phrase, quiz as say};

/// The id of the button that starts over.
pub(super) const AGAIN: &str = "quiz-again";

/// Draws the foot. A still quiz has none: there is nothing to hand in.
pub(super) fn foot(session: &Session, signal: Signal<Session>) -> Option<Element> {
    if !session.live() {
        return None;
    }
    let again = if session.can_undo() { say::BRING_BACK } else { say::START_OVER };
    let buttons = element("p")
        .class("quiz-do")
        .child(press(signal, "button", say::EXPORT, |session, _, _| session.export(), At::default()))
        .child(" ")
        .child(
            press(signal, "button quiet", say::AS_TEXT, |session, _, _| drop(session.write_out()), At::default())
                .attr("data-part", "answers"),
        )
        .child(" ")
        .child(
            press(signal, "button quiet", again, |session, _, _| session.start_over(), At::default()).attr("id", AGAIN),
        );
    let ready = element("p").class("quiz-ready").child(session.before_export());
    let said = element("p").class("quiz-said").attr("role", "status").child(session.said.clone());
    let foot = element("div").class("quiz-foot").child(reader(session, signal)).child(ready).child(buttons).child(said);
    Some(foot.child(session.exported.clone().map(copy)))
}

/// A push button for an act.
pub(super) fn press(signal: Signal<Session>, class: &'static str, label: Phrase<0>, act: Act, at: At) -> Element {
    element("button").attr("type", "button").class(class).on("click", dispatch(signal, act, at)).child(label)
}

fn reader(session: &Session, signal: Signal<Session>) -> Element {
    let field = element("input")
        .attr("type", "text")
        .attr("id", "quiz-reader")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "quiz-reader-help")
        .property("value", session.answers.reader.clone())
        .on("change", dispatch(signal, |session, event, _| session.rename(&value_of(event)), At::default()));
    element("p")
        .class("quiz-reader")
        .child(element("label").attr("for", "quiz-reader").child(say::READER))
        .child(field)
        .child(element("span").class("hint").attr("id", "quiz-reader-help").child(say::READER_HELP))
}

/// The file's text, for where no download arrives.
fn copy(text: String) -> Element {
    let field = element("textarea").attr("readonly", true).attr("rows", "8").attr("aria-label", say::ANSWER_FILE);
    element("details")
        .class("quiz-copy")
        .child(element("summary").child(say::NO_FILE))
        .child(field.property("value", text))
}
