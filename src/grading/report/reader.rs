//! The page for one reader: what was answered and what it earned.

use maud::{Markup, html};

use super::{duration, of, page as whole};
use crate::grading::gradebook::{Entry, Row};
use crate::grading::moment;
use crate::grading::record::Marked;
use crate::grading::tables::Setting;
use crate::quiz::{Kind, Question, Quiz};

/// The name of a reader's page: the place in the order of rows, which tells readers of one name apart, and the name in
/// letters that every file system takes.
pub fn file_name(place: u32, name: &str) -> String {
    let plain =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(40).collect();
    let slug = slug.trim_end_matches('-');
    format!("{:05}-{}.html", place + 1, if slug.is_empty() { "reader" } else { slug })
}

/// The page of one reader.
pub fn page(row: &Row, setting: &Setting) -> String {
    let name = if row.name.is_empty() { "A reader without a name" } else { row.name };
    let counting = || row.entries.iter().filter(|entry| entry.counts);
    let out_of = counting().map(|entry| setting.worth(entry.record.quiz)).sum();
    let body = html! {
        h1 { (name) }
        @if let Some(student) = row.student.filter(|student| !student.id.is_empty()) { p.small { (student.id) } }
        @if row.entries.is_empty() { p { "Nothing was handed in." } } @else { p { (of(row.total(), out_of)) " points." } }
        @for entry in counting() { (chapter(entry, setting)) }
        @let others: Vec<&Entry> = row.entries.iter().filter(|entry| !entry.counts).collect();
        @if !others.is_empty() {
            h2 { "Files that do not count" }
            ul { @for entry in others { li { (entry.record.file) ", " (quiz(setting, entry).chapter) ": " (notes(entry)) } } }
        }
    };
    whole(name, &body)
}

fn quiz<'a>(setting: &Setting<'a>, entry: &Entry) -> &'a Quiz {
    &setting.quizzes[entry.record.quiz as usize]
}

fn chapter(entry: &Entry, setting: &Setting) -> Markup {
    let (record, quiz) = (&entry.record, quiz(setting, entry));
    let worth = setting.course.terms(record.quiz).filter(|_| setting.course.is_described());
    html! {
        section {
            h2 { (quiz.title) " " span.small { (quiz.chapter) } }
            p {
                (of(record.points, quiz.points())) " points, " (of(record.first_points, quiz.points())) " at the first try"
                @if let Some(terms) = worth { ", " (of(record.earned, terms.points)) " in the course" }
                @if let Some((first, last)) = record.worked {
                    ", worked on from " (moment::show_to_people(first)) " for " (duration(last - first))
                }
                @if record.late == Some(true) { ", " strong { "late" } }
                "."
            }
            div.scroll tabindex="0" role="region" aria-label=(quiz.title) {
                table {
                    thead { tr {
                        th scope="col" { "Question" } th scope="col" { "Answer" } th scope="col" { "Result" }
                        th.number scope="col" { "Points" } th.number scope="col" { "Tries" }
                    } }
                    tbody { @for (question, mark) in quiz.questions.iter().zip(&record.marks) {
                        (line(question.points, setting.form(question, mark).variant(mark.place()), mark))
                    } }
                }
            }
            @if !record.notes.is_empty() {
                p.small { "Notes on " (record.file) ":" }
                ul.small { @for note in &record.notes { li { (note) } } }
            }
        }
    }
}

/// The row of a question as its reader was asked it; `out_of` is what it is worth today.
fn line(out_of: u32, question: &Question, mark: &Marked) -> Markup {
    let outcome = mark.outcome();
    html! {
        tr {
            td { (question.prompt) }
            td.answer {
                (shown(question, &mark.answer))
                @if mark.first_answer != mark.answer { br; span.small { "at first: " (shown(question, &mark.first_answer)) } }
                @if !mark.evidence.is_empty() {
                    p.small { "On the way the plate showed:" }
                    ol.small { @for (at, link) in &mark.evidence { li { (at) " " (link) } } }
                }
            }
            td { (outcome.sign()) " " (outcome.word()) @if mark.changed { ", the question has changed since" } }
            td.number { @if out_of > 0 { (of(mark.points, out_of)) } @else { "not scored" } }
            td.number { (mark.attempts) }
        }
    }
}

/// An answer in the words of the question, options and items by their text, a line each.
pub(super) fn shown(question: &Question, answer: &str) -> String {
    let (parted, known): (&str, Vec<(&str, &str)>) = match &question.kind {
        Kind::Ordering(kind) => (" > ", kind.items.iter().map(|item| (item.id.as_str(), item.text.as_str())).collect()),
        kind => (", ", kind.choices().iter().map(|option| (option.id.as_str(), option.text.as_str())).collect()),
    };
    if known.is_empty() {
        return answer.to_string();
    }
    let text = |id| known.iter().find(|(other, _)| *other == id).map_or(id, |(_, text)| *text);
    answer.split(parted).map(text).collect::<Vec<_>>().join("\n")
}

fn notes(entry: &Entry) -> String {
    entry.record.notes.join("; ")
}
