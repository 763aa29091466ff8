//! A chapter's quiz.

use super::diagnostic::{Diagnostic, Place, Source};
use super::render::{self, Link};
use super::results::Results;
use super::tree::Tree;
use crate::labs::quiz::quiz_html;
use crate::quiz::Quiz;

/// A quiz as its page shows it.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The section with every question; `None` if there is no question that could be read.
    pub html: Option<String>,
    /// How many questions it asks.
    pub questions: u32,
    /// The links in its texts.
    pub links: Vec<Link>,
}

/// Reads a quiz as written and computes its keys.
pub fn read(source: &Source, chapter: &str, results: &Results) -> (Option<Quiz>, Vec<Diagnostic>) {
    let (quiz, _, mistakes) = read_placed(source, chapter, results);
    (quiz, mistakes)
}

/// Renders a quiz: its texts are Markdown with inline results.
pub fn render(source: &Source, chapter: &str, results: &Results) -> (Rendered, Vec<Diagnostic>) {
    let (quiz, tree, mut mistakes) = read_placed(source, chapter, results);
    let Some(mut quiz) = quiz else { return (Rendered::default(), mistakes) };
    let mut links = Vec::new();
    quiz.map_texts(|text, path| {
        let place = Place::fixed(source, tree.offset(path));
        let (html, mut body) = render::fragment(text, place, results);
        mistakes.append(&mut body.mistakes);
        links.append(&mut body.links);
        html
    });
    let questions = quiz.questions.len() as u32;
    (Rendered { html: Some(quiz_html(&quiz)), questions, links }, mistakes)
}

fn read_placed(source: &Source, chapter: &str, results: &Results) -> (Option<Quiz>, Tree, Vec<Diagnostic>) {
    let place = Place::exact(source, 0);
    let (tree, mut mistakes) = Tree::parse(&source.text, place);
    let (quiz, problems) = Quiz::from_json(chapter, &tree.json, &|name| results.report(name).cloned());
    // After a syntax error the keys that follow it are missing only because of it.
    if mistakes.is_empty() {
        mistakes.extend(tree.diagnostics(problems, place));
    }
    (quiz, tree, mistakes)
}
