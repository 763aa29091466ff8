//! Mistakes of glossary.toml.

use std::fs;

use super::*;

const GLOSSARY: &str = "glossary.toml";

#[test]
fn one_mistake_in_the_glossary_is_told_once() {
    let at = |line: u32, said: &str| format!("{GLOSSARY}:{line}:1: {said}");
    once(GLOSSARY, "term = \"calm\"", "trem = \"calm\"", &at(11, "unknown key `trem` (did you mean `term`?)"));
    once(GLOSSARY, "term = \"calm\"\n", "", &at(9, "`term = \"…\"` is missing"));
    once(GLOSSARY, "term = \"calm\"", "term = 5", &at(11, "`term` must be text in quotes"));
    once(
        GLOSSARY,
        "\"calm\"\nterm",
        "\"Calm one\"\nterm",
        &at(10, "the id `Calm one` must be words of a–z and 0–9 with `-` between them"),
    );
    let again = "the id `tail` stands here twice (the first is in glossary.toml:2)";
    once(GLOSSARY, "\"calm\"\nterm", "\"tail\"\nterm", &at(10, again));
    let again = "the term `Tail` stands here twice (the first is in glossary.toml:3)";
    once(GLOSSARY, "term = \"calm\"", "term = \"Tail\"", &at(11, again));
    let braces = "`definition` has braces, and nothing is computed there (write it in words)";
    once(GLOSSARY, "What is over.", "It is {{tail-10.requests}}.", &at(12, braces));
    let link = "no link can stand in a definition (say it in words; `chapter` leads to where it is taught)";
    once(GLOSSARY, "What is over.", "[Over](https://example.org/).", &at(12, link));
    let line = "only a line of text can stand here, and this is a block of Markdown \
                (behind a backslash a mark is text: `404\\. That`, `\\- item`, `\\# Head`)";
    once(GLOSSARY, "What is over.", "- What is over.", &at(12, line));
    let page = "unknown page `part-1/secund/index.html` (did you mean `../part-1/second/index.html`?)";
    once(GLOSSARY, "part-1/second", "part-1/secund", &at(13, page));
    once(
        GLOSSARY,
        "section = \"table\"",
        "section = \"tabel\"",
        &at(7, "unknown anchor `tabel` on part-1/first/index.html (did you mean `table`?)"),
    );
    once(
        GLOSSARY,
        "[[terms]]",
        "[[terms",
        &format!("{GLOSSARY}:1:8: this is not valid TOML: unclosed array table, expected `]]`"),
    );
    once(GLOSSARY, "[[terms]]", "[[terns]]", &format!("{GLOSSARY}:1:3: unknown key `terns` (did you mean `terms`?)"));
}

#[test]
fn a_book_may_have_no_glossary() {
    assert_eq!(said(|folder| fs::remove_file(folder.join(GLOSSARY)).expect("removed")), [""; 0]);
}

#[test]
fn a_chapter_links_the_first_use_of_a_term_and_nothing_in_code() {
    let html = page("\nAnd `calm`, Calm; calms.\n");
    assert_eq!(html.matches("glossary/index.html#calm\">Calm</a>").count(), 1);
    assert!(
        html.contains("<code>calm</code>, <a class=\"term\" href=\"../../glossary/index.html#calm\">Calm</a>; calms.")
    );
}
