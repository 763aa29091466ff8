//! What an author sees in the browser, under `make dev`, while the content is wrong: the lines of `faultlines check`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use maud::html;
use walkdir::WalkDir;

use super::Shell;
use crate::book::Book;
use crate::book::template::{self, Kind, Outline, Page};

/// Writes a page that lists these lines into `staging` in place of every page that `published`, the site until now, has,
/// and of those that the content `now` makes; so the author sees it at whatever address is open, and the text again when it
/// is mended: pages reload themselves.
///
/// # Errors
/// If a file cannot be written.
pub fn show_mistakes(
    lines: &[String],
    published: &Path,
    now: &Book,
    staging: &Path,
    shell: &Shell,
) -> anyhow::Result<()> {
    let outline = Outline { title: "Faultlines".into(), ..Outline::default() };
    let written = now.pages.iter().map(|(path, _)| path.clone()).filter(|path| path.ends_with(".html"));
    for path in pages_of(published).into_iter().chain(written).collect::<BTreeSet<_>>() {
        let file = staging.join(&path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, template::page(&page(path, lines), &outline, shell))?;
    }
    Ok(())
}

/// The front page, and every other page in the folder.
fn pages_of(site: &Path) -> BTreeSet<String> {
    let files = WalkDir::new(site).into_iter().filter_map(Result::ok);
    let inside = files.filter_map(|file| Some(file.path().strip_prefix(site).ok()?.to_str()?.replace('\\', "/")));
    // Trunk's staging folder lies inside.
    let pages = inside.filter(|path| path.ends_with(".html") && !path.starts_with('.'));
    pages.chain(["index.html".into()]).collect()
}

fn page(path: String, lines: &[String]) -> Page {
    let title = match lines.len() {
        1 => "A mistake in the content".to_string(),
        count => format!("{count} mistakes in the content"),
    };
    let body = html! {
        p { "The page comes back by itself when the files are mended and saved." }
        ol { @for line in lines { li { (line) } } }
    };
    Page {
        path,
        title,
        breaks: String::new(),
        description: String::new(),
        kind: Kind::Plain(Vec::new()),
        body_html: body.into_string(),
    }
}
