//! A word or two to type.

use super::KindView;
use crate::quiz::kinds::Short;
use crate::ui::dom::Node;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::line;

impl KindView for Short {
    fn input(&self, card: &Card) -> Node {
        line::line(card, "", false)
    }
}
