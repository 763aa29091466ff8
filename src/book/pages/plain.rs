//! Pages that no file of the content holds: the two references, and the page for a missing address.

use std::collections::BTreeMap;

use super::super::{authors, reference, render, template};
use super::{Page, heading};

pub(super) fn reference_page() -> Page {
    let (body_html, headings) = reference::body();
    let page = template::Page {
        path: "reference/index.html".into(),
        title: "Reference of all labs".into(),
        breaks: String::new(),
        description: "Every lab of the book with its parameters, actions, metrics, and what its model leaves out."
            .into(),
        kind: template::Kind::Plain(headings.iter().map(heading).collect()),
        body_html,
    };
    Page { page, links: Vec::new(), ids: BTreeMap::new(), is_missing: false }
}

pub(super) fn authors_page() -> Page {
    let (body_html, headings) = authors::body();
    let page = template::Page {
        path: "authors/index.html".into(),
        title: "Writing for this book".into(),
        breaks: String::new(),
        description:
            "Everything that can be written into the book, from front matter to quizzes, with an example of each."
                .into(),
        kind: template::Kind::Plain(headings.iter().map(heading).collect()),
        body_html,
    };
    Page { page, links: Vec::new(), ids: BTreeMap::new(), is_missing: false }
}

/// Shown under any address, so that its links cannot be relative: they begin at the root that `site_url` names.
pub(super) fn missing_page(site_url: &str) -> Page {
    let after_host = site_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let root = after_host.map_or("/".into(), |(_, path)| format!("/{path}"));
    let page = template::Page {
        path: "404.html".into(),
        title: "There is no such page".into(),
        breaks: String::new(),
        description: "The address leads to no page of this book.".into(),
        body_html: format!(
            "<p>The address may be mistyped, or the page may have moved. \
             The <a href=\"{root}index.html\">front page</a> lists every chapter.</p>\n",
            root = render::escaped(&root)
        ),
        kind: template::Kind::Missing(root),
    };
    Page { page, links: Vec::new(), ids: BTreeMap::new(), is_missing: false }
}
