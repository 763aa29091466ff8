//! A choice of one option.

use super::KindView;
use crate::quiz::kinds::Single;
use crate::ui::dom::Node;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::choices;

impl KindView for Single {
    fn input(&self, card: &Card) -> Node {
        choices::choices(card, &self.options, false)
    }
}
