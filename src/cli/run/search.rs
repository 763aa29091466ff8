//! `faultlines run --find-rare` and `--explore`: runs that break a promise, by luck and by exhaustion.

use std::process::ExitCode;

use faultlines::engines::catalog::labs;
use faultlines::kernel::{Discovery, Event, Expectation, Exploration, Property, Trace};
use faultlines::scenario::{EFFORT, Problem, Rare, Scenario, find_rare as search};
use serde_json::{Value as Json, json};

use super::told;
use crate::cli::{print, say};

/// Counts the seeds that break a property, and prints the smallest run that was found.
pub(super) fn find_rare(scenario: &Scenario, name: &str, seeds: u32, as_json: bool) -> anyhow::Result<ExitCode> {
    let properties = scenario.lab.spec.properties;
    let Some(property) = properties.iter().find(|property| property.name == name) else {
        return Ok(refuse(&Problem::unknown("", "property", name, properties.iter().map(|property| property.name))));
    };
    let rare = search(scenario, property, seeds, EFFORT);
    if as_json {
        print(&serde_json::to_string_pretty(&rare_to_json(&rare, property))?);
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{}: {}", property.name, property.help));
    let verb = if property.claim == Expectation::Sometimes { "reach" } else { "break" };
    print(&format!("{} of {} seeds {verb} it", rare.found, rare.seeds));
    if let Some(smallest) = &rare.smallest {
        let seeds: Vec<String> = rare.first.iter().map(u32::to_string).collect();
        print(&format!("the first: {}", seeds.join(", ")));
        print("\nshrunk to");
        print(&smallest.to_json().to_string());
        print("");
        print(&told(smallest, smallest.run().trace()));
    }
    Ok(ExitCode::SUCCESS)
}

fn rare_to_json(rare: &Rare, property: &Property) -> Json {
    let mut tree =
        json!({ "property": property.name, "seeds": rare.seeds, "found": rare.found, "first_seeds": rare.first });
    if let Some(smallest) = &rare.smallest {
        tree["shrunk"] = smallest.to_json();
        tree["trace"] = smallest.run().trace().events().iter().map(ToString::to_string).collect();
    }
    tree
}

/// Visits every state of the lab's small case, and prints what became of each property.
pub(super) fn explore(scenario: &Scenario, as_json: bool) -> anyhow::Result<ExitCode> {
    let Some(explore) = scenario.lab.explore else {
        let others: Vec<&str> = labs().filter(|lab| lab.explore.is_some()).map(|lab| lab.spec.id).collect();
        let message = format!("`{}` has no small case to explore", scenario.lab.spec.id);
        let mut problem = Problem::new("lab", message);
        problem.hint = (!others.is_empty()).then(|| format!("these have one: {}", others.join(", ")));
        return Ok(refuse(&problem));
    };
    let all = explore(&scenario.input());
    if as_json {
        let mut tree = scenario.to_json();
        tree["exploration"] = exploration_to_json(&all);
        print(&serde_json::to_string_pretty(&tree)?);
        return Ok(ExitCode::SUCCESS);
    }
    let extent = if all.complete { "all of them" } else { "there are more" };
    print(&format!(
        "{} states ({extent}), {} steps between them, {} crash points, at most {} steps from the start",
        all.states, all.steps, all.crash_points, all.depth
    ));
    let spec = scenario.lab.spec;
    for finding in &all.findings {
        print(&format!("\n{}: {}\n  {}", finding.property.name, verdict(finding, &all), finding.property.help));
        for event in finding.counterexample.iter().flat_map(Trace::events) {
            // An exploration has no clock: its moments are steps.
            print(&format!("  {:>3} {}", event.at.as_millis(), spec.say(event)));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn verdict(finding: &Discovery, all: &Exploration) -> &'static str {
    match (finding.holds, finding.property.claim, all.complete) {
        (true, Expectation::Sometimes, _) => "reached in some run",
        (true, _, true) => "holds in every run",
        (true, _, false) => "holds in every run that was visited",
        (false, Expectation::Sometimes, true) => "reached in no run",
        (false, Expectation::Sometimes, false) => "reached in no run that was visited",
        (false, ..) => "broken; the shortest run that breaks it:",
    }
}

/// A counterexample for a machine to read, numbered by its steps.
fn steps(run: &Trace) -> Vec<String> {
    let line = |event: &Event| {
        let text = event.to_string();
        let what = text.split_once(" ms ").map_or(text.as_str(), |(_, what)| what);
        format!("{} {what}", event.at.as_millis())
    };
    run.events().iter().map(line).collect()
}

fn exploration_to_json(all: &Exploration) -> Json {
    let finding = |finding: &Discovery| {
        let mut tree = json!({ "property": finding.property.name, "holds": finding.holds });
        if let Some(run) = &finding.counterexample {
            tree["counterexample"] = steps(run).into();
        }
        tree
    };
    json!({
        "states": all.states, "steps": all.steps, "crash_points": all.crash_points, "depth": all.depth,
        "complete": all.complete, "properties": all.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn refuse(problem: &Problem) -> ExitCode {
    say(&format!("error: {problem}"));
    ExitCode::from(2)
}
