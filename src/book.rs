//! From Markdown to pages (native only), in stages by name: load → parse → check → render → write.
//!
//! - [`load`] reads the content folder in the order of book.toml;
//! - [`parse`] and [`markdown`] turn a file into front matter and items with their places;
//! - [`threads`] reads what ties the chapters of a part together;
//! - [`names`] gathers what the whole book shares: scenarios and plates by name;
//! - [`glossary`] reads what the book's terms mean, [`course`] how its quizzes count;
//! - [`pages`] renders every page, with the numbers that the engines compute ([`results`]);
//! - [`pictures`] draws what lists show of each chapter;
//! - [`links`] checks where the links lead, now that every anchor is known;
//! - [`embed`] makes the page with nothing but a plate that each lab has;
//! - [`room`] writes the page on which a teacher grades;
//! - [`search`] writes the index of what a reader can find;
//! - [`feed`] tells readers of feeds which chapters are new;
//! - [`compile`] runs them all, [`write`] puts the pages into a folder, [`site`] finishes that folder;
//! - [`paper`] makes one document of the built pages, to be printed;
//! - [`cache`] remembers the slow steps from one build to the next.
//!
//! Every stage returns what it made *and* the [`Diagnostic`]s, so that an author sees all mistakes at once.

pub mod authors;
pub mod cache;
pub mod course;
pub mod diagnostic;
pub mod drawing;
pub mod embed;
pub mod feed;
pub mod glossary;
mod guesses;
pub mod html;
pub mod links;
pub mod load;
pub mod markdown;
pub mod names;
pub mod pages;
pub mod paper;
pub mod parallel;
pub mod parse;
pub mod pictures;
pub mod progress;
pub mod quizzes;
pub mod reference;
pub mod render;
pub mod results;
pub mod room;
pub mod search;
pub mod site;
pub mod skeleton;
mod spelling;
pub mod template;
pub mod threads;
pub mod tree;
pub mod unused;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use cache::Cache;
pub use diagnostic::{Diagnostic, Source};
use links::Site;
use load::{Content, Edition, Entry};
use pages::Rendered;
use quizzes::Told;
use results::Results;
use search::Found;
use site::cards::Card;
use site::{Shell, hashed};

use crate::quiz::Quiz;
use crate::quiz::submission::schema;
use crate::scenario::Plate;
use crate::ui::phrases::catalogue::Catalogue;

/// The site as it will be written.
#[derive(Debug, Default)]
pub struct Book {
    /// Each page's path from the site's root, and its HTML.
    pub pages: Vec<(String, String)>,
    /// Its title.
    pub title: String,
    /// Its plates with the words that they show, in order: what the pages of the labs begin with ([`embed`]).
    pub plates: Vec<Plate>,
    /// Each picture: where it lies, and its path from the site's root.
    pub figures: Vec<(PathBuf, String)>,
    /// What is shown of a page where a link to it is shared.
    pub cards: Vec<Card>,
    /// How many files of content were read.
    pub files: u32,
    /// What a reader can search for.
    pub findable: Vec<Found>,
}

/// Every quiz of the book with its keys computed and its texts plain, and what is wrong with the content that decides them.
///
/// # Errors
/// If the folder or its book.toml cannot be read at all.
pub fn quizzes(folder: &Path) -> anyhow::Result<(Vec<Quiz>, Vec<Diagnostic>)> {
    let (content, mut mistakes) = load::load(folder)?;
    let (quizzes, found) = pages::all_quizzes(&content, &Cache::of_checkout());
    mistakes.extend(found);
    mistakes.retain(|mistake| !Results::follows(mistake));
    Ok((quizzes, mistakes))
}

/// A quiz for those who do not read it in the book: that of a chapter, named with or without its part, or that of a file
/// `….toml`, which may speak of the book's scenarios.
///
/// # Errors
/// If the content or the file cannot be read, or the book has no such chapter with a quiz.
pub fn told_quiz(folder: &Path, asked: &str) -> anyhow::Result<(Option<Told>, Vec<Diagnostic>)> {
    let (content, mut mistakes) = load::load(folder)?;
    let (chapter, other) = match asked.strip_suffix(".toml") {
        Some(name) => {
            let text = fs::read_to_string(asked).with_context(|| format!("cannot read {asked}"))?;
            let inside = Path::new(name).strip_prefix(folder).unwrap_or(Path::new(name));
            let chapter = inside.parent().filter(|_| inside.ends_with("quiz")).unwrap_or(inside);
            (chapter.to_string_lossy().into_owned(), Some(Source::new(asked, text)))
        }
        None => (asked.trim_matches('/').to_string(), None),
    };
    let told = pages::told_quiz(&content, &Cache::of_checkout(), &chapter, other.as_ref());
    let (told, found) = told.map_err(|problem| anyhow::anyhow!("{problem}"))?;
    mistakes.extend(found);
    mistakes.retain(|mistake| !Results::follows(mistake));
    Ok((told, mistakes))
}

/// What the check will find wrong with a `quiz.toml` that speaks of no scenario, wherever it is put.
pub fn quiz_mistakes(file: &str, text: &str) -> Vec<Diagnostic> {
    let (source, plates) = (Source::new(file, text), names::Plates::new());
    quizzes::render(&source, "", "", Edition::Practice, &Results::default(), &plates, &[]).1
}

/// The plates of a page, with its title and the sentence of what breaks.
#[derive(Debug)]
pub struct ChapterPlates {
    /// The book's title and subtitle.
    pub book: String,
    /// Where the page is published.
    pub address: String,
    /// The chapter's title.
    pub title: String,
    /// What breaks, in a sentence.
    pub breaks: String,
    /// Its plates with the words that they show, in order.
    pub plates: Vec<Plate>,
}

/// The plates of a chapter, named by its folder, with or without that of its part.
///
/// # Errors
/// If the content cannot be read, or has no such chapter, or that has no plates.
pub fn plates(folder: &Path, chapter: &str) -> anyhow::Result<ChapterPlates> {
    let (content, _) = published(folder)?;
    let (Rendered { pages, .. }, _) = pages::render(&content, &Cache::of_checkout());
    let asked = chapter.trim_matches('/');
    let named = |page: &&pages::Page| {
        let page = page.page.path.trim_end_matches("/index.html");
        page == asked || page.split_once('/').is_some_and(|(_, chapter)| chapter == asked)
    };
    let all = || {
        pages.iter().filter(|page| !page.plates.is_empty()).map(|page| page.page.path.trim_end_matches("/index.html"))
    };
    let found = pages.iter().filter(|page| !page.plates.is_empty()).find(named);
    let page = found.with_context(|| {
        format!("no chapter `{chapter}` with plates; there are {}", all().collect::<Vec<_>>().join(", "))
    })?;
    let template::Page { path, title, breaks, .. } = page.page.clone();
    Ok(ChapterPlates {
        book: format!("{}: {}", content.title, content.subtitle),
        address: format!("{}{}", content.site_url, path.trim_end_matches("index.html")),
        title,
        breaks,
        plates: page.plates.clone(),
    })
}

/// The content of a book with the address where it is published: the same may be at several.
fn published(folder: &Path) -> anyhow::Result<(Content, Vec<Diagnostic>)> {
    let (mut content, mistakes) = load::load(folder)?;
    if let Ok(site_url) = std::env::var("FAULTLINES_SITE_URL") {
        content.site_url = site_url;
    }
    Ok((content, mistakes))
}

/// Compiles the content folder to pages, and says everything that is wrong with it, in the order of files and lines.
/// In a checkout, what a scenario gave is remembered from one call to the next ([`cache`]).
///
/// # Errors
/// If the folder or its book.toml cannot be read at all.
pub fn compile(folder: &Path, shell: &Shell) -> anyhow::Result<(Book, Vec<Diagnostic>)> {
    compile_edition(folder, shell, Edition::Practice)
}

/// As [`compile`], of an edition.
///
/// # Errors
/// As [`compile`].
pub fn compile_edition(folder: &Path, shell: &Shell, edition: Edition) -> anyhow::Result<(Book, Vec<Diagnostic>)> {
    let (mut content, mistakes) = published(folder)?;
    content.edition = edition;
    let words = Arc::clone(&content.words);
    Ok(words.within(|| compiled(&content, mistakes, shell)))
}

/// The language of a book's interface: English where its book.toml cannot be read.
pub fn words(folder: &Path) -> Arc<Catalogue> {
    load::load(folder).map(|(content, _)| content.words).unwrap_or_default()
}

/// The pages of a book that was read, in its language.
fn compiled(content: &Content, mut mistakes: Vec<Diagnostic>, shell: &Shell) -> (Book, Vec<Diagnostic>) {
    let (Rendered { pages, outline, terms }, found) = pages::render(content, &Cache::of_checkout());
    mistakes.extend(found);
    let findable: Vec<Found> = pages.iter().flat_map(|page| page.findable.clone()).collect();
    let mut book = Book { files: content.files, ..Book::default() };
    // The pages name what is made of them and loaded on demand, as they name the parts.
    let mut shell = shell.clone();
    for (name, script) in [("search-index", search::script(&findable)), ("glossary", glossary::script(&terms))] {
        let path = hashed(&format!("{name}.js"), script.as_bytes());
        shell.parts.insert(name.into(), path.clone());
        book.pages.push((path, script));
    }
    book.findable = findable;
    book.pages.extend(room::keys(&pages));
    let mut site = Site::of(content);
    for page in &pages {
        let html = template::page(&page.page, &outline, &shell);
        if page.is_missing {
            // Whatever a link leads to may be there.
            site.file(&page.page.path);
        } else {
            mistakes.extend(site.page(&page.page.path, &html, &page.ids));
        }
        book.pages.push((page.page.path.clone(), html));
    }
    book.title.clone_from(&outline.title);
    book.plates = pages.iter().flat_map(|page| page.plates.clone()).collect();
    book.figures = figures(content, &mut site);
    for page in &pages {
        mistakes.extend(page.links.iter().filter_map(|link| site.check(&page.page.path, link)));
    }
    book.cards = pages.iter().filter_map(|page| Card::of(&page.page, &page.picture, &outline)).collect();
    let site_url = &content.site_url;
    book.pages.push(("feed.xml".into(), feed::feed(content, &pages)));
    book.pages.push(("manifest.webmanifest".into(), site::manifest(&content.title, &content.subtitle, &shell)));
    book.pages.push(("sitemap.xml".into(), sitemap(site_url, &pages)));
    book.pages.push(("robots.txt".into(), format!("User-agent: *\nAllow: /\nSitemap: {site_url}sitemap.xml\n")));
    let schemas = schema::VERSIONS.iter().filter_map(|version| Some((schema::path(*version), schema::text(*version)?)));
    book.pages.extend(schemas);
    mistakes.extend(unused::mistakes(content, &mistakes));
    mistakes.retain(|mistake| !Results::follows(mistake));
    mistakes.sort();
    mistakes.dedup();
    (book, mistakes)
}

/// Writes the pages and the pictures into a folder.
///
/// # Errors
/// If a file cannot be written.
pub fn write(book: &Book, folder: &Path) -> anyhow::Result<()> {
    for (path, text) in &book.pages {
        let path = make_room(folder, path)?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    for (from, path) in &book.figures {
        let path = make_room(folder, path)?;
        fs::copy(from, &path).with_context(|| format!("cannot copy {} to {}", from.display(), path.display()))?;
    }
    Ok(())
}

fn make_room(folder: &Path, path: &str) -> anyhow::Result<PathBuf> {
    let path = folder.join(path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
    }
    Ok(path)
}

/// The pictures of all parts and chapters; the links to them, and to chapters that are still to come, become known to `site`.
fn figures(content: &Content, site: &mut Site) -> Vec<(PathBuf, String)> {
    let mut figures = Vec::new();
    for part in &content.parts {
        for figure in &part.figures {
            let path = format!("{}/{}", part.id, figure.inside);
            site.file(&path);
            figures.push((figure.path.clone(), path));
        }
        for entry in &part.chapters {
            match entry {
                Entry::Planned { id, .. } => site.planned(&part.id, id),
                Entry::Written(files) => {
                    for figure in &files.figures {
                        let path = format!("{}/{}/{}", part.id, files.id, figure.inside);
                        site.file(&path);
                        figures.push((figure.path.clone(), path));
                    }
                }
            }
        }
    }
    figures
}

/// Every page that a reader may arrive at, under the address where the book is published.
fn sitemap(site_url: &str, pages: &[pages::Page]) -> String {
    let paths = pages.iter().map(|page| page.page.path.as_str()).filter(|path| *path != "404.html");
    let entries = paths.map(|path| {
        let folder = path.strip_suffix("index.html").unwrap_or(path);
        format!("  <url><loc>{}</loc></url>\n", render::escaped(&format!("{site_url}{folder}")))
    });
    let entries: String = entries.collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n"
    )
}
