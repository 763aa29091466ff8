//! What a reader can find on each page.

use super::super::results::Results;
use super::super::search::{self, Found, Kind};
use super::super::template;
use super::{Draft, Role};
use crate::quiz::Quiz;

/// On a page of the content; the front page only leads to others.
pub(super) fn of_draft(draft: &Draft<'_>, page: &template::Page, quiz: Option<&Quiz>, results: &Results) -> Vec<Found> {
    let first = match draft.role {
        Role::Front => return Vec::new(),
        Role::Overview(_) => Kind::Section,
        Role::Chapter { .. } => Kind::Chapter,
    };
    let place = page.place();
    let mut findable = search::sections(&page.path, first, &page.title, &place, &page.body_html);
    if let Some(opening) = findable.first_mut() {
        opening.text =
            [&page.breaks, &page.description, &opening.text].map(String::as_str).join(" ").trim().to_string();
    }
    findable.extend(search::of_page(&page.path, &place, &draft.plates, quiz, results));
    findable
}

/// On a page of text alone.
pub(super) fn of_text(page: &template::Page) -> Vec<Found> {
    search::sections(&page.path, Kind::Section, &page.title, &page.title, &page.body_html)
}
