//! How the quizzes of a book count in a course.

use super::moment::Moment;
use crate::quiz::Quiz;

/// How the quizzes of a book count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Its title; empty where no course is described, and every quiz counts its own points.
    pub title: String,
    /// For each quiz, in the book's order; `None` of one that does not count.
    pub terms: Vec<Option<Terms>>,
}

/// How one quiz counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// What the whole quiz is worth in the course.
    pub points: u32,
    /// Until when it was due.
    pub due: Option<Moment>,
    /// The share that is taken off what was checked after that, 0 to 1.
    pub off: f64,
}

impl Course {
    /// Every quiz counts, what it gives.
    pub fn of_book(quizzes: &[Quiz]) -> Self {
        let terms = quizzes.iter().map(|quiz| Some(Terms { points: quiz.points(), ..Terms::default() }));
        Self { title: String::new(), terms: terms.collect() }
    }

    /// The same, with a time for what has none.
    pub fn due_otherwise(mut self, due: Option<Moment>) -> Self {
        for terms in self.terms.iter_mut().flatten() {
            terms.due = terms.due.or(due);
        }
        self
    }

    /// How a quiz counts; `None` if it does not.
    pub fn terms(&self, quiz: u32) -> Option<&Terms> {
        self.terms.get(quiz as usize)?.as_ref()
    }

    /// Whether somebody described it.
    pub fn is_described(&self) -> bool {
        !self.title.is_empty()
    }

    /// Whether anything can be late in it.
    pub fn has_due(&self) -> bool {
        self.terms.iter().flatten().any(|terms| terms.due.is_some())
    }
}

impl Terms {
    /// What points for a quiz are in the course.
    pub fn scaled(&self, points: f64, quiz: &Quiz) -> f64 {
        match quiz.points() {
            0 => 0.0,
            // First the factor: where it is 1, the points stay what they are to the last bit.
            own => points * (f64::from(self.points) / f64::from(own)),
        }
    }
}
