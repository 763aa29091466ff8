//! Lists of chapters, on the front page, on a part's overview and in the menu.

use maud::{Markup, PreEscaped, html};

use super::{Entry, Part};
use crate::ui::phrases::page as say;

/// A part with its chapters, each with its summary; `linked` when the part's own page is another one. On its own page
/// each chapter's id is an anchor, so that text can refer to chapters that are still to come.
pub(super) fn part(part: &Part, root: &str, linked: bool) -> Markup {
    html! {
        section.part aria-labelledby={ "chapters-of-" (part.id) } {
            h2 id={ "chapters-of-" (part.id) } {
                @if linked {
                    a href={ (root) (part.id) "/index.html" } { (say::PART_TITLED.of([part.number.to_string(), part.title.clone()])) }
                } @else {
                    (say::THE_CHAPTERS)
                }
            }
            ol.chapters {
                // A chapter stands with its further pages.
                @for entries in part.chapters.chunk_by(|_, next| next.id.contains('/')) {
                    (chapter(part, entries, root, !linked))
                }
            }
        }
    }
}

fn chapter(part: &Part, entries: &[Entry], root: &str, anchored: bool) -> Markup {
    let anchor = |entry: &Entry| anchored.then(|| entry.id.replace('/', "-"));
    let Some((entry, further)) = entries.split_first() else { return html! {} };
    html! {
        li.planned[entry.planned] id=[anchor(entry)] {
            (PreEscaped(&entry.picture))
            span.number { (entry.number) @if entry.planned { " " span.to-come { (say::TO_COME) } } }
            div {
                @if entry.planned {
                    p.name { (entry.title) }
                } @else {
                    p.name { a href=(href(part, entry, root)) { (entry.title) } }
                }
                p.summary { (entry.summary) }
                @for page in further {
                    p.further id=[anchor(page)] {
                        span.number { (page.number) } " " a href=(href(part, page, root)) { (page.title) }
                    }
                }
            }
        }
    }
}

/// All parts and chapters, for the menu.
pub(super) fn menu(parts: &[Part], root: &str, here: &str) -> Markup {
    html! {
        @for part in parts {
            @let overview = format!("{}/index.html", part.id);
            p.part { a href={ (root) (overview) } aria-current=[current(here == overview)] { (say::PART_TITLED.of([part.number.to_string(), part.title.clone()])) } }
            ol {
                @for entry in &part.chapters {
                    li.planned[entry.planned] {
                        @if entry.planned {
                            span.number { (entry.number) } " " (entry.title) " " span.to-come { (say::TO_COME) }
                        } @else {
                            a href=(href(part, entry, root)) aria-current=[current(here == path(part, entry))] {
                                span.number { (entry.number) } " " (entry.title)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The value of `aria-current`, where it belongs.
pub(super) fn current(here: bool) -> Option<&'static str> {
    here.then_some("page")
}

fn path(part: &Part, entry: &Entry) -> String {
    format!("{}/{}/index.html", part.id, entry.id)
}

fn href(part: &Part, entry: &Entry, root: &str) -> String {
    format!("{root}{}", path(part, entry))
}
