//! Some sentences to write, and a model answer to compare them with.

use super::KindView;
use crate::quiz::Response;
use crate::quiz::kinds::Open;
use crate::ui::dom::{IntoNode as _, Node, element, value_of};
use crate::ui::phrases::{Phrase, quiz as say};
use crate::ui::quiz::card::Card;
use crate::ui::quiz::session::dispatch;

/// The longest answer that a page takes, in UTF-16 units: some pages of text.
const LONGEST: &str = "10000";

impl KindView for Open {
    fn input(&self, card: &Card) -> Node {
        let typed = match card.response {
            Response::Text(text) if !text.is_empty() => Some(text.clone()),
            _ => None,
        };
        let field = element("textarea")
            .class("sentences")
            .attr("rows", "6")
            .attr("maxlength", LONGEST)
            .attr("aria-labelledby", card.id("prompt"))
            .attr("disabled", !card.live)
            .property("value", typed)
            .on(
                "input",
                dispatch(card.signal, |session, event, at| session.write(at.question, value_of(event)), card.at(0)),
            );
        field.into()
    }

    fn ask(&self) -> Phrase<0> {
        say::SHOW_MODEL
    }

    /// The model answer, where the page has it: of a still quiz for whoever unfolds it, of a live one once the reader has written an answer.
    fn after(&self, card: &Card) -> Node {
        if self.model.is_empty() || card.live && !card.answered {
            return Node::nothing();
        }
        let points = self.compare.iter().map(|point| element("li").html(point.clone()).into()).collect();
        let model = element("details")
            .class("explanation model")
            .attr("open", card.live)
            .child(element("summary").child(say::MODEL))
            .child(element("div").html(self.model.clone()))
            .child(element("p").class("hint").child(say::COMPARE))
            .child(element("ul").child(Node::Fragment(points)));
        model.into_node()
    }
}
