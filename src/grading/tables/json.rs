//! Everything that is known of every reader, as JSON: for each what Gradescope calls tests, and the files behind them.

use std::io::{self, Write};

use serde::Serialize;

use super::{Output, Setting, fixed, late_word, tool};
use crate::grading::choose::Keep;
use crate::grading::gradebook::{Entry, Failure, Row};
use crate::grading::intake::OWN_FORMAT;
use crate::grading::moment::{self, Moment};
use crate::grading::record::Marked;
use crate::quiz::{Question, Quiz, ReaderId};

/// Writes one reader after the other.
pub struct Json<'a, W: Write> {
    setting: &'a Setting<'a>,
    to: W,
    begun: bool,
}

impl<'a, W: Write> Json<'a, W> {
    /// Begins the text.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(setting: &'a Setting<'a>, keep: Keep, mut to: W) -> io::Result<Self> {
        let keep = match keep {
            Keep::Best => "best",
            Keep::Last => "last",
            Keep::First => "first",
        };
        write!(
            to,
            "{{\n\"format\": \"{OWN_FORMAT}\",\n\"tool\": \"{}\",\n\"keep\": \"{keep}\",\n\"readers\": [",
            tool()
        )?;
        Ok(Self { setting, to, begun: false })
    }

    fn part(&mut self, part: &impl Serialize) -> io::Result<()> {
        self.to.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        serde_json::to_writer(&mut self.to, part).map_err(Into::into)
    }
}

impl<W: Write> Output for Json<'_, W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        let reader = ReaderRow::of(row, self.setting);
        self.part(&reader)
    }

    fn end(&mut self, failures: &[Failure]) -> io::Result<()> {
        self.to.write_all(b"\n],\n\"failed\": [")?;
        self.begun = false;
        for failure in failures {
            self.part(&FailedRow { file: &failure.file, reader: &failure.reader, error: &failure.why })?;
        }
        self.to.write_all(b"\n]\n}\n")?;
        self.to.flush()
    }
}

#[derive(Serialize)]
struct FailedRow<'a> {
    file: &'a str,
    reader: &'a str,
    error: &'a str,
}

#[derive(Serialize)]
struct ReaderRow<'a> {
    reader: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    score: f64,
    max_score: u32,
    tests: Vec<TestRow<'a>>,
    concepts: Vec<ConceptRow<'a>>,
    submissions: Vec<SheetRow<'a>>,
}

/// What the questions with one tag earned together.
#[derive(Serialize)]
struct ConceptRow<'a> {
    tag: &'a str,
    score: f64,
    max_score: u32,
}

/// A question, as Gradescope's `results.json` has it.
#[derive(Serialize)]
struct TestRow<'a> {
    name: String,
    score: f64,
    max_score: u32,
    output: String,
    tags: Vec<&'a str>,
}

#[derive(Serialize)]
struct SheetRow<'a> {
    reader: &'a str,
    reader_id: String,
    chapter: &'a str,
    file: &'a str,
    counts: bool,
    points: f64,
    first_points: f64,
    out_of: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    course: Option<WorthRow>,
    claimed: Option<ClaimRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    late: Option<&'a str>,
    exported_at: Option<String>,
    first_attempt_at: Option<String>,
    last_attempt_at: Option<String>,
    questions: Vec<MarkRow<'a>>,
    notes: &'a [String],
    quiz_hash: &'a str,
    answered_quiz_hash: &'a str,
    submission_sha256: &'a str,
}

/// What a quiz comes to in a course; neither of one that does not count there.
#[derive(Serialize)]
struct WorthRow {
    points: Option<f64>,
    out_of: Option<u32>,
}

#[derive(Serialize)]
struct ClaimRow {
    points: f64,
    out_of: f64,
}

#[derive(Serialize)]
struct MarkRow<'a> {
    question: &'a str,
    outcome: &'static str,
    points: f64,
    first_points: f64,
    out_of: u32,
    #[serde(skip_serializing_if = "is_first")]
    variant: u32,
    attempts: u32,
    changed: bool,
    answer: &'a str,
    first_answer: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<EvidenceRow<'a>>,
}

/// A run that the plate of an experiment showed on the way.
#[derive(Serialize)]
struct EvidenceRow<'a> {
    at: &'a str,
    link: &'a str,
}

/// Whether a draw is the first one, of which nothing is said.
fn is_first(draw: &u32) -> bool {
    *draw == 0
}

impl<'a> ReaderRow<'a> {
    fn of(row: &'a Row<'a>, setting: &'a Setting<'a>) -> Self {
        let counting =
            row.entries.iter().filter(|entry| entry.counts && setting.course.terms(entry.record.quiz).is_some());
        let tests = counting.flat_map(|entry| {
            let quiz = &setting.quizzes[entry.record.quiz as usize];
            quiz.questions.iter().zip(&entry.record.marks).map(|(question, mark)| TestRow::of(quiz, question, mark))
        });
        let concepts =
            row.by_tag(setting).into_iter().map(|(tag, (score, max_score))| ConceptRow { tag, score, max_score });
        Self {
            reader: row.name,
            id: row.student.map(|student| student.id.as_str()),
            email: row.student.map(|student| student.email.as_str()),
            score: row.total(),
            max_score: setting.out_of(),
            tests: tests.collect(),
            concepts: concepts.collect(),
            submissions: row.entries.iter().map(|entry| SheetRow::of(entry, setting)).collect(),
        }
    }
}

impl<'a> TestRow<'a> {
    fn of(quiz: &Quiz, question: &'a Question, mark: &Marked) -> Self {
        let answer = if mark.answer.is_empty() { String::new() } else { format!(": {}", mark.answer) };
        Self {
            name: format!("{}#{}", quiz.chapter, question.id),
            score: mark.points,
            max_score: question.points,
            output: format!("{} ({}){answer}", mark.outcome().word(), fixed(mark.points)),
            tags: [question.kind.name()].into_iter().chain(question.tags.iter().map(String::as_str)).collect(),
        }
    }
}

impl<'a> SheetRow<'a> {
    fn of(entry: &'a Entry, setting: &'a Setting<'a>) -> Self {
        let record = &entry.record;
        let quiz = &setting.quizzes[record.quiz as usize];
        let time = |at: Option<Moment>| at.map(moment::show);
        Self {
            reader: &record.reader,
            reader_id: ReaderId(record.reader_id).to_string(),
            chapter: &quiz.chapter,
            file: &record.file,
            counts: entry.counts,
            points: record.points,
            first_points: record.first_points,
            out_of: quiz.points(),
            course: setting.course.is_described().then(|| {
                let terms = setting.course.terms(record.quiz);
                WorthRow { points: terms.map(|_| record.earned), out_of: terms.map(|terms| terms.points) }
            }),
            claimed: record.claimed.map(|(points, out_of)| ClaimRow { points, out_of }),
            late: setting.late.then(|| late_word(record.late)),
            exported_at: time(record.exported_at),
            first_attempt_at: time(record.worked.map(|(first, _)| first)),
            last_attempt_at: time(record.worked.map(|(_, last)| last)),
            questions: quiz
                .questions
                .iter()
                .zip(&record.marks)
                .map(|(question, mark)| MarkRow::of(question, mark))
                .collect(),
            notes: &record.notes,
            quiz_hash: &quiz.hash,
            answered_quiz_hash: &record.answered_quiz_hash,
            submission_sha256: &record.sha256,
        }
    }
}

impl<'a> MarkRow<'a> {
    fn of(question: &'a Question, mark: &'a Marked) -> Self {
        Self {
            question: &question.id,
            outcome: mark.outcome().word(),
            points: mark.points,
            first_points: mark.first_points,
            out_of: question.points,
            variant: mark.variant,
            attempts: mark.attempts,
            changed: mark.changed,
            answer: &mark.answer,
            first_answer: &mark.first_answer,
            evidence: mark.evidence.iter().map(|(at, link)| EvidenceRow { at, link }).collect(),
        }
    }
}
