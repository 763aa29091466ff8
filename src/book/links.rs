//! Check: where links lead, once every page is rendered and its anchors are known.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::diagnostic::Diagnostic;
use super::guesses::Guesses;
use super::html;
use super::load::Content;
use super::render::{Claim, Link};
use super::spelling::{decoded, encoded};
use crate::scenario::Problem;
use crate::scenario::problem::{suggested, suggestion};

/// The pages and files of the site, with the ids on each page.
#[derive(Debug, Default)]
pub struct Site {
    /// The ids of each page; whether authors think of it as a place: a section, a plate, an entry. Others (a control, a
    /// note) have ids too.
    pages: BTreeMap<String, BTreeMap<String, bool>>,
    files: BTreeSet<String>,
    /// Pages that are still to come, with the entry that stands for them.
    planned: BTreeMap<String, String>,
    /// Folders with pages that are not known.
    lost: Vec<String>,
    /// Whether overviews may lack an entry.
    is_lost: bool,
    guesses: Guesses,
}

impl Site {
    /// Of a content, whose pages are still to be added.
    pub fn of(content: &Content) -> Self {
        Self { lost: content.lost.clone(), is_lost: content.is_lost, ..Self::default() }
    }

    /// Adds a page with its HTML, in which an id stands once. `given` are the ids of its text: one that the book has given
    /// to a part of a plate, a note or whatever else is on the page is a mistake where the text gives it.
    pub fn page(&mut self, path: &str, html: &str, given: &BTreeMap<String, Claim>) -> Vec<Diagnostic> {
        let (mut anchors, mut times) = (BTreeMap::new(), BTreeMap::<String, u32>::new());
        for (id, is_place) in self::anchors(html) {
            *times.entry(id.clone()).or_default() += 1;
            anchors.entry(id).or_insert(is_place);
        }
        let others = |(id, claim): &(&String, &Claim)| times.get(*id).is_some_and(|times| *times > claim.times);
        let mistakes = given.iter().filter(others).map(|(id, claim)| claim.of_the_book(id)).collect();
        self.pages.insert(path.to_string(), anchors);
        mistakes
    }

    /// Adds a file.
    pub fn file(&mut self, path: &str) {
        self.files.insert(path.to_string());
    }

    /// Adds a chapter that is still to come: links to it belong to its entry on the part's page.
    pub fn planned(&mut self, part: &str, id: &str) {
        let entry = format!("{part}/index.html#{id}");
        self.planned.insert(format!("{part}/{id}/index.html"), entry);
    }

    /// Checks a link of the page at `from`.
    pub fn check(&self, from: &str, link: &Link) -> Option<Diagnostic> {
        let (path, rest) = cut(&link.href);
        let path = &decoded(path);
        if path.starts_with('/') {
            return Some(from_root(from, path, link));
        }
        let target = if path.is_empty() { from.to_string() } else { resolve(from, path) };
        let mistake = |message: String| Diagnostic::new(link.at.clone(), message);
        let Some(anchors) = self.pages.get(&target) else {
            if self.files.contains(&target) || self.lost.iter().any(|folder| Path::new(&target).starts_with(folder)) {
                return None;
            }
            if let Some(entry) = self.planned.get(&target) {
                let hint = format!("link to its entry, `{}`", relative(from, entry));
                return Some(mistake(format!("the page `{path}` is still to come")).hint(hint));
            }
            return Some(Diagnostic::of_problem(link.at.clone(), self.unknown(from, &target)));
        };
        let anchor = &decoded(rest.split_once('#').map_or("", |(_, anchor)| anchor));
        if anchor.is_empty() || anchors.contains_key(anchor) {
            return None;
        }
        let places = anchors.iter().filter(|(_, is_place)| **is_place).map(|(id, _)| id.as_str());
        let mut problem = self.guesses.unknown("anchor", anchor, places);
        // An entry of an overview is one of its anchors.
        let is_overview = target.matches('/').count() == 1;
        if self.is_lost && is_overview && problem.hint.as_deref().and_then(suggested).is_none() {
            return None;
        }
        problem.message = format!("{} on {target}", problem.message);
        Some(Diagnostic::of_problem(link.at.clone(), problem))
    }

    /// There is no such page; the nearest is proposed as a link of the page at `from`.
    fn unknown(&self, from: &str, target: &str) -> Problem {
        let known = || self.pages.keys().chain(&self.files).map(String::as_str);
        // What lies in one folder is alike by its path; the name of the file must be alike too.
        let file = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_string();
        let is_alike = |name: &&str| {
            let problem = Problem::unknown("", "page", &file(target), [file(name).as_str()].into_iter());
            problem.hint.as_deref().and_then(suggested).is_some()
        };
        let mut problem = Problem::unknown("", "page", target, known().filter(is_alike));
        problem.hint = match problem.hint.as_deref().and_then(suggested) {
            Some(nearest) => Some(suggestion(&relative(from, nearest))),
            None => {
                let all: Vec<String> = known().map(|name| relative(from, name)).collect();
                let hint = Problem::unknown("", "page", "", all.iter().map(String::as_str)).hint;
                hint.map(|hint| hint + "; an address of the web begins with `https://`")
            }
        };
        problem
    }
}

/// A link that begins at the host's root, under which the book may lie deeper.
fn from_root(from: &str, path: &str, link: &Link) -> Diagnostic {
    let message = format!("`{path}` begins at the root of the host, and the book may lie deeper");
    let hint = format!("`{}`", relative(from, &resolve("", path.trim_start_matches('/'))));
    Diagnostic::new(link.at.clone(), message).hint(hint)
}

/// The link that leads from the page at `from` to the page or entry at `to`, both from the site's root.
fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').rev().skip(1).collect();
    let common = folders.iter().rev().zip(to.split('/')).take_while(|(a, b)| *a == b).count();
    let down: Vec<&str> = to.split('/').skip(common).collect();
    "../".repeat(folders.len() - common) + &down.join("/")
}

/// The path of a link, and its query and anchor.
fn cut(href: &str) -> (&str, &str) {
    href.split_at(href.find(['?', '#']).unwrap_or(href.len()))
}

/// Whether the path of a link is a folder’s: its page is the index in it.
fn is_folder(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("" | "." | ".."))
}

/// A link as it is written into a page, with the file that it leads to: from a folder on disk there is no server that would
/// find the index.
pub fn to_file(href: &str) -> String {
    let (path, rest) = cut(href);
    let (query, anchor) = rest.split_once('#').unwrap_or((rest, ""));
    let anchor = if anchor.is_empty() { String::new() } else { format!("#{}", encoded(&decoded(anchor))) };
    let file = encoded(&decoded(path));
    let file =
        if is_folder(path) && !path.is_empty() { format!("{}/index.html", file.trim_end_matches('/')) } else { file };
    format!("{file}{query}{anchor}")
}

/// The path from the site's root of a link on the page at `from`.
pub fn resolve(from: &str, link: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for step in link.split('/').filter(|step| !step.is_empty() && *step != ".") {
        match step {
            // Above the root there is nothing of ours; the dots stay and match no page.
            ".." if folders.last().is_some_and(|last| *last != "..") => {
                folders.pop();
            }
            step => folders.push(step),
        }
    }
    if is_folder(link) {
        folders.push("index.html");
    }
    folders.join("/")
}

/// Every id, and whether it is a place.
fn anchors(html: &str) -> impl Iterator<Item = (String, bool)> {
    html::read(html).tags.into_iter().filter_map(|tag| {
        let id = tag.attribute("id")?.to_string();
        let is_place = matches!(tag.name.as_str(), "h2" | "h3" | "h4" | "figure" | "section" | "li" | "dt")
            && !id.starts_with("fn-");
        Some((id, is_place))
    })
}

#[cfg(test)]
mod tests {
    use super::super::diagnostic::Position;
    use super::*;

    fn said(href: &str) -> Option<String> {
        let mut site = Site::default();
        let mut page = |path: &str, html: &str| assert_eq!(site.page(path, html, &BTreeMap::new()), []);
        page("index.html", "<h2 id=\"top\">");
        page("part-1/index.html", "<li id='later'>");
        page("part-1/a/index.html", "<h2 id=\"price-tag\"><input class=\"c\" id=\"price-tab-input\">");
        site.file("part-1/a/figures/ring.svg");
        site.planned("part-1", "later");
        let at = Position { file: "a.md".into(), line: 1, column: 1 };
        let found = site.check("part-1/a/index.html", &Link { href: href.into(), at });
        found.map(|diagnostic| diagnostic.to_string().replace("a.md:1:1: ", ""))
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        for href in [
            "#price-tag",
            "../index.html#later",
            "../",
            "../..",
            "../../index.html#top",
            "figures/ring.svg",
            "../a/",
            ".",
            "..?x=1",
        ] {
            assert_eq!(said(href), None, "{href}");
        }
    }

    #[test]
    fn a_link_is_written_with_the_file_that_it_leads_to() {
        for (href, expected) in [
            (".", "./index.html"),
            ("..?x=1", "../index.html?x=1"),
            ("../#a", "../index.html#a"),
            ("#a", "#a"),
            ("?x=1#a", "?x=1#a"),
            ("figures/ring.svg", "figures/ring.svg"),
        ] {
            assert_eq!(to_file(href), expected);
        }
    }

    #[test]
    fn links_that_lead_nowhere_are_named_with_the_nearest() {
        assert_eq!(
            said("#price-tab").unwrap(),
            "unknown anchor `price-tab` on part-1/a/index.html (did you mean `price-tag`?)"
        );
        assert_eq!(
            said("../aa/index.html").unwrap(),
            "unknown page `part-1/aa/index.html` (did you mean `index.html`?)"
        );
        assert_eq!(said("../indx.html").unwrap(), "unknown page `part-1/indx.html` (did you mean `../index.html`?)");
        assert_eq!(
            said("../later/").unwrap(),
            "the page `../later/` is still to come (link to its entry, `../index.html#later`)"
        );
        let root = "begins at the root of the host, and the book may lie deeper (`../../index.html`)";
        assert_eq!(said("/index.html").unwrap(), format!("`/index.html` {root}"));
        assert_eq!(said("/").unwrap(), format!("`/` {root}"));
        assert!(said("../../../index.html").is_some());
        assert!(said("figures/other.svg").is_some());
    }
}
