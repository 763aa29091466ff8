//! All records of a course, in order.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, Write};

use super::choose::{About, Flag, Keep, choose};
use super::intake::paths;
use super::names;
use super::record::{Record, printable};
use super::roster::{Roster, Student};
use super::sheet::Sheet;
use super::spool::Spool;

/// A file, or a chapter of it, that was not graded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Its path.
    pub file: String,
    /// Why not.
    pub why: String,
    /// Who handed it in, if its path says so.
    pub reader: String,
}

impl Failure {
    /// A file that was not graded, and why.
    pub fn new(file: &str, why: &str) -> Self {
        let reader = paths::sender(file).map_or_else(String::new, |sender| sender.name);
        Self { file: printable(file), why: printable(why), reader }
    }
}

/// Whose a file is, in the order of rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Person {
    /// A student, by the place in the roster.
    Student(u32),
    /// A name, by its key.
    Named(String),
    /// Nobody knows: the file's.
    File(String),
}

/// All records, but for what is small about them in a spool.
#[derive(Debug)]
pub struct Gradebook<S> {
    keep: Keep,
    roster: Roster,
    spool: Spool<S>,
    sheets: Vec<Sheet>,
    /// Each with its number and the name to show.
    people: BTreeMap<Person, (u32, String)>,
    flags: Vec<Flag>,
}

/// One reader.
#[derive(Debug)]
pub struct Row<'a> {
    /// The name, of the roster or as a file gives it; may be empty.
    pub name: &'a str,
    /// Who it is by the roster.
    pub student: Option<&'a Student>,
    /// What the reader handed in, by chapter and path.
    pub entries: Vec<Entry>,
}

/// One chapter of one file of a reader.
#[derive(Debug)]
pub struct Entry {
    /// All about it.
    pub record: Record,
    /// Whether it is the one that counts for its chapter.
    pub counts: bool,
}

impl<S: Read + Write + Seek> Gradebook<S> {
    /// A grade book without records, whose spool is in an empty store.
    pub fn new(keep: Keep, roster: Roster, store: S) -> Self {
        let (spool, sheets) = (Spool::new(store), Vec::new());
        let students = (0..).zip(&roster.students);
        let people = students.map(|(place, student)| (Person::Student(place), (place, student.name.clone()))).collect();
        Self { keep, roster, spool, sheets, people, flags: Vec::new() }
    }

    /// The students.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Takes a record; all are taken before the first row is asked for.
    ///
    /// # Errors
    /// If the spool is full.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        let person = match self.roster.find(&record.reader, record.sender_id.as_deref()) {
            Some(place) => Person::Student(place),
            None if record.reader.is_empty() => Person::File(record.file.clone()),
            None => Person::Named(names::key(&record.reader)),
        };
        let number = self.people.len() as u32;
        let is_student = matches!(person, Person::Student(_));
        let (person, shown) = self.people.entry(person).or_insert_with(|| (number, record.reader.clone()));
        // Of several ways to write it always the same.
        if !is_student && record.reader < *shown {
            shown.clone_from(&record.reader);
        }
        let place = self.spool.put(&serde_json::to_vec(record)?)?;
        self.sheets.push(Sheet::of(record, *person, place));
        Ok(())
    }

    /// Puts everything in order and decides what counts.
    pub fn close(&mut self) {
        let mut ranks = vec![0; self.people.len()];
        for (rank, (number, _)) in (0u32..).zip(self.people.values_mut()) {
            ranks[*number as usize] = rank;
            *number = rank;
        }
        for sheet in &mut self.sheets {
            sheet.person = ranks[sheet.person as usize];
        }
        self.sheets.sort_by(|a, b| (a.person, a.quiz, &a.file).cmp(&(b.person, b.quiz, &b.file)));
        self.flags = choose(&mut self.sheets, self.keep);
    }

    /// Which quizzes anybody answered.
    pub fn quizzes(&self) -> Vec<u32> {
        let mut quizzes: Vec<u32> = self.sheets.iter().map(|sheet| sheet.quiz).collect();
        quizzes.sort_unstable();
        quizzes.dedup();
        quizzes
    }

    /// Hands out one reader after the other: those of the roster in its order, then names, then files without one.
    ///
    /// # Errors
    /// If the spool cannot be read.
    pub fn rows(&mut self, mut each: impl FnMut(&Row)) -> io::Result<()> {
        let Self { roster, spool, sheets, people, flags, .. } = self;
        let names: Vec<&str> = people.values().map(|(_, name)| name.as_str()).collect();
        let (mut next, mut flag) = (0, 0);
        for (person, (rank, name)) in people.iter() {
            let student = match person {
                Person::Student(place) => roster.students.get(*place as usize),
                _ => None,
            };
            let mut entries = Vec::new();
            while let Some(sheet) = sheets.get(next).filter(|sheet| sheet.person == *rank) {
                let mut record: Record = serde_json::from_slice(&spool.get(sheet.place)?)?;
                while let Some(told) = flags.get(flag).filter(|told| told.sheet as usize == next) {
                    let told = words(told.about, &record, &sheets[told.other as usize], &names);
                    record.notes.push(told);
                    flag += 1;
                }
                if !roster.students.is_empty() && student.is_none() {
                    record.notes.push("not in the roster".to_string());
                }
                entries.push(Entry { record, counts: sheet.counts });
                next += 1;
            }
            each(&Row { name, student, entries });
        }
        Ok(())
    }

    /// What to look at as a whole, a sentence each.
    pub fn remarks(&self) -> Vec<String> {
        let count = |is_meant: fn(About) -> bool| self.flags.iter().filter(|flag| is_meant(flag.about)).count();
        let mut remarks = self.roster.notes.clone();
        // The people of the roster come first.
        let students = self.roster.students.len() as u32;
        if students > 0 && !self.sheets.is_empty() && self.sheets.iter().all(|sheet| sheet.person >= students) {
            remarks.push(
                "nobody of the roster handed anything in: look whether it is of this course, and how it writes names"
                    .to_string(),
            );
        }
        for (found, one, many) in [
            (
                count(|about| about == About::OtherDoesNot),
                "name stands on different files for one chapter",
                "names stand on different files for one chapter",
            ),
            (
                count(|about| about == About::SameBrowser),
                "file comes from a browser that wrote another name too",
                "files come from a browser that wrote another name too",
            ),
            (
                count(|about| about == About::SameMoments),
                "file has the moments of another reader's",
                "files have the moments of another reader's",
            ),
            (
                count(|about| matches!(about, About::SameRun(_) | About::SameRunAtOnce(_))),
                "experiment has the run of another reader's",
                "experiments have the run of another reader's",
            ),
        ] {
            if found > 0 {
                remarks.push(format!("{found} {}: look at the notes", if found == 1 { one } else { many }));
            }
        }
        remarks
    }
}

fn words(about: About, record: &Record, other: &Sheet, names: &[&str]) -> String {
    let (file, reader) = (&other.file, names[other.person as usize]);
    let question = |run: u32| record.runs.get(run as usize).map_or("", |found| &found.question);
    match about {
        About::Again => format!("the same answers as in {file}, which counts"),
        About::OtherCounts => format!("another file under this name has other answers and counts: {file}"),
        About::OtherDoesNot => format!("another file under this name has other answers and does not count: {file}"),
        About::SameBrowser => format!("the same browser handed in as “{reader}”: {file}"),
        About::SameMoments => format!("answered at the same moments as “{reader}”: {file}"),
        About::SameRun(run) => {
            format!("`{}`: the same run as “{reader}”, where most found one of their own: {file}", question(run))
        }
        About::SameRunAtOnce(run) => {
            format!("`{}`: the same run as “{reader}”, handed in within the same second: {file}", question(run))
        }
    }
}
