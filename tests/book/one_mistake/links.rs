//! Links and ids.

use super::*;

#[test]
fn a_link_that_leads_nowhere_is_told_with_one_that_can_be_pasted() {
    let at = |said: &str| format!("{CHAPTER}:79:1: {said}");
    for (href, mended) in
        [("/index.html", "../../index.html"), ("/", "../../index.html"), ("/part-1/", "../index.html")]
    {
        let root = at(&format!("`{href}` begins at the root of the host, and the book may lie deeper (`{mended}`)"));
        once_more(CHAPTER, &format!("\n[x]({href})\n"), &root);
        once_more(CHAPTER, &format!("\n[x]({mended})\n<a href=\"{href}\">x</a>\n"), &root.replace(":79:1:", ":80:1:"));
    }
    once_more(
        CHAPTER,
        "\n[x](../third/index.html)\n",
        &at("the page `../third/index.html` is still to come (link to its entry, `../index.html#third`)"),
    );
    once_more(CHAPTER, "\n[x](../index.md)\n", &at("unknown page `part-1/index.md` (did you mean `../index.html`?)"));
    once_more(
        CHAPTER,
        "\n[x](../secnd/index.html)\n",
        &at("unknown page `part-1/secnd/index.html` (did you mean `../second/index.html`?)"),
    );
    let undefined = "nothing defines the link `[there]` \
                     (write the address, `[text](…)`, or define it: `[there]: …` on a line of its own; where brackets are \
                     text, put a backslash before the first: `\\[…][there]`)";
    once_more(CHAPTER, "\n[x][there]\n", &at(undefined));
    once_more(CHAPTER, "\n[there][]\n", &at(undefined));
    let defined = said(|folder| append(folder, CHAPTER, "\n[x][there], and [sic] it stays.\n\n[there]: ../second/\n"));
    assert_eq!(defined, [""; 0]);
}

#[test]
fn a_link_is_written_with_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    append(folder.path(), CHAPTER, "\n[a](.) [b](..?x=1) [c](../#first) [d](../second/#wait)\n");
    append(folder.path(), OTHER, "\n## Wait\n");
    let (book, mistakes) = compile(folder.path(), &Shell::default()).expect("a book");
    assert_eq!(mistakes, []);
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the page");
    for href in ["./index.html", "../index.html?x=1", "../index.html#first", "../second/index.html#wait"] {
        assert!(html.contains(&format!("<a href=\"{href}\"")), "{href}");
    }
}

#[test]
fn an_id_stands_once_on_a_page_whoever_gives_it() {
    let at = |line: u32, column: u32, said: &str| format!("{CHAPTER}:{line}:{column}: {said}");
    let own = |id: &str| format!("the book itself has the id `{id}` on this page (give this one another)");
    for id in ["fn-why", "ref-why", "ref-why.2", "ten-title", "ten-hedge", "ten-vs-hedge", "quiz", "quiz-slowest-form"]
    {
        once_more(CHAPTER, &format!("\n## Other {{#{id}}}\n"), &at(79, 1, &own(id)));
        once_more(CHAPTER, &format!("\n<p id={id}>x</p>\n"), &at(79, 1, &own(id)));
    }
    once_more(CHAPTER, "\n## Quiz\n", &at(79, 1, &own("quiz")));
    let plate = said(|folder| {
        replace(folder, CHAPTER, "id = \"ten\"", "id = \"quiz\"");
        replace(folder, OTHER, "{{ten.", "{{quiz.");
    });
    assert_eq!(plate, [at(52, 1, &own("quiz"))]);
    let anchor = at(79, 1, "the notes `[^a-b]` and `[^a.b]` have one anchor (call this one by another word)");
    once_more(CHAPTER, "[^a-b]: One.\n[^a.b]: Two.\n\nThey are[^a-b] two[^a.b].\n", &anchor);
    for id in ["50%", "a\"b", "a/b"] {
        let said = format!(
            "`{id}` cannot stand in an address (an id is one word of letters, digits, `-` and `_`: `my-anchor`)"
        );
        once_more(CHAPTER, &format!("\n## Half {{#{id}}}\n"), &at(79, 1, &said));
    }
    let moves = "the anchor of this heading would change with its number (give it one of its own: `{#my-anchor}`)";
    once_more(CHAPTER, "\n## Takes {{tail-10.root_latency_ms_p99}} ms\n", &at(79, 1, moves));
    let given = "\n## Takes {{tail-10.root_latency_ms_p99}} ms {#takes}\n";
    assert_eq!(said(|folder| append(folder, CHAPTER, given)), [""; 0]);
    let title = "a page has one first-level heading (its title is in the front matter; begin sections with `##`)";
    once_more(CHAPTER, "\n# Title\n", &at(79, 1, title));
    once_more(CHAPTER, "\n<h1>Title</h1>\n", &at(79, 1, title));
}
