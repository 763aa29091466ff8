//! book.toml: the parts and chapters that it lists, in its order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value as Json;
use walkdir::WalkDir;

use super::super::diagnostic::Diagnostic;
use super::super::spelling::address;
use super::super::tree::Tree;
use super::{BOOK_KEYS, CHAPTER_KEYS, Content, Days, Entry, PART_KEYS, Part, Picture, RESERVED, moment, reserved};
use crate::scenario::keys::{self, Key};
use crate::scenario::problem::suggested;
use crate::scenario::{Problem, id};
use crate::ui::phrases::catalogue;

/// The further pages of a chapter, in order: the folder of each, and the path in book.toml that names it.
pub(super) type Pages = Vec<(String, String)>;

/// Reads what book.toml leads to.
pub(super) struct Loader<'a> {
    pub(super) folder: &'a Path,
    tree: &'a Tree,
    /// What is wrong in book.toml.
    pub(super) problems: Vec<Problem>,
    /// What is wrong with the files.
    pub(super) mistakes: Vec<Diagnostic>,
    pub(super) files: u32,
    pub(super) is_partial: bool,
    /// Whether an entry leads to no page.
    pub(super) is_lost: bool,
    /// The folders of chapters that such an entry may mean.
    pub(super) lost: Vec<String>,
}

impl<'a> Loader<'a> {
    /// Before anything is read but book.toml, which is `tree`.
    pub(super) fn new(folder: &'a Path, tree: &'a Tree) -> Self {
        Self {
            folder,
            tree,
            problems: Vec::new(),
            mistakes: Vec::new(),
            files: 1,
            is_partial: false,
            is_lost: false,
            lost: Vec::new(),
        }
    }

    /// All of it, what is wrong in book.toml, and what is wrong with the files.
    pub(super) fn content(mut self) -> (Content, Vec<Problem>, Vec<Diagnostic>) {
        self.keys("", BOOK_KEYS);
        let mut content = Content {
            title: self.required("title"),
            subtitle: self.required("subtitle"),
            course: self.required("course"),
            site_url: self.required("site_url"),
            front: self.file("index.md", "").unwrap_or_default(),
            glossary: self.file_if_there("glossary.toml", ""),
            course_file: self.file_if_there("course.toml", ""),
            ..Content::default()
        };
        match site_address(&content.site_url) {
            Some(url) => content.site_url = url,
            None if content.site_url.is_empty() => {}
            None => {
                let message = "`site_url` must be a full address that ends with a slash";
                let hint = Some("such as `https://example.org/book/`".into());
                self.problems.push(Problem { hint, ..Problem::new("site_url", message) });
            }
        }
        let language = self.tree.value("language").and_then(Json::as_str).unwrap_or(catalogue::OWN).trim().to_string();
        content.words = self.words(&language);
        self.check_id("course", &content.course);
        let (mut ids, mut numbers, mut lists) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for path in self.entries("parts") {
            self.keys(&path, PART_KEYS);
            let id = self.entry_id("part", &path);
            let number = self.number(&format!("{path}.number"));
            let title = self.required(&format!("{path}.title"));
            let Some(id) = id else { continue };
            let message = format!("the part `{id}` stands here twice");
            if !self.is_first(&mut ids, id.clone(), &path, message) {
                self.is_lost = true;
                continue;
            }
            if let Some(number) = number {
                let message = format!("a second part has the number {number}");
                self.is_first(&mut numbers, number, &format!("{path}.number"), message);
            }
            let id = self.meant("", "parts", &format!("{path}.id"), id);
            if self.folder.join(&id).is_dir() {
                lists.insert(id.clone(), format!("{path}.chapters"));
                content.parts.push(self.part(&path, id, number.unwrap_or_default(), title));
            } else {
                self.file(&format!("{id}/index.md"), &path);
                self.is_lost = true;
            }
        }
        content.lost = self.orphans("", "parts");
        let parts = content.parts.iter().map(|part| (part.id.clone(), lists[&part.id].clone()));
        for (part, list) in parts.collect::<Vec<_>>() {
            content.lost.extend(self.orphans(&part, &list));
        }
        content.lost.append(&mut self.lost);
        (content.files, content.is_partial, content.is_lost) = (self.files, self.is_partial, self.is_lost);
        (content, self.problems, self.mistakes)
    }

    fn part(&mut self, path: &str, id: String, number: u32, title: String) -> Part {
        let index = self.file(&format!("{id}/index.md"), path).unwrap_or_default();
        let [map, quiz] = ["map.toml", "quiz.toml"].map(|name| self.file_if_there(&format!("{id}/{name}"), path));
        let figures = self.figures(&self.folder.join(&id));
        let (mut chapters, mut ids) = (Vec::new(), BTreeMap::new());
        let list = format!("{path}.chapters");
        for path in self.entries(&list) {
            self.keys(&path, CHAPTER_KEYS);
            let Some(chapter) = self.entry_id("chapter", &path) else { continue };
            let message = format!("the chapter `{chapter}` stands here twice");
            let is_free = reserved("chapter", &chapter).is_none();
            if is_free && self.is_first(&mut ids, chapter.clone(), &path, message) {
                let is_planned = self.tree.value(&format!("{path}.planned")).is_some();
                let at = format!("{path}.id");
                let chapter = if is_planned { chapter } else { self.meant(&id, &list, &at, chapter) };
                chapters.extend(self.entry(&id, chapter, &path));
            }
        }
        Part { id, number, title, index, map, quiz, figures, chapters }
    }

    /// A chapter, followed by its further pages.
    fn entry(&mut self, part: &str, id: String, path: &str) -> Vec<Entry> {
        let folder = self.folder.join(part).join(&id);
        let picture = self.picture(path);
        let planned = self.tree.value(&format!("{path}.planned")).map_or(Some(false), Json::as_bool);
        if planned == Some(false) {
            let pages = self.pages(&format!("{part}/{id}"), &format!("{path}.pages"));
            // Of a page that is not there it must be known before the folders that it may mean are seen.
            self.is_lost |= !pages.iter().all(|(page, _)| folder.join(page).is_dir());
            let mut entries = vec![self.written(part, id.clone(), path, &pages)];
            if let [Entry::Written(files)] = &mut entries[..] {
                files.picture = picture;
                files.days = self.days(path);
            }
            for (page, path) in &pages {
                entries.push(self.written(part, format!("{id}/{page}"), path, &Pages::new()));
            }
            return entries;
        }
        for key in ["pages", "published", "updated"].map(|key| (key, format!("{path}.{key}"))) {
            if self.tree.value(&key.1).is_some() {
                self.problem(&key.1, format!("a chapter that is still to come has no `{}`", key.0));
            }
        }
        // Of what is neither true nor false that is told, and no more.
        if planned.is_none() {
            return vec![Entry::Planned { id, title: String::new(), summary: String::new(), picture }];
        }
        if folder.exists() {
            let hint = "take `planned = true` out when it is written";
            let problem = Problem::new(path, format!("the chapter `{id}` is still to come, but has a folder"));
            self.problems.push(Problem { hint: Some(hint.into()), ..problem });
        }
        let title = self.required(&format!("{path}.title"));
        let summary = self.required(&format!("{path}.summary"));
        vec![Entry::Planned { id, title, summary, picture }]
    }

    /// The chapter, or the further page, in the folder `id` of a part; `pages` are the folders in it that are pages.
    fn written(&mut self, part: &str, id: String, path: &str, pages: &Pages) -> Entry {
        let folder = self.folder.join(part).join(&id);
        let chapter = self.file(&format!("{part}/{id}/chapter.md"), path).unwrap_or_default();
        self.is_lost |= !folder.is_dir();
        Entry::Written(self.chapter(&folder, id, chapter, pages))
    }

    /// The further pages that `list` names, in the folder `inside` of a chapter.
    fn pages(&mut self, inside: &str, list: &str) -> Pages {
        let mut pages = Pages::new();
        let mut ids = BTreeMap::new();
        // That the value is no list, or a name no text, is told of the key.
        self.is_lost |= self.tree.value(list).is_some_and(|list| !list.is_array());
        for path in self.entries(list) {
            let Some(id) = self.tree.value(&path).and_then(Json::as_str).map(|id| id.trim().to_string()) else {
                continue;
            };
            if let Some(fault) = id::fault(&id) {
                self.problem(&path, format!("the page {fault}"));
                self.is_lost = true;
                continue;
            }
            self.check_free("page", &path, &id);
            let is_free = reserved("page", &id).is_none();
            if is_free && self.is_first(&mut ids, id.clone(), &path, format!("the page `{id}` stands here twice")) {
                let id = self.meant(inside, list, &path, id);
                pages.push((id, path));
            }
        }
        pages
    }

    /// When a chapter came out, and when it changed.
    fn days(&mut self, path: &str) -> Days {
        let [published, updated] = ["published", "updated"].map(|key| {
            let path = format!("{path}.{key}");
            let day = self.tree.value(&path)?.as_str()?.trim().to_string();
            let moment = moment(&day);
            if moment.is_none() {
                let message = format!("`{day}` is no day of the calendar");
                let hint = Some("write year, month and day, such as `\"2026-11-30\"`".into());
                self.problems.push(Problem { hint, ..Problem::new(&path, message) });
            }
            moment
        });
        if updated.is_some() && self.tree.value(&format!("{path}.published")).is_none() {
            self.problem(&format!("{path}.updated"), "a chapter with `updated` has `published` too");
        }
        Days { published, updated }
    }

    fn picture(&self, path: &str) -> Option<Picture> {
        let path = format!("{path}.picture");
        let name = self.tree.value(&path)?.as_str()?.trim().to_string();
        Some(Picture { name, at: self.tree.offset(&path) })
    }

    /// The id of an entry; `None`, which is told, if it is none.
    fn entry_id(&mut self, kind: &str, path: &str) -> Option<String> {
        let path = format!("{path}.id");
        let id = self.required(&path);
        self.check_id(&path, &id);
        self.check_free(kind, &path, &id);
        let is_id = id::fault(&id).is_none();
        self.is_lost |= !is_id;
        is_id.then_some(id)
    }

    /// Holds a value to the rule of ids; that it is missing has been said.
    fn check_id(&mut self, path: &str, id: &str) {
        if let Some(fault) = id::fault(id).filter(|_| !id.is_empty()) {
            let key = path.rsplit('.').next().unwrap_or(path);
            self.problem(path, format!("the {key} {fault}"));
        }
    }

    /// A folder that the book makes itself is no part's, no chapter's and no page's.
    fn check_free(&mut self, kind: &str, path: &str, id: &str) {
        if let Some(fault) = reserved(kind, id) {
            self.problem(path, fault);
        }
    }

    /// The path of each entry of a list, whether its key is spelt right or told as misspelt.
    fn entries(&self, list: &str) -> Vec<String> {
        let entries = self.spellings(list).into_iter().flat_map(|list| {
            let count = self.tree.value(&list).and_then(Json::as_array).map_or(0, Vec::len);
            (0..count).map(move |index| format!("{list}.{index}"))
        });
        entries.collect()
    }

    /// The path of a list, and those of keys that are taken for misspellings of it: what they list is in the book.
    fn spellings(&self, list: &str) -> Vec<String> {
        let (table, key) = list.rsplit_once('.').unwrap_or(("", list));
        let beside = |problem: &&Problem| problem.path.rsplit_once('.').map_or("", |(table, _)| table) == table;
        let misspelt = self.problems.iter().filter(beside).filter(|problem| problem.message.starts_with("unknown key"));
        let misspelt = misspelt.filter(|problem| problem.hint.as_deref().and_then(suggested) == Some(key));
        [list.to_string()].into_iter().chain(misspelt.map(|problem| problem.path.clone())).collect()
    }

    /// The ids in a list of entries, or of names.
    pub(super) fn ids(&self, list: &str) -> BTreeSet<&str> {
        let lists = self.spellings(list).into_iter().filter_map(|list| self.tree.value(&list)?.as_array());
        lists.flatten().filter_map(|entry| Some(entry.get("id").unwrap_or(entry).as_str()?.trim())).collect()
    }

    /// The folder that an entry of `list` means, whose id is at `path`: one with a name like its id, if there is none of that
    /// id; said, and read in its place, for otherwise all that leads to it would be told too.
    fn meant(&mut self, inside: &str, list: &str, path: &str, id: String) -> String {
        let folder = self.folder.join(inside);
        if folder.join(&id).exists() {
            return id;
        }
        let known = self.ids(list);
        let folders = WalkDir::new(&folder).min_depth(1).max_depth(1).sort_by_file_name().into_iter().flatten();
        let names = folders
            .filter(|entry| entry.file_type().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned());
        let is_own = |name: &str| RESERVED.iter().any(|(_, ids)| ids.contains(&name));
        let unlisted: Vec<String> = names.filter(|name| !known.contains(name.as_str()) && !is_own(name)).collect();
        let unlisted = unlisted.iter().map(String::as_str);
        let problem = Problem::unknown(path, "folder", &id, unlisted);
        let Some(meant) = problem.hint.as_deref().and_then(suggested).map(str::to_string) else { return id };
        self.problems.push(problem);
        meant
    }

    /// Whether a mistake told in book.toml proposes this name.
    pub(super) fn is_proposed(&self, name: &str) -> bool {
        self.problems.iter().any(|problem| problem.hint.as_deref().and_then(suggested) == Some(name))
    }

    /// Whether a value stands for the first time; one that does not is a mistake. `seen` has the path of each.
    fn is_first<T: Ord>(&mut self, seen: &mut BTreeMap<T, String>, value: T, path: &str, message: String) -> bool {
        if let Some(first) = seen.get(&value) {
            self.problems.push(Problem::second(path, first, message));
            return false;
        }
        seen.insert(value, path.to_string());
        true
    }

    fn required(&mut self, path: &str) -> String {
        let key = path.rsplit('.').next().unwrap_or(path);
        let text = self.tree.text(path).to_string();
        if text.is_empty() && self.tree.value(path).is_none_or(Json::is_string) {
            self.problem(path, format!("`{key} = \"…\"` is missing"));
        }
        self.problems.extend(keys::braces(path, &text));
        text
    }

    fn number(&mut self, path: &str) -> Option<u32> {
        let Some(number) = self.tree.value(path) else {
            self.problem(path, "a part needs `number = …`, a whole number");
            return None;
        };
        let number = number.as_u64()?;
        let number = u32::try_from(number).ok();
        if number.is_none() {
            self.problem(path, format!("`number` must be at most {}", u32::MAX));
        }
        number
    }

    fn keys(&mut self, path: &str, known: &[Key]) {
        if let Some(map) = self.tree.value(path).and_then(Json::as_object) {
            let problems = keys::wrong(map, known).into_iter();
            self.problems.extend(problems.map(|problem| if path.is_empty() { problem } else { problem.under(path) }));
        }
    }

    pub(super) fn problem(&mut self, path: &str, message: impl AsRef<str>) {
        self.problems.push(Problem::new(path, message));
    }
}

/// An address at which a book can be published, as it is sent: one of the web, without what only a page has.
fn site_address(text: &str) -> Option<String> {
    let url = address(text).ok().filter(|url| url.has_host() && url.query().or(url.fragment()).is_none())?;
    url.path().ends_with('/').then(|| url.into())
}
