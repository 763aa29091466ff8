//! Mistakes with the further pages of a chapter.

use std::fs;

use super::*;
use crate::pages::further::with_further_page;

const BOOK: &str = "book.toml";
const MORE: &str = "part-1/first/more";

/// What is said of the small book with a further page after a change.
fn said_of(change: impl FnOnce(&Path)) -> Vec<String> {
    said(|folder| {
        fs::remove_dir_all(folder.join("part-1")).expect("removed");
        with_further_page(folder);
        append(folder, CHAPTER, "\nIt goes [on](more/index.html).\n");
        change(folder);
    })
}

fn listed(pages: &str) -> Vec<String> {
    said_of(|folder| replace(folder, BOOK, "pages = [\"more\"]", pages))
}

#[test]
fn a_page_that_is_not_there_is_told_where_it_is_named_and_nothing_that_only_follows() {
    assert_eq!(said_of(|_| ()), [""; 0]);
    assert_eq!(listed("pages = [\"mroe\"]"), [format!("{BOOK}:13:10: unknown folder `mroe` (did you mean `more`?)")]);
    assert_eq!(listed("page = [\"more\"]"), [format!("{BOOK}:13:1: unknown key `page` (did you mean `pages`?)")]);
    let lines = listed("pages = [\"else\"]");
    assert_eq!(lines, [format!("{BOOK}:13:10: there is no part-1/first/else/chapter.md")]);
    let lines = said_of(|folder| fs::remove_dir_all(folder.join(MORE)).expect("removed"));
    assert_eq!(lines, [format!("{BOOK}:13:10: there is no {MORE}/chapter.md")]);
    let lines = said_of(|folder| fs::remove_file(folder.join(MORE).join("quiz.toml")).expect("removed"));
    let hint = "write quiz.toml beside it and a ```quiz fence where it goes";
    assert_eq!(lines, [format!("{MORE}/chapter.md:1:1: this chapter has no quiz ({hint})")]);
}

#[test]
fn a_page_is_named_once_by_a_folder_of_its_own() {
    let at = |said: &str| [format!("{BOOK}:13:18: {said}")];
    assert_eq!(listed("pages = \"more\""), [format!("{BOOK}:13:1: `pages` must be a list of texts")]);
    assert_eq!(
        listed("pages = [\"more\", \"more\"]"),
        at(&format!("the page `more` stands here twice (the first is in {BOOK}:13)"))
    );
    let own = at("`scenarios` is a folder of the book’s own, and no page can be called so");
    assert_eq!(listed("pages = [\"more\", \"scenarios\"]"), own);
    assert_eq!(
        listed("pages = [\"more\", \"A/B\"]"),
        at("the page `A/B` must be words of a–z and 0–9 with `-` between them")
    );
    let planned = "planned = true\npages = [\"x\"]";
    assert_eq!(
        said(|folder| replace(folder, BOOK, "planned = true", planned)),
        [format!("{BOOK}:18:1: a chapter that is still to come has no `pages`")]
    );
    let lines = said_of(|folder| {
        fs::create_dir(folder.join("part-1/first/idle")).expect("a folder");
        fs::write(folder.join("part-1/first/idle/chapter.md"), "").expect("written");
    });
    assert!(lines.iter().any(|line| line.starts_with("part-1/first/idle:1:1: no folder can stand here")), "{lines:?}");
}
