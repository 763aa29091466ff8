//! Pages that no file of the content holds: the two references, and the page for a missing address.
//!
//! No content decides what the references say: they are made once, however many books a program compiles.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use maud::html;

use super::super::glossary::{self, Term};
use super::super::render::Link;
use super::super::{authors, progress, reference, render, room, template};
use super::template::map::Map;
use super::{Page, findable, heading};
use crate::grading::course::Course;
use crate::ui::phrases::page as say;

/// The text of a page and its headings.
type Text = (String, Vec<render::Heading>);

pub(super) fn reference_page() -> Page {
    static TEXT: LazyLock<Text> = LazyLock::new(reference::body);
    made("reference/index.html", &say::REFERENCE.text(), &say::REFERENCE_ABOUT.text(), TEXT.clone())
}

pub(super) fn authors_page() -> Page {
    static TEXT: LazyLock<Text> = LazyLock::new(authors::body);
    made("authors/index.html", &say::AUTHORS.text(), &say::AUTHORS_ABOUT.text(), TEXT.clone())
}

/// The page of a part’s villains, if it has any.
pub(super) fn villains_page(part: &str, map: &Map) -> Option<Page> {
    let headings = map.villains.iter().map(|villain| {
        let (id, text) = (villain.id.clone(), villain.name.clone());
        render::Heading { level: 2, id, text }
    });
    let text = (template::map::villains(map), headings.collect());
    let (title, description) = (say::VILLAINS.text(), say::VILLAINS_ABOUT.text());
    let mut page = made(&format!("{part}/villains/index.html"), &title, &description, text);
    page.findable = findable::of_text(&page.page);
    (!map.villains.is_empty()).then_some(page)
}

/// The glossary, if the book has one; `written` are the pages that may teach its terms.
pub(super) fn glossary_page(terms: &[Term], links: Vec<Link>, written: &[Page]) -> Option<Page> {
    let names = written.iter().map(|page| (page.page.path.clone(), page.page.place()));
    let (text, letters) = glossary::page(terms, &names.collect());
    let headings = letters.into_iter().map(|(id, text)| render::Heading { level: 2, id, text }).collect();
    let (title, description) = (say::GLOSSARY.text(), say::GLOSSARY_ABOUT.text());
    let page = made(glossary::PATH, &title, &description, (text, headings));
    (!terms.is_empty()).then(|| Page { links, findable: glossary::findable(terms), ..page })
}

/// How far the reader is, if there is a quiz on any of the pages.
pub(super) fn progress_page(pages: &[Page], course: &Course, terms: &[Term]) -> Option<Page> {
    let (text, headings) = progress::page(pages, course, terms)?;
    let headings = headings.into_iter().map(|(id, text)| render::Heading { level: 2, id, text }).collect();
    Some(made(progress::PATH, &say::PROGRESS.text(), &say::PROGRESS_ABOUT.text(), (text, headings)))
}

/// Where a teacher grades, if there is a quiz on any of the pages.
pub(super) fn grading_page(pages: &[Page]) -> Option<Page> {
    let (text, headings) = room::page(pages.iter().any(|page| page.keys.is_some()));
    let headings = headings.into_iter().map(|(id, text)| render::Heading { level: 2, id, text }).collect();
    let page = made(room::PATH, &say::GRADING.text(), &say::GRADING_ABOUT.text(), (text, headings));
    pages.iter().any(|page| page.quiz.is_some()).then_some(page)
}

/// A page that is made of tables of the program.
fn made(path: &str, title: &str, description: &str, (body_html, headings): Text) -> Page {
    let page = template::Page {
        path: path.into(),
        title: title.into(),
        breaks: String::new(),
        description: description.into(),
        kind: template::Kind::Plain(headings.iter().map(heading).collect()),
        body_html,
    };
    of_text(page)
}

/// Shown under any address, so that its links cannot be relative: they begin at the root that `site_url` names.
pub(super) fn missing_page(site_url: &str) -> Page {
    let after_host = site_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let root = after_host.map_or("/".into(), |(_, path)| format!("/{path}"));
    let front = html! { a href={ (root) "index.html" } { (say::FRONT_PAGE) } };
    let page = template::Page {
        path: "404.html".into(),
        title: say::MISSING.text(),
        breaks: String::new(),
        description: say::MISSING_ABOUT.text(),
        body_html: format!("<p>{}</p>\n", template::around(say::MISSING_TEXT, [front]).into_string()),
        kind: template::Kind::Missing(root),
    };
    of_text(page)
}

/// A page of text alone.
fn of_text(page: template::Page) -> Page {
    let (links, plates, findable, picture) = <_>::default();
    let (quiz, keys, ids) = (None, None, BTreeMap::new());
    Page { page, links, plates, quiz, keys, ids, findable, picture, is_missing: false }
}
