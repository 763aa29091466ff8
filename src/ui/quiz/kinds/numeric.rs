//! A number to type, with its unit.

use super::KindView;
use crate::quiz::kinds::Numeric;
use crate::ui::dom::Node;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::line;

impl KindView for Numeric {
    fn input(&self, card: &Card) -> Node {
        line::line(card, &self.unit, true)
    }
}
