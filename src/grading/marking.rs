//! Marks for the answers to one chapter, by the keys of what their reader saw.

use super::asked::Asked;
use super::choose::Keep;
use super::editions::InExam;
use super::late::Late;
use super::record::{Draw, Marked, printable, said};
use crate::quiz::grade::tidy;
use crate::quiz::{Kind, Outcome, Question, Quiz, Submission};

/// What marks depend on beside the question.
pub(super) struct Marking<'a> {
    /// Which attempt counts.
    pub keep: Keep,
    /// The answers, their experiments measured.
    pub submission: &'a Submission,
    /// When the chapter was due.
    pub late: Late<'a>,
    /// What was answered in an exam.
    pub in_exam: &'a [InExam<'a>],
}

impl Marking<'_> {
    /// A question's mark by the key of what its reader was asked, in today's points.
    pub(super) fn mark(&self, question: &Question, asked: &Asked) -> Marked {
        let mut mark = Marked::unanswered();
        (mark.edition, mark.draws) = (asked.edition, draws(asked, &[0]));
        let Some(answer) = self.submission.answer(&question.id) else { return mark };
        let attempts = &answer.attempts;
        let Some(last) = attempts.len().checked_sub(1) else { return mark };
        let verdicts: Vec<_> = attempts.iter().map(|attempt| asked.by(attempt).grade(&attempt.response)).collect();
        let given = |place: usize| verdicts[place].as_ref().map_or(0.0, |verdict| verdict.points(question.points));
        let points = |place: usize| given(place) * self.late.share(&attempts[place]);
        // An exam tells nobody whether an answer is right, so that whoever tried all of them would have a right one.
        let is_exam = self.in_exam.iter().any(|exam| exam.question.id == question.id);
        let counts = match self.keep {
            Keep::First => 0,
            Keep::Last => last,
            Keep::Best if is_exam => last,
            // Of equal ones the last, which the page showed.
            Keep::Best => (0..=last).max_by(|&a, &b| points(a).total_cmp(&points(b))).unwrap_or(last),
        };
        mark.set_outcome(verdicts[counts].as_ref().map_or(Outcome::Unanswered, |verdict| verdict.outcome()));
        (mark.points, mark.first_points) = (points(counts), given(0));
        (mark.answer, mark.first_answer) = (said(&attempts[counts].response), said(&attempts[0].response));
        mark.variant = attempts[counts].variant;
        mark.draws = draws(asked, &attempts.iter().map(|attempt| attempt.variant).collect::<Vec<_>>());
        let shown = attempts[counts].evidence.iter();
        mark.evidence = shown.map(|seen| (printable(&seen.at), printable(&seen.link))).collect();
        mark.attempts = answer.checked;
        mark.changed = !question.is_of(answer);
        mark
    }

    /// Of each question that has changed since it was answered, and whose key is known: what the answer earns by either key.
    pub(super) fn differences(&self, quiz: &Quiz, asked: &[Asked], marks: &[Marked]) -> Vec<String> {
        let all = quiz.questions.iter().zip(asked).zip(marks);
        let changed = all.filter(|((_, asked), mark)| mark.changed && asked.edition > 0);
        let told = changed.map(|((question, asked), mark)| {
            let (id, then) = (&question.id, of(mark, question));
            let graded = format!("`{id}` has changed since; graded by the key of what its reader saw: {then}");
            match self.by(asked.question, question, question) {
                Some(now) => format!("{graded}, by today's {now}"),
                None => graded,
            }
        });
        told.collect()
    }

    /// Of each question of an exam whose key was mended after it: what the answer would earn by the earlier key.
    pub(super) fn mended(&self, quiz: &Quiz, marks: &[Marked]) -> Vec<String> {
        let all = quiz.questions.iter().zip(marks);
        let answered = all.filter(|(_, mark)| mark.attempts > 0 && !mark.changed);
        let mended = answered.filter_map(|(question, mark)| {
            let earlier = self.in_exam.iter().find_map(|exam| exam.earlier.filter(|form| form.id == question.id))?;
            let graded = format!("the key of `{}` was mended after the exam; graded by today's", question.id);
            Some(match self.by(question, question, earlier) {
                Some(then) => format!("{graded}: {}, by the earlier {then}", of(mark, question)),
                None => graded,
            })
        });
        mended.collect()
    }

    /// The points for a question by the key of another form than that by which its runs were measured. `None` of an experiment,
    /// of which the goals of that form were measured, and where numbers are drawn: the reader was asked none of the others.
    fn by(&self, measured: &Question, question: &Question, form: &Question) -> Option<String> {
        let is_own = |form: &Question| matches!(form.kind, Kind::Experiment(_)) || !form.others.is_empty();
        let points = || tidy(self.mark(question, &Asked::new(form, 0, self.submission)).points);
        (!is_own(measured) && !is_own(form)).then(points)
    }
}

/// `1 of 2 points`
fn of(mark: &Marked, question: &Question) -> String {
    format!("{} of {} points", tidy(mark.points), question.points)
}

/// These draws of a question, each once, ascending; none of one without variants.
fn draws(asked: &Asked, numbers: &[u32]) -> Vec<Draw> {
    if asked.question.others.is_empty() {
        return Vec::new();
    }
    let mut draws: Vec<Draw> =
        numbers.iter().map(|&number| Draw { number, place: asked.place(number) as u32 }).collect();
    draws.sort_unstable();
    draws.dedup();
    draws
}
