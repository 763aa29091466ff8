//! Options to choose from, for the two kinds of choice.

use leptos::web_sys::Event;

use super::card::Card;
use super::session::{At, Session, dispatch};
use crate::quiz::{Choice, Response};
use crate::ui::dom::{Element, IntoNode as _, Node, element, fragment};
use crate::ui::phrases::quiz as say;

/// Radio buttons, or check boxes for a multiple choice, in the order drawn for this reader.
pub(super) fn choices(card: &Card, options: &[Choice], multiple: bool) -> Node {
    let hint = multiple.then(|| element("p").class("hint").child(say::CHOOSE_ALL));
    let shown = card.shuffle.places(options.len()).into_iter();
    let rows = shown.map(|row| choice(card, row, &options[row], multiple).into()).collect();
    fragment([hint.into_node(), element("ul").class("options").child(Node::Fragment(rows)).into()])
}

fn choice(card: &Card, row: usize, option: &Choice, multiple: bool) -> Element {
    let chosen = match card.response {
        Response::Option(chosen) => *chosen == option.id,
        Response::Options(chosen) => chosen.contains(&option.id),
        _ => false,
    };
    let remarks = card.verdict.as_ref().map_or(&[][..], |verdict| &verdict.remarks);
    let remark = remarks.iter().find(|remark| remark.option.as_ref() == Some(&option.id));
    let (class, mark) = match remark.map(|remark| remark.right) {
        None => ("option", None),
        Some(true) => ("option is-right", Some(say::IS_RIGHT)),
        Some(false) => ("option is-wrong", Some(say::IS_WRONG)),
    };
    let input = element("input")
        .attr("type", if multiple { "checkbox" } else { "radio" })
        .attr("name", card.id("choice"))
        .attr("value", option.id.clone())
        .attr("disabled", !card.live)
        .attr("aria-disabled", card.solved.then_some("true"))
        .property("checked", chosen)
        .on("click", dispatch(card.signal, lock, card.at(row)))
        .on("change", dispatch(card.signal, |session, _, at| session.choose(at), card.at(row)));
    let text = element("span").class("option-text").html(option.text.clone());
    let mark = mark.map(|mark| element("span").class("option-mark").child(mark));
    element("li").class(class).child(element("label").child(input).child(text).child(mark))
}

/// Locked by hand: a disabled control would lose the focus at the moment of the answer.
fn lock(session: &mut Session, event: &Event, at: At) {
    if session.solved(at.question) {
        event.prevent_default();
    }
}
