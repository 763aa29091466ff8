//! A further page of a chapter is a page like others: read in its chapter's place, linked both ways, with a quiz of its own.

use std::fs;
use std::path::Path;

use super::{FIXTURE, book};
use crate::folder::copy;
use scraper::Html;

/// The files of a page that refers to nothing.
pub(crate) const FILES: [(&str, &str); 2] = [
    (
        "chapter.md",
        "+++\ntitle = \"More\"\nbreaks = \"Nothing breaks.\"\nsummary = \"What is left of the chapter.\"\n+++\n\nIt goes on.\n\n## \
         Quiz {#questions}\n\n```quiz\n```\n",
    ),
    ("quiz.toml", include_str!("../../fixtures/book/part-1/second/quiz.toml")),
];

/// The small book with a further page, in the folder `more` of its first chapter.
pub(crate) fn with_further_page(folder: &Path) {
    copy(FIXTURE, folder);
    let manifest = folder.join("book.toml");
    let text = fs::read_to_string(&manifest).expect("book.toml");
    fs::write(manifest, text.replace("id = \"first\"\n", "id = \"first\"\npages = [\"more\"]\n")).expect("written");
    fs::create_dir(folder.join("part-1/first/more")).expect("a folder");
    for (inside, text) in FILES {
        fs::write(folder.join("part-1/first/more").join(inside), text).expect("written");
    }
}

#[test]
fn a_further_page_follows_its_chapter_everywhere_and_each_links_to_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    with_further_page(folder.path());
    let book = book(folder.path().to_str().expect("a path"));
    let page = |path: &str| Html::parse_document(&book.pages.iter().find(|(known, _)| known == path).expect(path).1);
    let texts = |document: &Html, selector: &str| -> Vec<(String, String)> {
        let found = super::select(document, selector);
        let text = |element: &scraper::ElementRef<'_>| element.text().collect::<String>().trim().to_string();
        found.iter().map(|element| (text(element), element.attr("href").unwrap_or_default().to_string())).collect()
    };
    let (inner, outer) = ("part-1/first/more/index.html", "part-1/first/index.html");
    let (first, more) = (page(outer), page(inner));
    let link = |name: &str, to: &str| (name.to_string(), to.to_string());
    assert_eq!(texts(&first, ".facts li:last-child a"), [link("1.1b More", "../../part-1/first/more/index.html")]);
    assert_eq!(texts(&more, ".facts li:first-child a"), [link("1.1 First", "../../../part-1/first/index.html")]);
    assert_eq!(texts(&more, ".onward .name"), [link("1.3 Second", ""), link("1.1 First", "")]);
    assert_eq!(texts(&page("part-1/second/index.html"), ".onward .name"), [link("1.1b More", "")]);
    for list in ["index.html", "part-1/index.html"] {
        let numbers: Vec<String> = texts(&page(list), ".chapters .number").into_iter().map(|(text, _)| text).collect();
        assert_eq!(numbers, ["1.1", "1.1b", "1.2 to come", "1.3"], "{list}");
    }
    assert!(texts(&more, ".menu nav a").contains(&link("1.1b More", "../../../part-1/first/more/index.html")));
    let quiz = super::select(&more, "#quiz")[0].attr("data-chapter");
    assert_eq!(quiz, Some("part-1/first/more"), "answers are kept and graded under its own name");
    let sitemap = &book.pages.iter().find(|(path, _)| path == "sitemap.xml").expect("a sitemap").1;
    assert!(sitemap.contains("/small/part-1/first/more/</loc>"), "{sitemap}");
}
