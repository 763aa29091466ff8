//! The page on which a reader sees how far he is: every chapter with a quiz and its questions. `assets/parts/progress.js` fills
//! in what the browser keeps.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};
use serde_json::json;

use super::glossary::Term;
use super::pages::Page;
use super::search;
use super::template::around;
use crate::grading::course::Course;
use crate::grading::moment::{self, Moment};
use crate::kernel::words;
use crate::quiz::{Question, Quiz};
use crate::ui::phrases::{page, progress as say};

/// Its path from the site's root.
pub const PATH: &str = "progress/index.html";
/// Where the intervals of the review come from.
const SOURCE: &str = "https://super-memory.com/english/ol/beginning.htm";

/// The text of the page and its headings, if there is a quiz on any of the pages. What is due in the course says so; `terms` are
/// the concepts by which what was missed is told.
pub fn page(pages: &[Page], course: &Course, terms: &[Term]) -> Option<(String, Vec<(String, String)>)> {
    let mut quizzes = pages.iter().filter_map(|page| Some((page, page.quiz.as_ref()?))).peekable();
    let name = quizzes.peek()?.1.course.clone();
    let is_asked = |term: &&Term| {
        let mut questions = pages.iter().filter_map(|page| page.quiz.as_ref()).flat_map(|quiz| &quiz.questions);
        questions.any(|question| question.tags.contains(&term.id))
    };
    let concepts: BTreeMap<&str, &str> =
        terms.iter().filter(is_asked).map(|term| (term.id.as_str(), term.term.as_str())).collect();
    let headings = [("review", say::REVIEW), ("quizzes", say::QUIZZES), ("all-answers", say::ALL_ANSWERS)];
    let heading = |place: usize| {
        let (id, title) = headings[place];
        html! { h2 id=(id) { (title) " " a.anchor href={ "#" (id) } aria-label=(page::LINK_TO.of([title.text()])) { "#" } } }
    };
    let text = html! {
        p.needs-scripts { (say::NEEDS_SCRIPTS) }
        (heading(0))
        p.due role="status" {}
        ol.due-list {}
        p.missed hidden { (say::MISSED_MOST) }
        ul.missed-list data-concepts=(json!(concepts)) {}
        p.rule { (around(say::RULE, [html! { a href=(SOURCE) { (say::RULE_SOURCE) } }])) }
        (heading(1))
        ul.quizzes data-course=(name) data-version=(env!("CARGO_PKG_VERSION")) {
            @for (place, (page, quiz)) in (0..).zip(quizzes) {
                (chapter(page, quiz, course.terms(place).and_then(|terms| terms.due)))
            }
        }
        (heading(2))
        p { (say::ALL_ANSWERS_ABOUT) }
        p.all-do {
            button.button.all-export type="button" hidden { (say::EXPORT_ALL) } " "
            button.button.quiet type="button" data-part="answers" hidden { (say::COPY_OR_IMPORT) }
        }
        p.all-said role="status" {}
    };
    Some((text.into_string(), headings.map(|(id, title)| (id.to_string(), title.text())).to_vec()))
}

fn chapter(page: &Page, quiz: &Quiz, due: Option<Moment>) -> Markup {
    let href = format!("../{}", page.page.path);
    html! {
        li data-chapter=(quiz.chapter) data-hash=(quiz.hash) {
            p.name { a href={ (href) "#quiz" } { (page.page.place()) } }
            @if let Some(due) = due {
                p.due-by { (around(say::DUE_BY, [html! { time datetime=(moment::show(due)) { (moment::show_to_people(due)) } }])) }
            }
            p.state { (page::QUIZ.of([words::whole(quiz.questions.len() as u64)])) }
            details {
                summary { (say::QUESTIONS) }
                ol { @for question in &quiz.questions { (asked(&href, question)) } }
            }
        }
    }
}

fn asked(href: &str, question: &Question) -> Markup {
    html! {
        li data-question=(question.id) data-hash=(question.hash) data-points=(question.points)
            data-tags=(question.tags.join(" ")) data-others=[Some(question.others.len()).filter(|&count| count > 0)] {
            a href={ (href) "#quiz-" (question.id) "-form" } { (words_of(&question.prompt)) }
        }
    }
}

/// What stands in the link to a question: its words with their formulas, where they are one paragraph without links.
fn words_of(prompt: &str) -> Markup {
    let paragraph = prompt.trim().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    let inside = paragraph.filter(|words| ["<p", "<a ", " id="].iter().all(|mark| !words.contains(mark)));
    inside.map_or_else(|| html! { (search::plain(prompt)) }, |words| PreEscaped(words.to_string()))
}
