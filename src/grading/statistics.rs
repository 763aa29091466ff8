//! What a class's answers say of the questions.
//!
//! All of it is of first responses, before any feedback, by readers who handed the chapter in. *Difficulty* is the mean
//! share of a question's points. *Discrimination* is the correlation of that share with the points of the rest of the
//! quiz (for a question that is right or wrong the corrected point-biserial coefficient; Ebel and Frisbie, *Essentials of
//! Educational Measurement*, 5th edition, 1991, chapter 13, take 0.2 as the least of a question that tells strong readers
//! from weak ones).

use std::collections::BTreeMap;

use super::gradebook::Row;
use super::record::Marked;
use crate::quiz::{Outcome, Quiz};

/// How many different wrong answers to a question are counted; strangers may type anything.
const MAX_ANSWERS: usize = 500;
/// The fewest readers of whom a correlation is said.
const FEWEST: u64 = 10;

/// The answers of a class to one chapter.
#[derive(Clone, Debug, Default)]
pub struct ChapterStatistics {
    /// How many readers handed it in.
    pub readers: u64,
    /// The points that count, all together.
    pub points: f64,
    /// One for each question, in the quiz's order.
    pub questions: Vec<QuestionStatistics>,
    /// From the first attempt to the last, in seconds, of each file that says so.
    times: Vec<u32>,
}

/// The answers of a class to one question.
#[derive(Clone, Debug, Default)]
pub struct QuestionStatistics {
    /// How many readers answered it.
    pub answered: u64,
    /// How many got it right at once.
    pub right_at_once: u64,
    /// How many have it right in the attempt that counts.
    pub right: u64,
    sums: Sums,
    wrong: BTreeMap<String, u64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl ChapterStatistics {
    /// Takes what counts of a reader for this quiz.
    pub fn take(&mut self, place: u32, quiz: &Quiz, row: &Row) {
        let Some(entry) = row.counting(place) else { return };
        let record = &entry.record;
        self.readers += 1;
        self.points += record.points;
        self.times.extend(record.worked.and_then(|(first, last)| u32::try_from(last - first).ok()));
        self.questions.resize_with(quiz.questions.len(), QuestionStatistics::default);
        for ((question, mark), kept) in quiz.questions.iter().zip(&record.marks).zip(&mut self.questions) {
            if question.points > 0 {
                let share = mark.first_points / f64::from(question.points);
                kept.sums.take(share, record.first_points - mark.first_points);
            }
            kept.take(mark, question.points);
        }
    }

    /// The mean of the points that count.
    pub fn mean(&self) -> f64 {
        if self.readers == 0 { 0.0 } else { self.points / self.readers as f64 }
    }

    /// The median time from the first attempt to the last, in seconds.
    pub fn median_time(&self) -> Option<u32> {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    }
}

impl QuestionStatistics {
    fn take(&mut self, mark: &Marked, out_of: u32) {
        if mark.attempts == 0 {
            return;
        }
        self.answered += 1;
        self.right += u64::from(mark.outcome() == Outcome::Right);
        let at_once = out_of > 0 && mark.first_points >= f64::from(out_of);
        self.right_at_once += u64::from(at_once);
        let is_wrong = out_of > 0 && !at_once && !mark.first_answer.is_empty();
        if is_wrong && (self.wrong.len() < MAX_ANSWERS || self.wrong.contains_key(&mark.first_answer)) {
            *self.wrong.entry(mark.first_answer.clone()).or_default() += 1;
        }
    }

    /// The mean share of the points at the first response; `None` where answers are not scored.
    pub fn difficulty(&self) -> Option<f64> {
        (self.sums.n > 0.0).then(|| self.sums.x / self.sums.n)
    }

    /// How the share goes with the rest of the quiz, −1 to 1; `None` of too few readers, or where all did alike.
    pub fn discrimination(&self) -> Option<f64> {
        self.sums.correlation()
    }

    /// The first response that was wrong most often, and how often: of equals the first by its letters.
    pub fn commonest_wrong(&self) -> Option<(&str, u64)> {
        let most = self.wrong.values().max()?;
        self.wrong.iter().find(|(_, count)| *count == most).map(|(answer, count)| (answer.as_str(), *count))
    }
}

impl Sums {
    fn take(&mut self, x: f64, y: f64) {
        let Self { n, x: sx, y: sy, xx, yy, xy } = self;
        for (sum, value) in [(n, 1.0), (sx, x), (sy, y), (xx, x * x), (yy, y * y), (xy, x * y)] {
            *sum += value;
        }
    }

    fn correlation(&self) -> Option<f64> {
        let Self { n, x, y, xx, yy, xy } = *self;
        let spread = (n * xx - x * x) * (n * yy - y * y);
        (n >= FEWEST as f64 && spread > 1e-9).then(|| ((n * xy - x * y) / spread.sqrt()).clamp(-1.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Sums;

    #[test]
    fn the_correlation_is_pearsons_and_is_not_said_of_few_or_of_equals() {
        let of = |pairs: &[(f64, f64)]| {
            let mut sums = Sums::default();
            pairs.iter().for_each(|(x, y)| sums.take(*x, *y));
            sums.correlation()
        };
        let line: Vec<(f64, f64)> = (0..12).map(|n| (f64::from(n % 2), f64::from(n % 2) * 3.0 + 1.0)).collect();
        assert_eq!(of(&line), Some(1.0));
        // By hand: x̄ = .5, ȳ = 5.5, Σ(x−x̄)(y−ȳ) = 2.5, Σ(x−x̄)² = 2.5, Σ(y−ȳ)² = 82.5.
        let some: Vec<(f64, f64)> = (1..=10).map(|n| (f64::from((n + 1) % 2), f64::from(n))).collect();
        assert!((of(&some).unwrap() - 2.5 / (2.5f64 * 82.5).sqrt()).abs() < 1e-12);
        assert_eq!((of(&line[..9]), of(&[(1.0, 2.0); 20])), (None, None));
    }
}
