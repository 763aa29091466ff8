//! What the site says of itself beside its pages: the feed, the manifest, cards for shared links, the list of what a browser
//! keeps offline.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use atom_syndication::Feed;
use faultlines::book::cache::Cache;
use faultlines::book::site::{Icon, Shell, cards, manifest, offline};
use faultlines::book::{Book, compile};
use resvg::tiny_skia::Pixmap;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::folder;
use crate::pages::FIXTURE;

fn book() -> Book {
    compile(Path::new("content"), &Shell::default()).expect("the content can be read").0
}

fn page<'a>(book: &'a Book, path: &str) -> &'a str {
    &book.pages.iter().find(|(it, _)| it == path).unwrap_or_else(|| panic!("there is no {path}")).1
}

#[test]
fn the_feed_has_every_chapter_that_came_out_the_newest_first() {
    let book = book();
    let text = page(&book, "feed.xml");
    let feed = Feed::read_from(text.as_bytes()).expect("a feed");
    let manifest: toml::Table = toml::from_str(&fs::read_to_string("content/book.toml").unwrap()).unwrap();
    let chapters = manifest["parts"].as_array().unwrap().iter().flat_map(|part| part["chapters"].as_array().unwrap());
    let dated = chapters.filter(|chapter| chapter.get("published").is_some()).count();
    assert!(dated >= 9 && feed.entries.len() == dated, "{} of {dated}", feed.entries.len());
    let days: Vec<_> = feed.entries.iter().map(|entry| entry.updated).collect();
    assert!(days.is_sorted_by(|a, b| a >= b) && days[0] == feed.updated, "{days:?}");
    let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), dated, "an id stands twice");
    for entry in &feed.entries {
        let path = entry.links[0].href.strip_prefix("https://faultlines.example/").expect("an address of the book");
        page(&book, &format!("{path}index.html"));
        assert!(
            entry.published.is_some_and(|day| day <= entry.updated) && entry.summary.is_some(),
            "{}",
            entry.title.value
        );
    }
    assert_eq!(text, page(&self::book(), "feed.xml"), "a build reads no clock");
}

#[test]
fn a_day_that_is_none_is_said_where_it_stands() {
    for (key, day, said) in [
        ("published", "2026-02-30", "`2026-02-30` is no day of the calendar"),
        ("published", "yesterday", "`yesterday` is no day of the calendar"),
        ("updated", "2026-11-30", "a chapter with `updated` has `published` too"),
    ] {
        let content = tempfile::tempdir().unwrap();
        folder::copy(FIXTURE, content.path());
        let file = content.path().join("book.toml");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replacen("id = \"first\"", &format!("id = \"first\"\n{key} = \"{day}\""), 1)).unwrap();
        let (_, mistakes) = compile(content.path(), &Shell::default()).unwrap();
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        assert!(mistakes[0].to_string().contains(said), "{}", mistakes[0]);
    }
}

#[test]
fn the_manifest_names_the_book_its_beginning_and_its_icons() {
    let icon = |size, purpose| Icon { path: format!("assets/icon-{size}.png"), size, purpose };
    let icons = vec![icon(192, "any"), icon(512, "maskable")];
    let shell = Shell { icon: "assets/icon.svg".into(), icons, ..Shell::default() };
    let told: Value = serde_json::from_str(&manifest("Faultlines", "How they break", &shell)).unwrap();
    assert_eq!((&told["start_url"], &told["scope"], &told["id"]), (&"./index.html".into(), &"./".into(), &"./".into()));
    assert_eq!(told["short_name"], "Faultlines");
    let icons: Vec<String> = told["icons"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert_eq!(icons.len(), 3);
    assert!(icons[1].contains("512x512") && icons[1].contains("maskable") && icons[2].contains("svg"), "{icons:?}");
}

#[test]
fn the_sitemap_has_every_page_but_that_for_a_missing_address() {
    let book = book();
    let map = page(&book, "sitemap.xml");
    let pages = book.pages.iter().filter(|(path, _)| path.ends_with(".html") && path != "404.html");
    let mut count = 0;
    for (path, _) in pages {
        let address = format!("<loc>https://faultlines.example/{}</loc>", path.trim_end_matches("index.html"));
        assert!(map.contains(&address), "{path}");
        count += 1;
    }
    assert_eq!(map.matches("<loc>").count(), count);
}

/// How many pixels of a part of a picture are not of its commonest colour.
fn drawn(card: &Pixmap, columns: std::ops::Range<u32>) -> usize {
    let pixels = (0..card.height()).flat_map(|y| columns.clone().filter_map(move |x| card.pixel(x, y)));
    let mut counts = std::collections::BTreeMap::new();
    pixels.for_each(|pixel| *counts.entry([pixel.red(), pixel.green(), pixel.blue()]).or_insert(0usize) += 1);
    counts.values().sum::<usize>() - counts.values().max().unwrap_or(&0)
}

#[test]
fn each_page_has_a_card_with_its_words_and_a_picture() {
    let site = tempfile::tempdir().unwrap();
    let book = book();
    fs::create_dir(site.path().join("assets")).unwrap();
    let sheets = ["tokens", "hash-ring", "chart"].map(|name| fs::read_to_string(format!("style/{name}.css")).unwrap());
    // As the build writes it, without its remarks.
    let remarks = regex::Regex::new(r"(?s)/\*.*?\*/").unwrap();
    fs::write(site.path().join("assets/style.css"), &*remarks.replace_all(&sheets.concat(), "")).unwrap();
    fs::copy("assets/icon.svg", site.path().join("assets/icon.svg")).unwrap();
    let shell = Shell { style: "assets/style.css".into(), icon: "assets/icon.svg".into(), ..Shell::default() };
    cards::write(&book.cards, site.path(), &shell, &Cache::of_checkout()).unwrap();
    let image = Selector::parse("meta[property='og:image']").unwrap();
    let mut seen = BTreeSet::new();
    for (path, html) in book.pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        let document = Html::parse_document(html);
        let address = document.select(&image).next().and_then(|meta| meta.attr("content")).unwrap_or_default();
        let card = address.strip_prefix("https://faultlines.example/").unwrap_or_else(|| panic!("{path}: {address}"));
        let png = fs::read(site.path().join(card)).unwrap_or_else(|error| panic!("{path}: {card}: {error}"));
        let pixels = Pixmap::decode_png(&png).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (1200, 630), "{card}");
        let (words, picture) = (drawn(&pixels, 60..590), drawn(&pixels, 684..1140));
        assert!(words > 6_000 && picture > 5_000, "{card}: {words} pixels of words, {picture} of the picture");
        seen.insert(png);
    }
    assert_eq!(seen.len(), book.cards.len(), "two cards are the same");
}

/// The edition and the files that the worker of a site names.
fn kept(site: &Path) -> (String, Vec<String>) {
    offline(site).unwrap();
    let worker = fs::read_to_string(site.join("sw.js")).unwrap();
    let after = |words: &str| worker.split_once(words).map(|(_, rest)| rest.to_string()).unwrap();
    let edition = after("EDITION = \"").split('"').next().unwrap().to_string();
    let files = after("new Set(").split(");").next().unwrap().to_string();
    (edition, serde_json::from_str(&files).unwrap())
}

#[test]
fn a_browser_keeps_every_page_and_asset_and_nothing_else() {
    let site = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let pages = ["404.html", "index.html", "part-10/first/index.html"];
    let others =
        ["assets/a-0123456789.css", "assets/a-0123456789.wasm", "manifest.webmanifest", "part-10/first/figures/x.svg"];
    pages.iter().chain(&others).for_each(|path| write(path, "plain text"));
    for path in [
        "index.html.br",
        "index.html.gz",
        "assets/a-0123456789.wasm.js",
        "feed.xml",
        "sitemap.xml",
        "robots.txt",
        "cards/index.png",
        "schemas/answers-2.schema.json",
        "book.pdf",
    ] {
        write(path, "not kept");
    }
    let (edition, files) = kept(site.path());
    let mut all: Vec<&str> = pages.into_iter().chain(others).collect();
    all.sort_unstable();
    let mut sorted = files.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, all);
    let told: Value = serde_json::from_str(&fs::read_to_string(site.path().join("offline.json")).unwrap()).unwrap();
    assert_eq!(told, serde_json::json!({ "pages": 3, "bytes": 70, "fetched": 68 }));
    assert_eq!(kept(site.path()).0, edition, "the same files are the same edition");
    write("index.html.gz", "another form");
    assert_eq!(kept(site.path()).0, edition);
    write("index.html", "plain tex!");
    assert_ne!(kept(site.path()).0, edition);
}
