//! Render: every page of the site, from the front page to the one for a missing address.

mod findable;
mod outline;
mod plain;

use std::collections::BTreeMap;

use url::Url;

use outline::{number_links, onward, outline};
use plain::{authors_page, glossary_page, grading_page, missing_page, progress_page, reference_page, villains_page};

use super::cache::Cache;
use super::course;
use super::diagnostic::{Diagnostic, Source};
use super::glossary::{self, Term, Uses};
use super::load::{Content, Edition, Entry, Files, Part};
use super::names::{Names, Plates};
use super::parse::{self, CHAPTER_FRONT_KEYS, Document, PAGE_KEYS};
use super::pictures;
use super::quizzes::{self, Told};
use super::render::{self, Body, Claim, Heading, Link, Setting};
use super::results::Results;
use super::search::Found;
use super::template::map::{self, Map};
use super::template::pairs::builder;
use super::{template, threads};
use crate::grading::course::Course;
use crate::quiz::Quiz;
use crate::scenario::keys::Key;
use crate::scenario::{Plate, Problem, id};
use crate::ui::phrases::page as say;

/// Words a minute, of technical prose.
const READING_SPEED: u32 = 220;

/// A page before it is framed, with what is still to be checked of it.
#[derive(Debug)]
pub struct Page {
    /// What the template frames.
    pub page: template::Page,
    /// Its links.
    pub links: Vec<Link>,
    /// Its plates with the words that they show, in order.
    pub plates: Vec<Plate>,
    /// Its questions, their texts as HTML.
    pub quiz: Option<Quiz>,
    /// Its questions as written, with their keys; none in the edition for exams.
    pub keys: Option<Quiz>,
    /// The ids that its text gives, with their places.
    pub ids: BTreeMap<String, Claim>,
    /// What a reader can find on it.
    pub findable: Vec<Found>,
    /// The picture that stands for it, as HTML: that of lists, or its first plate. Empty where it has none.
    pub picture: String,
    /// Whether its text could not be read.
    pub is_missing: bool,
}

/// What a Markdown file becomes.
#[derive(Clone, Copy)]
enum Role<'a> {
    Front,
    Overview(&'a Part),
    Chapter { part: &'a Part, index: usize, files: &'a Files },
}

/// A file on its way to a page.
struct Draft<'a> {
    role: Role<'a>,
    document: Document<'a>,
    plates: Plates,
}

/// What all pages together are made into.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Every page.
    pub pages: Vec<Page>,
    /// What the templates know of the book.
    pub outline: template::Outline,
    /// The terms of the glossary.
    pub terms: Vec<Term>,
}

/// Renders every page.
pub fn render(content: &Content, cache: &Cache) -> (Rendered, Vec<Diagnostic>) {
    let (drafts, names, mut mistakes) = prepare(content, cache);
    let results = &names.results;
    results.run_all(texts(content));
    let ties = ties(content, &drafts, results, &mut mistakes);
    let (terms, links, found) = content.glossary.as_ref().map(glossary::read).unwrap_or_default();
    mistakes.extend(found);
    let (course, edition) = (content.course.as_str(), content.edition);
    let setting = BookSetting { course, edition, ties: &ties, terms: &terms, uses: &Uses::of(&terms), results };
    // Each page draws the plates that it shows; a thread a page lets them draw side by side.
    let rendered: Vec<(Page, Vec<Diagnostic>)> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            drafts.iter().map(|draft| scope.spawn(|| content.words.within(|| render_draft(draft, setting)))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut pages = Vec::new();
    for (page, found) in rendered {
        mistakes.extend(found);
        pages.push(page);
    }
    onward(content, &mut pages);
    number_links(content, &mut pages);
    pages.extend(ties.iter().flat_map(|(part, tie)| villains_page(part, &tie.map)));
    pages.extend(glossary_page(&terms, links, &pages));
    let counting = counting(content, &pages, &mut mistakes);
    pages.extend(progress_page(&pages, &counting, &terms));
    pages.extend(grading_page(&pages));
    pages.push(reference_page());
    pages.push(authors_page());
    pages.push(missing_page(&content.site_url));
    let plates = drafts.iter().map(|draft| (draft.role.path(), &draft.plates)).collect();
    let (pictures, found) = pictures::of_chapters(content, &plates, results);
    mistakes.extend(found);
    for (page, draft) in pages.iter_mut().zip(&drafts) {
        page.picture = pictures.get(&page.page.path).cloned().unwrap_or_else(|| pictures::of_first(&draft.plates));
    }
    let outline = outline(content, &pages, &pictures);
    (Rendered { pages, outline, terms }, mistakes)
}

/// How the quizzes of these pages count. While anything is wrong with them, nothing is said of what names them.
fn counting(content: &Content, pages: &[Page], mistakes: &mut Vec<Diagnostic>) -> Course {
    let file = content.course_file.as_ref().filter(|file| !file.is_missing() && mistakes.is_empty());
    let quizzes: Vec<&Quiz> = pages.iter().filter_map(|page| page.quiz.as_ref()).collect();
    let (course, found) = file.map(|file| course::read(file, &quizzes)).unwrap_or_default();
    mistakes.extend(found);
    course
}

/// Reads every page's source, and the names that all of them share.
fn prepare<'a>(content: &'a Content, cache: &Cache) -> (Vec<Draft<'a>>, Names, Vec<Diagnostic>) {
    let (mut drafts, mut mistakes) = drafts(content);
    let mut names = Names::default();
    names.results = Results::remembered_in(cache.clone());
    names.results.is_partial = content.is_partial;
    names.results.is_lost = content.is_lost;
    let mut files: Vec<_> = chapters(content).flat_map(|files| &files.scenarios).collect();
    // What a file is to be called that has a wrong name depends on the others.
    files.sort_by_key(|(name, _)| id::fault(name).is_some());
    files.iter().for_each(|(name, source)| names.scenario_file(name, source));
    let records = chapters(content).flat_map(|files| &files.records);
    records.for_each(|(name, source)| names.record_file(name, source));
    for draft in &mut drafts {
        draft.plates = names.plates(&draft.document, &draft.role.number());
    }
    mistakes.append(&mut names.mistakes);
    (drafts, names, mistakes)
}

/// The names that all pages share; what is wrong with them is left to the check.
pub fn names(content: &Content) -> Names {
    prepare(content, &Cache::default()).1
}

/// The texts that may hold inline results.
fn texts(content: &Content) -> impl Iterator<Item = &str> {
    let overviews = content.parts.iter().flat_map(Part::sources);
    let written = chapters(content).flat_map(|files| [Some(&files.chapter), files.quiz.as_ref()]).flatten();
    [&content.front].into_iter().chain(overviews).chain(written).map(|source| source.text.as_str())
}

/// Every quiz of the book with its keys computed and its texts plain: what a grader needs.
pub fn all_quizzes(content: &Content, cache: &Cache) -> (Vec<Quiz>, Vec<Diagnostic>) {
    let (drafts, names, mut mistakes) = prepare(content, cache);
    let mut all = Vec::new();
    for draft in &drafts {
        if let Some((of, source)) = draft.role.quiz() {
            let (quiz, found) = quizzes::read(source, &of, &content.course, &names.results);
            all.extend(quiz.map(|quiz| quizzes::plain(quiz, &names.results)));
            mistakes.extend(found);
        }
    }
    (all, mistakes)
}

/// The quiz of a chapter, named with or without its part, for those who do not read it in the book; or another quiz, which may
/// speak of the book's scenarios.
///
/// # Errors
/// If there is no such chapter with a quiz: names the nearest.
pub fn told_quiz(
    content: &Content,
    cache: &Cache,
    chapter: &str,
    other: Option<&Source>,
) -> Result<(Option<Told>, Vec<Diagnostic>), Problem> {
    let (drafts, names, mut mistakes) = prepare(content, cache);
    let all: Vec<(String, &Source)> = drafts.iter().filter_map(|draft| draft.role.quiz()).collect();
    let is_meant = |of: &str| of == chapter || of.split_once('/').is_some_and(|(_, inside)| inside == chapter);
    let (of, source) = match other {
        Some(source) => (chapter.to_string(), source),
        None => all.iter().find(|(of, _)| is_meant(of)).cloned().ok_or_else(|| {
            let inside = all.iter().map(|(of, _)| of.split_once('/').map_or(of.as_str(), |(_, inside)| inside));
            Problem::unknown("", "chapter with a quiz", chapter, inside)
        })?,
    };
    let site = Url::parse(&content.site_url).ok().and_then(|site| site.join(&format!("{of}/index.html")).ok());
    let (told, found) = quizzes::told(source, &of, &content.course, site.as_ref(), &names.results);
    mistakes.extend(found);
    Ok((told, mistakes))
}

/// The page of a chapter, from the site's root.
pub fn chapter_path(part: &Part, id: &str) -> String {
    format!("{}/{id}/index.html", part.id)
}

/// The chapters that are written, in the book's order.
pub fn chapters(content: &Content) -> impl Iterator<Item = &Files> {
    content.parts.iter().flat_map(|part| &part.chapters).filter_map(|entry| match entry {
        Entry::Written(files) => Some(files),
        Entry::Planned { .. } => None,
    })
}

impl Role<'_> {
    /// The number before that of a plate.
    fn number(self) -> String {
        match self {
            Role::Front => String::new(),
            Role::Overview(part) => part.number.to_string(),
            Role::Chapter { part, index, .. } => part.number_of(index),
        }
    }

    /// The questions of this page, with the folder that they are of.
    fn quiz(&self) -> Option<(String, &Source)> {
        let (of, source) = match self {
            Role::Front => return None,
            Role::Overview(part) => (part.id.clone(), part.quiz.as_ref()),
            Role::Chapter { part, files, .. } => (format!("{}/{}", part.id, files.id), files.quiz.as_ref()),
        };
        source.filter(|source| !source.is_missing()).map(|source| (of, source))
    }

    /// The id of the part that this page is of, and what leads from it to the overview.
    fn part(&self) -> Option<(&str, &'static str)> {
        match self {
            Role::Front => None,
            Role::Overview(part) => Some((&part.id, "")),
            Role::Chapter { part, .. } => Some((&part.id, "../")),
        }
    }

    /// The text that a page with a quiz is made of.
    fn source(&self) -> Option<&Source> {
        match self {
            Role::Front => None,
            Role::Overview(part) => Some(&part.index),
            Role::Chapter { files, .. } => Some(&files.chapter),
        }
    }

    fn path(self) -> String {
        match self {
            Role::Front => "index.html".into(),
            Role::Overview(part) => format!("{}/index.html", part.id),
            Role::Chapter { part, files, .. } => chapter_path(part, &files.id),
        }
    }
}

fn drafts(content: &Content) -> (Vec<Draft<'_>>, Vec<Diagnostic>) {
    let (mut drafts, mut mistakes) = (Vec::new(), Vec::new());
    drafts.push(draft(Role::Front, &content.front, PAGE_KEYS, &mut mistakes));
    for part in &content.parts {
        drafts.push(draft(Role::Overview(part), &part.index, PAGE_KEYS, &mut mistakes));
        for (index, entry) in part.chapters.iter().enumerate() {
            if let Entry::Written(files) = entry {
                let role = Role::Chapter { part, index, files };
                drafts.push(draft(role, &files.chapter, CHAPTER_FRONT_KEYS, &mut mistakes));
            }
        }
    }
    (drafts, mistakes)
}

fn draft<'a>(role: Role<'a>, source: &'a Source, keys: &[Key], mistakes: &mut Vec<Diagnostic>) -> Draft<'a> {
    let (document, found) = parse::document(source, keys);
    mistakes.extend(found);
    Draft { role, document, plates: Plates::new() }
}

/// What ties a part together, and the links of it.
struct Tie {
    map: Map,
    links: Vec<Link>,
}

/// What ties each part together that has a map, by the part’s id.
fn ties(
    content: &Content,
    drafts: &[Draft<'_>],
    results: &Results,
    mistakes: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Tie> {
    let mut ties = BTreeMap::new();
    for part in &content.parts {
        let chapters = part.chapters.iter().enumerate().map(|(index, entry)| {
            let path = chapter_path(part, entry.id());
            let title = if let Entry::Planned { title, .. } = entry { title } else { "" };
            let document = drafts.iter().find(|draft| draft.role.path() == path).map(|draft| &draft.document);
            threads::Chapter { id: entry.id(), number: part.number_of(index), title, document }
        });
        let (map, links, found) = threads::read(part, &chapters.collect::<Vec<_>>(), results);
        mistakes.extend(found);
        ties.extend(map.map(|map| (part.id.clone(), Tie { map, links })));
    }
    ties
}

/// What every page of the book is rendered with.
#[derive(Clone, Copy)]
struct BookSetting<'a> {
    course: &'a str,
    edition: Edition,
    ties: &'a BTreeMap<String, Tie>,
    terms: &'a [Term],
    uses: &'a Uses,
    results: &'a Results,
}

fn render_draft(draft: &Draft<'_>, setting: BookSetting<'_>) -> (Page, Vec<Diagnostic>) {
    let BookSetting { course, edition, ties, terms, uses, results } = setting;
    let mut mistakes = Vec::new();
    let mut quiz = quizzes::Rendered::default();
    let mut figures = BTreeMap::new();
    if let Role::Overview(part) = draft.role {
        figures = pictures::drawings(&part.figures, &mut mistakes);
    }
    if let Role::Chapter { files, .. } = draft.role {
        figures = pictures::drawings(&files.figures, &mut mistakes);
    }
    if let Some((of, source)) = draft.role.quiz() {
        let (rendered, found) = quizzes::render(source, &of, course, edition, results, &draft.plates, terms);
        quiz = rendered;
        mistakes.extend(found);
    }
    let tie = draft.role.part().and_then(|(part, to_part)| Some((ties.get(part)?, to_part)));
    let tied = tie.map(|(tie, to_part)| [map::figure(&tie.map, to_part), builder(&tie.map, to_part)]);
    // That a chapter has no quiz, or one that cannot be read, is told of its files.
    let is_chapter = matches!(draft.role, Role::Chapter { .. });
    let questions = quiz.html.as_deref().or(is_chapter.then_some("<section id=\"quiz\"></section>"));
    let setting = Setting {
        results,
        plates: &draft.plates,
        opened: &draft.plates,
        quiz: questions,
        ties: tied.as_ref(),
        figures: Some(&figures),
    };
    let mut body = render::document(&draft.document.items, draft.document.place, setting);
    // What is wrong with the beginning of a text may follow from its end being hidden.
    if !draft.document.is_partial {
        mistakes.append(&mut body.mistakes);
    }
    let mut front = |key: &str| draft.document.front(key, results, &mut mistakes);
    let (title, description, breaks) = (front("title"), front("summary"), front("breaks"));
    let is_meant = mistakes.iter().any(|mistake| mistake.suggests("quiz"));
    let has_place = body.quizzes > 0 || is_meant || draft.document.is_missing();
    if let (Some(source), false, true) = (draft.role.source(), has_place, quiz.html.is_some()) {
        let hint = "write an empty ```quiz fence where it goes";
        mistakes.push(source.mistake(0, "quiz.toml has no place on the page").hint(hint));
    }
    let mut links = std::mem::take(&mut body.links);
    links.append(&mut quiz.links);
    if let (Role::Overview(_), Some((tie, _))) = (draft.role, tie) {
        links.extend(tie.links.iter().cloned());
    }
    let kind = match draft.role {
        Role::Front => template::Kind::Front,
        Role::Overview(part) => template::Kind::Part(part.id.clone()),
        Role::Chapter { part, .. } => template::Kind::Chapter(Box::new(template::Chapter {
            part: part.id.clone(),
            number: draft.role.number(),
            minutes: body.words.div_ceil(READING_SPEED),
            plates: plate_headings(&draft.plates, results),
            questions: quiz.quiz.as_ref().map_or(0, |quiz| quiz.questions.len() as u32),
            contents: contents(&body),
            ..template::Chapter::default()
        })),
    };
    let mut page = template::Page { path: draft.role.path(), title, breaks, description, kind, body_html: body.html };
    let findable = findable::of_draft(draft, &page, quiz.quiz.as_ref(), results);
    if is_chapter {
        page.body_html = uses.linked(&page.body_html, &page.root());
    }
    let (plates, ids, is_missing) = (body.shown, body.ids, draft.document.is_missing());
    (
        Page {
            page,
            links,
            plates,
            quiz: quiz.quiz,
            keys: quiz.keys,
            ids,
            findable,
            picture: String::new(),
            is_missing,
        },
        mistakes,
    )
}

fn contents(body: &Body) -> Vec<template::Heading> {
    body.headings.iter().map(heading).collect()
}

fn heading(heading: &Heading) -> template::Heading {
    template::Heading { id: heading.id.clone(), title: heading.text.clone(), level: heading.level }
}

fn plate_headings(plates: &Plates, results: &Results) -> Vec<template::Heading> {
    let plates = plates.values().flatten();
    let named = plates.map(|plate| template::Heading {
        id: plate.id.clone(),
        title: say::PLATE.of([plate.number.clone(), results.plain(&plate.title).0]),
        level: 2,
    });
    named.collect()
}
