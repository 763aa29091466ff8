//! A choice of what a run will measure.

use super::KindView;
use crate::quiz::kinds::Prediction;
use crate::ui::dom::Node;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::choices;

impl KindView for Prediction {
    fn input(&self, card: &Card) -> Node {
        choices::choices(card, &self.options, false)
    }
}
