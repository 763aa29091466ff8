//! Points for each chapter in the columns that learning platforms import.

use std::io;

use super::{Cell, Csv, Output, Setting, Style};
use crate::grading::gradebook::{Failure, Row};
use crate::grading::roster::Student;

/// A learning platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Grades → Import → CSV file; students are found by the column that is chosen there.
    Moodle,
    /// Grades → Import; students are found by `ID`, which a roster exported from Canvas has.
    Canvas,
}

/// A row for each reader, and a column for each chapter that anybody answered.
pub struct Import<'a, W: io::Write> {
    setting: &'a Setting<'a>,
    platform: Platform,
    csv: Csv<W>,
}

impl<'a, W: io::Write> Import<'a, W> {
    /// Begins the table.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(setting: &'a Setting<'a>, platform: Platform, style: Style, to: W) -> io::Result<Self> {
        let titles: &[&str] = match platform {
            Platform::Moodle => &["Full name", "Username", "ID number", "Email address"],
            Platform::Canvas => &["Student", "ID", "SIS User ID", "SIS Login ID", "Section"],
        };
        let mut csv = Csv::new(to, style)?;
        let chapters = setting.asked().map(|quiz| Cell::from(quiz.chapter.as_str()));
        csv.line(titles.iter().map(|title| Cell::from(*title)).chain(chapters))?;
        if platform == Platform::Canvas {
            let possible = setting.asked.iter().map(|quiz| Cell::Whole(setting.worth(*quiz).into()));
            let empty = vec![Cell::Empty; titles.len() - 1];
            csv.line([Cell::from("    Points Possible")].into_iter().chain(empty).chain(possible))?;
        }
        Ok(Self { setting, platform, csv })
    }
}

impl<W: io::Write> Output for Import<'_, W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        // A platform has no student without a name.
        if row.name.is_empty() {
            return Ok(());
        }
        let unknown = Student::default();
        let student = row.student.unwrap_or(&unknown);
        let who: Vec<&String> = match self.platform {
            Platform::Moodle => vec![&student.login, &student.id, &student.email],
            Platform::Canvas => vec![&student.canvas_id, &student.id, &student.login, &student.section],
        };
        let points = self
            .setting
            .asked
            .iter()
            .map(|quiz| row.counting(*quiz).map_or(Cell::Empty, |entry| Cell::Points(entry.record.earned)));
        let who = who.into_iter().map(|cell| Cell::from(cell.as_str()));
        self.csv.line([Cell::from(row.name)].into_iter().chain(who).chain(points))
    }

    fn end(&mut self, _: &[Failure]) -> io::Result<()> {
        self.csv.end()
    }
}
