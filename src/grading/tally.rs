//! What became of all files, whoever brought them.

use std::io::{self, Read, Seek, Write};

use super::gradebook::{Failure, Gradebook};
use super::intake::Refusal;
use super::judge::Judged;

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
                self.failures.extend(refused.iter().map(|why| Failure::new(path, why)));
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

    /// What has a row in a table though nothing of it was graded: somebody handed it in.
    pub fn ungraded(&self) -> Vec<Failure> {
        self.failures.iter().chain(&self.others).cloned().collect()
    }
}
