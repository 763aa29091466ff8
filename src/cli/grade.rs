//! `faultlines grade`.

mod inputs;
mod options;
mod outputs;
mod quizzes;
mod read;
mod report;

use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, ensure};
use clap::Args;
use faultlines::book;
use faultlines::grading::tables::answers::Answers;
use faultlines::grading::tables::grades::Grades;
use faultlines::grading::tables::json::Json;
use faultlines::grading::tables::platforms::Import;
use faultlines::grading::tables::variants::Variants;
use faultlines::grading::tables::{Setting, Style};
use faultlines::grading::{Course, Gradebook, Judge, Moment, Roster, Tally};
use faultlines::quiz::Quiz;

use super::output::is_stdout;
use super::say;
use options::{For, Separator, Which, deadline};
use outputs::{Pages, Written};
use quizzes::Mistaken;

/// Grade answer files, offline.
///
/// Readers export their answers from a quiz as JSON files; this grades them with the code and the engines that the pages
/// use. Folders are searched, zips are opened, a learning platform's download too: where a file has no name in it, the name
/// of its folder counts (Moodle) or of the file (Canvas). `-` is standard input. Every file is graded, or named with the
/// reason why not, and stops no other.
///
/// Of several attempts and files of a reader for a chapter the best counts, or by --keep the last or the first by time; the
/// points of the first responses, before any feedback, stand beside them. Names are compared without regard to case, spaces
/// and Unicode's forms. Two different files under one name, one browser under two names, and attempts at the same moments
/// under two names are noted with both. Files without a reader's name count each by itself.
///
/// Answers are made on the reader's machine: a grade shows what was answered, not who did. A claimed score that the
/// answers do not earn, a checksum that does not fit and a quiz that has changed since are noted. So is what was filled in
/// and never checked: it earns nothing.
///
///   faultlines grade answers/
///   faultlines grade download.zip --roster students.csv --csv grades.csv --html reports
///   faultlines grade answers/ --course course.toml --csv grades.csv
///   faultlines grade answers/ --late-after 2026-12-01 --csv moodle.csv --for moodle
///
/// The same files give the same bytes, in whatever order they are named. Exit status 0 if all was graded, 1 if something
/// could not be graded or written, 2 if nothing could.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Grade {
    /// Answer files, zips and folders of them; - for standard input.
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,
    /// The students, as CSV with a line of titles: name, or first name and last name; id number, email, username. Every
    /// student has a row, in this order.
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Which attempt counts, and which of several files. Of an exam, whose pages tell nobody what is right, the last attempt
    /// counts in place of the best.
    #[arg(long, value_enum, default_value = "best")]
    keep: Which,
    /// Which chapters count, what each is worth and until when it is due: a course.toml (`faultlines help content` says what
    /// stands in it). Without it, the one beside book.toml, if it is there; else every chapter counts its own points.
    #[arg(long, value_name = "FILE")]
    course: Option<PathBuf>,
    /// Mark as late what was done after this: 2026-12-01 (to its end), 2026-12-01T18:00+01:00; UTC without an offset. A time
    /// of the course goes before it.
    #[arg(long, value_name = "TIME", value_parser = deadline)]
    late_after: Option<Moment>,
    /// Write a grade book as CSV: a row for each reader; the total, then chapters, then questions. An empty cell is not
    /// answered, 0.00 is wrong. - is standard output, here and below; what is read there else is then told beside it.
    #[arg(long, value_name = "OUT")]
    csv: Option<PathBuf>,
    /// Write what was answered beside what it scored, as CSV: a row for each answer.
    #[arg(long, value_name = "OUT")]
    csv_answers: Option<PathBuf>,
    /// Write with which numbers each reader was asked each question that has variants, and what is right with them, as CSV: a
    /// row for each draw that was answered.
    #[arg(long, value_name = "OUT")]
    variants: Option<PathBuf>,
    /// Give --csv the columns that a platform imports: a row for each reader, a column for each chapter.
    #[arg(long = "for", value_enum, value_name = "PLATFORM", requires = "csv")]
    platform: Option<For>,
    /// Write CSV for a spreadsheet that opens it by a click: with a byte-order mark, and with texts such as 00429 and 3-4
    /// kept as texts.
    #[arg(long)]
    spreadsheet: bool,
    /// What stands between the columns of --spreadsheet; with ; decimals have a comma.
    #[arg(long, value_enum, default_value = ",", requires = "spreadsheet")]
    separator: Separator,
    /// Write everything as JSON: a score and tests for each reader as Gradescope has them, and all files behind them.
    #[arg(long, value_name = "OUT")]
    json: Option<PathBuf>,
    /// Write a page for each reader into a folder, and one for the class, index.html: difficulty and discrimination of each
    /// question, the commonest wrong answer, the time that it took.
    #[arg(long, value_name = "DIR")]
    html: Option<PathBuf>,
    /// The folder that holds book.toml, with the quizzes; or the key file that `faultlines export keys` wrote.
    #[arg(long, value_name = "PATH", default_value = "content")]
    content: PathBuf,
    /// The quizzes as they were: an older content folder, a built book, or a key file; as often as there are. What was
    /// answered before a question changed is then graded by the key of what its reader saw, and the difference is noted.
    #[arg(long, value_name = "PATH")]
    quiz: Vec<PathBuf>,
}

/// Says why nothing was graded.
fn could_not(error: &anyhow::Error) -> ExitCode {
    say(&format!("error: {error:#}"));
    ExitCode::from(2)
}

/// What is graded by.
struct Material {
    quizzes: Vec<Quiz>,
    /// What the quizzes were.
    earlier: Vec<Quiz>,
    course: Course,
}

impl Grade {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let graded = self.material().map(|material| material.map(|material| self.graded(&material)));
        Ok(match graded {
            Ok(Ok(graded)) => graded.unwrap_or_else(|error| could_not(&error)),
            Ok(Err(Mistaken { what, mistakes })) => {
                say(&format!("error: {what} before these mistakes are mended:"));
                super::check::report(&mistakes)?;
                ExitCode::from(2)
            }
            Err(error) => could_not(&error),
        })
    }

    /// Reads what is graded by.
    fn material(&self) -> anyhow::Result<Result<Material, Mistaken>> {
        let quizzes = match quizzes::read(&self.content)? {
            Ok(read) => read,
            Err(mistaken) => return Ok(Err(mistaken)),
        };
        let mut earlier = Vec::new();
        for path in &self.quiz {
            match quizzes::read(path)? {
                Ok(quizzes) => earlier.extend(quizzes),
                Err(mistaken) => return Ok(Err(mistaken)),
            }
        }
        let (course, mistakes) = book::course::course(&self.content, self.course.as_deref(), &quizzes)?;
        let course = course.due_otherwise(self.late_after);
        let counted = Mistaken::unless_none("nothing can be counted by the course", mistakes);
        Ok(counted.map(|()| Material { quizzes, earlier, course }))
    }

    fn graded(&self, material: &Material) -> anyhow::Result<ExitCode> {
        let Material { quizzes, earlier, course } = material;
        ensure!(
            self.html.as_deref() != Some(Path::new("-")),
            "--html writes a folder of pages, which cannot go to standard output (`-`): name a folder"
        );
        let outputs: Vec<PathBuf> = [&self.csv, &self.csv_answers, &self.variants, &self.json, &self.html]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        inputs::check_outputs(&outputs, &self.files)?;
        let roster = self.roster()?;
        let spool = tempfile::tempfile().context("no temporary file")?;
        let mut book = Gradebook::new(self.keep.into(), roster, spool);
        let written: Vec<PathBuf> =
            outputs.iter().filter(|path| !is_stdout(path)).map(|path| inputs::real(path)).collect();
        let judge = Judge::new(quizzes, self.keep.into(), None).remembering(earlier).in_course(course.clone());
        let tally = read::read_all(inputs::gather(&self.files, &written), &judge, &mut book)?;
        book.close();
        let setting = Setting {
            quizzes,
            earlier,
            course,
            asked: book.quizzes().into_iter().filter(|quiz| course.terms(*quiz).is_some()).collect(),
            roster: self.roster.is_some(),
            late: course.has_due(),
        };
        let errors = self.write(&mut book, &setting, &tally)?;
        self.tell(&book, &setting, &tally, &errors);
        Ok(match (tally.graded, tally.failures.len() + errors.len()) {
            (0, _) => ExitCode::from(2),
            (_, 0) => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        })
    }

    fn roster(&self) -> anyhow::Result<Roster> {
        let Some(path) = &self.roster else { return Ok(Roster::default()) };
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Roster::read(&bytes).map_err(|why| anyhow!("{}: {why}", path.display()))
    }

    /// Writes every output; the result says which could not be written.
    fn write(&self, book: &mut Gradebook<fs::File>, setting: &Setting, tally: &Tally) -> anyhow::Result<Vec<String>> {
        let style = Style { spreadsheet: self.spreadsheet, separator: self.separator.into() };
        // Where a table goes to standard output, it is alone there.
        let is_taken = [&self.csv, &self.csv_answers, &self.variants, &self.json]
            .into_iter()
            .flatten()
            .any(|path| is_stdout(path));
        let screen: Box<dyn io::Write> =
            if is_taken { Box::new(io::stderr().lock()) } else { Box::new(io::stdout().lock()) };
        let screen = report::Text::new(setting, BufWriter::new(screen));
        let mut outputs = vec![Written::new("the output".to_string(), Ok(Box::new(screen)))];
        outputs.extend(self.csv.iter().map(|path| match self.platform {
            None => Written::file(path, |to| Grades::new(setting, style, to)),
            Some(platform) => Written::file(path, |to| Import::new(setting, platform.into(), style, to)),
        }));
        outputs.extend(self.csv_answers.iter().map(|path| Written::file(path, |to| Answers::new(setting, style, to))));
        outputs.extend(self.variants.iter().map(|path| Written::file(path, |to| Variants::new(setting, style, to))));
        outputs.extend(self.json.iter().map(|path| Written::file(path, |to| Json::new(setting, self.keep.into(), to))));
        outputs.extend(self.html.iter().map(|folder| {
            let pages = Pages::new(folder, setting);
            Written::new(folder.display().to_string(), pages.map(|pages| Box::new(pages) as _))
        }));
        let read = book.rows(|row| outputs.iter_mut().for_each(|output| output.row(row)));
        read.context("the temporary file cannot be read")?;
        let ungraded = tally.ungraded();
        Ok(outputs.into_iter().filter_map(|output| output.end(&ungraded)).collect())
    }

    fn tell(&self, book: &Gradebook<fs::File>, setting: &Setting, tally: &Tally, errors: &[String]) {
        for failure in &tally.failures {
            say(&format!("error: {}: {}", failure.file, failure.why));
        }
        for other in &tally.others {
            say(&format!("no answer file: {}: {}", other.file, other.why));
        }
        if setting.course.is_described() {
            say(&format!("note: counted by the course “{}”", setting.course.title));
        } else if quizzes::is_by_keys(&self.content) {
            say("note: a key file says nothing of a course: every chapter counts its own points (--course names one)");
        }
        for quiz in book.quizzes().into_iter().filter(|quiz| setting.course.terms(*quiz).is_none()) {
            let chapter = &setting.quizzes[quiz as usize].chapter;
            say(&format!("note: {chapter} is graded and does not count: the course does not name it"));
        }
        for remark in book.remarks() {
            say(&format!("note: {remark}"));
        }
        if let Some(platform) = self.platform.filter(|platform| !book.roster().says_for((*platform).into())) {
            say(match platform {
                For::Canvas => "note: Canvas finds students by `ID`: give --roster the grade book that Canvas exports",
                For::Moodle => {
                    "note: Moodle finds students by username, ID number or email address: give --roster the list of \
                     participants or the grades that Moodle exports"
                }
            });
        }
        for error in errors {
            say(&format!("error: {error}"));
        }
        say(&report::summary(tally));
    }
}
