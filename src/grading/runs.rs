//! Experiments, run again: what a file says of its run is a claim, and the engine is asked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::intake::ChapterAnswers;
use crate::quiz::kinds::Experiment;
use crate::quiz::{Kind, Quiz, Response, experimented};

/// How much two numbers may differ, of the larger, that are the same in a file and here.
const SAME: f64 = 1e-9;

/// A question by its hash, which of its variants, and the link of a run.
type Key = (String, Option<usize>, String);

/// The runs of experiments so far, so that equal ones are run once.
#[derive(Debug, Default)]
pub(super) struct Runs(Mutex<BTreeMap<Key, Result<Response, String>>>);

impl Runs {
    /// Answers with what their runs measure here, and a sentence for each that does not measure what the file says.
    pub(super) fn measured<'a>(
        &self,
        quiz: &Quiz,
        chapter: &'a ChapterAnswers,
    ) -> (Cow<'a, ChapterAnswers>, Vec<String>) {
        let (mut measured, mut told) = (Cow::Borrowed(chapter), Vec::new());
        for (place, answer) in chapter.submission.answers.iter().enumerate() {
            let Some(question) = quiz.question(&answer.question) else { continue };
            for (index, attempt) in answer.attempts.iter().enumerate() {
                let asked = quiz.drawn(question, chapter.submission.reader_id, attempt.variant);
                let Kind::Experiment(experiment) = &asked.kind else { continue };
                let Response::Run { link, metrics } = &attempt.response else { continue };
                let which = question.variants().position(|variant| std::ptr::eq(variant, asked));
                let run = self.run((question.hash.clone(), which, link.clone()), experiment);
                let said = match &run {
                    Ok(Response::Run { metrics: here, .. }) => difference(metrics, here),
                    Ok(_) => None,
                    Err(why) => Some(why.clone()),
                };
                told.extend(said.map(|said| format!("`{}`: {said}", question.id)));
                let nothing = Response::Run { link: link.clone(), metrics: Vec::new() };
                measured.to_mut().submission.answers[place].attempts[index].response = run.unwrap_or(nothing);
            }
        }
        told.dedup();
        (measured, told)
    }

    fn run(&self, key: Key, experiment: &Experiment) -> Result<Response, String> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        // Not under the lock: others grade meanwhile. The same run on two cores at once measures the same.
        known.unwrap_or_else(|| {
            let run = experimented::measured(experiment, &key.2);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, run.clone());
            run
        })
    }
}

/// The first metric of which a file says something else.
fn difference(said: &[(String, f64)], here: &[(String, f64)]) -> Option<String> {
    here.iter().find_map(|(name, value)| {
        let claimed = said.iter().find(|(other, _)| other == name).map(|(_, claimed)| *claimed);
        match claimed {
            Some(claimed) if (claimed - value).abs() <= SAME * value.abs().max(claimed.abs()) => None,
            Some(claimed) => {
                Some(format!("the file says that its run measures {name} = {claimed}, and it measures {value}"))
            }
            None => Some(format!("the file does not say what its run measures; it measures {name} = {value}")),
        }
    })
}
