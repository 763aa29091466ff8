//! The incident builder: take a card, take a second, and read what becomes of the two together. The cards are radio buttons,
//! and what a button shows stands behind it, so that a style sheet is all it needs; without one everything can be read.

use maud::{Markup, html};

use super::map::{Map, Pair};
use crate::ui::phrases::page as say;

/// The builder, on a page from which `to_part` leads to the overview: nothing, or `../`.
pub fn builder(map: &Map, to_part: &str) -> String {
    let firsts = (0..map.topics.len()).filter(|place| partners(map, *place).next().is_some());
    let markup = html! {
        section.pairs #pairs-builder aria-label=(say::BUILDER) {
            fieldset.cards {
                legend { (say::TAKE_CARD) }
                @for first in firsts {
                    @let again = partners(map, first).all(|(other, _)| other < first);
                    (card("first", &first.to_string(), &map.topics[first].title, again))
                    div.dealt { (second(map, first, to_part)) }
                }
            }
        }
    };
    markup.into_string() + "\n"
}

/// The cards that go with the first, and what becomes of each pair.
fn second(map: &Map, first: usize, to_part: &str) -> Markup {
    html! {
        fieldset.cards {
            legend { (say::CARD_AND.of([map.topics[first].title.clone()])) }
            @for (index, (other, pair)) in partners(map, first).enumerate() {
                (card(&format!("second-{first}"), &format!("{first}-{index}"), &map.topics[other].title, other < first))
                div.dealt {
                    p { strong { (pair.title) ". " } (pair.text) }
                    p.remedy { strong { (say::REMEDY) " " } (pair.remedy) }
                    @if !pair.section.is_empty() {
                        p { a href={ @if !to_part.is_empty() { (to_part) "index.html" } "#" (pair.section) } { (say::RUN_IT) } }
                    }
                }
            }
        }
    }
}

/// A card; `again` where all that it deals stands under an earlier one too: it is printed once.
fn card(group: &str, id: &str, title: &str, again: bool) -> Markup {
    html! {
        input.again[again] type="radio" name={ "pair-" (group) } id={ "card-" (id) } value=(id);
        label for={ "card-" (id) } { (title) }
    }
}

/// The topics that have a pair with this one, in order, with the pair.
fn partners(map: &Map, place: usize) -> impl Iterator<Item = (usize, &Pair)> {
    (0..map.topics.len()).filter_map(move |other| {
        let both = [place.min(other), place.max(other)];
        Some((other, map.pairs.iter().find(|pair| pair.topics == both)?))
    })
}
