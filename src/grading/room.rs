//! A grading as a page of the book does it: one file after the other, everything in memory, tables as texts.
//!
//! What is graded, and every byte of the tables, is what `faultlines grade` makes of the same files under the same paths.

use std::io::{self, BufReader, Cursor, Read, Seek};

use serde_json::{Value as Json, json};

use super::intake::archive::{self, Budget};
use super::intake::{self, Opened, paths};
use super::record::printable;
use super::tables::answers::Answers;
use super::tables::grades::Grades;
use super::tables::json::Json as JsonTable;
use super::tables::platforms::{Import, Platform};
use super::tables::{Output, Setting, Style};
use super::{Course, Failure, Gradebook, Judge, Keep, Roster, Row, Tally, keys, moment};
use crate::quiz::Quiz;
use crate::quiz::grade::tidy;

/// So many readers, notes and files are shown in a page; the tables hold all.
const SHOWN: usize = 500;
/// How much of a file is fetched at a time, in bytes: to ask a browser takes longer than to be given this.
const CHUNK: usize = 1 << 16;

/// What a teacher chose.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Which attempt counts, and which of several files: `best`, `last` or `first`.
    pub keep: String,
    /// After what answers are late, as [`moment::read_deadline`] reads it; empty for never.
    pub late_after: String,
    /// The bytes of a roster.
    pub roster: Option<Vec<u8>>,
}

/// A grading.
#[derive(Debug)]
pub struct Room {
    quizzes: &'static [Quiz],
    earlier: &'static [Quiz],
    judge: Judge<'static>,
    book: Gradebook<Cursor<Vec<u8>>>,
    tally: Tally,
    budget: Budget,
    keep: Keep,
    course: Course,
}

impl Room {
    /// Begins a grading by these key files: the first is the book's, the others are of earlier builds. What they hold stays
    /// in memory for good: whoever grades in a page does so a few times.
    ///
    /// # Errors
    /// Which key file, roster or choice cannot be read, and why.
    pub fn new(keys: &[(String, Vec<u8>)], choices: &Choices) -> Result<Self, String> {
        let mut read = keys.iter().map(|(path, bytes)| keys::read(bytes).map_err(|why| format!("{path}: {why}")));
        let quizzes = read.next().ok_or("there are no keys to grade by")??;
        let earlier = read.collect::<Result<Vec<_>, _>>()?.concat();
        let keep = match choices.keep.as_str() {
            "last" => Keep::Last,
            "first" => Keep::First,
            _ => Keep::Best,
        };
        let late_after = match choices.late_after.trim() {
            "" => None,
            text => Some(moment::read_deadline(text).ok_or_else(|| format!("late after: {}", moment::DEADLINE))?),
        };
        let roster = choices.roster.as_deref().map(Roster::read).transpose()?;
        let (quizzes, earlier): (&'static [Quiz], &'static [Quiz]) = (quizzes.leak(), earlier.leak());
        let course = Course::of_book(quizzes).due_otherwise(late_after);
        Ok(Self {
            quizzes,
            earlier,
            judge: Judge::new(quizzes, keep, late_after).remembering(earlier),
            book: Gradebook::new(keep, roster.unwrap_or_default(), Cursor::default()),
            tally: Tally::default(),
            budget: Budget::default(),
            keep,
            course,
        })
    }

    /// Grades a file, or those in an archive; `path` begins with the folder in which it was given, if it was. `each` is called
    /// after every file of an archive.
    ///
    /// # Errors
    /// If memory is full.
    pub fn file(&mut self, path: &str, file: impl Read + Seek, each: &mut dyn FnMut()) -> io::Result<()> {
        if path.split_once('/').is_some_and(|(_, inside)| paths::is_furniture(inside)) {
            self.tally.passed += 1;
            return Ok(());
        }
        let path = &printable(path);
        match intake::open(BufReader::with_capacity(CHUNK, file)) {
            Ok(Opened::Bytes(bytes)) => self.tally.take(path, self.judge.judge(path, &bytes), &mut self.book),
            Ok(Opened::Archive(archive)) => self.archive(path, archive, each),
            Err(why) => {
                self.tally.failures.push(Failure::new(path, &why));
                Ok(())
            }
        }
    }

    fn archive(&mut self, path: &str, archive: impl Read + Seek, each: &mut dyn FnMut()) -> io::Result<()> {
        let Self { judge, book, tally, budget, .. } = self;
        let mut result = Ok(());
        let passed = archive::each(path, archive, budget, &mut |found| {
            match found.bytes {
                Ok(bytes) if result.is_ok() => {
                    result = tally.take(&found.path, judge.judge(&found.path, &bytes), book);
                }
                Ok(_) => {}
                Err(why) => tally.failures.push(Failure::new(&found.path, &why)),
            }
            each();
        });
        tally.passed += passed;
        result
    }

    /// Says that a folder was given in which there are no files.
    pub fn empty_folder(&mut self, path: &str) {
        self.tally.failures.push(Failure::new(path, "there are no files in this folder"));
    }

    /// Ends the grading, and says what a page shows of it, as JSON:
    ///
    /// ```json
    /// {
    ///   "graded": 2, "passed": 0, "failures": [["b.json", "why"]], "others": [], "remarks": [],
    ///   "chapters": [["part-10/tail-latency", 9]], "out_of": 9,
    ///   "readers": [["Ada", "7.5", ["7.5"]]], "reader_count": 1, "notes": [["Ada", "a.json", "a note"]], "note_count": 1,
    ///   "moodle": false, "canvas": false
    /// }
    /// ```
    ///
    /// Of readers, notes and files it holds the first ones; a reader has the total and the points for each chapter, empty for one
    /// that was not handed in; of a platform it says whether the roster has what that finds students by.
    ///
    /// # Errors
    /// If a record cannot be read again.
    pub fn close(&mut self) -> io::Result<String> {
        self.tally.close();
        self.book.close();
        let setting = setting([self.quizzes, self.earlier], &self.course, &self.book);
        let chapters = setting.asked().zip(&setting.asked);
        let chapters: Vec<Json> = chapters.map(|(quiz, place)| json!([quiz.chapter, setting.worth(*place)])).collect();
        let (out_of, asked) = (setting.out_of(), setting.asked);
        let says_for = |platform: Platform| self.book.roster().says_for(platform);
        let (moodle, canvas) = (says_for(Platform::Moodle), says_for(Platform::Canvas));
        let (mut readers, mut notes, mut reader_count, mut note_count) = (Vec::new(), Vec::new(), 0, 0);
        self.book.rows(|row| {
            reader_count += 1;
            if readers.len() < SHOWN {
                readers.push(shown(row, &asked));
            }
            for note in row.entries.iter().flat_map(|entry| entry.record.notes.iter().map(move |note| (entry, note))) {
                note_count += 1;
                if notes.len() < SHOWN {
                    notes.push(json!([row.name, note.0.record.file, note.1]));
                }
            }
        })?;
        let told = json!({
            "graded": self.tally.graded, "passed": self.tally.passed, "remarks": self.book.remarks(),
            "failures": listed(&self.tally.failures), "failure_count": self.tally.failures.len(),
            "others": listed(&self.tally.others), "other_count": self.tally.others.len(),
            "chapters": chapters, "out_of": out_of,
            "readers": readers, "reader_count": reader_count, "notes": notes, "note_count": note_count,
            "moodle": moodle, "canvas": canvas,
        });
        Ok(told.to_string())
    }

    /// A table after the end: `grades`, `answers`, `moodle`, `canvas` or `json`. CSV is for other programs, or for a spreadsheet
    /// whose columns are parted by `separator`.
    ///
    /// # Errors
    /// If there is no such table, or a record cannot be read again.
    pub fn table(&mut self, name: &str, separator: Option<u8>) -> io::Result<Vec<u8>> {
        let style = Style { spreadsheet: separator.is_some(), separator: separator.unwrap_or(b',') };
        let Self { quizzes, earlier, course, book, tally, keep, .. } = self;
        let setting = &setting([quizzes, earlier], course, book);
        let mut to = Vec::new();
        let mut output: Box<dyn Output + '_> = match name {
            "grades" => Box::new(Grades::new(setting, style, &mut to)?),
            "answers" => Box::new(Answers::new(setting, style, &mut to)?),
            "moodle" => Box::new(Import::new(setting, Platform::Moodle, style, &mut to)?),
            "canvas" => Box::new(Import::new(setting, Platform::Canvas, style, &mut to)?),
            "json" => Box::new(JsonTable::new(setting, *keep, &mut to)?),
            _ => return Err(io::Error::other(format!("there is no table `{name}`"))),
        };
        let mut written = Ok(());
        book.rows(|row| {
            if written.is_ok() {
                written = output.row(row);
            }
        })?;
        written?;
        output.end(&tally.ungraded())?;
        drop(output);
        Ok(to)
    }
}

/// What the tables know.
fn setting<'a>(
    [quizzes, earlier]: [&'a [Quiz]; 2],
    course: &'a Course,
    book: &Gradebook<Cursor<Vec<u8>>>,
) -> Setting<'a> {
    let (roster, late) = (!book.roster().students.is_empty(), course.has_due());
    Setting { quizzes, earlier, course, asked: book.quizzes(), roster, late }
}

fn shown(row: &Row, asked: &[u32]) -> Json {
    let points = |quiz: &u32| row.counting(*quiz).map(|entry| tidy(entry.record.earned)).unwrap_or_default();
    // Nothing is not 0.
    let total = if row.entries.is_empty() { String::new() } else { tidy(row.total()) };
    json!([row.name, total, asked.iter().map(points).collect::<Vec<_>>()])
}

fn listed(failures: &[Failure]) -> Vec<Json> {
    failures.iter().take(SHOWN).map(|failure| json!([failure.file, failure.why])).collect()
}

#[cfg(test)]
mod tests;
