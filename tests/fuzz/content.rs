//! A chapter as anybody may write it, its file byte for byte.
//!
//! The check of it ends; each mistake stands at a point that the file has; and a text without a mistake becomes a page in
//! which the HTML standard finds none either. Under libFuzzer: a second is enough for 20 kB.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use faultlines::book::cache::Cache;
use faultlines::book::links::Site;
use faultlines::book::site::Shell;
use faultlines::book::{Diagnostic, load, pages, template, unused};
use rustix::time::{ClockId, clock_gettime};
use tempfile::TempDir;

use crate::checkout;
use crate::folder::copy;
use crate::html::faults;

/// The chapter of the small book that an input stands in the place of.
const CHAPTER: &str = "part-1/first/chapter.md";
/// The pages that show something of it.
const PAGES: [&str; 3] = ["part-1/first/index.html", "part-1/index.html", "index.html"];
/// The longest time for a text of [`SIZE`].
const LONGEST: Duration = Duration::from_secs(1);
/// Bytes of a text.
const SIZE: usize = 20_000;

/// The pages beside it, without the labs that would run for each input.
const FRONT: &str = "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n\n[The first](part-1/first/index.html)\n";
const OVERVIEW: &str =
    "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n\n[The first](first/)\n\n![A disc](figures/part.svg \"A disc.\")\n";

/// A copy of the small book.
static BOOK: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    copy(checkout("tests/fixtures/book"), folder.path());
    for (page, text) in [("index.md", FRONT), ("part-1/index.md", OVERVIEW)] {
        fs::write(folder.path().join(page), text).expect("written");
    }
    folder
});

pub(crate) fn holds(input: &[u8]) {
    let folder = BOOK.path();
    fs::write(folder.join(CHAPTER), input).expect("written");
    let start = processor_time();
    let (pages, mistakes) = compiled();
    let time = processor_time() - start;
    if cfg!(fuzzing) && time > longest(input) {
        assert!(time_of_text(input) < longest(input), "the check takes {time:?}");
    }
    for mistake in &mistakes {
        assert!(has_place(folder, mistake), "{mistake}: there is no such place");
    }
    // That nothing uses a file beside it is told of that file.
    if !mistakes.iter().any(|mistake| mistake.at.file.ends_with(CHAPTER)) {
        for (path, html) in &pages {
            assert_eq!(faults(html), [""; 0], "{path}");
        }
    }
}

/// The stages of [`faultlines::book::compile`], but for the pages that no file of the content holds, which would take most
/// of the time: the pages that show something of the chapter, and what is wrong.
fn compiled() -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let (content, mut mistakes) = load::load(BOOK.path()).expect("book.toml can be read");
    let (pages::Rendered { pages: rendered, outline, .. }, found) = pages::render(&content, &Cache::default());
    mistakes.extend(found);
    let (mut site, mut written) = (Site::of(&content), Vec::new());
    let shown = || rendered.iter().filter(|page| PAGES.contains(&page.page.path.as_str()));
    for page in shown() {
        let html = template::page(&page.page, &outline, &Shell::default());
        mistakes.extend(site.page(&page.page.path, &html, &page.ids));
        written.push((page.page.path.clone(), html));
    }
    mistakes.extend(shown().flat_map(|page| page.links.iter().filter_map(|link| site.check(&page.page.path, link))));
    mistakes.extend(unused::mistakes(&content, &mistakes));
    (written, mistakes)
}

fn longest(input: &[u8]) -> Duration {
    LONGEST.mul_f64((input.len() as f64 / SIZE as f64).max(1.0))
}

/// The time without the runs: a lab runs as long as its parameters ask, to the limit of its events.
fn time_of_text(input: &[u8]) -> Duration {
    let text = String::from_utf8_lossy(input).replace("``lab", "``text").replace("~~lab", "~~text");
    fs::write(BOOK.path().join(CHAPTER), text).expect("written");
    let start = processor_time();
    compiled();
    processor_time() - start
}

/// How long this process has worked. Other programs that run beside it do not count.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.try_into().expect("no time before the beginning")
}

/// Whether a mistake stands in a file of the book, on one of its lines, in it or right behind it.
fn has_place(folder: &Path, mistake: &Diagnostic) -> bool {
    let path = Path::new(&mistake.at.file);
    let Ok(bytes) = fs::read(path) else { return false };
    // A file that is no text is told where it ceases to be one.
    let Ok(source) = load::source(path, &bytes) else { return path.starts_with(folder) && mistake.at.line > 0 };
    let line = source.text.split('\n').nth((mistake.at.line as usize).wrapping_sub(1));
    let columns = line.map(|line| line.chars().count() + 1);
    path.starts_with(folder) && columns.is_some_and(|columns| (1..=columns).contains(&(mistake.at.column as usize)))
}
