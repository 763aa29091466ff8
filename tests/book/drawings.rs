//! Drawings in pages: inlined, named for who does not see them, and of colours that follow the scheme.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use faultlines::book::compile;
use faultlines::book::site::Shell;
use scraper::{ElementRef, Html, Selector};

fn pages(content: &str) -> Vec<(String, Html)> {
    let (book, mistakes) = compile(Path::new(content), &Shell::default()).expect("the content can be read");
    assert_eq!(mistakes, [], "{content}");
    let pages = book.pages.into_iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, html)| (path, Html::parse_document(&html))).collect()
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

#[test]
fn a_drawing_stands_in_the_page_under_its_alternative_text() {
    let pages = pages("tests/fixtures/book");
    let (_, page) = pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the chapter");
    let [drawing] = select(page, "figure.figure > svg[role=img]")[..] else { panic!("one drawing in a figure") };
    assert_eq!(drawing.attr("aria-label"), Some("Two bars, one long"));
    assert_eq!(drawing.attr("viewBox"), Some("0 0 100 20"), "a browser finds its shape");
    for (figure, id) in [("figure.figure > svg", "bars-long"), ("#raw > svg.small", "bars-2-long")] {
        assert_eq!(select(page, &format!("{figure} > rect#{id}")).len(), 1, "{id}");
        assert_eq!(select(page, &format!("{figure} > use[href='#{id}']")).len(), 1, "{id}");
    }
}

/// A value that is written once for both schemes, or a word that takes the colour around it.
#[test]
fn every_colour_of_a_drawing_follows_the_scheme() {
    let tokens = fs::read_to_string("style/tokens.css").expect("the values");
    let of_both: BTreeSet<String> = tokens
        .lines()
        .filter_map(|line| line.trim().split_once(": light-dark("))
        .map(|(name, _)| format!("var({name})"))
        .collect();
    for content in ["content", "tests/fixtures/book"] {
        for (path, page) in pages(content) {
            assert!(select(&page, "img[src$='.svg']").is_empty(), "{path}: a drawing outside of the page's scheme");
            for drawing in select(&page, "svg[role=img]:not([data-plate] svg)") {
                for element in drawing.descendants().filter_map(ElementRef::wrap) {
                    for name in ["fill", "stroke", "color", "stop-color"] {
                        let Some(value) = element.attr(name) else { continue };
                        let follows = ["none", "currentColor"].contains(&value) || value.starts_with("url(#");
                        assert!(follows || of_both.contains(value), "{path}: {name}={value}");
                    }
                }
            }
        }
    }
}
