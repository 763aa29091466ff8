//! Everything that is written, one reader after the other; an output that cannot be written does not cost the others.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use faultlines::grading::intake::OWN_PAGE;
use faultlines::grading::report::{Class, file_name, reader_page};
use faultlines::grading::tables::Output;
use faultlines::grading::tables::Setting;
use faultlines::grading::{Failure, Row};

use crate::cli::output;

/// An output with the name under which its error is told.
pub(super) struct Written<'a> {
    name: String,
    state: io::Result<Box<dyn Output + 'a>>,
}

impl<'a> Written<'a> {
    /// An output that could be begun, or could not.
    pub(super) fn new(name: String, begun: io::Result<Box<dyn Output + 'a>>) -> Self {
        Self { name, state: begun }
    }

    /// An output into a file, or to standard output.
    pub(super) fn file<O: Output + 'a>(
        path: &Path,
        begin: impl FnOnce(BufWriter<Box<dyn Write>>) -> io::Result<O>,
    ) -> Self {
        let begun = output::create(path).and_then(|to| begin(BufWriter::new(to)));
        Self::new(output::shown(path), begun.map(|output| Box::new(output) as Box<dyn Output + 'a>))
    }

    /// Takes a reader, unless something went wrong before.
    pub(super) fn row(&mut self, row: &Row) {
        self.go_on(|output| output.row(row));
    }

    /// Ends it. The error of what could not be written, if anything was.
    pub(super) fn end(mut self, failures: &[Failure]) -> Option<String> {
        self.go_on(|output| output.end(failures));
        let error = self.state.err()?;
        // A reader such as `head` may close the pipe early; that is not our error.
        (error.kind() != io::ErrorKind::BrokenPipe).then(|| format!("cannot write {}: {error}", self.name))
    }

    fn go_on(&mut self, next: impl FnOnce(&mut dyn Output) -> io::Result<()>) {
        if let Ok(output) = &mut self.state
            && let Err(error) = next(output.as_mut())
        {
            self.state = Err(error);
        }
    }
}

/// The file in a folder of pages that names them, a line each: what the next grading may take away.
const LIST: &str = ".faultlines-grade";

/// The page for the class.
const INDEX: &str = "index.html";
/// Within so many bytes a page says what wrote it.
const HEAD: u64 = 2048;

/// A folder of pages: one for each reader, `index.html` for the class.
pub(super) struct Pages<'a> {
    folder: PathBuf,
    list: File,
    setting: &'a Setting<'a>,
    class: Class<'a>,
    place: u32,
}

impl<'a> Pages<'a> {
    /// Begins a folder. The pages that an earlier grading left there are taken away, and nothing else.
    pub(super) fn new(folder: &Path, setting: &'a Setting<'a>) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let list = folder.join(LIST);
        no_link(&list)?;
        for name in fs::read_to_string(&list).unwrap_or_default().lines() {
            let page = folder.join(name);
            // Whatever somebody wrote into the list, or in a page's place.
            if page.parent() == Some(folder) && is_own(&page) {
                fs::remove_file(&page)?;
            }
        }
        free(&folder.join(INDEX))?;
        let (folder, list) = (folder.to_path_buf(), File::create(list)?);
        Ok(Self { folder, list, setting, class: Class::new(setting), place: 0 })
    }

    fn write(&mut self, name: &str, page: &str) -> io::Result<()> {
        let path = self.folder.join(name);
        free(&path)?;
        writeln!(self.list, "{name}")?;
        File::create(path)?.write_all(page.as_bytes())
    }
}

/// That nothing of somebody else's is in the place of a page.
fn free(page: &Path) -> io::Result<()> {
    if page.symlink_metadata().is_err() || is_own(page) { Ok(()) } else { Err(taken(page)) }
}

/// That the list is a file in the folder, if it is there: through a link it would be read and overwritten somewhere else.
fn no_link(list: &Path) -> io::Result<()> {
    if list.symlink_metadata().is_ok_and(|it| !it.is_file()) { Err(taken(list)) } else { Ok(()) }
}

fn taken(place: &Path) -> io::Error {
    let why = format!("{} is there and was not written by a grading: name another folder", place.display());
    io::Error::new(io::ErrorKind::AlreadyExists, why)
}

/// Whether a file is a page that this program wrote of grades.
fn is_own(page: &Path) -> bool {
    let is_file = page.symlink_metadata().is_ok_and(|it| it.is_file());
    let read = File::open(page).and_then(|file| {
        let mut start = Vec::new();
        file.take(HEAD).read_to_end(&mut start).map(|_| start)
    });
    is_file && read.is_ok_and(|start| start.windows(OWN_PAGE.len()).any(|part| part == OWN_PAGE.as_bytes()))
}

impl Output for Pages<'_> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        self.class.take(row);
        self.write(&file_name(self.place, row.name), &reader_page(row, self.setting))?;
        self.place += 1;
        Ok(())
    }

    fn end(&mut self, failures: &[Failure]) -> io::Result<()> {
        self.write(INDEX, &self.class.page(failures))
    }
}
