//! Answers of one reader from two tabs or two machines, put together.

use super::{Answer, Attempt, Submission};

impl Answer {
    /// Takes in the attempts at the same question that were made elsewhere, in the order of their times.
    fn join(&mut self, other: &Self) {
        let lost = |answer: &Self| answer.checked.saturating_sub(answer.attempts.len() as u32);
        let lost = lost(self).max(lost(other));
        let same = |one: &Attempt, other: &Attempt| {
            one.at == other.at && one.response == other.response && one.variant == other.variant
        };
        for attempt in &other.attempts {
            if !self.attempts.iter().any(|kept| same(kept, attempt)) {
                self.attempts.push(attempt.clone());
            }
        }
        self.attempts.sort_by(|a, b| a.at.cmp(&b.at));
        self.checked = lost.saturating_add(self.attempts.len() as u32);
        self.trim();
    }
}

impl Submission {
    /// Takes over what was changed elsewhere since `base`, from which both sides began. Of a question that both answered the
    /// attempts of both stay; where both changed anything else, what was changed here counts.
    pub fn merge(&mut self, base: &Self, theirs: Self) {
        self.answers = merged(&self.answers, &base.answers, theirs.answers);
        self.drafts = merged(&self.drafts, &base.drafts, theirs.drafts);
        if self.reader == base.reader {
            self.reader = theirs.reader;
        }
    }
}

/// Their answers, but for the questions of which the answer here is another than in `base`: of those both, or the one here.
fn merged(mine: &[Answer], base: &[Answer], mut theirs: Vec<Answer>) -> Vec<Answer> {
    let of = |answers: &[Answer], one: &Answer| answers.iter().position(|other| other.question == one.question);
    let before = |one: &Answer| of(base, one).map(|at| &base[at]);
    let changed = |one: &Answer| of(mine, one).map(|at| &mine[at]) != before(one);
    let mut changed_here: Vec<Answer> = mine.iter().filter(|one| changed(one)).cloned().collect();
    for one in &mut changed_here {
        if let Some(at) = of(&theirs, one)
            && before(one) != Some(&theirs[at])
            && theirs[at].question_hash == one.question_hash
            && one.checked > 0
        {
            one.join(&theirs[at]);
        }
    }
    theirs.retain(|one| !changed(one));
    theirs.extend(changed_here);
    theirs
}
