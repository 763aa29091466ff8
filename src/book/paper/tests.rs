use super::*;
use crate::quiz::{Quiz, obfuscation};
use crate::scenario::Problem;

const QUIZ: &str = r#"
title = "What moves"
[[questions]]
id = "share"
kind = "numeric"
prompt = "How many keys move?"
answer = 9.1
tolerance = 0.2
unit = "%"
explanation = "One share of [the ring](../ring/index.html#share)."
"#;

fn write(site: &Path, name: &str, text: &str) {
    let path = site.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A site of a part with two chapters, of which the second has a further page and a quiz.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = |class: &str, text: &str| {
        format!("<body class=\"{class}\"><p>menu</p><article class=\"sheet\">{text}</article>foot</body>")
    };
    write(
        folder.path(),
        "index.html",
        "<title>Book: about it</title><link rel=\"stylesheet\" href=\"assets/a.css\"><link rel=\"stylesheet\" href=\"assets/b.css\"><div class=\"menu\">\
         <p><a href=\"./part-1/index.html\">Part 1: All of it</a></p><ol>\
         <li><a href=\"./part-1/ring/index.html\"><span>1.1</span> The \"ring\"</a></li>\
         <li><a href=\"./part-1/tail/index.html\"><span>1.2</span> Tail</a></li>\
         <li><a href=\"./part-1/tail/queues/index.html\"><span>1.2b</span> Queues</a></li></ol>\
         <p><a href=\"./reference/index.html\">Reference of all labs</a></p></div>",
    );
    write(folder.path(), "part-1/index.html", &page("overview", "<h1>All of it</h1>"));
    write(folder.path(), "part-1/ring/index.html", &page("chapter", "<h1>Ring</h1><noscript><p>After</p></noscript>"));
    let (quiz, _) = Quiz::from_json(
        "part-1/tail",
        "course",
        &toml::from_str(QUIZ).unwrap(),
        Some(&|name| Err(Problem::new("", name))),
    );
    let mut quiz = quiz.unwrap();
    quiz.map_texts(|text, _| text.replace("[the ring](", "<a href=\"").replace(")", "\">the ring</a>"));
    let sealed = obfuscation::obfuscate(&quiz);
    let quiz =
        format!("<h1>Tail</h1><section id=\"quiz\" data-chapter=\"part-1/tail\" data-quiz=\"{sealed}\"></section>");
    write(folder.path(), "part-1/tail/index.html", &page("chapter", &quiz));
    write(folder.path(), "part-1/tail/queues/index.html", &page("chapter", "<h1>Queues</h1>"));
    folder
}

fn paper(names: &[&str], with_key: bool) -> anyhow::Result<Paper> {
    let names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
    Paper::of_site(site().path(), &names, with_key)
}

fn titles(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    document.select(&Selector::parse("h1").unwrap()).map(|it| it.text().collect()).collect()
}

#[test]
fn a_chapter_comes_with_its_further_pages_and_the_whole_book_in_order() {
    for (names, right) in [
        (&["tail"][..], &["Tail", "Queues"][..]),
        (&["tail/queues"], &["Queues"]),
        (&["part-1/tail/queues", "ring"], &["Ring", "Queues"]),
        (&["part-1"], &["All of it", "Ring", "Tail", "Queues"]),
        (&[], &["All of it", "Ring", "Tail", "Queues"]),
    ] {
        assert_eq!(titles(&paper(names, false).unwrap().html), right, "{names:?}");
    }
    let unknown = paper(&["tial"], false).unwrap_err().to_string();
    assert_eq!(unknown, "unknown chapter `tial` (did you mean `tail`?)");
}

#[test]
fn the_key_is_in_the_document_only_where_it_was_asked_for() {
    let without = paper(&[], false).unwrap().html;
    assert!(!without.contains("data-quiz") && !without.contains("One share of"), "{without}");
    let with = paper(&[], true).unwrap().html;
    assert_eq!(titles(&with).last().unwrap(), "Key");
    let right = "<p class=\"right\">9.1 %, ± 0.2</p>";
    assert!(with.contains(right) && with.contains("One share of <a href=\"#leaf-2-share\">"), "{with}");
    assert_eq!(paper(&["ring"], true).unwrap_err().to_string(), "there is no quiz on these pages, and so no key");
}

#[test]
fn what_waits_for_readers_without_scripts_is_printed() {
    assert!(paper(&["ring"], false).unwrap().html.contains("<h1>Ring</h1><p>After</p>"));
}

#[test]
fn a_running_head_is_a_string_of_css_whatever_the_title() {
    let style = paper(&["ring"], false).unwrap().style;
    assert!(style.contains("@page leaf-1 { @top-left { content: \"1.1\u{2002}The \\\"ring\\\"\"; }"), "{style}");
    assert_eq!(quoted("a\n\\"), "\"a\\\\\"");
}
