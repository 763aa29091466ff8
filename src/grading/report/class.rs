//! The page for the class: who earned what, and what the answers say of the questions.

use maud::{Markup, html};

use super::reader::{file_name, shown};
use super::{duration, of, page};
use crate::grading::gradebook::{Failure, Row};
use crate::grading::statistics::{ChapterStatistics, QuestionStatistics};
use crate::grading::tables::{ByTag, Setting};
use crate::kernel::words;
use crate::quiz::{Question, Quiz};

/// The page for the class, while readers are counted.
pub struct Class<'a> {
    setting: &'a Setting<'a>,
    chapters: Vec<ChapterStatistics>,
    concepts: ByTag<'a>,
    readers: Vec<Reader>,
}

struct Reader {
    name: String,
    handed_in: bool,
    total: f64,
    notes: u32,
}

impl<'a> Class<'a> {
    /// A page of a class without readers.
    pub fn new(setting: &'a Setting<'a>) -> Self {
        let chapters = vec![ChapterStatistics::default(); setting.asked.len()];
        Self { setting, chapters, concepts: ByTag::new(), readers: Vec::new() }
    }

    /// Takes a reader; they come in the order in which their pages are numbered.
    pub fn take(&mut self, row: &Row) {
        for ((place, quiz), chapter) in self.setting.asked.iter().zip(self.setting.asked()).zip(&mut self.chapters) {
            chapter.take(*place, quiz, row);
        }
        for (tag, (points, out_of)) in row.by_tag(self.setting) {
            let all = self.concepts.entry(tag).or_default();
            *all = (all.0 + points, all.1 + out_of);
        }
        let notes = row.entries.iter().map(|entry| entry.record.notes.len() as u32).sum();
        let (name, handed_in) = (row.name.to_string(), !row.entries.is_empty());
        self.readers.push(Reader { name, handed_in, total: row.total(), notes });
    }

    /// The page.
    pub fn page(&self, failures: &[Failure]) -> String {
        let out_of = self.setting.out_of();
        let body = html! {
            h1 { "Grades of the class" }
            @for (quiz, chapter) in self.setting.asked().zip(&self.chapters) { (questions(quiz, chapter)) }
            p.small {
                "Difficulty is the mean share of a question’s points at the first response: the nearer to 100 %, the easier. "
                "Discrimination is the correlation of that share with the points for the other questions, −1 to 1 (corrected "
                "point-biserial: Ebel and Frisbie, " cite { "Essentials of Educational Measurement" } ", 5th edition, 1991, "
                "chapter 13); under 0.2 look at the question. It is not said of fewer than ten readers. A wrong answer is a "
                "first response."
            }
            (concepts(&self.concepts))
            h2 { "Readers" }
            ol { @for (place, reader) in (0..).zip(&self.readers) {
                li {
                    a href=(file_name(place, &reader.name)) {
                        @if reader.name.is_empty() { "(no name)" } @else { (reader.name) }
                    }
                    @if reader.handed_in { ": " (of(reader.total, out_of)) } @else { ": nothing handed in" }
                    @if reader.notes > 0 { ", " (words::counted(reader.notes.into(), "note")) }
                }
            } }
            @if !failures.is_empty() {
                h2 { "Not graded" }
                ul { @for failure in failures { li { (failure.file) ": " (failure.why) } } }
            }
        };
        page("Grades of the class", &body)
    }
}

/// What is known of each concept, the least first; nothing where no question has a tag.
fn concepts(all: &ByTag) -> Markup {
    let share = |(points, out_of): &(f64, u32)| points / f64::from((*out_of).max(1));
    let mut sorted: Vec<_> = all.iter().collect();
    sorted.sort_by(|(_, one), (_, other)| share(one).total_cmp(&share(other)));
    html! {
        @if !sorted.is_empty() {
            h2 { "Concepts" }
            p.small { "The share of all points for the questions about each, in the chapters that were handed in." }
            div.scroll tabindex="0" role="region" aria-label="Concepts" { table {
                thead { tr { th scope="col" { "Concept" } th.number scope="col" { "Points" } th.number scope="col" { "Share" } } }
                tbody { @for (tag, earned) in sorted { tr {
                    td { (tag) }
                    td.number { (of(earned.0, earned.1)) }
                    td.number { (format!("{:.0} %", 100.0 * share(earned))) }
                } } }
            } }
        }
    }
}

fn questions(quiz: &Quiz, chapter: &ChapterStatistics) -> Markup {
    html! {
        section {
            h2 { (quiz.title) " " span.small { (quiz.chapter) } }
            p {
                (words::counted(chapter.readers, "reader")) ", " (of(chapter.mean(), quiz.points())) " points on average"
                @if let Some(median) = chapter.median_time() {
                    ", from the first attempt to the last " (duration(median.into())) " (median)"
                }
                "."
            }
            div.scroll tabindex="0" role="region" aria-label=(quiz.title) {
                table {
                    thead { tr {
                        th scope="col" { "Question" } th.number scope="col" { "Answered" } th.number scope="col" { "Right at once" }
                        th.number scope="col" { "Right" } th.number scope="col" { "Difficulty" }
                        th.number scope="col" { "Discrimination" } th scope="col" { "Commonest wrong answer" }
                    } }
                    tbody { @for (question, told) in quiz.questions.iter().zip(&chapter.questions) { (line(question, told)) } }
                }
            }
        }
    }
}

fn line(question: &Question, told: &QuestionStatistics) -> Markup {
    let scored = question.points > 0;
    html! {
        tr {
            td { (question.id) }
            td.number { (told.answered) }
            td.number { @if scored { (told.right_at_once) } }
            td.number { @if scored { (told.right) } }
            td.number { @if let Some(share) = told.difficulty() { (format!("{:.0} %", 100.0 * share)) } }
            td.number { @if let Some(value) = told.discrimination() { (words::number(value, 2)) } @else if scored { "–" } }
            td.answer { @if let Some((answer, count)) = told.commonest_wrong() { (shown(question, answer)) " (" (count) ")" } }
        }
    }
}
