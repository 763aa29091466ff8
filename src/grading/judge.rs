//! From a file to records.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use super::choose::Keep;
use super::intake::{self, AnswerFile, ChapterAnswers, Refusal, paths};
use super::moment::{self, Moment};
use super::record::{Marked, Record, printable, said};
use super::runs::Runs;
use crate::quiz::exam::ExamHashes;
use crate::quiz::fold::fold;
use crate::quiz::grade::tidy;
use crate::quiz::notes::notes;
use crate::quiz::{Answer, Attempt, Outcome, Question, Quiz, Submission, grade};
use crate::scenario::Tree;

/// So many attempts at the same seconds are no chance.
const TELLING: usize = 3;

/// Grades files, each by itself.
#[derive(Debug)]
pub struct Judge<'a> {
    quizzes: &'a [Quiz],
    keep: Keep,
    late_after: Option<Moment>,
    /// Those quizzes, and then earlier forms of them.
    editions: Vec<Edition<'a>>,
    /// The experiments so far.
    runs: Runs,
}

/// A quiz, as it is or as it was.
#[derive(Debug)]
struct Edition<'a> {
    /// Which of today's quizzes.
    place: usize,
    quiz: &'a Quiz,
    /// How answers to the edition for exams name it and its questions.
    exam: ExamHashes,
}

impl<'a> Edition<'a> {
    fn new(place: usize, quiz: &'a Quiz) -> Self {
        Self { place, quiz, exam: ExamHashes::of(quiz) }
    }

    /// The hash, with its key, of a question that was answered in the edition for exams.
    fn practised(&self, answer: &Answer) -> Option<&'a str> {
        let mut asked = self.quiz.questions.iter().zip(&self.exam.questions);
        let found = asked.find(|(question, hash)| question.id == answer.question && **hash == answer.question_hash);
        found.map(|(question, _)| question.hash.as_str())
    }
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
        let editions = quizzes.iter().enumerate().map(|(place, quiz)| Edition::new(place, quiz)).collect();
        Self { quizzes, keep, late_after, editions, runs: Runs::default() }
    }

    /// With quizzes of earlier builds, of which those of the same chapters count: an answer to a question that has changed since
    /// is graded by the key of what its reader saw.
    pub fn remembering(mut self, earlier: &'a [Quiz]) -> Self {
        for quiz in earlier {
            let place = self.quizzes.iter().position(|today| today.chapter == quiz.chapter);
            self.editions.extend(place.map(|place| Edition::new(place, quiz)));
        }
        self
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

    /// What a chapter's quiz was and is, today's first.
    fn editions(&self, place: usize) -> impl Iterator<Item = &Edition<'a>> {
        self.editions.iter().filter(move |edition| edition.place == place)
    }

    /// Answers to the edition for exams, as answers to the quiz with its keys: what is asked is the same.
    fn as_practised<'c>(&self, place: usize, chapter: &'c ChapterAnswers) -> Cow<'c, ChapterAnswers> {
        let mut practised = Cow::Borrowed(chapter);
        let Submission { quiz_hash, answers, drafts, .. } = &chapter.submission;
        if let Some(edition) = self.editions(place).find(|edition| edition.exam.quiz == *quiz_hash) {
            practised.to_mut().submission.quiz_hash.clone_from(&edition.quiz.hash);
        }
        let known = |answer: &Answer| self.editions(place).find_map(|edition| edition.practised(answer));
        for (index, hash) in answers.iter().enumerate().filter_map(|(index, answer)| Some((index, known(answer)?))) {
            practised.to_mut().submission.answers[index].question_hash = hash.to_string();
        }
        for (index, hash) in drafts.iter().enumerate().filter_map(|(index, draft)| Some((index, known(draft)?))) {
            practised.to_mut().submission.drafts[index].question_hash = hash.to_string();
        }
        practised
    }

    /// The quiz as its reader saw it: today's or an earlier one; if none is known, today's with what is known of its questions.
    fn seen(&self, place: usize, submission: &Submission) -> Cow<'a, Quiz> {
        let known = self.editions(place).find(|edition| edition.quiz.hash == submission.quiz_hash);
        if let Some(edition) = known {
            return Cow::Borrowed(edition.quiz);
        }
        let mut seen = Cow::Borrowed(&self.quizzes[place]);
        for answer in &submission.answers {
            let of = |quiz: &'a Quiz| quiz.questions.iter().find(|question| question.is_of(answer));
            let known = self.editions(place).skip(1).find_map(|edition| of(edition.quiz));
            let at = seen.questions.iter().position(|question| question.id == answer.question);
            if let (Some(known), Some(at)) = (known, at) {
                seen.to_mut().questions[at] = known.clone();
            }
        }
        seen
    }

    fn record(&self, place: usize, chapter: &ChapterAnswers, file: &AnswerFile) -> Record {
        let chapter = self.as_practised(place, chapter);
        let (quiz, submission) = (&self.quizzes[place], &chapter.submission);
        let seen = self.seen(place, submission);
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
        told.extend(self.differences(quiz, &seen, chapter));
        let marks: Vec<Marked> = quiz.questions.iter().map(|question| self.mark(question, &seen, chapter)).collect();
        let times = || attempts(chapter).filter_map(|(_, attempt)| moment::read(&attempt.at));
        let mut record = Record {
            reader: submission.reader.clone(),
            reader_id: submission.reader_id.0,
            quiz: place as u32,
            answered_quiz_hash: submission.quiz_hash.clone(),
            points: marks.iter().map(|mark| mark.points).sum(),
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
        self.mark_late(&mut record, chapter);
        record
    }

    /// Of each question that has changed since it was answered, and whose key is known: what the answer earns by either key.
    fn differences(&self, quiz: &Quiz, seen: &Quiz, chapter: &ChapterAnswers) -> Vec<String> {
        let changed = quiz.questions.iter().filter(|question| {
            let answer = chapter.submission.answer(&question.id);
            answer.is_some_and(|answer| !question.is_of(answer) && seen.questions.iter().any(|seen| seen.is_of(answer)))
        });
        let told = changed.map(|question| {
            let points = |quiz: &Quiz| tidy(self.mark(question, quiz, chapter).points);
            let (then, now) = (points(seen), points(quiz));
            format!(
                "`{}` has changed since; graded by the key of what its reader saw: {then} of {} points, by today's {now}",
                question.id, question.points
            )
        });
        told.collect()
    }

    /// A question's mark by its key in the quiz that its reader saw, in today's points.
    fn mark(&self, question: &Question, seen: &Quiz, chapter: &ChapterAnswers) -> Marked {
        let mut mark = Marked::unanswered();
        let Some(answer) = chapter.submission.answer(&question.id) else { return mark };
        let asked = seen.question(&question.id).filter(|seen| seen.is_of(answer)).unwrap_or(question);
        let responses: Vec<_> = answer.attempts.iter().map(|attempt| &attempt.response).collect();
        let verdicts: Vec<_> = responses.iter().map(|response| asked.grade(response)).collect();
        let points = |place: usize| verdicts[place].as_ref().map_or(0.0, |verdict| verdict.points(question.points));
        let Some(last) = responses.len().checked_sub(1) else { return mark };
        let counts = match self.keep {
            Keep::First => 0,
            Keep::Last => last,
            // Of equal ones the last, which the page showed.
            Keep::Best => (0..=last).max_by(|&a, &b| points(a).total_cmp(&points(b))).unwrap_or(last),
        };
        mark.set_outcome(verdicts[counts].as_ref().map_or(Outcome::Unanswered, |verdict| verdict.outcome()));
        (mark.points, mark.first_points) = (points(counts), points(0));
        (mark.answer, mark.first_answer) = (said(responses[counts]), said(responses[0]));
        mark.attempts = answer.checked;
        mark.changed = !question.is_of(answer);
        mark
    }

    fn mark_late(&self, record: &mut Record, chapter: &ChapterAnswers) {
        let Some(due) = self.late_after else { return };
        let is_late = |attempt: &Attempt| moment::read(&attempt.at).is_some_and(|at| at > due);
        let late = attempts(chapter).filter(|(_, attempt)| is_late(attempt)).count();
        let exported = record.exported_at.is_some_and(|at| at > due);
        if late > 0 {
            let count = if late == 1 { "1 attempt".to_string() } else { format!("{late} attempts") };
            record.notes.push(format!("{count} after {}", moment::show(due)));
        } else if exported {
            record.notes.push(format!("exported after {}", moment::show(due)));
        }
        let says = record.exported_at.is_some() || record.worked.is_some();
        if !says {
            record.notes.push("the file says no time: nobody knows whether it was late".to_string());
        }
        record.late = says.then_some(late > 0 || exported);
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
fn attempts(chapter: &ChapterAnswers) -> impl Iterator<Item = (&str, &Attempt)> {
    let answers = chapter.submission.answers.iter();
    answers.flat_map(|answer| answer.attempts.iter().map(|attempt| (answer.question.as_str(), attempt)))
}

fn hash(chapter: &ChapterAnswers, what: impl Fn(&Attempt) -> String) -> u64 {
    let parts = attempts(chapter).map(|(id, attempt)| Tree::List(vec![id.into(), what(attempt).as_str().into()]));
    xxh3_64(Tree::List(parts.collect()).to_text(false).as_bytes())
}
