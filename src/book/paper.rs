//! The book on paper: pages of the built site as one document, from which a browser prints one file with one outline, whose
//! links lead from chapter to chapter.
//!
//! The site's own style says how a page is printed (`style/print.css`); what is said here is what only a book has: a title,
//! contents, running heads, and, where it is asked for, the key.

mod key;
mod leaf;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow, ensure};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use scraper::{Html, Selector};

use super::links;
use super::template::POLICY;
use crate::scenario::Problem;
use crate::ui::phrases::{catalogue, page as page_phrases, paper as say};
use leaf::Leaf;

/// Where the style is looked for, beside the document; both stand at the site's root.
pub const STYLE: &str = "paper.css";

/// A document to print.
#[derive(Debug)]
pub struct Paper {
    /// The document, whose addresses are those of the site's root.
    pub html: String,
    /// The style that it has beside the site's own.
    pub style: String,
    /// How many pages of the site are in it.
    pub leaves: u32,
}

/// What the front page says of the book.
struct Front {
    title: String,
    /// The style sheets of an overview, which are all that the site has.
    styles: Vec<String>,
    /// The pages of the book in order: path from the site's root, number, title.
    pages: Vec<[String; 3]>,
}

impl Paper {
    /// The chapters of this name in the built site, each with its further pages (`tail-latency`, `part-10`); of no names
    /// the whole book, with its title and contents. The key comes last, on pages of its own.
    ///
    /// # Errors
    /// If the site has no chapter of that name, or a page of it cannot be read.
    pub fn of_site(site: &Path, names: &[String], with_key: bool) -> anyhow::Result<Self> {
        let front = Front::read(&page(site, "index.html")?)?;
        let chosen = front.chosen(names)?;
        let places = chosen.iter().enumerate().map(|(index, [path, ..])| (path.clone(), index)).collect();
        let mut leaves = Vec::new();
        for (index, [path, number, title]) in chosen.iter().enumerate() {
            let text = page(site, path)?;
            let (number, title) = (number.clone(), title.clone());
            leaves.push(Leaf::take(&text, index, number, title, path, &places).with_context(|| in_page(site, path))?);
        }
        let is_whole = names.is_empty();
        let first = leaves.first().filter(|_| !is_whole);
        let name = first.map_or_else(|| front.title.clone(), |leaf| format!("{} {}", leaf.number, leaf.title));
        let opening = is_whole.then(|| opening(&front.title, &leaves));
        let key = with_key.then(|| key::section(&leaves)).transpose()?;
        let html = front.frame(&name, &leaves, opening, key);
        Ok(Self { html, style: style(&front.title, &leaves), leaves: leaves.len() as u32 })
    }
}

impl Front {
    fn read(text: &str) -> anyhow::Result<Self> {
        let html = Html::parse_document(text);
        let all = |selector: &str| -> anyhow::Result<Vec<scraper::ElementRef<'_>>> {
            let selector = Selector::parse(selector).map_err(|error| anyhow!("{error}"))?;
            Ok(html.select(&selector).collect())
        };
        let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>().trim().to_string();
        let styles: Vec<_> =
            all("link[rel=stylesheet]")?.iter().filter_map(|it| it.attr("href").map(String::from)).collect();
        let title = all("title")?.first().map(|it| text(*it));
        let mut pages = Vec::new();
        for link in all(".menu a[href]")? {
            let (path, whole) = (links::resolve("index.html", link.attr("href").unwrap_or_default()), text(link));
            let numbered = if folder(&path).1.is_empty() { part(&whole) } else { chapter(&whole) };
            pages.extend(numbered.map(|[number, title]| [path, number, title]));
        }
        let title = title.filter(|_| !pages.is_empty() && !styles.is_empty());
        let title = title.context("the front page of the site is not one that `faultlines build` wrote")?;
        Ok(Self { title, styles, pages })
    }

    /// The pages of these names, in the book's order.
    fn chosen(&self, names: &[String]) -> anyhow::Result<Vec<[String; 3]>> {
        let known = || self.pages.iter().map(|[path, ..]| folder(path).1).filter(|name| !name.is_empty());
        for name in names {
            let is_known = self.pages.iter().any(|[path, ..]| is_called(path, name));
            ensure!(is_known, "{}", Problem::unknown("", "chapter", name, known()));
        }
        let is_wanted = |path: &str| names.is_empty() || names.iter().any(|name| is_called(path, name));
        Ok(self.pages.iter().filter(|[path, ..]| is_wanted(path)).cloned().collect())
    }

    fn frame(&self, name: &str, leaves: &[Leaf], opening: Option<Markup>, key: Option<Markup>) -> String {
        let language = catalogue::current();
        let document = html! {
            (DOCTYPE)
            html lang=(language.language()) dir=[language.direction()] data-scheme="light" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    title { (name) }
                    @for style in &self.styles { link rel="stylesheet" href=(style); }
                    link rel="stylesheet" href=(STYLE);
                }
                body {
                    (opening.unwrap_or_default())
                    @for leaf in leaves {
                        div id=(leaf.id()) class={ (leaf.class) " leaf " (leaf.id()) } { article.sheet { (PreEscaped(&leaf.html)) } }
                    }
                    (key.unwrap_or_default())
                }
            }
        };
        document.into_string()
    }
}

/// The text of a page. What waits for readers without scripts is printed for all.
fn page(site: &Path, path: &str) -> anyhow::Result<String> {
    let text = fs::read_to_string(site.join(path)).with_context(|| in_page(site, path))?;
    Ok(text.replace("<noscript>", "").replace("</noscript>", ""))
}

fn in_page(site: &Path, path: &str) -> String {
    format!("cannot print {}", site.join(path).display())
}

/// The number and the title in `10.1 Consistent hashing`.
fn chapter(name: &str) -> Option<[String; 2]> {
    name.split_once(' ').map(|(number, title)| [number.into(), title.into()])
}

/// Those in `Part 10: Designing data systems`, in the language in use; the reference and the glossary have no number.
fn part(name: &str) -> Option<[String; 2]> {
    const TITLE: &str = "\0";
    let from = name.find(|c: char| c.is_ascii_digit())?;
    let number: String = name[from..].chars().take_while(char::is_ascii_digit).collect();
    let around = page_phrases::PART_TITLED.of([number.clone(), TITLE.into()]);
    let (before, after) = around.split_once(TITLE)?;
    let title = name.strip_prefix(before)?.strip_suffix(after)?;
    Some([page_phrases::PART.of([number]), title.into()])
}

/// The part of a page and its folder in the part: `part-10`, `tail-latency/queues`.
fn folder(path: &str) -> (&str, &str) {
    let folder = path.strip_suffix("/index.html").unwrap_or(path);
    folder.split_once('/').unwrap_or((folder, ""))
}

/// Whether a page belongs to the chapter or the part of this name.
fn is_called(path: &str, name: &str) -> bool {
    let name = name.trim_end_matches('/');
    let (part, chapter) = folder(path);
    let lies_in = |folder: &str| folder == name || folder.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
    part == name || lies_in(chapter) || lies_in(&format!("{part}/{chapter}"))
}

/// The title of the book, and its contents.
fn opening(title: &str, leaves: &[Leaf]) -> Markup {
    let (title, subtitle) = title.split_once(": ").unwrap_or((title, ""));
    html! {
        header.paper-opening {
            p.paper-title { (title) }
            p.paper-subtitle { (subtitle) }
            nav aria-label=(say::CONTENTS) {
                ol { @for leaf in leaves { li { a href={ "#" (leaf.id()) } { span.number { (leaf.number) } " " (leaf.title) } } } }
            }
        }
    }
}

/// The style of this document: what every one has, and the running heads.
fn style(title: &str, leaves: &[Leaf]) -> String {
    let mut style = include_str!("paper/paper.css").to_string();
    let book = title.split(": ").next().unwrap_or_default();
    let heads: BTreeMap<String, String> =
        leaves.iter().map(|leaf| (leaf.id(), format!("{}\u{2002}{}", leaf.number, leaf.title))).collect();
    let key = say::KEY.text();
    for (id, head) in heads.iter().map(|(id, head)| (id.as_str(), head.as_str())).chain([("key", key.as_str())]) {
        // Writing to a String cannot fail.
        let _ = writeln!(
            style,
            ".{id} {{ page: {id}; }}\n@page {id} {{ @top-left {{ content: {}; }} @top-right {{ content: {}; }} }}",
            quoted(head),
            quoted(book)
        );
    }
    style
}

/// A text as a string of CSS.
fn quoted(text: &str) -> String {
    let inside: String = text.chars().filter(|c| !c.is_control()).flat_map(escape).collect();
    format!("\"{inside}\"")
}

fn escape(letter: char) -> impl Iterator<Item = char> {
    let escaped = matches!(letter, '"' | '\\').then_some('\\');
    escaped.into_iter().chain([letter])
}

#[cfg(test)]
mod tests;
