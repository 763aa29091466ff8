//! `faultlines import`: what comes into the book from other programs.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, ensure};
use clap::{Args, Subcommand, ValueEnum};
use faultlines::book::quiz_mistakes;
use faultlines::interchange::{self, Fault, MAX_BYTES, gift, mdbook_quiz, quiz_toml};
use faultlines::kernel::words::counted;

use super::{print, printed, say};

/// Take in what another program wrote.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Quiz(Quiz),
}

/// Make a quiz.toml of a quiz for another program.
///
/// What has no form here is told, with its line, and so is what is to be mended by hand before `faultlines check` is content.
/// Put the file beside a chapter.md, and give the questions ids to your liking before readers answer them.
///
///   faultlines import quiz exam.gift -o content/part-10/gossip/quiz.toml
///   faultlines import quiz ownership.toml --format mdbook-quiz -o quiz.toml
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
struct Quiz {
    /// The file to read.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What it is; without it, .toml is mdbook-quiz, and all else GIFT.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The title of the quiz; else what the file calls it, or its own name.
    #[arg(long)]
    title: Option<String>,
    /// The file to write, which must not be there; without it, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A form that can be read.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Moodle's text format, which other platforms write too.
    Gift,
    /// TOML of mdbook-quiz.
    MdbookQuiz,
}

impl Import {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let What::Quiz(quiz) = self.what;
        quiz.run()
    }
}

impl Quiz {
    fn run(self) -> anyhow::Result<ExitCode> {
        let shown = self.file.display().to_string();
        let mut bytes = Vec::new();
        let opened = File::open(&self.file).with_context(|| format!("cannot read {shown}"))?;
        opened.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {shown}"))?;
        ensure!(bytes.len() as u64 <= MAX_BYTES, "{shown} is longer than any quiz ({} MiB)", MAX_BYTES >> 20);
        let fault = |fault: Fault| anyhow!(fault.of(&shown));
        let text = interchange::text(&bytes).map_err(fault)?;
        let name = self.file.file_stem().unwrap_or_default().to_string_lossy();
        let (mut draft, report) = match self.format.unwrap_or_else(|| Format::of(&self.file)) {
            Format::Gift => gift::read(text, &name),
            Format::MdbookQuiz => mdbook_quiz::read(text, &name),
        }
        .map_err(fault)?;
        if let Some(title) = self.title {
            draft.title = title;
        }
        let quiz = quiz_toml::text(&draft);
        let target = self.output.as_deref().unwrap_or(Path::new("quiz.toml"));
        match &self.output {
            None => printed(std::io::stdout().write_all(quiz.as_bytes()))?,
            Some(output) => {
                write_new(output, &quiz)?;
                print(&format!("{}: {}", output.display(), counted(draft.questions.len() as u64, "question")))?;
            }
        }
        report.lines().iter().for_each(|line| say(&format!("note: {line}")));
        let mistakes = quiz_mistakes(&target.to_string_lossy(), &quiz);
        mistakes.iter().for_each(|mistake| say(&format!("to mend by hand: {mistake}")));
        Ok(ExitCode::SUCCESS)
    }
}

impl Format {
    fn of(file: &Path) -> Self {
        let is_toml = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        if is_toml { Self::MdbookQuiz } else { Self::Gift }
    }
}

/// Writes a file that is not there: a quiz that somebody wrote is not lost.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let shown = path.display();
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    match opened.and_then(|mut file| file.write_all(text.as_bytes())) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(anyhow!("{shown} is there already; nothing was changed: name another file"))
        }
        other => other.with_context(|| format!("cannot write {shown}")),
    }
}
