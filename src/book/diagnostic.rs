//! What is wrong with the content, where, and how to mend it.

use std::fmt;
use std::ops::Range;

use crate::scenario::Problem;
use crate::scenario::problem::suggested;

/// A file of the content, under the name that diagnostics print.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The path as the author knows it: `content/part-10/tail-latency/chapter.md`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Every [`STEP`] characters an offset with its line and column: from there on they are counted.
    marks: Vec<(usize, (u32, u32))>,
}

/// Characters from one mark of a [`Source`] to the next.
const STEP: usize = 256;

/// A point in a file; line and column count from 1, the column in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The file, as in [`Source::path`].
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Position {
    /// File and line, as a hint names another place: `content/index.md:12`.
    pub fn line(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// One mistake of an author.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where.
    pub at: Position,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A mistake at a point.
    pub fn new(at: Position, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), hint: None }
    }

    /// The same, with a way to mend it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Of an unknown name, the one that it is taken for a misspelling of. Mended, it refers to it.
    pub fn suggestion(&self) -> Option<&str> {
        self.hint.as_deref().and_then(suggested)
    }

    /// Whether it is taken for a misspelling of this name.
    pub fn suggests(&self, name: &str) -> bool {
        self.suggestion() == Some(name)
    }

    /// A problem of a scenario, a plate or a quiz, at a point.
    pub fn of_problem(at: Position, problem: Problem) -> Self {
        Self { at, message: problem.message, hint: problem.hint }
    }
}

impl fmt::Display for Diagnostic {
    /// `content/part-10/x/chapter.md:12:5: unknown parameter `nodse` (did you mean `nodes`?)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { file, line, column } = &self.at;
        write!(f, "{file}:{line}:{column}: {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl Source {
    /// A file with this text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let (mut marks, mut here) = (Vec::new(), (1, 1));
        for (index, (offset, letter)) in text.char_indices().enumerate() {
            if index % STEP == 0 {
                marks.push((offset, here));
            }
            here = after(here, letter);
        }
        Self { path, text, marks }
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let before = self.marks.partition_point(|(mark, _)| *mark <= offset).checked_sub(1);
        let (mark, here) = before.map_or((0, (1, 1)), |index| self.marks[index]);
        let (line, column) = self.text[mark..offset].chars().fold(here, after);
        Position { file: self.path.clone(), line, column }
    }

    /// A mistake at a byte offset.
    pub fn mistake(&self, offset: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.position(offset), message)
    }

    /// Whether this is what stands in the place of a file that could not be read, which was told.
    pub fn is_missing(&self) -> bool {
        self.path.is_empty()
    }
}

/// The line and column behind a letter that stands at these.
fn after((line, column): (u32, u32), letter: char) -> (u32, u32) {
    if letter == '\n' { (line + 1, 1) } else { (line, column + 1) }
}

/// Where a piece of text stands in its file: a chapter's body exactly, a string inside a TOML file by its beginning.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    source: &'a Source,
    start: usize,
    exact: bool,
}

impl<'a> Place<'a> {
    /// A text that stands in the file byte for byte from `start` on.
    pub fn exact(source: &'a Source, start: usize) -> Self {
        Self { source, start, exact: true }
    }

    /// A text that the file holds in another form (escaped, indented): every point in it is reported at `start`.
    pub fn fixed(source: &'a Source, start: usize) -> Self {
        Self { source, start, exact: false }
    }

    /// A piece of this text that begins at `start`; `exact` says whether it stands there byte for byte.
    pub fn within(self, start: usize, exact: bool) -> Self {
        if self.exact { Self { source: self.source, start: self.start + start, exact } } else { self }
    }

    /// Whether its file could not be read.
    pub fn is_missing(&self) -> bool {
        self.source.is_missing()
    }

    /// A range of this text as it stands in the file, if it stands there byte for byte.
    pub fn written(&self, range: Range<usize>) -> Option<&'a str> {
        self.source.text.get(self.start + range.start..self.start + range.end).filter(|_| self.exact)
    }

    /// The point at an offset of this text.
    pub fn position(&self, offset: usize) -> Position {
        self.source.position(if self.exact { self.start + offset } else { self.start })
    }

    /// A mistake at an offset of this text.
    pub fn mistake(&self, offset: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.position(offset), message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_both_count_from_one() {
        let source = Source::new("a.md", "é x\nyy z");
        assert_eq!(source.mistake(0, "m").to_string(), "a.md:1:1: m");
        assert_eq!(source.mistake(3, "m").to_string(), "a.md:1:3: m");
        assert_eq!(source.mistake(8, "m").hint("h").to_string(), "a.md:2:4: m (h)");
        assert_eq!(source.mistake(1, "inside a character").at.column, 1);
        assert_eq!(source.mistake(999, "past the end").at.line, 2);
        let long = Source::new("a.md", format!("{}\n{}", "é".repeat(2 * STEP), "x".repeat(3 * STEP)));
        let at = |offset: usize| (long.position(offset).line, long.position(offset).column as usize);
        assert_eq!([at(4 * STEP), at(4 * STEP + 1), at(7 * STEP)], [(1, 2 * STEP + 1), (2, 1), (2, 3 * STEP)]);
    }

    #[test]
    fn a_text_inside_a_text_keeps_its_place_in_the_file() {
        let source = Source::new("a.md", "one\ntwo\nthree");
        let body = Place::exact(&source, 4);
        assert_eq!(body.position(0).line, 2);
        assert_eq!(body.within(4, true).position(2).column, 3);
        assert_eq!(body.within(4, false).position(2).column, 1);
    }
}
