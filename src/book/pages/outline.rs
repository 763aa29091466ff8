//! What the templates know of the book as a whole: its parts and chapters, and what stands before and after each.

use std::collections::BTreeMap;

use super::super::links;
use super::super::load::{Content, Entry, Part};
use super::super::render::escaped;
use super::super::template;
use super::{Page, chapter_path};

/// What the templates know of the book.
pub(super) fn outline(content: &Content, pages: &[Page], pictures: &BTreeMap<String, String>) -> template::Outline {
    let parts = content.parts.iter().map(|part| {
        let entries = part.chapters.iter().enumerate().map(|(index, entry)| {
            let number = part.number_of(index);
            let picture = pictures.get(&chapter_path(part, entry.id())).cloned().unwrap_or_default();
            match entry {
                Entry::Planned { id, title, summary, .. } => template::Entry {
                    id: id.clone(),
                    number,
                    picture,
                    title: title.clone(),
                    summary: summary.clone(),
                    planned: true,
                },
                Entry::Written(files) => {
                    let path = chapter_path(part, &files.id);
                    let page = pages.iter().find(|page| page.page.path == path).map(|page| &page.page);
                    template::Entry {
                        id: files.id.clone(),
                        number,
                        picture,
                        title: page.map(|page| page.title.clone()).unwrap_or_default(),
                        summary: page.map(|page| page.description.clone()).unwrap_or_default(),
                        planned: false,
                    }
                }
            }
        });
        template::Part {
            id: part.id.clone(),
            number: part.number,
            title: part.title.clone(),
            chapters: entries.collect(),
        }
    });
    let parts = parts.collect();
    let has_glossary = content.glossary.is_some();
    let [title, subtitle, site_url] = [&content.title, &content.subtitle, &content.site_url].map(String::clone);
    let has_quiz = pages.iter().any(|page| page.quiz.is_some());
    template::Outline { title, subtitle, site_url, parts, has_glossary, has_quiz }
}

/// Writes into each link to another chapter that one's number, which is printed after it: on paper it leads nowhere.
pub(super) fn number_links(content: &Content, pages: &mut [Page]) {
    let numbers: BTreeMap<String, String> = content.parts.iter().flat_map(numbered).collect();
    for page in pages {
        let mut targets = BTreeMap::new();
        for link in &page.links {
            let target = links::to_file(&link.href);
            let path = links::resolve(&page.page.path, target.split(['?', '#']).next().unwrap_or_default());
            if let Some(number) = numbers.get(&path).filter(|_| path != page.page.path) {
                targets.insert(escaped(&target).to_string(), number);
            }
        }
        page.page.body_html = numbered_in(&page.page.body_html, &targets);
    }
}

/// A text in which each link to one of these targets has its number.
fn numbered_in(html: &str, targets: &BTreeMap<String, &String>) -> String {
    const START: &str = "<a href=\"";
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, after)) = rest.split_once(START) {
        let (target, after) = after.split_once('"').unwrap_or((after, ""));
        out.extend([before, START, target, "\""]);
        if let Some(number) = targets.get(target).filter(|_| after.starts_with('>')) {
            out.extend([" data-to=\"", number, "\""]);
        }
        rest = after;
    }
    out + rest
}

/// The pages of a part's written chapters, with their numbers.
fn numbered(part: &Part) -> impl Iterator<Item = (String, String)> {
    part.chapters.iter().enumerate().filter_map(move |(index, entry)| match entry {
        Entry::Written(files) => Some((chapter_path(part, &files.id), part.number_of(index))),
        Entry::Planned { .. } => None,
    })
}

/// Tells each chapter of the written ones before and after it, in the book's order, and of its further pages; and each of these
/// of its chapter.
pub(super) fn onward(content: &Content, pages: &mut [Page]) {
    let written = content.parts.iter().flat_map(numbered);
    let neighbours: Vec<template::Neighbour> = written
        .filter_map(|(path, number)| {
            let page = pages.iter().map(|page| &page.page).find(|page| page.path == path)?;
            let (title, summary) = (page.title.clone(), page.description.clone());
            Some(template::Neighbour { path, number, title, summary })
        })
        .collect();
    for Page { page, .. } in pages {
        if let template::Kind::Chapter(chapter) = &mut page.kind
            && let Some(index) = neighbours.iter().position(|neighbour| neighbour.path == page.path)
        {
            chapter.previous = index.checked_sub(1).map(|before| neighbours[before].clone());
            chapter.next = neighbours.get(index + 1).cloned();
            let folder = page.path.trim_end_matches("index.html");
            let lies_in = |inner: &str, outer: &str| inner != outer && inner.starts_with(outer);
            let (mut outer, mut inner) = (None, Vec::new());
            for neighbour in &neighbours {
                let other = neighbour.path.trim_end_matches("index.html");
                if lies_in(folder, other) {
                    outer = Some(neighbour.clone());
                } else if lies_in(other, folder) {
                    inner.push(neighbour.clone());
                }
            }
            (chapter.chapter, chapter.further) = (outer, inner);
        }
    }
}
