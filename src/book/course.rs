//! How the quizzes of the book count in a course: `course.toml`, beside `book.toml` or where a teacher keeps it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value as Json;

use super::diagnostic::{Diagnostic, Place, Source};
use super::load::source;
use super::tree::Tree;
use crate::grading::course::{Course, Terms};
use crate::grading::moment;
use crate::quiz::Quiz;
use crate::scenario::Problem;
use crate::scenario::keys::{Key, Takes};

/// The name of the file beside `book.toml`.
pub const FILE: &str = "course.toml";

/// The keys of `course.toml`.
pub const COURSE_KEYS: &[Key] = &[
    Key::new("title", Takes::Text, "What the course is called.").required(),
    Key::new("chapters", Takes::Tables, "The quizzes that count; others are graded, and left out of the total.")
        .required(),
];

/// The keys of an entry of `[[chapters]]` there.
pub const COUNTED_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Whose quiz it is: `PART/CHAPTER`, `PART/CHAPTER/PAGE`, or the folder of a part.")
        .required(),
    Key::new("points", Takes::Whole, "What the whole quiz is worth in the course; its own points if it is left out."),
    Key::new(
        "due",
        Takes::Text,
        "Until when it is to be answered: a day, to its end, or a time such as `2026-12-01T18:00+01:00`; UTC without an offset.",
    ),
    Key::new(
        "late",
        Takes::Text,
        "What is taken off an answer that was checked after that, such as `20 %`. One that was checked in time \
         keeps its points.",
    ),
];

/// The most points that a quiz can be worth.
const MOST_POINTS: u64 = 10_000;

/// The course that a file describes, or else the one in the folder of the book; without either every quiz counts its own points.
///
/// # Errors
/// If the file is there and cannot be read.
pub fn course(folder: &Path, file: Option<&Path>, quizzes: &[Quiz]) -> anyhow::Result<(Course, Vec<Diagnostic>)> {
    let beside = folder.join(FILE);
    let Some(path) = file.or(Some(beside.as_path()).filter(|beside| beside.exists())) else {
        return Ok((Course::of_book(quizzes), Vec::new()));
    };
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(match source(path, &bytes) {
        Ok(source) => read(&source, &quizzes.iter().collect::<Vec<_>>()),
        Err(mistake) => (Course::default(), vec![mistake]),
    })
}

/// Reads a course of these quizzes, which are all that the book has.
pub fn read(source: &Source, quizzes: &[&Quiz]) -> (Course, Vec<Diagnostic>) {
    let place = Place::exact(source, 0);
    let (tree, mut mistakes) = Tree::parse(&source.text, place);
    let mut reader = Reader { tree: &tree, quizzes, problems: Vec::new() };
    let course = reader.course();
    // After a syntax error the keys that follow it are missing only because of it.
    if mistakes.is_empty() {
        mistakes.extend(tree.diagnostics(reader.problems, place));
    }
    (course, mistakes)
}

struct Reader<'a> {
    tree: &'a Tree,
    quizzes: &'a [&'a Quiz],
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn course(&mut self) -> Course {
        self.problems.extend(self.tree.held("", COURSE_KEYS));
        let mut course = Course { title: self.tree.text("title").to_string(), terms: vec![None; self.quizzes.len()] };
        let chapters = self.tree.value("chapters").and_then(Json::as_array).map(Vec::len);
        if chapters == Some(0) {
            self.problems.push(Problem::new("chapters", "a course has at least one `[[chapters]]`"));
        }
        let mut seen: BTreeMap<usize, String> = BTreeMap::new();
        for path in (0..chapters.unwrap_or_default()).map(|index| format!("chapters.{index}")) {
            self.problems.extend(self.tree.held(&path, COUNTED_KEYS));
            let at = format!("{path}.id");
            let Some(place) = self.quiz(&at) else { continue };
            match seen.get(&place) {
                Some(first) => {
                    let id = &self.quizzes[place].chapter;
                    self.problems.push(Problem::second(&at, first, format!("the chapter `{id}` stands here twice")));
                }
                None => course.terms[place] = Some(self.terms(&path, self.quizzes[place])),
            }
            seen.entry(place).or_insert(at);
        }
        course
    }

    /// The place of the quiz that a path names.
    fn quiz(&mut self, path: &str) -> Option<usize> {
        let id = self.tree.text(path);
        let place = self.quizzes.iter().position(|quiz| quiz.chapter == id);
        let problem = match place {
            // That it is missing has been said.
            None if id.is_empty() => return None,
            None => {
                let known = self.quizzes.iter().map(|quiz| quiz.chapter.as_str());
                Problem::unknown(path, "chapter with a quiz", id, known)
            }
            Some(place) if self.quizzes[place].points() == 0 => {
                Problem::new(path, format!("the questions of `{id}` give no points, so that it cannot count"))
            }
            Some(_) => return place,
        };
        self.problems.push(problem);
        None
    }

    fn terms(&mut self, path: &str, quiz: &Quiz) -> Terms {
        let [points, due, late] = ["points", "due", "late"].map(|key| format!("{path}.{key}"));
        let given = self.tree.value(&points).and_then(Json::as_u64);
        if given.is_some_and(|given| !(1..=MOST_POINTS).contains(&given)) {
            self.problems.push(Problem::new(&points, format!("`points` must be from 1 to {MOST_POINTS}")));
        }
        let until = self.tree.text(&due);
        let moment = moment::read_deadline(until);
        if moment.is_none() && !until.is_empty() {
            let hint = Some("write `2026-12-01`, which lasts to its end, or `2026-12-01T18:00+01:00`".to_string());
            self.problems.push(Problem { hint, ..Problem::new(&due, format!("`{until}` is no time")) });
        }
        Terms {
            points: given.map_or(quiz.points(), |given| given.min(MOST_POINTS) as u32),
            due: moment,
            off: self.off(&late, !until.is_empty()),
        }
    }

    /// The share that is taken off what is late.
    fn off(&mut self, path: &str, has_due: bool) -> f64 {
        let text = self.tree.text(path);
        if text.is_empty() {
            return 0.0;
        }
        let per_cent = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        let share = per_cent.filter(|per_cent| (0.0..=100.0).contains(per_cent)).map(|per_cent| per_cent / 100.0);
        if share.is_none() {
            let hint = Some("write it from `0 %` to `100 %`".to_string());
            self.problems.push(Problem { hint, ..Problem::new(path, format!("`{text}` is no share")) });
        } else if !has_due {
            self.problems.push(Problem::new(path, "nothing is late without `due = …`"));
        }
        share.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: &str = "title = \"Autumn\"\n[[chapters]]\nid = \"part-1/one\"\npoints = 10\ndue = \"2026-12-01\"\n\
                          late = \"20 %\"\n[[chapters]]\nid = \"part-1/two\"\n";

    fn quiz(chapter: &str, points: u32) -> Quiz {
        let text = format!(
            "title = \"One\"\n[[questions]]\nid = \"a\"\nkind = \"short\"\nprompt = \"A?\"\naccepted = [\"a\"]\npoints = {points}\n"
        );
        let tree = toml::from_str(&text).unwrap();
        Quiz::from_json(chapter, "course", &tree, Some(&|name| Err(Problem::new("", name)))).0.unwrap()
    }

    fn read_text(text: &str) -> (Course, Vec<String>) {
        let quizzes = [quiz("part-1/one", 4), quiz("part-1/two", 3), quiz("part-1/three", 2)];
        let source = Source::new("course.toml", text);
        let (course, mistakes) = read(&source, &quizzes.iter().collect::<Vec<_>>());
        (course, mistakes.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_course_says_what_counts_and_how() {
        let (course, mistakes) = read_text(COURSE);
        assert_eq!(mistakes, [""; 0]);
        assert_eq!(course.title, "Autumn");
        let due = moment::read("2026-12-01T23:59:59Z");
        assert_eq!(course.terms(0), Some(&Terms { points: 10, due, off: 0.2 }));
        assert_eq!(course.terms(1), Some(&Terms { points: 3, due: None, off: 0.0 }));
        assert_eq!(course.terms(2), None, "what it does not name does not count");
        assert_eq!(course.terms[0].as_ref().unwrap().scaled(1.0, &quiz("part-1/one", 4)), 2.5);
        let due = moment::read("2026-12-09T00:00:00Z");
        assert_eq!(course.due_otherwise(due).terms(1).unwrap().due, due);
    }

    #[test]
    fn each_mistake_is_told_once_with_its_line_and_how_to_mend_it() {
        for (was, is, told) in [
            ("title = ", "titel = ", "1:1: unknown key `titel` (did you mean `title`?)"),
            ("part-1/two", "part-1/tow", "8:1: unknown chapter with a quiz `part-1/tow` (did you mean `part-1/two`?)"),
            (
                "part-1/two",
                "part-1/one",
                "8:1: the chapter `part-1/one` stands here twice (the first is in course.toml:3)",
            ),
            (
                "2026-12-01",
                "tomorrow",
                "5:1: `tomorrow` is no time (write `2026-12-01`, which lasts to its end, or \
                                        `2026-12-01T18:00+01:00`)",
            ),
            ("20 %", "20", "6:1: `20` is no share (write it from `0 %` to `100 %`)"),
            ("due = \"2026-12-01\"\n", "", "5:1: nothing is late without `due = …`"),
            ("points = 10", "points = 0", "4:1: `points` must be from 1 to 10000"),
            ("points = 10", "points = 2.5", "4:1: `points` must be a whole number without quotes"),
            ("id = \"part-1/two\"\n", "", "7:1: `id = \"…\"` is missing"),
            (
                "\"2026-12-01\"",
                "2026-12-01",
                "5:7: `2026-12-01` is a date or a time, and nothing takes one (write it in quotes)",
            ),
        ] {
            let (_, mistakes) = read_text(&COURSE.replace(was, is));
            assert_eq!(mistakes.len(), 1, "{is}: {mistakes:?}");
            assert!(mistakes[0].starts_with(&format!("course.toml:{told}")), "{is}: {mistakes:?}");
        }
        assert_eq!(
            read_text("title = \"A\"\nchapters = []\n").1,
            ["course.toml:2:1: a course has at least one `[[chapters]]`"]
        );
    }
}
