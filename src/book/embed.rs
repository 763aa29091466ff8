//! Pages with nothing but a plate, one for each lab, for slides and other sites: `embed/hash-ring/index.html`, driven by the
//! same address as a permalink. Without one a page shows the lab as the book first does. Beside it stands the same as one file
//! ([`one_file`]).

mod one_file;
pub mod settings;

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use maud::{DOCTYPE, PreEscaped, html};

use super::parallel;
use super::site::Shell;
use super::template::{head_links, policy};
use super::{Book, make_room};
use crate::engines::catalog;
use crate::labs::views::{self, VIEWS};
use crate::scenario::{Link, Plate, Scenario};
use crate::ui::phrases::catalogue;
use crate::ui::plate::{LabView, plate_html};

/// The id of the plate: one that no fragment names by chance, so that no browser scrolls a slide to it.
const ID: &str = "embedded-plate";

/// What leads from such a page to the site's root.
const ROOT: &str = "../../";

/// The most controls that a plate of the parameters' own order shows in front.
const CONTROLS: usize = 4;

pub use one_file::{one_files, path as file};

/// The path of a lab's page from the site's root.
pub fn path(lab: &str) -> String {
    format!("embed/{lab}/index.html")
}

/// The page of every lab that has a picture, with its path from the site's root.
pub fn pages(book: &Book, shell: &Shell) -> Vec<(String, String)> {
    let language = catalogue::current();
    parallel::map(VIEWS, |(lab, view)| {
        let shown = book.plates.iter().find(|plate| plate.scenario.lab.spec.id == *lab).cloned().or_else(|| bare(lab));
        let plate = shown.map(|plate| Plate { id: ID.into(), number: String::new(), prediction: None, ..plate });
        let page = plate.map(|plate| language.within(|| page(&plate, *view, &book.title, shell)));
        (path(lab), page.unwrap_or_default())
    })
}

/// Writes these pages into a folder.
///
/// # Errors
/// If a file cannot be written.
pub fn write(book: &Book, folder: &Path, shell: &Shell) -> anyhow::Result<()> {
    for (path, text) in pages(book, shell) {
        let path = make_room(folder, &path)?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// A lab as its schema sets it, where the book shows no plate of it.
fn bare(lab: &str) -> Option<Plate> {
    let lab = catalog::find(lab)?;
    let controls = lab.spec.params.iter().take(CONTROLS).map(|spec| spec.name).collect();
    let [id, number] = <[String; 2]>::default();
    let (title, caption) = (lab.spec.title.into(), lab.spec.summary.into());
    let (scenario, compare) = (Scenario::defaults(lab), Vec::new());
    Some(Plate { id, number, title, caption, scenario, compare, controls, position: None, prediction: None })
}

/// The page of a lab as one file, with the state that a link asks for.
///
/// # Errors
/// When `book` is no built book, or its lab has no picture.
pub fn one_file_of(book: &Path, link: &Link, settings: &[(&str, &str)]) -> anyhow::Result<String> {
    let lab = link.scenario.lab.spec.id;
    let view = views::find(lab).with_context(|| format!("the lab `{lab}` has no picture yet"))?;
    let file = book.join(one_file::path(lab));
    let page = fs::read_to_string(&file);
    let page = page.with_context(|| format!("{} cannot be read; `faultlines build` writes it", file.display()))?;
    // Its words and its controls in front are those of the book's plate.
    let data = attribute(&page, "data-plate").context("the built book is of another version: build it anew")?;
    let plate = Plate::from_page(&data).context("the built book is of another version: build it anew")?;
    let Link { scenario, compare, position, .. } = link.clone();
    // The book's words are about the book's run; another is called by its lab.
    let is_the_same = (&scenario, &compare) == (&plate.scenario, &plate.compare);
    let words =
        if is_the_same { (plate.title, plate.caption) } else { (scenario.lab.spec.title.into(), String::new()) };
    let (title, caption) = words;
    let still = plate_html(&Plate { title, caption, scenario, compare, position, ..plate }, view);
    let mut query = form_urlencoded::Serializer::new(link.to_query());
    query.extend_pairs(settings);
    Ok(one_file::with_state(&page, &query.finish(), &still))
}

/// The value of the first attribute of this name.
fn attribute(html: &str, name: &str) -> Option<String> {
    let value = html.split_once(&format!(" {name}=\""))?.1.split('"').next()?;
    Some(
        value
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&"),
    )
}

/// The page of a plate.
fn page(plate: &Plate, view: LabView, book: &str, shell: &Shell) -> String {
    let spec = plate.scenario.lab.spec;
    let part = |name: &str| format!("{ROOT}{}", shell.parts.get(name).map_or("", String::as_str));
    let language = catalogue::current();
    let page = html! {
        (DOCTYPE)
        html lang=(language.language()) dir=[language.direction()] data-root=(ROOT) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy(shell));
                meta name="referrer" content="no-referrer";
                // What shows under an address of its own is in a chapter.
                meta name="robots" content="noindex";
                title { (spec.title) " · " (book) }
                meta name="description" content=(spec.summary);
                meta name="color-scheme" content="light dark";
                // The state, in a copy of this page that has no address of its own to hold it.
                meta name="state" content="";
                // What follows is what a copy in one file has in itself (`one_file.rs`).
                link rel="icon" href={ (ROOT) (shell.icon) } type="image/svg+xml";
                // Not deferred: it sets the page as its address asks before anything is painted.
                script src=(part("embed")) {}
                (head_links(shell, ROOT))
                link rel="stylesheet" href=(part("embed-style"));
            }
            body.embed {
                main {
                    h1.sr-only { (spec.title) }
                    (PreEscaped(plate_html(plate, view)))
                }
            }
        }
    };
    page.into_string()
}
