//! The log of what is shown, in ShiViz's format, and a field in which to paste one's own.

use std::rc::Rc;

use super::desk::{Desk, Shot};
use crate::engines::space_time::shiviz;
use crate::kernel::Time;
use crate::ui::LIVE;
use crate::ui::dom::{Element, Signal, button, element, typed_in};
use crate::ui::plate::PlateState;

/// Both, folded.
pub(super) fn desk(state: &PlateState, signal: Signal<PlateState>, desk: &Rc<Desk>, shot: &Shot) -> Element {
    let field = state.id("log");
    let open = {
        let (desk, field) = (Rc::clone(desk), field.clone());
        move || {
            let text = typed_in(&field);
            signal.update(|state| {
                if desk.open(&text) {
                    state.link.pick = None;
                    state.seek(Time(u64::MAX));
                }
            });
        }
    };
    let close = {
        let desk = Rc::clone(desk);
        move || {
            signal.update(|state| {
                desk.close_log();
                state.link.pick = None;
            });
        }
    };
    let paste = element("textarea").attr("id", field.clone()).attr("rows", "4").attr("spellcheck", "false");
    let complaint = element("p").class("plate-note").attr("role", "alert").child(desk.complaint.borrow().clone());
    let exported = element("pre")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", "The log of what is shown")
        .child(LIVE.then(|| shiviz::write(&shot.diagram)));
    element("details")
        .class("clocks-log")
        .child(element("summary").child("Log, for ShiViz and from it"))
        .child(
            element("p")
                .child("ShiViz draws this with the expression ")
                .child(element("code").child(shiviz::EXPRESSION)),
        )
        .child(exported)
        .child(element("label").attr("for", field).child("A log to draw"))
        .child(paste)
        .child(complaint)
        .child(button("button", "Draw this log", open))
        .child(desk.shows_log().then(|| button("button quiet", "Back to the run", close)))
}
