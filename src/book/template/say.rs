//! What the templates say, in the language of the book.

use maud::{Markup, PreEscaped, Render, html};

use crate::ui::phrases::{Phrase, catalogue};

impl Render for Phrase<0> {
    fn render(&self) -> Markup {
        html! { (self.text()) }
    }
}

/// A phrase with markup in its holes.
pub fn around<const HOLES: usize>(phrase: Phrase<HOLES>, given: [Markup; HOLES]) -> Markup {
    let escaped = |text: &str| html! { (text) }.into_string();
    PreEscaped(catalogue::current().say(phrase.number(), &given.map(Markup::into_string), escaped))
}

/// Things in a row: `a, b and c`.
pub(super) fn listed(things: &[Markup]) -> Markup {
    html! {
        @for (place, thing) in things.iter().enumerate() {
            @if place > 0 { @if place + 1 == things.len() { " " (crate::ui::phrases::page::AND) " " } @else { ", " } }
            (thing)
        }
    }
}
