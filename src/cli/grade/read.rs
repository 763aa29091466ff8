//! From files to the grade book, on all cores, with as much in memory as is worked on.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::Context as _;
use faultlines::grading::intake::archive::{self, Budget};
use faultlines::grading::intake::{Opened, Refusal};
use faultlines::grading::judge::Judged;
use faultlines::grading::{Failure, Gradebook, Judge, Tally};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::inputs::{self, Inputs};

/// How many files are worked on at once, and how many bytes of them are in memory.
const BATCH: (usize, usize) = (512, 16 << 20);

/// A file that waits for its turn.
enum Waiting {
    Path(PathBuf),
    Packed(String, Vec<u8>),
}

/// What became of one file.
enum Done {
    Judged(String, Result<Judged, Refusal>),
    Failed(Failure),
    Archive(PathBuf, File),
}

struct Reading<'a> {
    judge: &'a Judge<'a>,
    book: &'a mut Gradebook<File>,
    tally: Tally,
    waiting: Vec<Waiting>,
    bytes: usize,
    bar: ProgressBar,
}

/// Grades every file.
pub(super) fn read_all(inputs: Inputs, judge: &Judge, book: &mut Gradebook<File>) -> anyhow::Result<Tally> {
    let bar = ProgressBar::with_draw_target(Some(inputs.files.len() as u64), ProgressDrawTarget::stderr_with_hz(4));
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {elapsed}");
    bar.set_style(style.context("the progress bar")?);
    let tally = Tally { failures: inputs.failures, passed: inputs.passed, ..Tally::default() };
    let mut reading = Reading { judge, book, tally, waiting: Vec::new(), bytes: 0, bar };
    let mut budget = Budget::default();
    for files in inputs.files.chunks(BATCH.0) {
        reading.waiting.extend(files.iter().cloned().map(Waiting::Path));
        for (path, archive) in reading.work()? {
            reading.archive(&inputs::shown(&path), archive, &mut budget)?;
        }
    }
    reading.bar.finish_and_clear();
    let mut tally = reading.tally;
    tally.close();
    Ok(tally)
}

impl Reading<'_> {
    /// Reads an archive's files, and has them graded batch by batch.
    fn archive(&mut self, path: &str, archive: File, budget: &mut Budget) -> anyhow::Result<()> {
        let mut result = Ok(());
        let passed = archive::each(path, BufReader::new(archive), budget, &mut |found| {
            self.bar.inc_length(1);
            match found.bytes {
                Ok(bytes) => {
                    self.bytes += bytes.len();
                    self.waiting.push(Waiting::Packed(found.path, bytes));
                }
                Err(why) => {
                    self.bar.inc(1);
                    self.tally.failures.push(Failure::new(&found.path, &why));
                }
            }
            if result.is_ok() && (self.waiting.len() >= BATCH.0 || self.bytes >= BATCH.1) {
                result = self.work().map(drop);
            }
        });
        self.tally.passed += passed;
        result?;
        self.work().map(drop)
    }

    /// Grades what waits, and gives back the archives among it.
    fn work(&mut self) -> anyhow::Result<Vec<(PathBuf, File)>> {
        let (judge, bar) = (self.judge, &self.bar);
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let done: Vec<Done> = waiting
            .into_par_iter()
            .map(|waiting| {
                let done = grade(judge, waiting);
                bar.inc(1);
                done
            })
            .collect();
        let mut archives = Vec::new();
        for done in done {
            match done {
                Done::Judged(path, judged) => {
                    let taken = self.tally.take(&path, judged, self.book);
                    taken.context("the temporary file cannot be written")?;
                }
                Done::Failed(failure) => self.tally.failures.push(failure),
                Done::Archive(path, file) => archives.push((path, file)),
            }
        }
        Ok(archives)
    }
}

fn grade(judge: &Judge, waiting: Waiting) -> Done {
    match waiting {
        Waiting::Packed(path, bytes) => Done::Judged(path.clone(), judge.judge(&path, &bytes)),
        Waiting::Path(path) => {
            let shown = inputs::shown(&path);
            match inputs::open(&path) {
                Ok(Opened::Bytes(bytes)) => Done::Judged(shown.clone(), judge.judge(&shown, &bytes)),
                Ok(Opened::Archive(file)) => Done::Archive(path, file),
                Err(error) => Done::Failed(Failure::new(&shown, &format!("{error:#}"))),
            }
        }
    }
}
