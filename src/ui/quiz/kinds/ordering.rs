//! Items to put in order, one place at a time.

use super::KindView;
use crate::quiz::kinds::Ordering;
use crate::quiz::{Item, Response};
use crate::ui::dom::{Element, Node, element, fragment};
use crate::ui::phrases::quiz as say;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::foot::press;
use crate::ui::quiz::session::item_id;

impl KindView for Ordering {
    fn input(&self, card: &Card) -> Node {
        order(card, &self.items)
    }
}

/// Items with "Move up" and "Move down".
fn order(card: &Card, items: &[Item]) -> Node {
    let ids = match card.response {
        Response::Order(ids) => &ids[..],
        _ => &[],
    };
    let item = |id: &String| items.iter().find(|item| item.id == *id);
    let rows = ids.iter().enumerate().filter_map(|(place, id)| Some(row(card, item(id)?, place, ids.len()).into()));
    fragment([
        element("p").class("hint").child(say::PUT_IN_ORDER).into(),
        element("ol").class("order").child(Node::Fragment(rows.collect())).into(),
    ])
}

fn row(card: &Card, item: &Item, place: usize, count: usize) -> Element {
    let text_id = item_id(card.question, &item.id, "text");
    let mover = |up: bool| {
        let id = item_id(card.question, &item.id, if up { "up" } else { "down" });
        let at_end = if up { place == 0 } else { place + 1 == count };
        let mover = if up {
            press(card.signal, "button", say::MOVE_UP, |session, _, at| session.shift(at, true), card.at(place))
        } else {
            press(card.signal, "button", say::MOVE_DOWN, |session, _, at| session.shift(at, false), card.at(place))
        };
        mover
            .attr("aria-labelledby", format!("{id} {text_id}"))
            .attr("id", id)
            .attr("disabled", !card.live)
            .attr("aria-disabled", (at_end || card.solved).then_some("true"))
    };
    let movers = element("span").class("order-do").child(mover(true)).child(" ").child(mover(false));
    let text = element("span").class("order-text").attr("id", text_id).html(item.text.clone());
    element("li").child(text).child(movers)
}
