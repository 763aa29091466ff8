//! A chapter's quiz.

use url::Url;

use super::diagnostic::{Diagnostic, Place, Source};
use super::glossary::Term;
use super::load::Edition;
use super::markdown;
use super::names::Plates;
use super::render::{self, Link, is_relative};
use super::results::Results;
use super::search;
use super::tree::Tree;
use crate::quiz::{Kind, Quiz};
use crate::scenario::{self, Problem};
use crate::ui::quiz::quiz_html;

/// A quiz as its page shows it.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The section with every question; `None` if there is no question that could be read.
    pub html: Option<String>,
    /// The links in its texts.
    pub links: Vec<Link>,
    /// The quiz, its texts as HTML.
    pub quiz: Option<Quiz>,
    /// The quiz with its keys, its texts plain; none in the edition for exams.
    pub keys: Option<Quiz>,
}

/// Reads a quiz as written and computes its keys.
pub fn read(source: &Source, chapter: &str, course: &str, results: &Results) -> (Option<Quiz>, Vec<Diagnostic>) {
    let (quiz, _, mistakes) = read_placed(source, chapter, course, results);
    (quiz, mistakes)
}

/// A quiz whose texts are plain, as a table or a report shows them: their words, with the numbers computed.
pub fn plain(mut quiz: Quiz, results: &Results) -> Quiz {
    quiz.map_texts(|text, _| {
        let source = Source::new("", text);
        search::plain(&render::fragment(text, Place::exact(&source, 0), true, results).0)
    });
    quiz
}

/// Renders a quiz: its texts are Markdown with inline results. Its tags are ids of `terms`.
pub fn render(
    source: &Source,
    chapter: &str,
    course: &str,
    edition: Edition,
    results: &Results,
    plates: &Plates,
    terms: &[Term],
) -> (Rendered, Vec<Diagnostic>) {
    let (quiz, tree, mut mistakes) = read_placed(source, chapter, course, results);
    let Some(mut quiz) = quiz else { return (Rendered::default(), mistakes) };
    if mistakes.is_empty() {
        let mut problems = without_plate(&quiz, plates);
        problems.extend(wrong_tags(&quiz, terms));
        mistakes.extend(tree.diagnostics(problems, Place::exact(source, 0)));
    }
    let keys = (edition == Edition::Practice).then(|| plain(quiz.clone(), results));
    // Before anything of it is on its way to a page.
    if edition == Edition::Exam {
        quiz = quiz.for_exam();
    }
    let mut links = Vec::new();
    let entries: Vec<usize> = quiz.questions.iter().map(|question| entry(&tree, &question.id)).collect();
    quiz.map_texts(|text, path| {
        let place = Place::fixed(source, tree.offset(&written_at(&tree, &path_in_file(path, &entries), text)));
        let is_line = path == "title" || path.ends_with(".text");
        let (html, mut body) = render::fragment(text, place, is_line, results);
        mistakes.append(&mut body.mistakes);
        links.append(&mut body.links);
        html
    });
    (Rendered { html: Some(quiz_html(&quiz)), links, quiz: Some(quiz), keys }, mistakes)
}

/// A quiz for those who do not read it in the book.
#[derive(Debug)]
pub struct Told {
    /// Its keys computed, its texts CommonMark with maths, in which nothing is left that only the book can read.
    pub quiz: Quiz,
    /// The questions in which an engine computed a number.
    pub computed: Vec<String>,
}

/// Reads a quiz to be told elsewhere. Links into the book lead to `site`, the address of its page where it is published.
pub fn told(
    source: &Source,
    chapter: &str,
    course: &str,
    site: Option<&Url>,
    results: &Results,
) -> (Option<Told>, Vec<Diagnostic>) {
    let (quiz, tree, mut mistakes) = read_placed(source, chapter, course, results);
    let Some(mut quiz) = quiz else { return (None, mistakes) };
    let ids: Vec<String> = quiz.questions.iter().map(|question| question.id.clone()).collect();
    let entries: Vec<usize> = ids.iter().map(|id| entry(&tree, id)).collect();
    let mut is_computed: Vec<bool> =
        entries.iter().map(|&entry| tree.json["questions"][entry].get("key").is_some()).collect();
    quiz.map_texts(|text, path| {
        let of = path.strip_prefix("questions.").and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
        let number = |inside: &str| {
            if let Some(computed) = of.and_then(|of| is_computed.get_mut(of)) {
                *computed = true;
            }
            results.inline(inside).map(|inline| inline.text).unwrap_or_else(|problem| {
                let at = tree.offset(&written_at(&tree, &path_in_file(path, &entries), text));
                mistakes.push(Diagnostic::of_problem(source.position(at), problem));
                String::new()
            })
        };
        let address = |href: &str| {
            let whole = site.filter(|_| is_relative(href)).and_then(|site| site.join(href).ok());
            whole.map_or_else(|| href.to_string(), String::from)
        };
        markdown::told(text, number, address)
    });
    let computed = ids.into_iter().zip(is_computed).filter(|(_, computed)| *computed).map(|(id, _)| id).collect();
    (Some(Told { quiz, computed }), mistakes)
}

fn read_placed(
    source: &Source,
    chapter: &str,
    course: &str,
    results: &Results,
) -> (Option<Quiz>, Tree, Vec<Diagnostic>) {
    let place = Place::exact(source, 0);
    let (tree, mut mistakes) = Tree::parse(&source.text, place);
    let (quiz, problems) = Quiz::from_json(chapter, course, &tree.json, Some(&|name| results.measured(name).cloned()));
    // After a syntax error the keys that follow it are missing only because of it.
    if mistakes.is_empty() {
        mistakes.extend(tree.diagnostics(problems, place));
    }
    (quiz, tree, mistakes)
}

/// Experiments whose plate is not on the page, or has another lab.
fn without_plate(quiz: &Quiz, plates: &Plates) -> Vec<Problem> {
    let mut problems = Vec::new();
    let asked = quiz.questions.iter().enumerate();
    for (index, variant) in asked.flat_map(|(index, question)| question.variants().map(move |one| (index, one))) {
        let Kind::Experiment(experiment) = &variant.kind else { continue };
        let lab = scenario::Link::parse(&experiment.start).0.map(|link| link.scenario.lab);
        let fitting = plates.values().flatten().filter(|plate| Some(plate.scenario.lab) == lab);
        let ids: Vec<&str> = fitting.map(|plate| plate.id.as_str()).collect();
        if !ids.contains(&experiment.plate.as_str()) {
            let path = format!("questions.{index}.plate");
            problems.push(Problem::unknown(path, "plate of this page and lab", &experiment.plate, ids.into_iter()));
        }
    }
    problems
}

/// Tags that are no terms of the glossary.
fn wrong_tags(quiz: &Quiz, terms: &[Term]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, question) in quiz.questions.iter().enumerate() {
        let is_unknown = |tag: &&String| !terms.iter().any(|term| term.id == **tag);
        for tag in question.tags.iter().filter(is_unknown) {
            let known = terms.iter().map(|term| term.id.as_str());
            problems.push(Problem::unknown(format!("questions.{index}.tags"), "term of the glossary", tag, known));
        }
    }
    problems
}

/// Which `[[questions]]` of the file a question is: those that could not be read are not in the quiz.
fn entry(tree: &Tree, id: &str) -> usize {
    let questions = tree.json["questions"].as_array().into_iter().flatten();
    questions.enumerate().find(|(_, question)| question["id"] == id).map_or(0, |(index, _)| index)
}

/// A path of the quiz (`questions.0.prompt`) as the file counts.
fn path_in_file(path: &str, entries: &[usize]) -> String {
    let question = path.strip_prefix("questions.").and_then(|rest| rest.split_once('.'));
    let entry = question.and_then(|(index, rest)| Some((entries.get(index.parse::<usize>().ok()?)?, rest)));
    entry.map_or_else(|| path.to_string(), |(entry, rest)| format!("questions.{entry}.{rest}"))
}

/// Where a text stands in the file: at this path, or at the same one of an alternative.
fn written_at(tree: &Tree, path: &str, text: &str) -> String {
    let pointed = |path: &str| tree.json.pointer(&format!("/{}", path.replace('.', "/")));
    let is_here = |path: &String| pointed(path).and_then(|value| value.as_str()).is_some_and(|it| it.trim() == text);
    let mut parts = path.splitn(3, '.');
    let (Some("questions"), Some(entry), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return path.to_string();
    };
    let pool = format!("questions.{entry}.pool");
    let count = pointed(&pool).and_then(|pool| pool.as_array()).map_or(0, Vec::len);
    let others = (0..count).map(|other| format!("{pool}.{other}.{rest}"));
    [path.to_string()].into_iter().chain(others).find(is_here).unwrap_or_else(|| path.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_placed_where_the_file_has_it_though_a_question_before_it_was_lost() {
        assert_eq!(path_in_file("questions.1.options.0.text", &[0, 3]), "questions.3.options.0.text");
        assert_eq!(path_in_file("title", &[0, 3]), "title");
    }
}
