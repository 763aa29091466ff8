//! What was answered, beside what it scored: a row for each answer that counts.

use std::io;

use super::{Cell, Csv, Output, Setting, Style, late_word};
use crate::grading::gradebook::{Failure, Row};

const COLUMNS: &[&str] = &[
    "reader",
    "chapter",
    "question",
    "kind",
    "outcome",
    "points",
    "out_of",
    "answer",
    "first_points",
    "first_answer",
    "attempts",
    "late",
    "file",
];

/// The answers of each reader, by chapter and question; questions without an answer too, in chapters that were handed in.
pub struct Answers<'a, W: io::Write> {
    setting: &'a Setting<'a>,
    csv: Csv<W>,
}

impl<'a, W: io::Write> Answers<'a, W> {
    /// Begins the table.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(setting: &'a Setting<'a>, style: Style, to: W) -> io::Result<Self> {
        let mut csv = Csv::new(to, style)?;
        csv.line(COLUMNS.iter().map(|title| Cell::from(*title)))?;
        Ok(Self { setting, csv })
    }
}

impl<W: io::Write> Output for Answers<'_, W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        for entry in row.entries.iter().filter(|entry| entry.counts) {
            let record = &entry.record;
            let quiz = &self.setting.quizzes[record.quiz as usize];
            for (question, mark) in quiz.questions.iter().zip(&record.marks) {
                let answered = |cell: Cell| if mark.attempts > 0 { cell } else { Cell::Empty };
                self.csv.line([
                    row.name.into(),
                    quiz.chapter.as_str().into(),
                    question.id.as_str().into(),
                    question.kind.name().into(),
                    mark.outcome().word().into(),
                    answered(Cell::Points(mark.points)),
                    Cell::Whole(question.points.into()),
                    mark.answer.as_str().into(),
                    answered(Cell::Points(mark.first_points)),
                    mark.first_answer.as_str().into(),
                    Cell::Whole(mark.attempts.into()),
                    if self.setting.late { late_word(record.late).into() } else { Cell::Empty },
                    record.file.as_str().into(),
                ])?;
            }
        }
        Ok(())
    }

    fn end(&mut self, _: &[Failure]) -> io::Result<()> {
        self.csv.end()
    }
}
