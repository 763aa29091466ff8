//! The feed: the chapters that came out, as Atom, for readers who want to be told of new ones.
//!
//! Its days are those of book.toml; a build reads no clock.

use atom_syndication::{Entry, Feed, Generator, Link, Person, Text};

use super::load::{Content, Entry as Listed};
use super::pages::{Page, chapter_path};
use crate::ui::phrases::page as say;

/// The feed of the chapters that have a day in book.toml, the newest first.
pub fn feed(content: &Content, pages: &[Page]) -> String {
    let mut entries: Vec<Entry> = content
        .parts
        .iter()
        .flat_map(|part| part.chapters.iter().enumerate().map(move |(index, listed)| (part, index, listed)))
        .filter_map(|(part, index, listed)| {
            let Listed::Written(files) = listed else { return None };
            let published = files.days.published?;
            let updated = files.days.updated.unwrap_or(published);
            let path = chapter_path(part, &files.id);
            let page = &pages.iter().find(|page| page.page.path == path)?.page;
            Some(Entry {
                title: format!("{} {}", part.number_of(index), page.title).into(),
                id: address(content, &path),
                published: Some(published),
                updated,
                links: vec![link(address(content, &path), "alternate", "text/html")],
                summary: Some(Text::plain(page.description.clone())),
                ..Entry::default()
            })
        })
        .collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated));
    let itself = format!("{}feed.xml", content.site_url);
    let feed = Feed {
        title: content.title.clone().into(),
        subtitle: Some(content.subtitle.clone().into()),
        id: itself.clone(),
        updated: entries.first().map(|newest| newest.updated).unwrap_or_default(),
        authors: vec![Person { name: say::THE_AUTHORS.of([content.title.clone()]), ..Person::default() }],
        links: vec![
            link(itself, "self", "application/atom+xml"),
            link(content.site_url.clone(), "alternate", "text/html"),
        ],
        rights: Some("CC BY 4.0".into()),
        generator: Some(Generator { value: "faultlines".into(), ..Generator::default() }),
        entries,
        ..Feed::default()
    };
    feed.to_string() + "\n"
}

/// The address of a page as it is sent, its folder's.
fn address(content: &Content, path: &str) -> String {
    format!("{}{}", content.site_url, path.trim_end_matches("index.html"))
}

fn link(href: String, rel: &str, mime_type: &str) -> Link {
    Link { href, rel: rel.into(), mime_type: Some(mime_type.into()), ..Link::default() }
}
