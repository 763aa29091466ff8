//! (Native.) Runs of experiments: measured again, whatever a file says of them, with their work capped.

use super::kinds::Experiment;
use super::performed;
use super::read::Table;
use super::submission::Response;
use crate::kernel::{Progress, Report};
use crate::scenario::{Link, Scenario};

/// How much work a run may be, in the units of [`Simulation::advance`](crate::kernel::Simulation::advance): some seconds
/// natively. No answer to a question of the book comes near it.
const MOST_WORK: u32 = 50_000_000;
/// In how many slices it is given.
const SLICES: u32 = 400;

/// The response of a reader whose run this link names, measured anew.
///
/// # Errors
/// That the link names no run that the question allows, or one that does not end.
pub fn measured(experiment: &Experiment, link: &str) -> Result<Response, String> {
    let (run, problems) = Link::parse(link);
    if let Some(problem) = problems.first() {
        return Err(format!("its run cannot be read: {}", problem.note()));
    }
    let run = run.ok_or("its run is none that a link names")?;
    experiment.allows(&run)?;
    Ok(experiment.taken(&run, report(&run.scenario)?))
}

/// What a run measures.
///
/// # Errors
/// If it is more work than anybody's answer, or stops before its end.
fn report(scenario: &Scenario) -> Result<Report, String> {
    let mut run = scenario.start();
    for _ in 0..SLICES {
        if run.advance(MOST_WORK / SLICES) == Progress::Done {
            let report = run.report();
            return match report.stopped {
                None => Ok(report),
                Some(why) => Err(format!("its run stopped before its end: {why}")),
            };
        }
    }
    Err("its run is more work than any answer needs, and was stopped".to_string())
}

/// The text at a key as links write it.
pub(super) fn query(table: &mut Table, key: &str) -> Option<String> {
    if table.required(key).is_empty() {
        return None;
    }
    let scenario = performed::scenario(table, key)?;
    Some(Link::of(scenario).to_query())
}

/// Reports goals that no run has or that the start meets, and a solution that is none.
pub(super) fn check(table: &mut Table, experiment: &Experiment) {
    let (Some(start), _) = Link::parse(&experiment.start) else { return };
    let start = start.scenario;
    let params = || start.params.iter().map(|(spec, _)| spec.name).chain(["seed", "do"]);
    if let Some(name) = experiment.free.iter().find(|name| !params().any(|known| known == name.as_str())) {
        table.unknown("free", "parameter", name, params());
        return;
    }
    for (index, goal) in experiment.goals.iter().enumerate() {
        if !start.lab.spec.metrics.iter().any(|spec| spec.matches(&goal.metric)) {
            table.unknown(&format!("goals.{index}.metric"), "metric", &goal.metric, start.metric_names());
            return;
        }
    }
    let meets = |link: &str| -> Result<Vec<bool>, String> {
        let Response::Run { metrics, .. } = measured(experiment, link)? else { return Ok(Vec::new()) };
        Ok(experiment.goals.iter().map(|goal| goal.is_met(&metrics)).collect())
    };
    match meets(&experiment.start) {
        Err(why) => table.problem("start", why),
        Ok(met) if met.iter().all(|&met| met) => table.problem("start", "the start meets every goal already"),
        Ok(_) => {}
    }
    match meets(&experiment.solution) {
        Err(why) => table.problem("solution", why),
        Ok(met) => {
            let missed = experiment.goals.iter().zip(met).find(|(_, met)| !met);
            if let Some((goal, _)) = missed {
                table.problem("solution", format!("the run misses the goal for `{}`", goal.metric));
            }
        }
    }
}
