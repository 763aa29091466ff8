//! From a file to records.

use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use super::choose::Keep;
use super::course::Course;
use super::editions::Editions;
use super::intake::{self, AnswerFile, ChapterAnswers, Refusal, paths};
use super::late::Late;
use super::moment::{self, Moment};
use super::record::{Marked, Record, printable, said};
use super::runs::{self, Runs};
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
        Self { quizzes, keep, course, editions: Editions::of(quizzes), runs: Runs::default() }
    }

    /// With quizzes of earlier builds, of which those of the same chapters count: an answer to a question that has changed since
    /// is graded by the key of what its reader saw.
    pub fn remembering(mut self, earlier: &'a [Quiz]) -> Self {
        self.editions.remember(earlier);
        self
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

    fn record(&self, place: usize, chapter: &ChapterAnswers, file: &AnswerFile) -> Record {
        let chapter = self.editions.as_practised(place, chapter);
        let (quiz, submission) = (&self.quizzes[place], &chapter.submission);
        let seen = self.editions.seen(place, submission);
        // What the page showed, which a claim is compared with, are the last responses.
        let shown = grade(&seen, submission);
        let mut told = notes(&seen, submission, &shown);
        told.extend(chapter.notes.iter().chain(&file.notes).cloned());
        let (measured, claimed) = self.runs.measured(&seen, &chapter);
        let chapter = measured.as_ref();
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
        told.extend(self.differences(quiz, &seen, chapter, late));
        let marks: Vec<Marked> =
            quiz.questions.iter().map(|question| self.mark(question, &seen, chapter, late)).collect();
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
        late.mark(&mut record, chapter);
        record
    }

    /// Of each question that has changed since it was answered, and whose key is known: what the answer earns by either key.
    fn differences(&self, quiz: &Quiz, seen: &Quiz, chapter: &ChapterAnswers, late: Late) -> Vec<String> {
        let changed = quiz.questions.iter().filter(|question| {
            let answer = chapter.submission.answer(&question.id);
            answer.is_some_and(|answer| !question.is_of(answer) && seen.questions.iter().any(|seen| seen.is_of(answer)))
        });
        let told = changed.map(|question| {
            let points = |quiz: &Quiz| tidy(self.mark(question, quiz, chapter, late).points);
            let (then, now) = (points(seen), points(quiz));
            format!(
                "`{}` has changed since; graded by the key of what its reader saw: {then} of {} points, by today's {now}",
                question.id, question.points
            )
        });
        told.collect()
    }

    /// A question's mark by its key in the quiz that its reader saw, in today's points.
    fn mark(&self, question: &Question, seen: &Quiz, chapter: &ChapterAnswers, late: Late) -> Marked {
        let mut mark = Marked::unanswered();
        let Some(answer) = chapter.submission.answer(&question.id) else { return mark };
        let asked = seen.question(&question.id).filter(|seen| seen.is_of(answer)).unwrap_or(question);
        let responses: Vec<_> = answer.attempts.iter().map(|attempt| &attempt.response).collect();
        let asked = |attempt: &Attempt| seen.drawn(asked, chapter.submission.reader_id, attempt.variant);
        let verdicts: Vec<_> = answer.attempts.iter().map(|attempt| asked(attempt).grade(&attempt.response)).collect();
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
        mark.variant = answer.attempts[counts].variant;
        mark.draws = answer.attempts.iter().map(|attempt| attempt.variant).collect();
        mark.draws.sort_unstable();
        mark.draws.dedup();
        let shown = answer.attempts[counts].evidence.iter();
        mark.evidence = shown.map(|seen| (printable(&seen.at), printable(&seen.link))).collect();
        mark.attempts = answer.checked;
        mark.changed = !question.is_of(answer);
        mark
    }
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
pub(super) fn attempts(chapter: &ChapterAnswers) -> impl Iterator<Item = (&str, &Attempt)> {
    let answers = chapter.submission.answers.iter();
    answers.flat_map(|answer| answer.attempts.iter().map(|attempt| (answer.question.as_str(), attempt)))
}

fn hash(chapter: &ChapterAnswers, what: impl Fn(&Attempt) -> String) -> u64 {
    let parts = attempts(chapter).map(|(id, attempt)| Tree::List(vec![id.into(), what(attempt).as_str().into()]));
    xxh3_64(Tree::List(parts.collect()).to_text(false).as_bytes())
}
