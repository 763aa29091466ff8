//! What an author begins with: the examples of the reference, and new parts and chapters.

use std::collections::BTreeMap;
use std::fs;

use super::{FIXTURE, book, select};
use crate::folder::copy;
use faultlines::book::{authors, skeleton};
use scraper::Html;

#[test]
fn every_example_of_the_page_for_authors_builds() {
    let of_fixture = book(FIXTURE);
    let (_, html) = of_fixture.pages.iter().find(|(path, _)| path == "authors/index.html").expect("the page");
    let document = Html::parse_document(html);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for example in select(&document, "pre[data-file]") {
        let file = files.entry(example.attr("data-file").expect("a file").to_string()).or_default();
        file.push_str(&example.text().collect::<String>());
        file.push('\n');
    }
    assert!(files.len() >= 5, "{:?}", files.keys());
    // What no example shows, since it is the same as what one shows.
    files.insert(
        "index.md".into(),
        files["part-1/index.md"].replace("gossip/", "part-1/gossip/").replace("(#", "(part-1/#"),
    );
    files.insert("part-1/gossip/figures/bars.svg".into(), authors::BARS.into());
    for (inside, text) in super::further::FILES {
        files.insert(format!("part-1/gossip/rumours/{inside}"), text.into());
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in &files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    book(folder.path().to_str().expect("a path"));
}

#[test]
fn a_new_chapter_builds_passes_the_check_and_overwrites_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let before = fs::read_to_string(folder.path().join("book.toml")).expect("book.toml");
    skeleton::new_chapter(folder.path(), "part-1", "fourth", None).expect("a new chapter");
    skeleton::new_chapter(folder.path(), "part-1", "third", None).expect("the planned chapter");
    let after = fs::read_to_string(folder.path().join("book.toml")).expect("book.toml");
    let planned = "id = \"third\"\nplanned = true\ntitle = \"Third\"\nsummary = \"It will be written.\"\n";
    assert_eq!(after, before.replace(planned, "id = \"third\"\n") + "\n[[parts.chapters]]\nid = \"fourth\"\n");

    fs::write(
        folder.path().join("part-1/index.md"),
        "+++\ntitle = \"The part\"\nsummary = \"A part.\"\n+++\n\n![A disc](figures/part.svg \"A disc.\")\n",
    )
    .expect("written");
    let book = book(folder.path().to_str().expect("a path"));
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/third/index.html").expect("the page");
    assert!(html.contains("<h1>Third</h1>"), "the planned title is kept");
    assert_eq!(html.matches(">Check yourself").count(), 1, "one heading of the quiz");
    assert!(!html.contains("<data value=\"0\""), "a number that is nought shows nothing");
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/fourth/index.html").expect("the page");
    assert!(html.contains("<h1>Fourth</h1>"), "a title is made of the id");

    let again = skeleton::new_chapter(folder.path(), "part-1", "third", None).expect_err("it is there");
    assert!(again.to_string().contains("is there already"), "{again}");
    for (part, id, why) in [
        ("part-1", "Fourth!", "must be words of a–z"),
        ("part-1", "-", "must be words of a–z"),
        ("part-1", "fifth--", "must be words of a–z"),
        ("part-2", "fifth", "no part `part-2`"),
        ("part-1", "tail-10", "which is declared in"),
    ] {
        let error = skeleton::new_chapter(folder.path(), part, id, None).expect_err("refused").to_string();
        assert!(error.contains(why), "{error}");
        assert!(!folder.path().join(part).join(id).exists(), "nothing was written");
    }
    for broken in ["lab = [", "lab = \"no-such-lab\"", "\u{0}"] {
        fs::write(folder.path().join("part-1/first/scenarios/tail-10.toml"), broken).expect("written");
        let error = skeleton::new_chapter(folder.path(), "part-1", "tail-10", None).expect_err("refused").to_string();
        assert!(error.contains("which is there and cannot be read"), "{error}");
    }
}

#[test]
fn chapters_in_one_line_are_left_to_the_author() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let manifest = folder.path().join("book.toml");
    let text = fs::read_to_string(&manifest).expect("book.toml");
    let (before, _) = text.split_once("[[parts.chapters]]").expect("chapters");
    let chapters =
        "chapters = [{ id = \"first\" }, { id = \"third\", planned = true, title = \"T\", summary = \"S.\" }]\n";
    fs::write(&manifest, format!("{before}{chapters}")).expect("written");
    for id in ["third", "fourth"] {
        let error = skeleton::new_chapter(folder.path(), "part-1", id, None).expect_err("refused").to_string();
        assert!(error.contains("laid out in an unusual way"), "{error}");
    }
}

#[test]
fn any_title_of_plain_text_builds_and_any_other_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let titles = ["\"It's\" 1 < 2 & a | b", "C:\\new", "@summary@ and @title@", "{%} *a* `b` [c](d) +++ #"];
    for (number, title) in titles.into_iter().enumerate() {
        skeleton::new_part(folder.path(), &format!("part-{}", number + 7), title).expect("a part");
        skeleton::new_chapter(folder.path(), "part-7", &format!("chapter-{number}"), Some(title)).expect("a chapter");
    }
    book(folder.path().to_str().expect("a path"));
    let before = fs::read_to_string(folder.path().join("book.toml")).expect("book.toml");
    for title in ["", "  ", "a\nb", "{{x.y}}", "a }}"] {
        skeleton::new_part(folder.path(), "part-20", title).expect_err("a part");
        skeleton::new_chapter(folder.path(), "part-7", "another", Some(title)).expect_err("a chapter");
    }
    assert_eq!(fs::read_to_string(folder.path().join("book.toml")).expect("book.toml"), before);
}

#[test]
fn a_new_part_builds_with_a_chapter_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    skeleton::new_part(folder.path(), "part-7", "The \"other\" part").expect("a new part");
    skeleton::new_chapter(folder.path(), "part-7", "vector-clocks", Some("Vector clocks at work")).expect("a chapter");
    let book = book(folder.path().to_str().expect("a path"));
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-7/index.html").expect("the overview");
    assert!(html.contains("Part 7") && html.contains("The &quot;other&quot; part"), "{html}");
    assert!(html.contains("Vector clocks at work"), "its chapter is listed");
    let again = skeleton::new_part(folder.path(), "part-7", "Again").expect_err("it is there");
    assert!(again.to_string().contains("is there already"), "{again}");
}

#[test]
fn a_chapter_of_no_part_is_told_the_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let refused = skeleton::new_chapter(folder.path(), "part-10", "raft", None).expect_err("there is no such part");
    assert_eq!(refused.to_string(), "book.toml has no part `part-10`: name one of its own, `--part part-1`");
}

#[test]
fn a_part_is_not_added_to_a_list_in_one_value() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let manifest = folder.path().join("book.toml");
    let text = fs::read_to_string(&manifest).expect("there");
    let (head, _) = text.split_once("[[parts]]").expect("a part");
    let text = format!(
        "{head}parts = [{{ id = \"part-1\", number = 1, title = \"One\", chapters = [{{ id = \"first\" }}] }}]\n"
    );
    fs::write(&manifest, &text).expect("written");
    let refused = skeleton::new_part(folder.path(), "part-2", "Two").expect_err("it would be a second list");
    assert!(refused.to_string().contains("under a line `[[parts]]`"), "{refused}");
    assert_eq!(fs::read_to_string(&manifest).expect("there"), text);
    assert!(!folder.path().join("part-2").exists());
}
