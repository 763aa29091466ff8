//! From a file to records.

use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use super::asked::Asked;
use super::choose::Keep;
use super::course::Course;
use super::editions::Editions;
use super::intake::{self, AnswerFile, ChapterAnswers, Refusal, paths};
use super::late::Late;
use super::marking::Marking;
use super::moment::{self, Moment};
use super::record::{Marked, Record, printable};
use super::runs::{self, Runs};
use crate::quiz::fold::fold;
use crate::quiz::notes::notes;
use crate::quiz::submission::brief;
use crate::quiz::{Attempt, Quiz, Submission, grade};
use crate::scenario::Tree;

/// So many attempts at the same seconds are no chance.
const TELLING: usize = 3;

/// Grades files, each by itself.
#[derive(Debug)]
pub struct Judge<'a> {
    quizzes: &'a [Quiz],
    keep: Keep,
    course: Course,
    editions: Editions<'a>,
    /// The experiments so far.
    runs: Runs,
}

/// What became of a file.
#[derive(Debug, Default)]
pub struct Judged {
    /// One for each chapter that was graded.
    pub records: Vec<Record>,
    /// Why the other chapters in it were not.
    pub refused: Vec<String>,
}

impl<'a> Judge<'a> {
    /// A judge of the answers to these quizzes, of whose attempts the one to `keep` counts; what was done after `late_after` is
    /// marked late.
    pub fn new(quizzes: &'a [Quiz], keep: Keep, late_after: Option<Moment>) -> Self {
        let course = Course::of_book(quizzes).due_otherwise(late_after);
        Self { quizzes, keep, course, editions: Editions::new(quizzes, &[]), runs: Runs::default() }
    }

    /// With quizzes of earlier builds, of which those of the same chapters count: an answer to a question that has changed since
    /// is graded by the key of what its reader saw.
    pub fn remembering(self, earlier: &'a [Quiz]) -> Self {
        Self { editions: Editions::new(self.quizzes, earlier), ..self }
    }

    /// The same, counting as in a course of these quizzes.
    pub fn in_course(self, course: Course) -> Self {
        Self { course, ..self }
    }

    /// Grades a file.
    ///
    /// # Errors
    /// Why there are no answers in it.
    pub fn judge(&self, path: &str, bytes: &[u8]) -> Result<Judged, Refusal> {
        let mut file = intake::read(path, bytes)?;
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut judged = Judged::default();
        for chapter in std::mem::take(&mut file.chapters) {
            let id = &chapter.submission.chapter;
            match self.quizzes.iter().position(|quiz| quiz.chapter == *id) {
                Some(quiz) => {
                    let mut record = self.record(quiz, chapter, &file);
                    (record.file, record.sha256) = (printable(path), sha256.clone());
                    name_by_path(path, &mut record);
                    record.notes = record.notes.iter().map(|note| printable(note)).collect();
                    judged.records.push(record);
                }
                // A hostile file has many: what the book has instead is not told for each.
                None => judged.refused.push(printable(&format!("the book has no chapter `{}` with a quiz", brief(id)))),
            }
        }
        Ok(judged)
    }

    fn record(&self, place: usize, chapter: ChapterAnswers, file: &AnswerFile) -> Record {
        let ChapterAnswers { mut submission, exported_at, notes: damage } = chapter;
        let quiz = &self.quizzes[place];
        let in_exam = self.editions.practise(place, &mut submission);
        let seen = self.editions.seen(place, &submission);
        let elsewhere = elsewhere(&submission.course, quiz);
        if submission.course.is_empty() {
            submission.course.clone_from(&seen.course);
        }
        let asked: Vec<Asked> =
            quiz.questions.iter().map(|question| self.editions.asked(place, question, &submission)).collect();
        let claims = self.runs.measure(&asked, &mut submission);
        // What the page showed, which a claim is compared with, are the last responses.
        let mut told = notes(&seen, &submission, &grade(&seen, &submission));
        told.extend(damage.iter().chain(&file.notes).cloned());
        told.extend(claims);
        told.extend(elsewhere);
        told.extend(renewed(quiz, &seen));
        let terms = self.course.terms(place as u32).cloned();
        if terms.is_none() {
            told.push("this quiz does not count in the course".to_string());
        }
        let terms = terms.unwrap_or_default();
        let late = Late { terms: &terms, exported_at };
        let marking = Marking { keep: self.keep, submission: &submission, late, in_exam: &in_exam };
        let marks: Vec<Marked> =
            quiz.questions.iter().zip(&asked).map(|(question, asked)| marking.mark(question, asked)).collect();
        told.extend(marking.differences(quiz, &asked, &marks));
        told.extend(marking.mended(quiz, &marks));
        let times = || attempts(&submission).filter_map(|(_, attempt)| moment::read(&attempt.at));
        let mut record = Record {
            runs: runs::found(&asked, &marks, &submission),
            reader: submission.reader.clone(),
            reader_id: submission.reader_id.0,
            quiz: place as u32,
            answered_quiz_hash: submission.quiz_hash.clone(),
            points: marks.iter().map(|mark| mark.points).sum(),
            earned: terms.scaled(marks.iter().map(|mark| mark.points).sum(), quiz),
            first_points: marks.iter().map(|mark| mark.first_points).sum(),
            claimed: submission.claimed.map(|claimed| (claimed.points, claimed.out_of)),
            marks,
            notes: told,
            exported_at,
            worked: times().min().zip(times().max()),
            answers_hash: hash(&submission, |attempt| attempt.response.to_tree().to_text(false)),
            ..Record::default()
        };
        if times().count() >= TELLING {
            record.moments_hash = hash(&submission, |attempt| attempt.at.clone());
        }
        late.mark(&mut record, &submission);
        record
    }
}

/// That a quiz was answered in another course, by which the variants of its questions were drawn.
fn elsewhere(course: &str, quiz: &Quiz) -> Option<String> {
    let is_elsewhere = !course.is_empty() && course != quiz.course;
    is_elsewhere.then(|| format!("answered in the course `{}`; this is `{}`", brief(course), quiz.course))
}

/// Which questions an earlier quiz had that today's has not, and the other way round.
fn renewed(quiz: &Quiz, seen: &Quiz) -> Option<String> {
    let without = |all: &Quiz, other: &Quiz| {
        let ids = all.questions.iter().map(|question| question.id.as_str());
        ids.filter(|id| other.question(id).is_none()).collect::<Vec<_>>().join(", ")
    };
    let (gone, new) = (without(seen, quiz), without(quiz, seen));
    let told = [("it no longer asks", gone), ("it asks besides", new)];
    let told: Vec<String> =
        told.iter().filter(|(_, ids)| !ids.is_empty()).map(|(what, ids)| format!("{what} {ids}")).collect();
    (!told.is_empty()).then(|| format!("the quiz has changed since: {}", told.join("; ")))
}

/// What a learning platform's download says of who handed a file in.
fn name_by_path(path: &str, record: &mut Record) {
    let Some(sender) = paths::sender(path) else { return };
    if record.reader.is_empty() {
        record.reader.clone_from(&sender.name);
    } else if letters(&record.reader) != letters(&sender.name) {
        record.notes.push(format!("handed in by “{}”, says the platform", sender.name));
    }
    record.sender_id = Some(sender.id);
}

/// A name's letters in order: platforms turn first and last names around and leave out spaces.
fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = fold(name).chars().collect();
    letters.sort_unstable();
    letters
}

/// Every attempt with the question's id.
pub(super) fn attempts(submission: &Submission) -> impl Iterator<Item = (&str, &Attempt)> {
    let answers = submission.answers.iter();
    answers.flat_map(|answer| answer.attempts.iter().map(|attempt| (answer.question.as_str(), attempt)))
}

fn hash(submission: &Submission, what: impl Fn(&Attempt) -> String) -> u64 {
    let parts = attempts(submission).map(|(id, attempt)| Tree::List(vec![id.into(), what(attempt).as_str().into()]));
    xxh3_64(Tree::List(parts.collect()).to_text(false).as_bytes())
}
