//! Everything that is written, one reader after the other; an output that cannot be written does not cost the others.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

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

/// A folder of pages: one for each reader, `index.html` for the class.
pub(super) struct Pages<'a> {
    folder: PathBuf,
    setting: &'a Setting<'a>,
    class: Class<'a>,
    place: u32,
}

impl<'a> Pages<'a> {
    /// Begins a folder.
    pub(super) fn new(folder: &Path, setting: &'a Setting<'a>) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_path_buf(), setting, class: Class::new(setting), place: 0 })
    }

    fn write(&self, name: &str, page: &str) -> io::Result<()> {
        File::create(self.folder.join(name))?.write_all(page.as_bytes())
    }
}

impl Output for Pages<'_> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        self.class.take(row);
        self.write(&file_name(self.place, row.name), &reader_page(row, self.setting))?;
        self.place += 1;
        Ok(())
    }

    fn end(&mut self, failures: &[Failure]) -> io::Result<()> {
        self.write("index.html", &self.class.page(failures))
    }
}
