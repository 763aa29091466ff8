//! Marks for the answers to one chapter, by the keys of what their reader saw.

use super::asked::Asked;
use super::choose::Keep;
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
        let counts = match self.keep {
            Keep::First => 0,
            Keep::Last => last,
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
            // A run was measured for the goals of then.
            let is_run = [asked.question, question].map(|one| matches!(one.kind, Kind::Experiment(_))).contains(&true);
            if is_run { graded } else { format!("{graded}, by today's {}", tidy(self.by(question, question))) }
        });
        told.collect()
    }

    /// Of each question of an exam whose key was mended after it: what the answer would earn by the earlier key.
    pub(super) fn mended(&self, quiz: &Quiz, earlier: &[&Question], marks: &[Marked]) -> Vec<String> {
        let all = quiz.questions.iter().zip(marks);
        let mended = all.filter_map(|(question, mark)| {
            let earlier = earlier.iter().find(|earlier| earlier.id == question.id && !mark.changed)?;
            let (id, now) = (&question.id, of(mark, question));
            Some(format!(
                "the key of `{id}` was mended after the exam; graded by today's: {now}, by the earlier {}",
                tidy(self.by(question, earlier))
            ))
        });
        mended.collect()
    }

    /// The points for a question by the key of one of its forms.
    fn by(&self, question: &Question, form: &Question) -> f64 {
        self.mark(question, &Asked::new(form, 0, self.submission)).points
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
