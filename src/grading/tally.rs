//! What became of all files, whoever brought them.

use std::borrow::Cow;
use std::io::{self, Read, Seek, Write};

use super::gradebook::{Failure, Gradebook};
use super::intake::Refusal;
use super::judge::Judged;

/// So many chapters of one file have a row each for not being graded, and the others one together: a file may name two hundred
/// that the book does not have, and a small zip may hold a great many such files.
const MOST_CHAPTERS: usize = 3;

/// What became of all files.
#[derive(Debug, Default)]
pub struct Tally {
    /// Files of which at least one chapter was graded.
    pub graded: u64,
    /// What should have been graded and was not, by path once it is [closed](Self::close).
    pub failures: Vec<Failure>,
    /// What is no answer file, by path once it is closed.
    pub others: Vec<Failure>,
    /// How many files nobody meant.
    pub passed: u32,
}

impl Tally {
    /// Takes what became of a file, and puts its records into the grade book.
    ///
    /// # Errors
    /// If the book's spool is full.
    pub fn take<S: Read + Write + Seek>(
        &mut self,
        path: &str,
        judged: Result<Judged, Refusal>,
        book: &mut Gradebook<S>,
    ) -> io::Result<()> {
        match judged {
            Ok(Judged { records, refused }) => {
                self.graded += u64::from(!records.is_empty());
                for record in &records {
                    book.add(record)?;
                }
                self.failures.extend(refused.iter().take(MOST_CHAPTERS).map(|why| Failure::new(path, why)));
                if let Some(more @ 1..) = refused.len().checked_sub(MOST_CHAPTERS) {
                    self.failures.push(Failure::new(path, &format!("{more} more of its chapters were not graded")));
                }
            }
            Err(Refusal::Broken(why)) => self.failures.push(Failure::new(path, &why)),
            Err(Refusal::Other(why)) => self.others.push(Failure::new(path, &why)),
            Err(Refusal::Own) => self.passed += 1,
        }
        Ok(())
    }

    /// Puts everything in order.
    pub fn close(&mut self) {
        self.failures.sort();
        self.others.sort();
    }

    /// What has a row in a table though nothing of it was graded: somebody handed it in. There may be very many failures, so
    /// that they are copied only where there is something else too.
    pub fn ungraded(&self) -> Cow<'_, [Failure]> {
        if self.others.is_empty() {
            return (&self.failures).into();
        }
        self.failures.iter().chain(&self.others).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::grading::{Keep, Roster};

    #[test]
    fn a_file_of_many_chapters_that_no_book_has_takes_few_rows() {
        let told = |chapters: usize| {
            let mut tally = Tally::default();
            let mut book = Gradebook::new(Keep::Best, Roster::default(), Cursor::new(Vec::new()));
            let refused = (0..chapters).map(|number| format!("no {number}")).collect();
            tally.take("a.json", Ok(Judged { refused, ..Judged::default() }), &mut book).unwrap();
            tally.failures.into_iter().map(|failure| failure.why).collect::<Vec<_>>()
        };
        assert_eq!(told(3), ["no 0", "no 1", "no 2"]);
        assert_eq!(told(200)[3..], ["197 more of its chapters were not graded"]);
    }
}
