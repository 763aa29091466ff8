//! The grades as CSV and as JSON, for other programs. No clock is read: the same files give the same bytes.

use faultlines::quiz::grade::tidy;
use faultlines::quiz::{Mark, Outcome, Quiz, Response};
use serde::Serialize;

use super::read::{Failure, Sheet};

const COLUMNS: &[&str] = &[
    "reader",
    "chapter",
    "file",
    "counts",
    "points",
    "out_of",
    "first_points",
    "answered",
    "claimed_points",
    "notes",
    "quiz_hash",
    "submission_sha256",
    "tool",
];

fn tool() -> String {
    format!("faultlines {}", env!("CARGO_PKG_VERSION"))
}

/// A row for each file, sorted by reader and chapter; after the fixed columns one for each question of the chapters that
/// occur, `chapter#question`, with its points, or with `answered` where answers are not scored.
pub(super) fn csv(sheets: &[Sheet], quizzes: &[Quiz]) -> anyhow::Result<String> {
    let occur = quizzes.iter().filter(|quiz| sheets.iter().any(|sheet| sheet.submission.chapter == quiz.chapter));
    let questions: Vec<(&str, &str)> = occur
        .flat_map(|quiz| quiz.questions.iter().map(|question| (quiz.chapter.as_str(), question.id.as_str())))
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = COLUMNS.iter().map(ToString::to_string);
    writer.write_record(head.chain(questions.iter().map(|(chapter, id)| format!("{chapter}#{id}"))))?;
    for sheet in sheets {
        let own = |(chapter, id): &(&str, &str)| {
            let marks = sheet.grade.marks.iter().filter(|_| sheet.submission.chapter == *chapter);
            marks.into_iter().find(|mark| mark.question == *id).map_or(String::new(), cell)
        };
        writer.write_record(row(sheet).into_iter().map(guard).chain(questions.iter().map(own)))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn row(sheet: &Sheet) -> Vec<String> {
    let (submission, grade) = (&sheet.submission, &sheet.grade);
    let answered = grade.marks.iter().filter(|mark| mark.attempts > 0).count();
    vec![
        submission.reader.clone(),
        submission.chapter.clone(),
        sheet.file.clone(),
        if sheet.counts { "yes" } else { "no" }.to_string(),
        fixed(grade.points),
        grade.out_of.to_string(),
        fixed(grade.first_points),
        answered.to_string(),
        submission.claimed.map_or(String::new(), |claimed| fixed(claimed.points)),
        sheet.notes.join("; "),
        sheet.quiz_hash.clone(),
        sheet.sha256.clone(),
        tool(),
    ]
}

/// Points with two decimals; only what a file claims can be so large that it is written in powers of ten.
fn fixed(points: f64) -> String {
    if points.abs() < 1e6 { format!("{points:.2}") } else { tidy(points) }
}

/// A spreadsheet takes a cell that begins like this for a formula; an apostrophe makes it text.
fn guard(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// What a mark says in the column of its question.
fn cell(mark: &Mark) -> String {
    match mark.outcome {
        Outcome::Answered => mark.outcome.word().to_string(),
        Outcome::Unanswered if mark.out_of == 0 => String::new(),
        _ => fixed(mark.points),
    }
}

/// Everything that is known of every file.
pub(super) fn json(sheets: &[Sheet], failures: &[Failure]) -> anyhow::Result<String> {
    let failed = failures.iter().map(|failure| FailedRow { file: &failure.file, error: &failure.why }).collect();
    let tree = Grades { tool: tool(), submissions: sheets.iter().map(SheetRow::of).collect(), failed };
    Ok(serde_json::to_string_pretty(&tree)? + "\n")
}

#[derive(Serialize)]
struct Grades<'a> {
    tool: String,
    submissions: Vec<SheetRow<'a>>,
    failed: Vec<FailedRow<'a>>,
}

#[derive(Serialize)]
struct FailedRow<'a> {
    file: &'a str,
    error: &'a str,
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
    claimed: Option<ClaimRow>,
    questions: Vec<MarkRow<'a>>,
    notes: &'a [String],
    quiz_hash: &'a str,
    answered_quiz_hash: &'a str,
    submission_sha256: &'a str,
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
    attempts: u32,
    changed: bool,
    /// The answer itself, where nobody but a person can judge it.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

impl<'a> SheetRow<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        let (submission, grade) = (&sheet.submission, &sheet.grade);
        Self {
            reader: &submission.reader,
            reader_id: submission.reader_id.to_string(),
            chapter: &submission.chapter,
            file: &sheet.file,
            counts: sheet.counts,
            points: grade.points,
            first_points: grade.first_points,
            out_of: grade.out_of,
            claimed: submission.claimed.map(|claimed| ClaimRow { points: claimed.points, out_of: claimed.out_of }),
            questions: grade.marks.iter().map(|mark| MarkRow::of(mark, sheet)).collect(),
            notes: &sheet.notes,
            quiz_hash: &sheet.quiz_hash,
            answered_quiz_hash: &submission.quiz_hash,
            submission_sha256: &sheet.sha256,
        }
    }
}

impl<'a> MarkRow<'a> {
    fn of(mark: &'a Mark, sheet: &'a Sheet) -> Self {
        let answer = sheet.submission.answer(&mark.question).filter(|_| mark.outcome == Outcome::Answered);
        let text = answer.and_then(|answer| match &answer.response {
            Response::Text(text) => Some(text.as_str()),
            _ => None,
        });
        Self {
            question: &mark.question,
            outcome: mark.outcome.word(),
            points: mark.points,
            first_points: mark.first_points,
            out_of: mark.out_of,
            attempts: mark.attempts,
            changed: mark.changed,
            text,
        }
    }
}
