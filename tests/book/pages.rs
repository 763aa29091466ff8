//! Pages: the fixture book against golden files, the real book against the rules that every page keeps.

mod authors;
pub(crate) mod further;
mod links;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::golden;
use faultlines::book::site::Shell;
use faultlines::book::{Book, compile};
use scraper::{Html, Selector};

pub(crate) const FIXTURE: &str = "tests/fixtures/book";
const GOLDEN: &str = "tests/fixtures/book-pages";

/// Pages that are made from the tables that the check reads, and change with them.
const MADE_FROM_TABLES: [&str; 2] = ["reference/index.html", "authors/index.html"];

fn book(content: &str) -> Book {
    let (book, mistakes) = compile(Path::new(content), &Shell::default()).expect("the content can be read");
    let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{content} has mistakes:\n{}", said.join("\n"));
    book
}

fn html_pages(book: &Book) -> impl Iterator<Item = (&str, &str)> {
    book.pages.iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, html)| (path.as_str(), html.as_str()))
}

fn select<'a>(document: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    document.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// A deck, a frame on another site and a saved picture have the caption and not what stands around it in its chapter.
#[test]
fn no_caption_leans_on_the_page_around_its_plate() {
    let book = book("content");
    assert!(book.plates.len() > 30);
    for plate in &book.plates {
        for words in ["section", "chapter", "comes below", "come later", "seen above", "next page", "earlier plate"] {
            assert!(!plate.caption.contains(words), "{}: “{words}” in “{}”", plate.id, plate.caption);
        }
    }
}

/// The main part of a page; plates and quizzes have golden files of their own.
fn golden_text(html: &str) -> String {
    let start = html.find("<main").expect("a main part");
    let end = html.find("</main>").expect("its end");
    let mut text = html[start..end].to_string();
    for (mark, close, stands) in [
        ("data-plate=", "</figure>", "[plate]"),
        ("data-quiz=", "</section>", "[quiz]"),
        ("class=\"still\"", "</figure>", "[still]"),
    ] {
        while let Some(at) = text.find(mark) {
            let from = text[..at].rfind('<').expect("the mark stands in a tag");
            let to = text[at..].find(close).map_or(text.len(), |end| at + end + close.len());
            text.replace_range(from..to, stands);
        }
    }
    // One block a line, so that a difference can be read.
    for tag in ["<section", "<header", "<nav", "<li", "<h1", "<h2", "<p", "<div", "<article"] {
        text = text.replace(tag, &format!("\n{tag}"));
    }
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_page_of_the_fixture_book_is_its_golden_file() {
    let book = book(FIXTURE);
    let mut expected: BTreeSet<PathBuf> = match fs::read_dir(GOLDEN) {
        Ok(entries) => entries.map(|entry| entry.expect("an entry").path()).collect(),
        Err(_) => BTreeSet::new(),
    };
    for (path, html) in html_pages(&book).filter(|(path, _)| !MADE_FROM_TABLES.contains(path)) {
        let file = Path::new(GOLDEN).join(path.replace('/', "__"));
        let text = golden_text(html);
        golden::check(&file, &text);
        expected.remove(&file);
    }
    assert!(expected.is_empty(), "golden files of no page: {expected:?}");
}

#[test]
fn every_page_has_what_readers_and_machines_look_for() {
    for (path, html) in html_pages(&book("content")) {
        let document = Html::parse_document(html);
        assert_eq!(select(&document, "h1").len(), 1, "{path}: one first-level heading");
        assert_eq!(select(&document, "html[lang=en]").len(), 1, "{path}: a language");
        let title: String = select(&document, "head > title").iter().flat_map(|title| title.text()).collect();
        assert!(title.len() > 5, "{path}: a title");
        let description = select(&document, "meta[name=description]");
        let description = description.first().and_then(|meta| meta.attr("content")).unwrap_or_default();
        assert!(description.len() > 20, "{path}: a description");
        let ids: Vec<&str> = select(&document, "[id]").iter().filter_map(|element| element.attr("id")).collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        let twice: Vec<&&str> =
            distinct.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
        assert!(twice.is_empty(), "{path}: ids that stand twice: {twice:?}");
        for image in select(&document, "img") {
            assert!(image.attr("alt").is_some_and(|alt| !alt.trim().is_empty()), "{path}: an alternative text");
        }
    }
}

#[test]
fn no_page_is_text_alone() {
    for (path, html) in html_pages(&book("content")) {
        let document = Html::parse_document(html);
        let is_list = ["glossary/index.html", "progress/index.html", "grading/index.html"].contains(&path);
        let is_pictured = is_list || !select(&document, "main :is(svg, img)").is_empty();
        assert!(is_pictured, "{path} has no picture");
    }
}

#[test]
fn a_plate_of_the_front_page_has_no_number_and_that_of_an_overview_its_parts() {
    let book = book(FIXTURE);
    for (page, numbers) in [("index.html", vec![]), ("part-1/index.html", vec!["Plate 1.1"])] {
        let (_, html) = book.pages.iter().find(|(path, _)| path == page).expect("the page");
        let document = Html::parse_document(html);
        assert_eq!(select(&document, "figure.plate").len(), 1, "{page}");
        let shown: Vec<String> = select(&document, ".plate-number").iter().map(|span| span.text().collect()).collect();
        assert_eq!(shown, numbers, "{page}");
    }
}

/// A browser lays out so many elements, and no more, before a reader sees the page.
const FRONT_ELEMENTS: usize = 1500;

#[test]
fn the_front_page_shows_every_chapter_and_stays_small() {
    let book = book("content");
    let (_, html) = book.pages.iter().find(|(path, _)| path == "index.html").expect("the front page");
    let document = Html::parse_document(html);
    let elements = select(&document, "*").len();
    assert!(elements <= FRONT_ELEMENTS, "{elements} elements");
    let chapters = select(&document, ".chapters > li");
    assert!(chapters.len() >= 9, "{} chapters", chapters.len());
    for chapter in chapters {
        let part = |selector: &str| chapter.select(&Selector::parse(selector).expect("a selector")).count();
        let title: String = chapter.text().collect();
        assert_eq!(part(".still svg").min(1), 1, "no picture: {title}");
        assert_eq!(
            part(".still :is(a, button, input, select, summary, [tabindex])"),
            0,
            "a still can be worked: {title}"
        );
        let planned = chapter.attr("class").unwrap_or_default().contains("planned");
        assert_eq!((part(".name a") == 1, part(".to-come") == 1), (!planned, planned), "{title}");
        assert!(part(".summary") == 1, "{title}");
    }
}

#[test]
fn no_page_needs_more_than_the_security_policy_allows() {
    for (path, html) in html_pages(&book("content")) {
        let document = Html::parse_document(html);
        assert!(select(&document, "[style], style").is_empty(), "{path}: an inline style");
        for script in select(&document, "script") {
            assert!(script.attr("src").is_some() && script.inner_html().trim().is_empty(), "{path}: an inline script");
        }
        for element in select(&document, "*") {
            let handlers: Vec<&str> =
                element.value().attrs().map(|(name, _)| name).filter(|name| name.starts_with("on")).collect();
            assert!(handlers.is_empty(), "{path}: event handlers {handlers:?}");
        }
        for element in select(&document, "[src], link[href], [data-wasm], [poster], [srcset]") {
            for name in ["src", "href", "data-js", "data-wasm", "data-wasm-js", "data-told", "poster", "srcset"] {
                let value = element.attr(name).unwrap_or_default();
                assert!(!value.contains("//"), "{path}: {name}={value} loads from another host");
            }
        }
    }
}

#[test]
fn a_book_is_written_with_its_pictures() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = book(FIXTURE);
    faultlines::book::write(&book, folder.path()).expect("written");
    for path in [
        "index.html",
        "404.html",
        "feed.xml",
        "manifest.webmanifest",
        "sitemap.xml",
        "robots.txt",
        "schemas/answers-1.schema.json",
        "schemas/answers-2.schema.json",
        "part-1/first/figures/bars.svg",
        "reference/index.html",
    ] {
        assert!(folder.path().join(path).is_file(), "{path} is missing");
    }
    assert!(!folder.path().join("part-1/third").exists(), "a chapter to come has no page");
}
