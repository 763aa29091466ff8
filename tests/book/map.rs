//! What ties a part together: the map, the page of villains, the builder and the open questions, and what is wrong with them.

use std::fs;
use std::path::Path;

use faultlines::book::compile;
use faultlines::book::site::Shell;

use crate::one_mistake::{CHAPTER, append};
use crate::pages::further::with_further_page;

const MAP: &str = r#"[[axes]]
id = "scale"
name = "Scale"
text = "What is loud at three hundred."

[[villains]]
id = "slow"
name = "The slow one"
text = "It answers late."

[[pairs]]
topics = ["second", "first"]
title = "Both"
text = "Each makes the other worse."
remedy = "None."
section = "together"
"#;

const QUIZ: &str = r#"title = "Write first"

[[questions]]
id = "why"
kind = "open"
prompt = "Why?"
model = "Because."
compare = ["A reason"]
"#;

const FRONT: &str =
    "axes = [\"scale\"]\n\n[[villains]]\nid = \"slow\"\nsection = \"table\"\nsays = \"It holds all.\"\n+++\n";

/// The pages of the small book with a map, after a change, and what the check says of it.
fn compiled(change: impl FnOnce(&Path)) -> (Vec<(String, String)>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    with_further_page(folder);
    fs::write(folder.join("part-1/map.toml"), MAP).expect("written");
    fs::write(folder.join("part-1/quiz.toml"), QUIZ).expect("written");
    append(folder, "part-1/index.md", "\n## Together {#together}\n\n```map\n```\n\n```pairs\n```\n\n```quiz\n```\n");
    let chapter = folder.join(CHAPTER);
    let text = fs::read_to_string(&chapter).expect("the chapter");
    let (front, rest) = text[4..].split_once("+++\n").expect("front matter");
    fs::write(&chapter, format!("+++\n{front}{FRONT}{rest}")).expect("written");
    change(folder);
    let (book, mistakes) = compile(folder, &Shell::default()).expect("a book");
    let prefix = format!("{}/", folder.display());
    (book.pages, mistakes.iter().map(|mistake| mistake.to_string().replace(&prefix, "")).collect())
}

fn edit(folder: &Path, file: &str, before: &str, after: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("the file");
    assert!(text.contains(before), "{file} has no {before}");
    fs::write(path, text.replacen(before, after, 1)).expect("written");
}

#[test]
fn a_chapter_is_on_the_map_and_on_the_page_of_villains_by_what_its_front_matter_says() {
    let (pages, mistakes) = compiled(|_| {});
    assert_eq!(mistakes, Vec::<String>::new());
    let page = |path: &str| &pages.iter().find(|(page, _)| page == path).expect("the page").1;
    let overview = page("part-1/index.html");
    // Of the thread to the condition, and of that to the villain, each lit by three: both its ends, and all together.
    assert_eq!(overview.matches("<path class=\"home\"").count(), 3);
    assert_eq!(overview.matches("<path class=\"villain\"").count(), 3);
    assert!(overview.contains("href=\"first/index.html#table\""));
    assert!(overview.contains("Each makes the other worse.") && overview.contains("href=\"#together\""));
    assert!(overview.contains("A model answer"), "the answer can be read without a script");
    let villains = page("part-1/villains/index.html");
    assert!(villains.contains("<dd>It holds all.</dd>") && villains.contains("href=\"../first/index.html#table\""));
}

#[test]
fn what_a_further_page_meets_is_met_in_its_chapter() {
    let more = "part-1/first/more/chapter.md";
    let met = "[[villains]]\nid = \"slow\"\nsection = \"questions\"\nsays = \"It goes on.\"\n+++\n\nIt goes";
    let (pages, mistakes) = compiled(|folder| edit(folder, more, "+++\n\nIt goes", met));
    assert_eq!(mistakes, Vec::<String>::new());
    let page = |path: &str| &pages.iter().find(|(page, _)| page == path).expect("the page").1;
    let overview = page("part-1/index.html");
    let topics = scraper::Selector::parse(".map-topics > li").expect("a selector");
    let count = scraper::Html::parse_document(overview).select(&topics).count();
    assert_eq!(count, 3, "a further page is no topic of its own");
    assert!(page("part-1/villains/index.html").contains("href=\"../first/more/index.html#questions\""));
}

#[test]
fn what_a_chapter_or_a_map_names_wrongly_is_told_where_it_stands() {
    let said = |file: &str, before: &str, after: &str| compiled(|folder| edit(folder, file, before, after)).1;
    let at_chapter = |line: u32, said: &str| vec![format!("{CHAPTER}:{line}:1: {said}")];
    assert_eq!(
        said(CHAPTER, "id = \"slow\"", "id = \"slwo\""),
        at_chapter(8, "unknown villain `slwo` (did you mean `slow`?)")
    );
    assert_eq!(
        said(CHAPTER, "section = \"table\"", "section = \"tabel\""),
        at_chapter(9, "unknown anchor `tabel` on part-1/first/index.html (did you mean `table`?)")
    );
    let map = "part-1/map.toml";
    let lines = said(map, "\"second\", \"first\"", "\"first\", \"first\"");
    assert_eq!(lines, [format!("{map}:12:1: a pair is of two chapters")]);
    let lines = said(map, "section = \"together\"", "section = \"togehter\"");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("unknown anchor `togehter`"), "{lines:?}");
}
