//! The page of the glossary: the terms by the alphabet, each with where it is taught.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use super::{Term, also, capitalized};
use crate::ui::phrases::page as say;

/// The text of the page and its headings, a letter each. `pages` has what readers call each page of the site.
pub fn page(terms: &[Term], pages: &BTreeMap<String, String>) -> (String, Vec<(String, String)>) {
    let mut letters = BTreeMap::<String, Vec<&Term>>::new();
    for term in terms {
        let first = capitalized(&term.term).chars().take(1).collect();
        letters.entry(first).or_default().push(term);
    }
    let id = |letter: &str| format!("letter-{}", letter.to_lowercase());
    let text = html! {
        @for (letter, terms) in &letters {
            h2 id=(id(letter)) {
                (letter) " "
                a.anchor href={ "#" (id(letter)) } aria-label=(say::LINK_TO.of([letter.clone()])) { "#" }
            }
            dl.terms { @for term in terms { (entry(term, pages)) } }
        }
    };
    let headings = letters.keys().map(|letter| (id(letter), letter.clone())).collect();
    (text.into_string(), headings)
}

fn entry(term: &Term, pages: &BTreeMap<String, String>) -> Markup {
    let anchor = if term.section.is_empty() { String::new() } else { format!("#{}", term.section) };
    html! {
        dt id=(term.id) { (capitalized(&term.term)) }
        dd {
            (PreEscaped(&term.definition))
            @if !term.also.is_empty() { " " span.also { (also(term)) } }
            @if let Some(name) = pages.get(&term.taught) {
                " " a.taught href={ "../" (term.taught) (anchor) } { (name) }
            }
        }
    }
}
