//! Where links, numbers and the order of the book lead.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{FIXTURE, book, html_pages, select};
use crate::folder::copy;
use faultlines::scenario::Link;
use scraper::Html;

#[test]
fn every_link_of_the_book_leads_to_a_page_and_an_anchor() {
    for content in ["content", FIXTURE] {
        let book = book(content);
        let ids_of = |html: &str| -> BTreeSet<String> {
            let document = Html::parse_document(html);
            select(&document, "[id]").iter().filter_map(|element| element.attr("id")).map(String::from).collect()
        };
        let anchors: BTreeMap<&str, BTreeSet<String>> =
            html_pages(&book).map(|(path, html)| (path, ids_of(html))).collect();
        let mut checked = 0;
        for (path, html) in html_pages(&book).filter(|(path, _)| *path != "404.html") {
            let document = Html::parse_document(html);
            for link in select(&document, "a[href]") {
                let href = link.attr("href").unwrap_or_default();
                if href.contains("://") || href.starts_with("mailto:") {
                    continue;
                }
                assert!(!href.starts_with('/'), "{path}: {href} leaves the sub-path that the book may be under");
                let (target, anchor) = href.split_once('#').unwrap_or((href, ""));
                let target = target.split('?').next().unwrap_or_default();
                assert!(
                    target.is_empty() || target.ends_with(".html"),
                    "{path}: {href} needs a server to find its file"
                );
                let target = if target.is_empty() { path.to_string() } else { join(path, target) };
                let ids = anchors.get(target.as_str()).unwrap_or_else(|| panic!("{path}: {href} leads to no page"));
                assert!(anchor.is_empty() || ids.contains(anchor), "{path}: {href} leads to no anchor");
                checked += 1;
            }
        }
        assert!(checked > 20, "{content}: only {checked} links were found");
    }
}

/// Resolves a link by the rules of URLs, apart from the code under test.
fn join(page: &str, link: &str) -> String {
    let mut path = Path::new(page).parent().unwrap_or(Path::new("")).to_path_buf();
    for step in link.split('/') {
        match step {
            ".." => assert!(path.pop(), "{link} on {page} leaves the site"),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.to_string_lossy().into_owned()
}

#[test]
fn the_sitemap_lists_each_page_under_the_books_address() {
    let book = book(FIXTURE);
    let (_, sitemap) = book.pages.iter().find(|(path, _)| path == "sitemap.xml").expect("a sitemap");
    let listed = sitemap.matches("<loc>https://faultlines.example/small/").count();
    // All but the page for a missing address.
    assert_eq!(listed, html_pages(&book).count() - 1, "{sitemap}");
    assert!(sitemap.contains("<loc>https://faultlines.example/small/part-1/first/</loc>"), "{sitemap}");
    let (_, missing) = book.pages.iter().find(|(path, _)| path == "404.html").expect("a page for a missing address");
    assert!(missing.contains("href=\"/small/index.html\""), "the way home must work at any depth");
}

#[test]
fn an_inline_result_is_what_the_engine_measures() {
    let book = book(FIXTURE);
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the chapter");
    let toml = fs::read_to_string(format!("{FIXTURE}/part-1/first/scenarios/tail-10.toml")).expect("the scenario");
    let tree: serde_json::Value = toml::from_str(&toml).expect("TOML");
    let (scenario, _) = faultlines::scenario::Scenario::from_json(&tree);
    let report = scenario.expect("a scenario").report();
    let value = report.get("root_latency_ms_p99").expect("the metric");
    let shown = format!("<data value=\"{value}\">{value:.2}</data>");
    assert!(html.contains(&shown), "{shown} is not in the page");
    assert!(html.contains(&format!("takes {value:.0} ms.")), "captions hold results too");
    assert!(html.contains("code with {{no.result}}"), "code is left alone");
}

#[test]
fn a_number_opens_the_plate_that_shows_its_run_and_a_link_holds_no_other() {
    let mut links = 0;
    for (path, html) in html_pages(&book("content")) {
        let document = Html::parse_document(html);
        for link in select(&document, "a.result") {
            let href = link.attr("href").unwrap_or_default();
            let (query, id) = href.split_once('#').expect("a plate");
            let (read, problems) = Link::parse(query);
            assert_eq!(problems, [], "{path}: {href}");
            assert!(query.is_empty() || read.is_some_and(|link| link.plate.as_deref() == Some(id)), "{path}: {href}");
            let plate = select(&document, &format!("figure#{id}[data-plate]"));
            assert_eq!(plate.len(), 1, "{path}: {href}");
            assert!(query.is_empty() || query.contains(&format!("lab={}&", plate[0].attr("data-lab").expect("a lab"))));
            links += 1;
        }
        assert_eq!(select(&document, "data[title]").len(), 0, "{path}: a number that only a mouse can ask");
    }
    assert!(links > 50, "only {links} numbers can be opened");
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let chapter = folder.path().join("part-1/first/chapter.md");
    let number = "{{tail-10.root_latency_ms_p99}}";
    let text = fs::read_to_string(&chapter).expect("a chapter")
        + &format!("\nIn [links {number}](#maths) and <a href=\"#maths\">{number}</a>, then {number}.\n");
    fs::write(&chapter, text).expect("written");
    let book = book(folder.path().to_str().expect("a path"));
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the chapter");
    let paragraph = html.lines().find(|line| line.starts_with("<p>In <a")).expect("the paragraph");
    assert_eq!(
        (paragraph.matches("<a ").count(), paragraph.matches("class=\"result\"").count()),
        (3, 1),
        "{paragraph}"
    );
}

#[test]
fn a_chapter_leads_to_the_written_ones_before_and_after_it() {
    let book = book(FIXTURE);
    let onward = |path: &str| {
        let (_, html) = book.pages.iter().find(|(other, _)| other == path).expect("the chapter");
        let document = Html::parse_document(html);
        let links: Vec<String> =
            select(&document, ".onward > a").iter().filter_map(|link| link.attr("href")).map(String::from).collect();
        assert_eq!(select(&document, ".onward > *").len(), links.len(), "{path}: what cannot be followed");
        links
    };
    // Between them stands a chapter that is to come.
    assert_eq!(onward("part-1/first/index.html"), ["../../part-1/second/index.html"]);
    assert_eq!(onward("part-1/second/index.html"), ["../../part-1/first/index.html"]);
}

#[test]
fn the_contents_of_a_chapter_hold_its_quiz_where_it_stands() {
    let book = book("content");
    // The questions of an overview stand in no contents.
    let chapters = html_pages(&book).filter(|(path, _)| path.matches('/').count() > 1);
    let chapters = chapters.filter(|(_, html)| html.contains("id=\"quiz\""));
    let mut seen = 0;
    for (path, html) in chapters {
        let document = Html::parse_document(html);
        let contents: Vec<&str> = select(&document, ".contents a")
            .iter()
            .filter_map(|link| link.attr("href"))
            .map(|href| &href[1..])
            .collect();
        let places: Vec<usize> =
            contents.iter().map(|id| html.find(&format!(" id=\"{id}\"")).expect("the section")).collect();
        assert!(contents.contains(&"quiz") && places.is_sorted(), "{path}: {contents:?}");
        seen += 1;
    }
    assert!(seen >= 2);
}
