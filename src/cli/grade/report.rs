//! The grades for the terminal.

use std::io::{self, Write};

use faultlines::grading::gradebook::Entry;
use faultlines::grading::tables::{Output, Setting};
use faultlines::grading::{Failure, Row, Tally};
use faultlines::kernel::words;
use faultlines::quiz::grade::tidy;

/// Every sheet: a line for the whole, a line for each question, a line for each note.
pub(super) struct Text<'a, W: Write> {
    setting: &'a Setting<'a>,
    to: W,
    begun: bool,
}

impl<'a, W: Write> Text<'a, W> {
    pub(super) fn new(setting: &'a Setting<'a>, to: W) -> Self {
        Self { setting, to, begun: false }
    }

    fn entry(&mut self, name: &str, entry: &Entry) -> io::Result<()> {
        let record = &entry.record;
        let quiz = &self.setting.quizzes[record.quiz as usize];
        let counts = if entry.counts { "" } else { "  (does not count)" };
        let course = &self.setting.course;
        let in_course = course.terms(record.quiz).filter(|_| course.is_described());
        let in_course = in_course.map(|terms| format!("  in the course {:.2} of {}", record.earned, terms.points));
        if std::mem::replace(&mut self.begun, true) {
            writeln!(self.to)?;
        }
        writeln!(
            self.to,
            "{}  {}  {:.2} of {} points  first try {:.2}{}{counts}\n  {}",
            if name.is_empty() { "(no name)" } else { name },
            quiz.chapter,
            record.points,
            quiz.points(),
            record.first_points,
            in_course.unwrap_or_default(),
            record.file,
        )?;
        let width = quiz.questions.iter().map(|question| question.id.len()).max().unwrap_or(0);
        for (question, mark) in quiz.questions.iter().zip(&record.marks) {
            let (sign, word) = (mark.outcome().sign(), mark.outcome().word());
            let tries = match mark.attempts {
                0 => String::new(),
                1 => "  1 try".to_string(),
                attempts => format!("  {attempts} tries"),
            };
            let earned = match question.points {
                0 => "not scored".to_string(),
                out_of => format!("{} of {out_of}", tidy(mark.points)),
            };
            writeln!(self.to, "    {sign} {word:<12}  {:<width$}  {earned}{tries}", question.id)?;
        }
        record.notes.iter().try_for_each(|note| writeln!(self.to, "    note: {note}"))
    }
}

impl<W: Write> Output for Text<'_, W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        row.entries.iter().try_for_each(|entry| self.entry(row.name, entry))
    }

    fn end(&mut self, _: &[Failure]) -> io::Result<()> {
        self.to.flush()
    }
}

/// `3 files graded, 1 could not be graded, 2 are no answer files, 4 passed over (hidden, or written by this program)`.
pub(super) fn summary(tally: &Tally) -> String {
    let mut parts = vec![format!("{} graded", words::counted(tally.graded, "file"))];
    for (count, what) in [
        (tally.failures.len() as u64, ["could not be graded"; 2]),
        (tally.others.len() as u64, ["is no answer file", "are no answer files"]),
        (tally.passed.into(), ["passed over (hidden, or written by this program)"; 2]),
    ] {
        if count > 0 {
            parts.push(format!("{} {}", words::whole(count), what[usize::from(count > 1)]));
        }
    }
    parts.join(", ")
}
