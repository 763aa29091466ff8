//! From a file to records.

use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use super::choose::Keep;
use super::course::{Course, Terms};
use super::intake::{self, AnswerFile, ChapterAnswers, Refusal, paths};
use super::moment::{self, Moment};
use super::record::{Marked, Record, printable, said};
use super::runs::{self, Runs};
use crate::quiz::exam::ExamHashes;
use crate::quiz::fold::fold;
use crate::quiz::grade::tidy;
use crate::quiz::notes::notes;
use crate::quiz::{Attempt, Outcome, Question, Quiz, grade};
use crate::scenario::Tree;

/// So many attempts at the same seconds are no chance.
const TELLING: usize = 3;

/// Grades files, each by itself.
#[derive(Debug)]
pub struct Judge<'a> {
    quizzes: &'a [Quiz],
    keep: Keep,
    course: Course,
    /// How answers to the edition for exams name the quizzes and their questions.
    exams: Vec<ExamHashes>,
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
        Self { quizzes, keep, course, exams: quizzes.iter().map(ExamHashes::of).collect(), runs: Runs::default() }
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
        let file = intake::read(path, bytes)?;
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut judged = Judged::default();
        for chapter in &file.chapters {
            let id = &chapter.submission.chapter;
            match self.quizzes.iter().position(|quiz| quiz.chapter == *id) {
                Some(quiz) => {
                    let mut record = self.record(quiz, chapter, &file);
                    (record.file, record.sha256) = (printable(path), sha256.clone());
                    name_by_path(path, &mut record);
                    record.notes = record.notes.iter().map(|note| printable(note)).collect();
                    judged.records.push(record);
                }
                None => judged.refused.push(printable(&self.unknown(id))),
            }
        }
        Ok(judged)
    }

    fn unknown(&self, chapter: &str) -> String {
        let known: Vec<&str> = self.quizzes.iter().map(|quiz| quiz.chapter.as_str()).collect();
        let shown: String = chapter.chars().take(60).collect();
        format!("the book has no chapter `{shown}` with a quiz (it has: {})", known.join(", "))
    }

    /// Answers to the edition for exams, as answers to this one: what is asked is the same.
    fn as_practised(&self, place: usize, chapter: &ChapterAnswers) -> ChapterAnswers {
        let (quiz, exam, mut chapter) = (&self.quizzes[place], &self.exams[place], chapter.clone());
        let submission = &mut chapter.submission;
        if submission.quiz_hash == exam.quiz {
            submission.quiz_hash.clone_from(&quiz.hash);
        }
        for answer in submission.answers.iter_mut().chain(&mut submission.drafts) {
            let asked = quiz.questions.iter().zip(&exam.questions);
            let found = asked
                .filter(|(question, _)| question.id == answer.question)
                .find(|(_, hash)| **hash == answer.question_hash);
            if let Some((question, _)) = found {
                answer.question_hash.clone_from(&question.hash);
            }
        }
        chapter
    }

    fn record(&self, place: usize, chapter: &ChapterAnswers, file: &AnswerFile) -> Record {
        let chapter = &self.as_practised(place, chapter);
        let (quiz, submission) = (&self.quizzes[place], &chapter.submission);
        // What the page showed, which a claim is compared with, are the last responses.
        let shown = grade(quiz, submission);
        let mut told = notes(quiz, submission, &shown);
        told.extend(chapter.notes.iter().chain(&file.notes).cloned());
        let (chapter, claimed) = self.runs.measured(quiz, chapter);
        let chapter = chapter.as_ref();
        told.extend(claimed);
        if !file.course.is_empty() && file.course != quiz.course {
            told.push(format!("answered in the course `{}`; this is `{}`", file.course, quiz.course));
        }
        let terms = self.course.terms(place as u32).cloned();
        if terms.is_none() {
            told.push("this quiz does not count in the course".to_string());
        }
        let terms = terms.unwrap_or_default();
        let late = Late { terms: &terms, exported_at: file.exported_at };
        let marks: Vec<Marked> = quiz.questions.iter().map(|question| self.mark(question, chapter, late)).collect();
        let times = || attempts(chapter).filter_map(|(_, attempt)| moment::read(&attempt.at));
        let mut record = Record {
            runs: runs::found(quiz, &marks, chapter),
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
            exported_at: file.exported_at,
            worked: times().min().zip(times().max()),
            answers_hash: hash(chapter, |attempt| attempt.response.to_tree().to_text(false)),
            ..Record::default()
        };
        if times().count() >= TELLING {
            record.moments_hash = hash(chapter, |attempt| attempt.at.clone());
        }
        mark_late(&mut record, chapter, late);
        record
    }

    fn mark(&self, question: &Question, chapter: &ChapterAnswers, late: Late) -> Marked {
        let mut mark = Marked::unanswered();
        let Some(answer) = chapter.submission.answer(&question.id) else { return mark };
        let responses: Vec<_> = answer.attempts.iter().map(|attempt| &attempt.response).collect();
        let verdicts: Vec<_> = responses.iter().map(|response| question.grade(response)).collect();
        let given = |place: usize| verdicts[place].as_ref().map_or(0.0, |verdict| verdict.points(question.points));
        let points = |place: usize| given(place) * late.share(&answer.attempts[place]);
        let Some(last) = responses.len().checked_sub(1) else { return mark };
        let counts = match self.keep {
            Keep::First => 0,
            Keep::Last => last,
            // Of equal ones the last, which the page showed.
            Keep::Best => (0..=last).max_by(|&a, &b| points(a).total_cmp(&points(b))).unwrap_or(last),
        };
        mark.set_outcome(verdicts[counts].as_ref().map_or(Outcome::Unanswered, |verdict| verdict.outcome()));
        (mark.points, mark.first_points) = (points(counts), given(0));
        (mark.answer, mark.first_answer) = (said(responses[counts]), said(responses[0]));
        let seen = answer.attempts[counts].evidence.iter();
        mark.evidence = seen.map(|seen| (printable(&seen.at), printable(&seen.link))).collect();
        mark.attempts = answer.checked;
        mark.changed = answer.question_hash != question.hash;
        mark
    }
}

/// Until when a chapter was due, and what is known of when a file was made.
#[derive(Clone, Copy)]
struct Late<'a> {
    terms: &'a Terms,
    exported_at: Option<Moment>,
}

impl Late<'_> {
    fn is_after(&self, at: Option<Moment>) -> bool {
        at.zip(self.terms.due).is_some_and(|(at, due)| at > due)
    }

    /// The share of its points that an attempt keeps. One without a time was made when the file was, for all that is known.
    fn share(&self, attempt: &Attempt) -> f64 {
        let at = moment::read(&attempt.at).or(self.exported_at);
        if self.is_after(at) { 1.0 - self.terms.off } else { 1.0 }
    }
}

fn mark_late(record: &mut Record, chapter: &ChapterAnswers, due: Late) {
    let Some(until) = due.terms.due.map(moment::show) else {
        // Of a chapter without a time nothing is late, whatever the others have.
        record.late = Some(false);
        return;
    };
    let late = attempts(chapter).filter(|(_, attempt)| due.is_after(moment::read(&attempt.at))).count();
    let exported = due.is_after(record.exported_at);
    let counted_less = attempts(chapter).any(|(_, attempt)| due.share(attempt) < 1.0);
    let less = format!(", which counts {} % less", tidy(100.0 * due.terms.off));
    let less = if counted_less { less.as_str() } else { "" };
    if late > 0 {
        let count = if late == 1 { "1 attempt".to_string() } else { format!("{late} attempts") };
        record.notes.push(format!("{count} after {until}{less}"));
    } else if exported {
        record.notes.push(format!("exported after {until}{less}"));
    }
    let says = record.exported_at.is_some() || record.worked.is_some();
    if !says {
        record.notes.push("the file says no time: nobody knows whether it was late".to_string());
    }
    record.late = says.then_some(late > 0 || exported);
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
fn attempts(chapter: &ChapterAnswers) -> impl Iterator<Item = (&str, &Attempt)> {
    let answers = chapter.submission.answers.iter();
    answers.flat_map(|answer| answer.attempts.iter().map(|attempt| (answer.question.as_str(), attempt)))
}

fn hash(chapter: &ChapterAnswers, what: impl Fn(&Attempt) -> String) -> u64 {
    let parts = attempts(chapter).map(|(id, attempt)| Tree::List(vec![id.into(), what(attempt).as_str().into()]));
    xxh3_64(Tree::List(parts.collect()).to_text(false).as_bytes())
}
