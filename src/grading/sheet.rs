//! What is kept of a record while others are read.

use xxhash_rust::xxh3::xxh3_64;

use super::moment::Moment;
use super::record::Record;
use super::spool::Place;

/// A record, small: what decides which one counts, and where the rest is.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Whose it is: a number of the grade book's.
    pub(super) person: u32,
    /// Which of the quizzes was answered.
    pub(super) quiz: u32,
    /// The file's path.
    pub(super) file: Box<str>,
    /// Points for the attempts that count.
    pub(super) points: f64,
    /// How often responses were checked.
    pub(super) attempts: u64,
    /// When it was exported, or else when its last attempt was made.
    pub(super) at: Option<Moment>,
    /// Of whose browser; 0 if it does not say.
    pub(super) reader_id: u64,
    /// The hash of its answers.
    pub(super) answers_hash: u64,
    /// The hash of the moments of its attempts; 0 if there are none.
    pub(super) moments_hash: u64,
    /// The runs that met the goals of experiments, each with the hash of its question: as in the record.
    pub(super) runs: Box<[SheetRun]>,
    /// Where the record is.
    pub(super) place: Place,
    /// Whether it is the one that counts, of this reader for this chapter.
    pub(super) counts: bool,
}

/// What of a [`FoundRun`](super::runs::FoundRun) is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct SheetRun {
    /// The hash of the question's id.
    pub(super) question: u64,
    pub(super) run: u64,
    pub(super) moment: u64,
}

impl Sheet {
    pub(super) fn of(record: &Record, person: u32, place: Place) -> Self {
        let runs = record.runs.iter().map(|found| {
            let question = xxh3_64(found.question.as_bytes());
            SheetRun { question, run: found.run, moment: found.moment }
        });
        Self {
            person,
            quiz: record.quiz,
            file: record.file.as_str().into(),
            points: record.points,
            attempts: record.marks.iter().map(|mark| u64::from(mark.attempts)).sum(),
            at: record.exported_at.or(record.worked.map(|(_, last)| last)),
            reader_id: record.reader_id,
            answers_hash: record.answers_hash,
            moments_hash: record.moments_hash,
            runs: runs.collect(),
            place,
            counts: true,
        }
    }
}
