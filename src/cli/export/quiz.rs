//! `faultlines export quiz`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::{Args, ValueEnum};
use faultlines::book::told_quiz;
use faultlines::interchange::{Report, anki, gift, mdbook_quiz, moodle_xml};
use faultlines::kernel::words::counted;

use crate::cli::{check, print, printed, say};

/// Write a quiz for another program: Moodle, Anki, mdbook-quiz, and what reads their formats.
///
/// What the format cannot say is told, question by question. Numbers that an engine computes are written as they are now.
/// The file holds what is right: it is for the teacher's own platform, not for a public place.
///
///   faultlines export quiz tail-latency --format moodle-xml -o tail.xml
///   faultlines export quiz consistent-hashing/replicas --format gift -o replicas.gift
///   faultlines export quiz drafts/quiz.toml --format anki -o cards.txt
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Quiz {
    /// The chapter by its folder in content/, with or without its part, or a quiz.toml anywhere.
    #[arg(value_name = "CHAPTER|FILE")]
    quiz: String,
    /// The form in which it is written.
    #[arg(long, value_enum)]
    format: Format,
    /// The file to write; without it, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The folder that holds book.toml.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

/// A form that another program reads.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Moodle's text format, which other platforms read too.
    Gift,
    /// Moodle's own, with points, units and all feedback.
    MoodleXml,
    /// Cards as text between tabs, for "Import" of Anki.
    Anki,
    /// TOML of mdbook-quiz.
    MdbookQuiz,
}

impl Quiz {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let is_folder = self.output.as_ref().is_some_and(|output| output.is_dir());
        ensure!(!is_folder, "the output is a folder: name a file");
        let (told, mistakes) = told_quiz(&self.content, &self.quiz)?;
        if !mistakes.is_empty() {
            say("error: the quiz cannot be trusted before these mistakes are mended:");
            return check::report(&mistakes);
        }
        let told = told.with_context(|| format!("there is no quiz in {}", self.quiz))?;
        let mut report = Report::default();
        let quiz = &told.quiz;
        let text = match self.format {
            Format::Gift => gift::write(quiz, &mut report),
            Format::MoodleXml => moodle_xml::write(quiz, &mut report).context("the XML cannot be made")?,
            Format::Anki => anki::write(quiz, &mut report).context("the cards cannot be made")?,
            Format::MdbookQuiz => mdbook_quiz::write(quiz, &mut report),
        };
        ensure!(!text.is_empty(), "no question of this quiz has a form there:\n{report}");
        match &self.output {
            None => {
                use std::io::Write as _;
                printed(std::io::stdout().write_all(text.as_bytes()))?;
            }
            Some(output) => {
                let shown = output.display();
                fs::write(output, &text).with_context(|| format!("cannot write {shown}"))?;
                let left_out = report.remarks.iter().filter(|remark| remark.left_out).count();
                print(&format!("{shown}: {}", counted((quiz.questions.len() - left_out) as u64, "question")))?;
            }
        }
        report.lines().iter().for_each(|line| say(&format!("note: {line}")));
        if !told.computed.is_empty() {
            say(&format!("note: {}: a number that an engine computed stands as it is now", told.computed.join(", ")));
        }
        let several: Vec<&str> =
            quiz.questions.iter().filter(|it| !it.others.is_empty()).map(|it| it.id.as_str()).collect();
        if !several.is_empty() {
            say(&format!("note: {}: of several variants the first one is written", several.join(", ")));
        }
        Ok(ExitCode::SUCCESS)
    }
}
