//! Experiments, run again: what a file says of its run is a claim, and the engine is asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::asked::Asked;
use super::record::Marked;
use crate::quiz::kinds::Experiment;
use crate::quiz::{Attempt, Kind, Outcome, Response, Submission, experimented};
use crate::scenario::Link;

/// Where fewer of the things that a reader may choose differ from the start, many will find the same run.
const TELLING: usize = 2;
/// How much two numbers may differ, of the larger, that are the same in a file and here.
const SAME: f64 = 1e-9;

/// A question by its hash, which of its variants, and the link of a run.
type Key = (String, usize, String);

/// The runs of experiments so far, so that equal ones are run once.
#[derive(Debug, Default)]
pub(super) struct Runs(Mutex<BTreeMap<Key, Result<Response, String>>>);

impl Runs {
    /// Puts into answers what their runs measure here; gives a sentence for each that does not measure what the file says.
    pub(super) fn measure(&self, asked: &[Asked], submission: &mut Submission) -> Vec<String> {
        let mut told = Vec::new();
        for asked in asked {
            let Asked { question, .. } = asked;
            let answer = submission.answers.iter_mut().find(|answer| answer.question == question.id);
            for attempt in answer.into_iter().flat_map(|answer| &mut answer.attempts) {
                let Kind::Experiment(experiment) = &asked.by(attempt).kind else { continue };
                let Response::Run { link, metrics } = &attempt.response else { continue };
                let run = self.run((question.hash.clone(), asked.place(attempt.variant), link.clone()), experiment);
                let said = match &run {
                    Ok(Response::Run { metrics: here, .. }) => difference(metrics, here),
                    Ok(_) => None,
                    Err(why) => Some(why.clone()),
                };
                told.extend(said.map(|said| format!("`{}`: {said}", question.id)));
                let nothing = Response::Run { link: link.clone(), metrics: Vec::new() };
                attempt.response = run.unwrap_or(nothing);
            }
        }
        told.dedup();
        told
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

/// The run with which a reader met the goals of an experiment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FoundRun {
    /// The id of the question.
    pub question: String,
    /// The hash of the run; 0 if it says nothing of who found it: it is the published solution, or nearly the start.
    pub run: u64,
    /// The hash of the run and of the second in which it was handed in; 0 if nobody knows when, or `run` is 0.
    pub moment: u64,
}

/// The runs that count of those that met their goals; the answers are as they were measured here.
pub(super) fn found(asked: &[Asked], marks: &[Marked], submission: &Submission) -> Vec<FoundRun> {
    let mut found = Vec::new();
    for (asked, mark) in asked.iter().zip(marks).filter(|(_, mark)| mark.outcome() == Outcome::Right) {
        let Asked { question, .. } = asked;
        let Kind::Experiment(experiment) = &question.variant(mark.place()).kind else { continue };
        let Some(answer) = submission.answer(&question.id) else { continue };
        let is_it =
            |attempt: &&Attempt| matches!(&attempt.response, Response::Run { link, .. } if *link == mark.answer);
        let at = answer.attempts.iter().find(is_it).map_or("", |attempt| attempt.at.as_str());
        let run = if is_telling(experiment, &mark.answer) { xxh3_64(mark.answer.as_bytes()) } else { 0 };
        let knows = run != 0 && !at.is_empty();
        let moment = if knows { xxh3_64(format!("{at} {}", mark.answer).as_bytes()) } else { 0 };
        found.push(FoundRun { question: question.id.clone(), run, moment });
    }
    found
}

/// Whether a run says something of who found it: it is not the published solution, and at least two of the things that are
/// free are not as they were at the start.
fn is_telling(experiment: &Experiment, link: &str) -> bool {
    let scenario = |link: &str| Link::parse(link).0.map(|link| link.scenario);
    let (Some(run), Some(start)) = (scenario(link), scenario(&experiment.start)) else { return false };
    let params = run.params.iter().zip(start.params.iter()).filter(|((_, value), (_, at))| value != at).count();
    let others = [run.seed != start.seed, run.actions != start.actions];
    let changed = params + others.iter().filter(|changed| **changed).count();
    let is_solution = scenario(&experiment.solution).is_some_and(|solution| solution == run);
    changed >= TELLING && !is_solution
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
