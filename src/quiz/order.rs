//! The order in which a page shows options and items: drawn for each course, reader and question.

use std::fmt;

use super::{Question, Quiz};
use crate::kernel::{Seed, Stream};

/// The seed of a reader's orders: a number that the reader's browser drew once, written as sixteen
/// hexadecimal digits. It says nothing of who the reader is. The page before any script, and a browser that keeps nothing,
/// show the orders of reader 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReaderId(pub u64);

impl fmt::Display for ReaderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl ReaderId {
    /// Reads what `Display` writes. `None` of anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let hexadecimal = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if hexadecimal { u64::from_str_radix(text, 16).ok().map(Self) } else { None }
    }
}

/// The orders of one question for one reader. Answers hold ids, never places, so that no grade depends on this.
#[derive(Clone, Debug)]
pub struct Shuffle {
    stream: Stream,
}

impl Shuffle {
    /// The orders of a question of this quiz: the same for the same course, reader and question, natively and in a page.
    pub fn new(quiz: &Quiz, question: &Question, reader: ReaderId) -> Self {
        let name = format!("quiz order {} {reader} {}#{}", quiz.course, quiz.chapter, question.id);
        Self { stream: Stream::named(Seed(0), &name) }
    }

    /// The places `0..count` in the order in which they are shown; every order is as likely as any other.
    pub fn places(&self, count: usize) -> Vec<usize> {
        draw(&mut self.stream.clone(), count)
    }

    /// As [`Shuffle::places`], of all orders but the one in which the places stand already.
    pub fn unsolved(&self, count: usize) -> Vec<usize> {
        let mut stream = self.stream.clone();
        loop {
            let places = draw(&mut stream, count);
            // A single place has one order only.
            if count < 2 || !places.is_sorted() {
                return places;
            }
        }
    }
}

/// Fisher and Yates' shuffle.
fn draw(stream: &mut Stream, count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        places.swap(last, stream.below(last as u64 + 1) as usize);
    }
    places
}
