//! A chapter's quiz.

use url::Url;

use super::diagnostic::{Diagnostic, Place, Source};
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
}

/// Reads a quiz as written and computes its keys.
pub fn read(source: &Source, chapter: &str, course: &str, results: &Results) -> (Option<Quiz>, Vec<Diagnostic>) {
    let (quiz, _, mistakes) = read_placed(source, chapter, course, results);
    (quiz, mistakes)
}

/// A quiz whose texts are plain, as a table or a report shows them: their words, with the numbers computed.
pub fn plain(quiz: &Quiz, results: &Results) -> Quiz {
    let mut quiz = quiz.clone();
    quiz.map_texts(|text, _| {
        let source = Source::new("", text);
        search::plain(&render::fragment(text, Place::exact(&source, 0), true, results).0)
    });
    quiz
}

/// Renders a quiz: its texts are Markdown with inline results.
pub fn render(
    source: &Source,
    chapter: &str,
    course: &str,
    edition: Edition,
    results: &Results,
    plates: &Plates,
) -> (Rendered, Vec<Diagnostic>) {
    let (quiz, tree, mut mistakes) = read_placed(source, chapter, course, results);
    let Some(mut quiz) = quiz else { return (Rendered::default(), mistakes) };
    if mistakes.is_empty() {
        mistakes.extend(tree.diagnostics(without_plate(&quiz, plates), Place::exact(source, 0)));
    }
    // Before anything of it is on its way to a page.
    if edition == Edition::Exam {
        quiz = quiz.for_exam();
    }
    let mut links = Vec::new();
    let entries: Vec<usize> = quiz.questions.iter().map(|question| entry(&tree, &question.id)).collect();
    quiz.map_texts(|text, path| {
        let place = Place::fixed(source, tree.offset(&path_in_file(path, &entries)));
        let is_line = path == "title" || path.ends_with(".text");
        let (html, mut body) = render::fragment(text, place, is_line, results);
        mistakes.append(&mut body.mistakes);
        links.append(&mut body.links);
        html
    });
    (Rendered { html: Some(quiz_html(&quiz)), links, quiz: Some(quiz) }, mistakes)
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
                let at = tree.offset(&path_in_file(path, &entries));
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
    for (index, question) in quiz.questions.iter().enumerate() {
        let Kind::Experiment(experiment) = &question.kind else { continue };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_placed_where_the_file_has_it_though_a_question_before_it_was_lost() {
        assert_eq!(path_in_file("questions.1.options.0.text", &[0, 3]), "questions.3.options.0.text");
        assert_eq!(path_in_file("title", &[0, 3]), "title");
    }
}
