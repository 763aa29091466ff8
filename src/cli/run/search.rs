//! `faultlines run --find-rare` and `--explore`: runs that break a promise, by luck and by exhaustion.

use std::process::ExitCode;

use faultlines::engines::catalog::labs;
use faultlines::kernel::{Discovery, Event, Expectation, Exploration, Property, Trace, words};
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
        print(&serde_json::to_string_pretty(&rare_to_json(&rare, property))?)?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{}: {}", property.name, property.help))?;
    print(&counted_seeds(&rare, property))?;
    if let Some(smallest) = &rare.smallest {
        let seeds: Vec<String> = rare.first.iter().map(u32::to_string).collect();
        print(&format!("the first: {}", seeds.join(", ")))?;
        print("\nshrunk to")?;
        print(&smallest.to_json().to_string())?;
        print("(a smaller case meets other luck, so its seed may be another; in a file it runs by --scenario FILE)\n")?;
        print(&told(smallest, smallest.run().trace()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `27 of 1,000 seeds break it`.
fn counted_seeds(rare: &Rare, property: &Property) -> String {
    let verb = match (property.claim, rare.found) {
        (Expectation::Sometimes, 1) => "reaches",
        (Expectation::Sometimes, _) => "reach",
        (_, 1) => "breaks",
        _ => "break",
    };
    format!("{} of {} {verb} it", words::whole(rare.found.into()), words::counted(rare.seeds.into(), "seed"))
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
        print(&serde_json::to_string_pretty(&tree)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("The small case: {}.\n{}", all.case, extent(&all)))?;
    let spec = scenario.lab.spec;
    for finding in &all.findings {
        print(&format!("\n{}: {}\n  {}", finding.property.name, verdict(finding, &all), finding.property.help))?;
        for event in finding.counterexample.iter().flat_map(Trace::events) {
            // An exploration has no clock: its moments are steps.
            print(&format!("  {:>3} {}", event.at.as_millis(), spec.say(event)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// How much was visited: `2,460 states (all of them), …`.
fn extent(all: &Exploration) -> String {
    format!(
        "{} ({}), {} between them, {}, at most {} from the start",
        words::counted(all.states, "state"),
        if all.complete { "all of them" } else { "there are more" },
        words::counted(all.steps, "step"),
        words::counted(all.crash_points, "crash point"),
        words::counted(all.depth.into(), "step"),
    )
}

fn verdict(finding: &Discovery, all: &Exploration) -> &'static str {
    match (finding.holds, finding.property.claim, all.complete) {
        (true, Expectation::Sometimes, _) => "reached in some run of the small case",
        (true, _, true) => "holds in every run of the small case",
        (true, _, false) => "holds in every run of the small case that was visited",
        (false, Expectation::Sometimes, true) => "reached in no run of the small case",
        (false, Expectation::Sometimes, false) => "reached in no run of the small case that was visited",
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
        "case": all.case, "states": all.states, "steps": all.steps, "crash_points": all.crash_points, "depth": all.depth,
        "complete": all.complete, "properties": all.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn refuse(problem: &Problem) -> ExitCode {
    say(&format!("error: {problem}"));
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROPERTY: Property =
        Property { name: "no-loss", claim: Expectation::Always, help: "Nothing is lost.", holds_at: |_| true };

    #[test]
    fn seeds_are_counted_with_the_verb_that_fits() {
        let said = |found, seeds| counted_seeds(&Rare { seeds, found, first: Vec::new(), smallest: None }, &PROPERTY);
        assert_eq!(said(1, 1), "1 of 1 seed breaks it");
        assert_eq!(said(0, 1_000), "0 of 1,000 seeds break it");
    }

    #[test]
    fn an_exploration_says_how_much_it_visited() {
        let mut all = Exploration {
            case: String::new(),
            states: 1,
            steps: 1,
            crash_points: 1,
            depth: 1,
            complete: true,
            findings: Vec::new(),
        };
        assert_eq!(
            extent(&all),
            "1 state (all of them), 1 step between them, 1 crash point, at most 1 step from the start"
        );
        (all.states, all.complete) = (12_345, false);
        assert!(extent(&all).starts_with("12,345 states (there are more)"));
    }
}
