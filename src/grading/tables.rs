//! Rows as tables for other programs. No clock is read: the same files give the same bytes.

pub mod answers;
pub mod grades;
pub mod json;
pub mod platforms;
pub mod variants;

use std::collections::BTreeMap;
use std::io;

use super::course::Course;
use super::gradebook::{Entry, Failure, Row};
use super::record::Marked;
use crate::quiz::grade::tidy;
use crate::quiz::{Question, Quiz};

/// What all outputs know.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The quizzes of the book.
    pub quizzes: &'a [Quiz],
    /// What quizzes were, as [`Marked::edition`] counts them.
    pub earlier: &'a [Quiz],
    /// How they count.
    pub course: &'a Course,
    /// Which of those that count anybody answered.
    pub asked: Vec<u32>,
    /// Whether there is a roster.
    pub roster: bool,
    /// Whether there is a time after which answers are late.
    pub late: bool,
}

impl<'a> Setting<'a> {
    /// The quizzes that count and that anybody answered.
    pub fn asked(&self) -> impl Iterator<Item = &Quiz> {
        self.asked.iter().map(|quiz| &self.quizzes[*quiz as usize])
    }

    /// A question of today in the form in which it was asked.
    pub fn form(&self, question: &'a Question, mark: &Marked) -> &'a Question {
        let earlier = mark.edition.checked_sub(1).and_then(|place| self.earlier.get(place as usize));
        earlier.and_then(|quiz| quiz.question(&question.id)).unwrap_or(question)
    }

    /// What a quiz is worth in the course; 0 of one that does not count there.
    pub fn worth(&self, quiz: u32) -> u32 {
        self.course.terms(quiz).map_or(0, |terms| terms.points)
    }

    /// What the quizzes that count and that anybody answered are worth together.
    pub fn out_of(&self) -> u32 {
        self.asked.iter().map(|quiz| self.worth(*quiz)).sum()
    }
}

/// An output that is given one reader after the other.
pub trait Output {
    /// Takes a reader.
    ///
    /// # Errors
    /// If it cannot be written.
    fn row(&mut self, row: &Row) -> io::Result<()>;

    /// Ends it, with what was not graded.
    ///
    /// # Errors
    /// If it cannot be written.
    fn end(&mut self, failures: &[Failure]) -> io::Result<()>;
}

/// How a table is written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// For a spreadsheet that opens it by a click: a byte-order mark, and texts that it would take for numbers, dates or
    /// formulas as texts.
    pub spreadsheet: bool,
    /// What stands between columns.
    pub separator: u8,
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    /// Nothing, which is not 0.
    Empty,
    Text(String),
    Points(f64),
    Whole(u64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl Style {
    fn text(self, cell: Cell) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => self.guarded(text),
            // A spreadsheet that wants semicolons writes decimals with a comma.
            Cell::Points(points) if self.spreadsheet && self.separator == b';' => fixed(points).replace('.', ","),
            Cell::Points(points) => fixed(points),
            Cell::Whole(number) => number.to_string(),
        }
    }

    /// A spreadsheet takes a cell that begins like this for a formula; an apostrophe makes it text. What it would take for a
    /// number or a date is text as the result of a formula, which may have 255 characters.
    fn guarded(self, text: String) -> String {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let number = text.starts_with(|c: char| c.is_ascii_digit());
        if self.spreadsheet && (formula || number) && text.chars().count() < 250 && !text.contains(['\n', '\r', '\t']) {
            format!("=\"{}\"", text.replace('"', "\"\""))
        } else if formula {
            format!("'{text}")
        } else {
            text
        }
    }
}

/// A CSV that is written.
pub(super) struct Csv<W: io::Write> {
    writer: csv::Writer<W>,
    style: Style,
}

impl<W: io::Write> Csv<W> {
    pub(super) fn new(mut to: W, style: Style) -> io::Result<Self> {
        let ends = if style.spreadsheet { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        if style.spreadsheet {
            to.write_all(b"\xef\xbb\xbf")?;
        }
        let writer = csv::WriterBuilder::new().delimiter(style.separator).terminator(ends).from_writer(to);
        Ok(Self { writer, style })
    }

    pub(super) fn line(&mut self, cells: impl IntoIterator<Item = Cell>) -> io::Result<()> {
        let style = self.style;
        Ok(self.writer.write_record(cells.into_iter().map(|cell| style.text(cell)))?)
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Points with two decimals; only what a file claims can be so large that it is written in powers of ten.
fn fixed(points: f64) -> String {
    if points.abs() < 1e6 { format!("{points:.2}") } else { tidy(points) }
}

/// What this program is, for those who keep its outputs.
pub(super) fn tool() -> String {
    format!("faultlines {}", env!("CARGO_PKG_VERSION"))
}

/// Points by concept: those that were reached, and those to be had.
pub(in crate::grading) type ByTag<'a> = BTreeMap<&'a str, (f64, u32)>;

impl Row<'_> {
    /// The points that count for the questions with each tag, in the chapters of the course.
    pub(in crate::grading) fn by_tag<'a>(&self, setting: &Setting<'a>) -> ByTag<'a> {
        let mut all = ByTag::new();
        let in_course = |entry: &&Entry| entry.counts && setting.course.terms(entry.record.quiz).is_some();
        for entry in self.entries.iter().filter(in_course) {
            let questions = setting.quizzes[entry.record.quiz as usize].questions.iter();
            for (question, mark) in questions.zip(&entry.record.marks).filter(|(question, _)| question.points > 0) {
                for tag in &question.tags {
                    let (points, out_of) = all.entry(tag.as_str()).or_default();
                    *points += mark.points;
                    *out_of += question.points;
                }
            }
        }
        all
    }

    /// The entry that counts for a quiz.
    pub fn counting(&self, quiz: u32) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.counts && entry.record.quiz == quiz)
    }

    /// All points of the course.
    pub fn total(&self) -> f64 {
        self.entries
            .iter()
            .filter(|entry| entry.counts)
            .map(|entry| entry.record.earned)
            .fold(0.0, |all, points| all + points)
    }

    /// Whether anything that counts was late, in a word.
    pub(super) fn late(&self) -> &'static str {
        let mut late = self.entries.iter().filter(|entry| entry.counts).map(|entry| entry.record.late).peekable();
        if late.peek().is_none() {
            return "";
        }
        let all: Vec<Option<bool>> = late.collect();
        late_word(if all.contains(&Some(true)) { Some(true) } else { all.into_iter().min().flatten() })
    }
}

pub(super) fn late_word(late: Option<bool>) -> &'static str {
    match late {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}
