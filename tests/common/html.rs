//! A page as a browser reads it, and what is wrong with it.

use std::collections::BTreeSet;

use html5ever::tendril::TendrilSink as _;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use scraper::{Html, HtmlTreeSink, Node};

/// Every parse error by the HTML standard, and every id that stands on more than one element.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let options = ParseOpts {
        tokenizer: TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
        tree_builder: TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() },
    };
    let page = parse_document(HtmlTreeSink::new(Html::new_document()), options).one(html);
    let errors = page.errors.iter().map(ToString::to_string);
    errors.chain(ids_that_stand_twice(&page).map(|id| format!("the id `{id}` stands twice"))).collect()
}

fn ids_that_stand_twice(page: &Html) -> impl Iterator<Item = &str> {
    let mut seen = BTreeSet::new();
    let ids = page.tree.nodes().filter_map(|node| if let Node::Element(it) = node.value() { it.id() } else { None });
    ids.filter(move |id| !seen.insert(*id))
}
