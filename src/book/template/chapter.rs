//! A chapter: its opening, its contents, its text, and what comes next.

use maud::{Markup, PreEscaped, html};

use super::say::around;
use super::{Chapter, Heading, Neighbour, Page, breaks};
use crate::kernel::words;
use crate::ui::phrases::{Phrase, page as say};

/// The article of a chapter.
pub(super) fn article(page: &Page, chapter: &Chapter, root: &str) -> Markup {
    html! {
        header.opening {
            p.number { (say::CHAPTER.of([chapter.number.clone()])) }
            h1 { (page.title) }
            (breaks(page))
            (facts(chapter, root))
        }
        (contents(&chapter.contents))
        div.text { (PreEscaped(&page.body_html)) }
        (onward(chapter, root))
    }
}

/// Where the page belongs, how long it takes, and what it holds to play with.
fn facts(chapter: &Chapter, root: &str) -> Markup {
    let link = |to: &Neighbour| html! { a href={ (root) (to.path) } { (to.number) " " (to.title) } };
    html! {
        ul.facts {
            @if let Some(whole) = &chapter.chapter { li { (around(say::PAGE_OF, [link(whole)])) } }
            li { (say::MINUTES.of([words::whole(chapter.minutes.into())])) }
            @for plate in &chapter.plates {
                li { a href={ "#" (plate.id) } { (plate.title) } }
            }
            @if chapter.questions > 0 {
                li { a href="#quiz" { (say::QUIZ.of([words::whole(chapter.questions.into())])) } }
            }
            @for page in &chapter.further { li { (around(say::FURTHER_PAGE, [link(page)])) } }
        }
    }
}

/// The sections of the page as a thin list, on which the loader marks where the reader is. It is folded where it would
/// stand between the reader and the first sentence.
pub(super) fn contents(headings: &[Heading]) -> Markup {
    let sections = headings.iter().filter(|heading| heading.level == 2);
    html! {
        nav.contents aria-label=(say::ON_THIS_PAGE) {
            details {
                summary { (say::ON_THIS_PAGE) }
                ol { @for heading in sections { li { a href={ "#" (heading.id) } { (heading.title) } } } }
            }
        }
    }
}

/// The chapters before and after.
fn onward(chapter: &Chapter, root: &str) -> Markup {
    html! {
        nav.onward aria-label=(say::BEFORE_AND_AFTER) {
            @if let Some(next) = &chapter.next { (neighbour(next, root, "next", say::NEXT)) }
            @if let Some(previous) = &chapter.previous { (neighbour(previous, root, "previous", say::PREVIOUS)) }
        }
    }
}

fn neighbour(neighbour: &Neighbour, root: &str, class: &str, label: Phrase<0>) -> Markup {
    html! {
        a class=(class) rel=(if class == "next" { "next" } else { "prev" }) href={ (root) (neighbour.path) } {
            span.label { (label) }
            span.name { (neighbour.number) " " (neighbour.title) }
            @if class == "next" { span.first-line { (neighbour.summary) } }
        }
    }
}
