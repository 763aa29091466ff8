//! Validity: what the parser of the HTML standard says of every page, as exactly as it can say it.

use std::path::Path;

use faultlines::book::site::Shell;
use faultlines::book::{compile, embed};

use crate::html::faults;

#[test]
fn every_page_is_valid_html_and_no_id_stands_twice() {
    for content in ["content", "tests/fixtures/book"] {
        let (book, _) = compile(Path::new(content), &Shell::default()).expect("the content can be read");
        let mut found = Vec::new();
        let embeds = embed::pages(&book, &Shell::default());
        for (path, html) in book.pages.iter().chain(&embeds).filter(|(path, _)| path.ends_with(".html")) {
            found.extend(faults(html).iter().map(|fault| format!("{path}: {fault}")));
        }
        assert!(found.is_empty(), "{content}:\n{}", found.join("\n"));
    }
}

#[test]
fn the_parser_sees_what_a_browser_would_mend() {
    let found = faults("<!DOCTYPE html><title>x</title><p id=a><b>open<div id=a>inside a paragraph</div></p>");
    assert!(found.len() >= 3, "{found:?}");
    assert_eq!(found.last().map(String::as_str), Some("the id `a` stands twice"));
}
