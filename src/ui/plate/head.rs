//! The words over the picture: number, title, and what to notice.

use super::state::PlateState;
use crate::ui::dom::{Element, Node, element, fragment};
use crate::ui::phrases::plate as say;

/// Number, title and caption.
pub(super) fn head(state: &PlateState) -> Element {
    let plate = &state.plate;
    let number = (!plate.number.is_empty()).then(|| {
        let number = element("span").class("plate-number").child(say::NUMBER.of([plate.number.clone()]));
        fragment([number.into(), Node::Text(" ".into())])
    });
    let title =
        element("p").class("plate-title").attr("id", state.id("title")).child(number).child(plate.title.clone());
    element("div")
        .class("plate-head")
        .child(title)
        .child(element("p").class("plate-caption").child(plate.caption.clone()))
}
