//! `faultlines run`: any lab, without a browser.

mod list;
mod search;

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use faultlines::engines::catalog::{Lab, labs};
use faultlines::kernel::{Event, Trace, words};
use faultlines::scenario::{Problem, Scenario};
use serde_json::{Value as Json, json};

use super::{print, say};

/// Run a lab and print what it measures.
///
/// The same engine that the pages run: the same scenario gives the same numbers and the same trace digest here, in a
/// browser and in the grader.
///
///   faultlines run --list
///   faultlines run hash-ring --set strategy=modulo --set join=1
///   faultlines run fan-out --set fan_out=100 --seed 7 --json
///   faultlines run dual-write --find-rare no-lost-event --seeds 1000
///   faultlines run dual-write --set strategy=outbox-polling --explore
///   faultlines run hash-ring --scenario content/part-10/consistent-hashing/scenarios/ring-join.toml
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Run {
    /// The lab's id; `--list` prints them all. May be left out when --scenario names it.
    #[arg(required_unless_present_any = ["list", "scenario"])]
    lab: Option<String>,
    /// Set a parameter, as NAME=VALUE; may be given many times.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// The seed of every random stream: the same seed, the same run.
    #[arg(long)]
    seed: Option<u32>,
    /// Start from a scenario file (TOML or JSON), or from standard input with `-`; --set and --seed change it.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// List the labs with their parameters, actions, metrics and properties.
    #[arg(long, conflicts_with_all = ["set", "seed", "scenario"])]
    list: bool,
    /// Run under many seeds, count the runs that break this property, and shrink one of them to its core.
    #[arg(long, value_name = "PROPERTY", conflicts_with_all = ["list", "explore"])]
    find_rare: Option<String>,
    /// How many seeds --find-rare tries, from the scenario's own on.
    #[arg(long, value_name = "N", default_value_t = 1000, requires = "find_rare",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    seeds: u32,
    /// Visit every state of a small case: every order of events, a crash at every point. For labs that have one.
    #[arg(long, conflicts_with = "list")]
    explore: bool,
    /// Also print what happened, one event a line, before the metrics.
    #[arg(long, conflicts_with = "json")]
    trace: bool,
}

impl Run {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        if self.list {
            return Ok(self.list_labs());
        }
        let (scenario, problems) = self.scenario()?;
        for problem in &problems {
            say(&format!("error: {problem}"));
        }
        let Some(scenario) = scenario.filter(|_| problems.is_empty()) else { return Ok(ExitCode::from(2)) };
        if let Some(property) = &self.find_rare {
            return search::find_rare(&scenario, property, self.seeds, self.json);
        }
        if self.explore {
            return search::explore(&scenario, self.json);
        }
        let simulation = scenario.run();
        if self.json {
            print(&serde_json::to_string_pretty(&scenario.outcome_to_json(&*simulation))?);
            return Ok(ExitCode::SUCCESS);
        }
        if self.trace {
            print(&told(&scenario, simulation.trace()));
        }
        print(simulation.report().to_string().trim_end());
        say(&format!("trace digest {}", simulation.trace().digest()));
        Ok(ExitCode::SUCCESS)
    }

    /// The scenario that the arguments say, and everything wrong with it.
    fn scenario(&self) -> anyhow::Result<(Option<Scenario>, Vec<Problem>)> {
        let (scenario, mut problems) = match &self.scenario {
            Some(path) => Scenario::from_json(&read(path)?),
            None => Scenario::from_json(&json!({ "lab": self.lab })),
        };
        let Some(mut scenario) = scenario else { return Ok((None, problems)) };
        if let Some(id) = self.lab.as_deref().filter(|&id| id != scenario.lab.spec.id) {
            problems.push(Problem::new("lab", format!("the scenario is of `{}`, not of `{id}`", scenario.lab.spec.id)));
        }
        for setting in &self.set {
            let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
            problems.extend(scenario.set_param(name.trim(), value).err());
        }
        if let Some(seed) = self.seed {
            scenario.seed.0 = seed;
        }
        Ok((Some(scenario), problems))
    }

    fn list_labs(&self) -> ExitCode {
        let chosen: Vec<&Lab> = labs().filter(|lab| self.lab.as_deref().is_none_or(|id| id == lab.spec.id)).collect();
        if let (Some(id), true) = (&self.lab, chosen.is_empty()) {
            say(&format!("error: {}", Problem::unknown("lab", "lab", id, labs().map(|lab| lab.spec.id))));
            return ExitCode::from(2);
        }
        if self.json {
            let list: Vec<Json> = chosen.into_iter().map(list::describe).collect();
            print(&serde_json::to_string_pretty(&list).unwrap_or_default());
        } else {
            for lab in chosen {
                print(&list::describe_text(lab));
            }
        }
        ExitCode::SUCCESS
    }
}

/// What happened in a run: an event a line, each with its moment in milliseconds.
fn told(scenario: &Scenario, trace: &Trace) -> String {
    let line = |event: &Event| format!("{:>14.3} ms  {}", event.at.as_millis(), scenario.lab.spec.say(event));
    let mut lines: Vec<String> = trace.events().iter().map(line).collect();
    let dropped = trace.count() - trace.events().len() as u64;
    if dropped > 0 {
        lines.push(format!("… and {}", words::counted(dropped, "more event")));
    }
    lines.join("\n")
}

/// Reads a scenario file; TOML unless it begins like JSON.
fn read(path: &PathBuf) -> anyhow::Result<Json> {
    let mut text = String::new();
    if path.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).context("cannot read the scenario from standard input")?;
    } else {
        text = std::fs::read_to_string(path).with_context(|| format!("cannot read the scenario {}", path.display()))?;
    }
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(&text).with_context(|| format!("{} is not valid JSON", path.display()));
    }
    toml::from_str(&text).with_context(|| format!("{} is not valid TOML", path.display()))
}
