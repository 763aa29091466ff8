//! Validity: what the parser of the HTML standard says of every page, as exactly as it can say it.

use std::collections::BTreeSet;
use std::path::Path;

use faultlines::book::compile;
use faultlines::book::site::Shell;
use html5ever::tendril::TendrilSink as _;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use scraper::{Html, HtmlTreeSink, Node};

/// A page as a browser reads it, with every parse error.
fn parsed(html: &str) -> Html {
    let options = ParseOpts {
        tokenizer: TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
        tree_builder: TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() },
    };
    parse_document(HtmlTreeSink::new(Html::new_document()), options).one(html)
}

/// The ids that stand on more than one element.
fn ids_that_stand_twice(page: &Html) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let ids = page.tree.nodes().filter_map(|node| if let Node::Element(it) = node.value() { it.id() } else { None });
    ids.filter(|id| !seen.insert(*id)).collect()
}

#[test]
fn every_page_is_valid_html_and_no_id_stands_twice() {
    for content in ["content", "tests/fixtures/book"] {
        let (book, _) = compile(Path::new(content), &Shell::default()).expect("the content can be read");
        let mut found = Vec::new();
        for (path, html) in book.pages.iter().filter(|(path, _)| path.ends_with(".html")) {
            let page = parsed(html);
            found.extend(page.errors.iter().map(|error| format!("{path}: {error}")));
            found.extend(ids_that_stand_twice(&page).iter().map(|id| format!("{path}: the id `{id}` stands twice")));
        }
        assert!(found.is_empty(), "{content}:\n{}", found.join("\n"));
    }
}

#[test]
fn the_parser_sees_what_a_browser_would_mend() {
    let page = parsed("<!DOCTYPE html><title>x</title><p id=a><b>open<div id=a>inside a paragraph</div></p>");
    assert!(page.errors.len() >= 2, "{:?}", page.errors);
    assert_eq!(ids_that_stand_twice(&page), ["a"]);
}
