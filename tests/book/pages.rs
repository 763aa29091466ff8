//! Pages: the fixture book against golden files, the real book against the rules that every page keeps, and the skeleton
//! of a new chapter.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::golden;
use faultlines::book::site::Shell;
use faultlines::book::{Book, authors, compile, skeleton};
use faultlines::scenario::Link;
use scraper::{Html, Selector};

pub(crate) const FIXTURE: &str = "tests/fixtures/book";
const GOLDEN: &str = "tests/fixtures/book-pages";

/// Pages that are made from the tables that the check reads, and change with them.
const MADE_FROM_TABLES: [&str; 2] = ["reference/index.html", "authors/index.html"];

fn book(content: &str) -> Book {
    let (book, mistakes) = compile(Path::new(content), &Shell::default()).expect("the content can be read");
    let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{content} has mistakes:\n{}", said.join("\n"));
    book
}

fn html_pages(book: &Book) -> impl Iterator<Item = (&str, &str)> {
    book.pages.iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, html)| (path.as_str(), html.as_str()))
}

fn select<'a>(document: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    document.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// The main part of a page; plates and quizzes have golden files of their own.
fn golden_text(html: &str) -> String {
    let start = html.find("<main").expect("a main part");
    let end = html.find("</main>").expect("its end");
    let mut text = html[start..end].to_string();
    for (mark, close, stands) in [
        ("data-plate=", "</figure>", "[plate]"),
        ("data-quiz=", "</section>", "[quiz]"),
        ("class=\"still\"", "</figure>", "[still]"),
    ] {
        while let Some(at) = text.find(mark) {
            let from = text[..at].rfind('<').expect("the mark stands in a tag");
            let to = text[at..].find(close).map_or(text.len(), |end| at + end + close.len());
            text.replace_range(from..to, stands);
        }
    }
    // One block a line, so that a difference can be read.
    for tag in ["<section", "<header", "<nav", "<li", "<h1", "<h2", "<p", "<div", "<article"] {
        text = text.replace(tag, &format!("\n{tag}"));
    }
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_page_of_the_fixture_book_is_its_golden_file() {
    let book = book(FIXTURE);
    let mut expected: BTreeSet<PathBuf> = match fs::read_dir(GOLDEN) {
        Ok(entries) => entries.map(|entry| entry.expect("an entry").path()).collect(),
        Err(_) => BTreeSet::new(),
    };
    for (path, html) in html_pages(&book).filter(|(path, _)| !MADE_FROM_TABLES.contains(path)) {
        let file = Path::new(GOLDEN).join(path.replace('/', "__"));
        let text = golden_text(html);
        golden::check(&file, &text);
        expected.remove(&file);
    }
    assert!(expected.is_empty(), "golden files of no page: {expected:?}");
}

#[test]
fn every_page_has_what_readers_and_machines_look_for() {
    for (path, html) in html_pages(&book("content")) {
        let document = Html::parse_document(html);
        assert_eq!(select(&document, "h1").len(), 1, "{path}: one first-level heading");
        assert_eq!(select(&document, "html[lang=en]").len(), 1, "{path}: a language");
        let title: String = select(&document, "head > title").iter().flat_map(|title| title.text()).collect();
        assert!(title.len() > 5, "{path}: a title");
        let description = select(&document, "meta[name=description]");
        let description = description.first().and_then(|meta| meta.attr("content")).unwrap_or_default();
        assert!(description.len() > 20, "{path}: a description");
        let ids: Vec<&str> = select(&document, "[id]").iter().filter_map(|element| element.attr("id")).collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        let twice: Vec<&&str> =
            distinct.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
        assert!(twice.is_empty(), "{path}: ids that stand twice: {twice:?}");
        for image in select(&document, "img") {
            assert!(image.attr("alt").is_some_and(|alt| !alt.trim().is_empty()), "{path}: an alternative text");
        }
    }
}

#[test]
fn no_page_is_text_alone() {
    for (path, html) in html_pages(&book("content")) {
        let document = Html::parse_document(html);
        assert!(!select(&document, "main :is(svg, img)").is_empty(), "{path} has no picture");
    }
}

#[test]
fn a_plate_of_the_front_page_has_no_number_and_that_of_an_overview_its_parts() {
    let book = book(FIXTURE);
    for (page, numbers) in [("index.html", vec![]), ("part-1/index.html", vec!["Plate 1.1"])] {
        let (_, html) = book.pages.iter().find(|(path, _)| path == page).expect("the page");
        let document = Html::parse_document(html);
        assert_eq!(select(&document, "figure.plate").len(), 1, "{page}");
        let shown: Vec<String> = select(&document, ".plate-number").iter().map(|span| span.text().collect()).collect();
        assert_eq!(shown, numbers, "{page}");
    }
}

/// A browser lays out so many elements, and no more, before a reader sees the page.
const FRONT_ELEMENTS: usize = 1500;

#[test]
fn the_front_page_shows_every_chapter_and_stays_small() {
    let book = book("content");
    let (_, html) = book.pages.iter().find(|(path, _)| path == "index.html").expect("the front page");
    let document = Html::parse_document(html);
    let elements = select(&document, "*").len();
    assert!(elements <= FRONT_ELEMENTS, "{elements} elements");
    let chapters = select(&document, ".chapters > li");
    assert!(chapters.len() >= 9, "{} chapters", chapters.len());
    for chapter in chapters {
        let part = |selector: &str| chapter.select(&Selector::parse(selector).expect("a selector")).count();
        let title: String = chapter.text().collect();
        assert_eq!(part(".still svg").min(1), 1, "no picture: {title}");
        assert_eq!(
            part(".still :is(a, button, input, select, summary, [tabindex])"),
            0,
            "a still can be worked: {title}"
        );
        let planned = chapter.attr("class").unwrap_or_default().contains("planned");
        assert_eq!((part("a") == 1, part(".to-come") == 1), (!planned, planned), "{title}");
        assert!(part(".summary") == 1, "{title}");
    }
}

#[test]
fn no_page_needs_more_than_the_security_policy_allows() {
    for (path, html) in html_pages(&book("content")) {
        let document = Html::parse_document(html);
        assert!(select(&document, "[style], style").is_empty(), "{path}: an inline style");
        for script in select(&document, "script") {
            assert!(script.attr("src").is_some() && script.inner_html().trim().is_empty(), "{path}: an inline script");
        }
        for element in select(&document, "*") {
            let handlers: Vec<&str> =
                element.value().attrs().map(|(name, _)| name).filter(|name| name.starts_with("on")).collect();
            assert!(handlers.is_empty(), "{path}: event handlers {handlers:?}");
        }
        for element in select(&document, "[src], link[href], [data-wasm], [poster], [srcset]") {
            for name in ["src", "href", "data-js", "data-wasm", "data-wasm-js", "poster", "srcset"] {
                let value = element.attr(name).unwrap_or_default();
                assert!(!value.contains("//"), "{path}: {name}={value} loads from another host");
            }
        }
    }
}

#[test]
fn every_link_of_the_book_leads_to_a_page_and_an_anchor() {
    for content in ["content", FIXTURE] {
        let book = book(content);
        let ids_of = |html: &str| -> BTreeSet<String> {
            let document = Html::parse_document(html);
            select(&document, "[id]").iter().filter_map(|element| element.attr("id")).map(String::from).collect()
        };
        let anchors: BTreeMap<&str, BTreeSet<String>> =
            html_pages(&book).map(|(path, html)| (path, ids_of(html))).collect();
        let mut checked = 0;
        for (path, html) in html_pages(&book).filter(|(path, _)| *path != "404.html") {
            let document = Html::parse_document(html);
            for link in select(&document, "a[href]") {
                let href = link.attr("href").unwrap_or_default();
                if href.contains("://") || href.starts_with("mailto:") {
                    continue;
                }
                assert!(!href.starts_with('/'), "{path}: {href} leaves the sub-path that the book may be under");
                let (target, anchor) = href.split_once('#').unwrap_or((href, ""));
                let target = target.split('?').next().unwrap_or_default();
                assert!(
                    target.is_empty() || target.ends_with(".html"),
                    "{path}: {href} needs a server to find its file"
                );
                let target = if target.is_empty() { path.to_string() } else { join(path, target) };
                let ids = anchors.get(target.as_str()).unwrap_or_else(|| panic!("{path}: {href} leads to no page"));
                assert!(anchor.is_empty() || ids.contains(anchor), "{path}: {href} leads to no anchor");
                checked += 1;
            }
        }
        assert!(checked > 20, "{content}: only {checked} links were found");
    }
}

/// Resolves a link by the rules of URLs, apart from the code under test.
fn join(page: &str, link: &str) -> String {
    let mut path = Path::new(page).parent().unwrap_or(Path::new("")).to_path_buf();
    for step in link.split('/') {
        match step {
            ".." => assert!(path.pop(), "{link} on {page} leaves the site"),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.to_string_lossy().into_owned()
}

#[test]
fn the_sitemap_lists_each_page_under_the_books_address() {
    let book = book(FIXTURE);
    let (_, sitemap) = book.pages.iter().find(|(path, _)| path == "sitemap.xml").expect("a sitemap");
    let listed = sitemap.matches("<loc>https://faultlines.example/small/").count();
    // All but the page for a missing address.
    assert_eq!(listed, html_pages(&book).count() - 1, "{sitemap}");
    assert!(sitemap.contains("<loc>https://faultlines.example/small/part-1/first/</loc>"), "{sitemap}");
    let (_, missing) = book.pages.iter().find(|(path, _)| path == "404.html").expect("a page for a missing address");
    assert!(missing.contains("href=\"/small/index.html\""), "the way home must work at any depth");
}

#[test]
fn an_inline_result_is_what_the_engine_measures() {
    let book = book(FIXTURE);
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the chapter");
    let toml = fs::read_to_string(format!("{FIXTURE}/part-1/first/scenarios/tail-10.toml")).expect("the scenario");
    let tree: serde_json::Value = toml::from_str(&toml).expect("TOML");
    let (scenario, _) = faultlines::scenario::Scenario::from_json(&tree);
    let report = scenario.expect("a scenario").report();
    let value = report.get("root_latency_ms_p99").expect("the metric");
    let shown = format!("<data value=\"{value}\">{value:.2}</data>");
    assert!(html.contains(&shown), "{shown} is not in the page");
    assert!(html.contains(&format!("takes {value:.0} ms.")), "captions hold results too");
    assert!(html.contains("code with {{no.result}}"), "code is left alone");
}

#[test]
fn a_number_opens_the_plate_that_shows_its_run_and_a_link_holds_no_other() {
    let mut links = 0;
    for (path, html) in html_pages(&book("content")) {
        let document = Html::parse_document(html);
        for link in select(&document, "a.result") {
            let href = link.attr("href").unwrap_or_default();
            let (query, id) = href.split_once('#').expect("a plate");
            let (read, problems) = Link::parse(query);
            assert_eq!(problems, [], "{path}: {href}");
            assert!(query.is_empty() || read.is_some_and(|link| link.plate.as_deref() == Some(id)), "{path}: {href}");
            let plate = select(&document, &format!("figure#{id}[data-plate]"));
            assert_eq!(plate.len(), 1, "{path}: {href}");
            assert!(query.is_empty() || query.contains(&format!("lab={}&", plate[0].attr("data-lab").expect("a lab"))));
            links += 1;
        }
        assert_eq!(select(&document, "data[title]").len(), 0, "{path}: a number that only a mouse can ask");
    }
    assert!(links > 50, "only {links} numbers can be opened");
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let chapter = folder.path().join("part-1/first/chapter.md");
    let number = "{{tail-10.root_latency_ms_p99}}";
    let text = fs::read_to_string(&chapter).expect("a chapter")
        + &format!("\nIn [links {number}](#maths) and <a href=\"#maths\">{number}</a>, then {number}.\n");
    fs::write(&chapter, text).expect("written");
    let book = book(folder.path().to_str().expect("a path"));
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the chapter");
    let paragraph = html.lines().find(|line| line.starts_with("<p>In <a")).expect("the paragraph");
    assert_eq!(
        (paragraph.matches("<a ").count(), paragraph.matches("class=\"result\"").count()),
        (3, 1),
        "{paragraph}"
    );
}

#[test]
fn a_chapter_leads_to_the_written_ones_before_and_after_it() {
    let book = book(FIXTURE);
    let onward = |path: &str| {
        let (_, html) = book.pages.iter().find(|(other, _)| other == path).expect("the chapter");
        let document = Html::parse_document(html);
        let links: Vec<String> =
            select(&document, ".onward > a").iter().filter_map(|link| link.attr("href")).map(String::from).collect();
        assert_eq!(select(&document, ".onward > *").len(), links.len(), "{path}: what cannot be followed");
        links
    };
    // Between them stands a chapter that is to come.
    assert_eq!(onward("part-1/first/index.html"), ["../../part-1/second/index.html"]);
    assert_eq!(onward("part-1/second/index.html"), ["../../part-1/first/index.html"]);
}

#[test]
fn the_contents_of_a_chapter_hold_its_quiz_where_it_stands() {
    let book = book("content");
    let chapters = html_pages(&book).filter(|(_, html)| html.contains("id=\"quiz\""));
    let mut seen = 0;
    for (path, html) in chapters {
        let document = Html::parse_document(html);
        let contents: Vec<&str> = select(&document, ".contents a")
            .iter()
            .filter_map(|link| link.attr("href"))
            .map(|href| &href[1..])
            .collect();
        let places: Vec<usize> =
            contents.iter().map(|id| html.find(&format!(" id=\"{id}\"")).expect("the section")).collect();
        assert!(contents.contains(&"quiz") && places.is_sorted(), "{path}: {contents:?}");
        seen += 1;
    }
    assert!(seen >= 2);
}

/// What the page for authors shows, built as a book: each file of its examples, joined in the page's order.
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
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in &files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    book(folder.path().to_str().expect("a path"));
}

pub(crate) fn copy(from: &str, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).expect("inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
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
fn a_book_is_written_with_its_pictures() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = book(FIXTURE);
    faultlines::book::write(&book, folder.path()).expect("written");
    for path in
        ["index.html", "404.html", "sitemap.xml", "robots.txt", "part-1/first/figures/bars.svg", "reference/index.html"]
    {
        assert!(folder.path().join(path).is_file(), "{path} is missing");
    }
    assert!(!folder.path().join("part-1/third").exists(), "a chapter to come has no page");
}
