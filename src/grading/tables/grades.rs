//! The grade book: a row for each reader.

use std::io;

use super::{Cell, Csv, Output, Setting, Style};
use crate::grading::gradebook::{Failure, Row};
use crate::grading::record::Marked;
use crate::quiz::Outcome;

/// Readers first, then the total, the points for each chapter as the course counts them, those for each question
/// (`chapter#question`), the files and the notes. Empty is not answered, and 0.00 is wrong. What was not graded has rows of its own, at the end.
pub struct Grades<'a, W: io::Write> {
    setting: &'a Setting<'a>,
    csv: Csv<W>,
    width: usize,
}

impl<'a, W: io::Write> Grades<'a, W> {
    /// Begins the table.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(setting: &'a Setting<'a>, style: Style, to: W) -> io::Result<Self> {
        let mut head = vec!["reader".to_string()];
        head.extend(["id", "email"].iter().filter(|_| setting.roster).map(ToString::to_string));
        head.extend(["total".to_string(), "out_of".to_string()]);
        head.extend(setting.late.then(|| "late".to_string()));
        head.extend(setting.asked().map(|quiz| quiz.chapter.clone()));
        for quiz in setting.asked() {
            head.extend(quiz.questions.iter().map(|question| format!("{}#{}", quiz.chapter, question.id)));
        }
        head.extend(["files".to_string(), "notes".to_string()]);
        let mut csv = Csv::new(to, style)?;
        let width = head.len();
        csv.line(head.into_iter().map(Cell::Text))?;
        Ok(Self { setting, csv, width })
    }
}

impl<W: io::Write> Output for Grades<'_, W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        let setting = self.setting;
        let handed_in = !row.entries.is_empty();
        let mut cells = vec![Cell::from(row.name)];
        if setting.roster {
            let of = |told: Option<&String>| Cell::Text(told.cloned().unwrap_or_default());
            cells.extend([of(row.student.map(|it| &it.id)), of(row.student.map(|it| &it.email))]);
        }
        cells.push(if handed_in { Cell::Points(row.total()) } else { Cell::Empty });
        cells.push(Cell::Whole(setting.out_of().into()));
        cells.extend(setting.late.then(|| row.late().into()));
        let counting: Vec<_> = setting.asked.iter().map(|quiz| row.counting(*quiz)).collect();
        cells.extend(counting.iter().map(|entry| entry.map_or(Cell::Empty, |entry| Cell::Points(entry.record.earned))));
        for (quiz, entry) in setting.asked().zip(&counting) {
            for (place, question) in quiz.questions.iter().enumerate() {
                let mark = entry.and_then(|entry| entry.record.marks.get(place));
                cells.push(mark.map_or(Cell::Empty, |mark| points(mark, question.points)));
            }
        }
        cells.extend([files(row), notes(row)]);
        self.csv.line(cells)
    }

    fn end(&mut self, failures: &[Failure]) -> io::Result<()> {
        for failure in failures {
            let mut cells = vec![Cell::Empty; self.width];
            cells[0] = failure.reader.as_str().into();
            cells[self.width - 2] = failure.file.as_str().into();
            cells[self.width - 1] = Cell::Text(format!("not graded: {}", failure.why));
            self.csv.line(cells)?;
        }
        self.csv.end()
    }
}

/// What a mark says in the column of its question: its points, or `answered` where answers are not scored.
fn points(mark: &Marked, out_of: u32) -> Cell {
    match mark.outcome() {
        Outcome::Answered => Outcome::Answered.word().into(),
        Outcome::Unanswered if mark.attempts == 0 || out_of == 0 => Cell::Empty,
        _ => Cell::Points(mark.points),
    }
}

/// The files that count.
fn files(row: &Row) -> Cell {
    let mut files: Vec<&str> =
        row.entries.iter().filter(|entry| entry.counts).map(|entry| entry.record.file.as_str()).collect();
    files.dedup();
    Cell::Text(files.join("; "))
}

/// All notes; where there are several files or chapters each with its file.
fn notes(row: &Row) -> Cell {
    let mut notes: Vec<String> = Vec::new();
    for entry in &row.entries {
        let of = if row.entries.len() > 1 { format!("{}: ", entry.record.file) } else { String::new() };
        for note in entry.record.notes.iter().map(|note| format!("{of}{note}")) {
            // What is wrong with a file as a whole stands with each of its chapters.
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    if row.entries.is_empty() {
        notes.push("nothing handed in".to_string());
    }
    Cell::Text(notes.join("; "))
}
