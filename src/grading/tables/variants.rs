//! With which numbers each reader was asked each question that has variants, and what is right with them.

use std::io;

use super::{Cell, Csv, Output, Setting, Style};
use crate::grading::gradebook::{Failure, Row};
use crate::grading::record::said;
use crate::quiz::{Kind, Question, ReaderId, pool};

const COLUMNS: &[&str] = &["reader", "reader_id", "chapter", "question", "n", "values", "prompt", "key"];

/// A row for each draw that a reader answered, of the file that counts; for the first one where the reader answered none.
pub struct Variants<'a, W: io::Write> {
    setting: &'a Setting<'a>,
    csv: Csv<W>,
}

impl<'a, W: io::Write> Variants<'a, W> {
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

/// What is right, in words. A number as far as its digits mean anything: 8.489, which an engine computed as 8.488999999999999.
fn key(asked: &Question) -> String {
    match &asked.kind {
        Kind::Numeric(numeric) => {
            let rounded: Result<f64, _> = format!("{:.11e}", numeric.answer).parse();
            rounded.unwrap_or(numeric.answer).to_string()
        }
        kind => said(&kind.solution()),
    }
}

impl<W: io::Write> Output for Variants<'_, W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        for entry in row.entries.iter().filter(|entry| entry.counts) {
            let (record, reader) = (&entry.record, ReaderId(entry.record.reader_id));
            let quiz = &self.setting.quizzes[record.quiz as usize];
            for (question, mark) in quiz.questions.iter().zip(&record.marks) {
                for draw in &mark.draws {
                    let asked = self.setting.form(question, mark).variant(draw.place as usize);
                    self.csv.line([
                        row.name.into(),
                        reader.to_string().as_str().into(),
                        quiz.chapter.as_str().into(),
                        question.id.as_str().into(),
                        Cell::Whole(draw.number.into()),
                        Cell::Text(pool::values(&asked.drawn)),
                        asked.prompt.as_str().into(),
                        Cell::Text(key(asked)),
                    ])?;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, _: &[Failure]) -> io::Result<()> {
        self.csv.end()
    }
}
