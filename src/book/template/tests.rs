use super::*;

fn outline() -> Outline {
    let entry = |id: &str, planned| Entry {
        id: id.into(),
        number: "10.1".into(),
        title: "A & B".into(),
        planned,
        ..Entry::default()
    };
    let chapters = vec![entry("here", false), entry("later", true)];
    let part = Part { id: "part-10".into(), number: 10, title: "Data".into(), chapters };
    let site_url = "https://example.org/book/".into();
    Outline {
        title: "Faultlines".into(),
        subtitle: "How they break".into(),
        site_url,
        parts: vec![part],
        has_glossary: true,
        has_quiz: true,
    }
}

fn shell() -> Shell {
    Shell { style: "assets/s.css".into(), loader: "assets/l.js".into(), ..Shell::default() }
}

fn written(path: &str, kind: Kind) -> String {
    let page = Page {
        path: path.into(),
        title: "A & B".into(),
        breaks: "It breaks <here>".into(),
        description: "Says \"what\"".into(),
        kind,
        body_html: "<p>Text</p>".into(),
    };
    super::page(&page, &outline(), &shell())
}

fn chapter() -> Kind {
    Kind::Chapter(Box::new(Chapter { part: "part-10".into(), number: "10.1".into(), minutes: 1, ..Chapter::default() }))
}

#[test]
fn a_page_reaches_the_root_from_its_depth() {
    let html = written("part-10/here/index.html", chapter());
    assert!(html.contains("href=\"../../assets/s.css\"") && html.contains("src=\"../../assets/l.js\""), "{html}");
    let html = written("index.html", Kind::Front);
    assert!(html.contains("href=\"./assets/s.css\"") && html.contains("href=\"./part-10/here/index.html\""), "{html}");
}

#[test]
fn the_page_for_a_missing_address_starts_from_the_hosts_root() {
    let html = written("404.html", Kind::Missing("/book/".into()));
    assert!(html.contains("href=\"/book/assets/s.css\"") && html.contains("data-root=\"/book/\""), "{html}");
}

#[test]
fn a_chapter_to_come_is_listed_and_not_linked() {
    for kind in [Kind::Front, Kind::Part("part-10".into())] {
        let html = written("index.html", kind);
        assert!(html.contains("to come"), "{html}");
        assert!(!html.contains("part-10/later/"), "{html}");
    }
}

#[test]
fn plain_texts_are_escaped_and_html_is_not() {
    let html = written("part-10/here/index.html", chapter());
    assert!(
        html.contains("<h1>A &amp; B</h1>") && html.contains("It breaks &lt;here&gt;") && html.contains("<p>Text</p>"),
        "{html}"
    );
    assert!(html.contains("content=\"Says &quot;what&quot;\""), "{html}");
}

#[test]
fn no_page_has_inline_style_or_script_and_each_carries_the_policy() {
    for (path, kind) in
        [("part-10/here/index.html", chapter()), ("index.html", Kind::Front), ("r/index.html", Kind::Plain(vec![]))]
    {
        let html = written(path, kind);
        assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains("<script>"), "{html}");
        assert!(html.contains("wasm-unsafe-eval") && !html.contains("connect-src"), "{html}");
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
    }
}

#[test]
fn the_page_where_the_reader_is_is_marked_in_the_menu() {
    let html = written("part-10/here/index.html", chapter());
    assert!(html.contains("href=\"../../part-10/here/index.html\" aria-current=\"page\""), "{html}");
}
