//! Page templates: pure functions from plain data to a whole HTML page.
//!
//! Texts named `…_html` are HTML already; every other text is plain and is escaped here. Links are relative to the page,
//! and name `index.html`, so that the site works under any path, and from a folder without a server.

mod chapter;
mod frame;
mod lists;
pub mod map;
pub mod pairs;
mod say;

use maud::{Markup, PreEscaped, html};

use super::site::Shell;
use crate::ui::phrases::page as phrases;
pub use frame::{POLICY, head_links, policy};
pub use say::around;

/// What every page knows of the book.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The book's title.
    pub title: String,
    /// Its subtitle.
    pub subtitle: String,
    /// Where it is published, with a slash at its end.
    pub site_url: String,
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// Whether it has a glossary.
    pub has_glossary: bool,
    /// Whether it has a quiz, and so the page of progress.
    pub has_quiz: bool,
}

/// A part of the book.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Its folder: `part-10`.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its chapters, in order; planned ones too.
    pub chapters: Vec<Entry>,
}

/// A chapter, or a further page of one, in a list.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its folder in the part: `consistent-hashing`, `consistent-hashing/replicas`.
    pub id: String,
    /// Its number, as printed: `10.1`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// One sentence on it.
    pub summary: String,
    /// Its picture, as HTML; empty where it has none.
    pub picture: String,
    /// Still to come: listed, not linked.
    pub planned: bool,
}

/// A page to be framed.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its path from the site's root: `part-10/consistent-hashing/index.html`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// One sentence that says what breaks; empty where nothing does.
    pub breaks: String,
    /// One sentence for search engines and link previews.
    pub description: String,
    /// What kind of page it is, with what only that kind has.
    pub kind: Kind,
    /// Its text.
    pub body_html: String,
}

/// The kinds of page.
#[derive(Clone, Debug)]
pub enum Kind {
    /// The front page: the text, then all parts and chapters.
    Front,
    /// The overview of a part: the text, then its chapters. Holds the part's id.
    Part(String),
    /// A chapter.
    Chapter(Box<Chapter>),
    /// Any other page of text, such as the reference, with its contents.
    Plain(Vec<Heading>),
    /// The page for a missing address, which is shown under any address. Holds the path that the site's root has on its
    /// host (`/` or `/faultlines/`) as far as the book knows: the loader finds out where it is.
    Missing(String),
}

/// What a chapter has beside its text.
#[derive(Clone, Debug, Default)]
pub struct Chapter {
    /// The id of its part.
    pub part: String,
    /// Its number, as printed: `10.1`.
    pub number: String,
    /// How long it takes to read, minutes.
    pub minutes: u32,
    /// Its plates, in order; the level is not used.
    pub plates: Vec<Heading>,
    /// How many questions its quiz asks.
    pub questions: u32,
    /// Its headings, in order.
    pub contents: Vec<Heading>,
    /// The chapter of which it is a further page.
    pub chapter: Option<Neighbour>,
    /// Its further pages, in order.
    pub further: Vec<Neighbour>,
    /// The chapter before it.
    pub previous: Option<Neighbour>,
    /// The chapter after it.
    pub next: Option<Neighbour>,
}

/// A place on the page that a list links to.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// Its id in the page.
    pub id: String,
    /// Its text.
    pub title: String,
    /// 2 for a section, 3 for a subsection.
    pub level: u8,
}

/// A written chapter that another links to: the one before or after, or one of its pages.
#[derive(Clone, Debug, Default)]
pub struct Neighbour {
    /// Its page, from the site's root.
    pub path: String,
    /// Its number, as printed.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
}

/// The whole page.
pub fn page(page: &Page, outline: &Outline, shell: &Shell) -> String {
    let root = page.root();
    let body = PreEscaped(page.body_html.as_str());
    let main: Markup = match &page.kind {
        Kind::Front => html! {
            header.opening.front {
                p.number { (outline.subtitle) }
                h1 { (page.title) }
                (breaks(page))
            }
            div.text { (body) }
            @for part in &outline.parts { (lists::part(part, &root, true)) }
        },
        Kind::Part(id) => {
            let part = outline.parts.iter().find(|part| part.id == *id);
            html! {
                header.opening {
                    @if let Some(part) = part { p.number { (phrases::PART.of([part.number.to_string()])) } }
                    h1 { (page.title) }
                    (breaks(page))
                }
                div.text { (body) }
                @if let Some(part) = part { (lists::part(part, &root, false)) }
            }
        }
        Kind::Chapter(chapter) => chapter::article(page, chapter, &root),
        Kind::Plain(contents) => html! {
            header.opening { h1 { (page.title) } }
            (chapter::contents(contents))
            div.text { (body) }
        },
        Kind::Missing(_) => html! {
            header.opening {
                img.missing-sign src={ (root) (shell.icon) } width="64" height="64" alt=(phrases::MISSING_SIGN);
                h1 { (page.title) }
            }
            div.text { (body) }
        },
    };
    frame::frame(page, outline, shell, main).into_string()
}

/// The sentence under the title.
fn breaks(page: &Page) -> Markup {
    html! { @if !page.breaks.is_empty() { p.breaks { (page.breaks) } } }
}

impl Page {
    /// What readers call it where others speak of it: `10.1 Consistent hashing`.
    pub fn place(&self) -> String {
        match &self.kind {
            Kind::Chapter(chapter) => format!("{} {}", chapter.number, self.title),
            _ => self.title.clone(),
        }
    }

    /// What leads from this page to the site's root: `./`, `../../` …
    pub fn root(&self) -> String {
        if let Kind::Missing(root) = &self.kind {
            return root.clone();
        }
        match self.path.matches('/').count() {
            0 => "./".into(),
            depth => "../".repeat(depth),
        }
    }

    /// The picture that other sites show of this page, from the site's root; of a page without one, the book's.
    pub fn card(&self) -> String {
        let own = match &self.kind {
            Kind::Part(_) | Kind::Chapter(_) => self.path.strip_suffix("/index.html"),
            Kind::Front | Kind::Plain(_) | Kind::Missing(_) => None,
        };
        format!("cards/{}.png", own.unwrap_or("index"))
    }
}

#[cfg(test)]
mod tests;
