//! The grades for the terminal.

use std::fmt::Write as _;

use faultlines::kernel::words;
use faultlines::quiz::grade::tidy;

use super::read::Sheet;

/// Every sheet: a line for the whole, a line for each question, a line for each note.
pub(super) fn text(sheets: &[Sheet]) -> String {
    let mut text = String::new();
    for sheet in sheets {
        let grade = &sheet.grade;
        let counts = if sheet.counts { "" } else { "  (does not count)" };
        let _ = writeln!(
            text,
            "{}  {}  {:.2} of {} points  first try {:.2}{counts}\n  {}",
            reader(sheet),
            sheet.submission.chapter,
            grade.points,
            grade.out_of,
            grade.first_points,
            sheet.file,
        );
        let width = grade.marks.iter().map(|mark| mark.question.len()).max().unwrap_or(0);
        for mark in &grade.marks {
            let (sign, word) = (mark.outcome.sign(), mark.outcome.word());
            let tries = match mark.attempts {
                0 => String::new(),
                1 => "  1 try".to_string(),
                attempts => format!("  {attempts} tries"),
            };
            let earned = match mark.out_of {
                0 => "not scored".to_string(),
                out_of => format!("{} of {out_of}", tidy(mark.points)),
            };
            let _ = writeln!(text, "    {sign} {word:<12}  {:<width$}  {earned}{tries}", mark.question);
        }
        for note in &sheet.notes {
            let _ = writeln!(text, "    note: {note}");
        }
        text.push('\n');
    }
    text
}

fn reader(sheet: &Sheet) -> &str {
    if sheet.submission.reader.is_empty() { "(no name)" } else { &sheet.submission.reader }
}

/// `3 files graded, 1 could not be graded`.
pub(super) fn summary(graded: usize, failed: usize) -> String {
    let files = format!("{} graded", words::counted(graded as u64, "file"));
    if failed == 0 { files } else { format!("{files}, {failed} could not be graded") }
}
