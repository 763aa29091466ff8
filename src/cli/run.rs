//! `faultlines run`: any lab, without a browser.

mod list;
mod search;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use faultlines::book::diagnostic::{Diagnostic, Place, Position};
use faultlines::book::tree::Tree;
use faultlines::book::{load, names};
use faultlines::engines::catalog::{Lab, labs};
use faultlines::kernel::{Event, Trace, measured, words};
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
///   faultlines run fan-out --histogram calls.csv --set fan_out=20 --set hedge=percentile
///   faultlines run hash-ring --scenario content/part-10/consistent-hashing/scenarios/join-ring.toml
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Run {
    /// The lab's id; `--list` prints them all. May be left out when --scenario names it.
    #[arg(required_unless_present_any = ["list", "scenario"])]
    lab: Option<String>,
    /// Set a parameter, as NAME=VALUE; may be given many times, and of two values of one parameter the last counts.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// The seed of every random stream: the same seed, the same run.
    #[arg(long, allow_negative_numbers = true)]
    seed: Option<u32>,
    /// Start from a scenario file (TOML or JSON), or from standard input with `-`; --set and --seed change it.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Your own latencies as the leaf of fan-out, from a file that stays on this machine: lines of a bound in milliseconds and
    /// a count, a table of percentiles of HdrHistogram or wrk2 (in milliseconds), or the buckets of a Prometheus histogram.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["list", "find_rare", "explore"])]
    histogram: Option<PathBuf>,
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
            return self.list_labs();
        }
        let (scenario, wrong) = self.scenario()?;
        for wrong in &wrong {
            say(&format!("error: {wrong}"));
        }
        let Some(mut scenario) = scenario.filter(|_| wrong.is_empty()) else { return Ok(ExitCode::from(2)) };
        if let Some(property) = &self.find_rare {
            return search::find_rare(&scenario, property, self.seeds, self.json);
        }
        if self.explore {
            return search::explore(&scenario, self.json);
        }
        self.measure(&mut scenario)?;
        let simulation = scenario.run();
        if self.json {
            print(&serde_json::to_string_pretty(&scenario.outcome_to_json(&*simulation))?)?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.trace {
            print(&told(&scenario, simulation.trace()))?;
        }
        print(simulation.report().to_string().trim_end())?;
        say(&format!("trace digest {}", simulation.trace().digest()));
        Ok(ExitCode::SUCCESS)
    }

    /// Makes the reader's own latencies the leaf of the scenario, if there are some.
    fn measure(&self, scenario: &mut Scenario) -> anyhow::Result<()> {
        let Some(path) = &self.histogram else { return Ok(()) };
        let takes = |lab: &Lab| lab.spec.params.iter().any(|spec| spec.gives_way);
        if !takes(scenario.lab) {
            let others: Vec<&str> = labs().filter(|lab| takes(lab)).map(|lab| lab.spec.id).collect();
            anyhow::bail!("--histogram is for {}, not for `{}`", others.join(", "), scenario.lab.spec.id);
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let bins = measured::read(&text).map_err(anyhow::Error::msg);
        let bins = bins.with_context(|| format!("{} holds no histogram that can be read", path.display()))?;
        scenario.params.measure(bins);
        Ok(())
    }

    /// The scenario that the arguments say, and everything wrong with it, a line each.
    fn scenario(&self) -> anyhow::Result<(Option<Scenario>, Vec<String>)> {
        let (scenario, mut wrong): (_, Vec<String>) = match &self.scenario {
            Some(path) => {
                let (scenario, mistakes) = read(path)?;
                (scenario, mistakes.iter().map(ToString::to_string).collect())
            }
            None => {
                let (scenario, problems) = Scenario::from_json(&json!({ "lab": self.lab }));
                (scenario, problems.iter().map(ToString::to_string).collect())
            }
        };
        let Some(mut scenario) = scenario else { return Ok((None, wrong)) };
        if let Some(id) = self.lab.as_deref().filter(|&id| id != scenario.lab.spec.id) {
            wrong.push(format!("the scenario is of `{}`, not of `{id}`", scenario.lab.spec.id));
        }
        for setting in &self.set {
            match setting.split_once('=') {
                Some((name, value)) => {
                    wrong.extend(scenario.set_param(name.trim(), value).err().map(|problem| problem.to_string()));
                }
                None => wrong.push(format!("`--set {setting}` has no `=` (write `--set {setting}=VALUE`)")),
            }
        }
        if let Some(seed) = self.seed {
            scenario.seed.0 = seed;
        }
        Ok((Some(scenario), wrong))
    }

    fn list_labs(&self) -> anyhow::Result<ExitCode> {
        let chosen: Vec<&Lab> = labs().filter(|lab| self.lab.as_deref().is_none_or(|id| id == lab.spec.id)).collect();
        if let (Some(id), true) = (&self.lab, chosen.is_empty()) {
            say(&format!("error: {}", Problem::unknown("lab", "lab", id, labs().map(|lab| lab.spec.id))));
            return Ok(ExitCode::from(2));
        }
        if self.json {
            let list: Vec<Json> = chosen.into_iter().map(list::describe).collect();
            print(&serde_json::to_string_pretty(&list)?)?;
        } else {
            for lab in chosen {
                print(&list::describe_text(lab))?;
            }
        }
        Ok(ExitCode::SUCCESS)
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

/// Reads a scenario file, TOML unless it begins like JSON, and holds it to what a file of the book is held to.
fn read(path: &Path) -> anyhow::Result<(Option<Scenario>, Vec<Diagnostic>)> {
    let mut bytes = Vec::new();
    let mut open: Box<dyn Read> = match path.to_str() {
        Some("-") => Box::new(std::io::stdin()),
        _ => Box::new(File::open(path).with_context(|| format!("cannot read the scenario {}", path.display()))?),
    };
    open.read_to_end(&mut bytes).with_context(|| format!("cannot read the scenario {}", path.display()))?;
    let source = match load::source(path, &bytes) {
        Ok(source) => source,
        Err(mistake) => return Ok((None, vec![mistake])),
    };
    let place = Place::exact(&source, 0);
    let (tree, mistakes) = if source.text.trim_start().starts_with('{') {
        match serde_json::from_str::<Json>(&source.text) {
            Ok(json) => (Tree::from(json), Vec::new()),
            Err(error) => {
                let at =
                    Position { file: source.path.clone(), line: error.line() as u32, column: error.column() as u32 };
                return Ok((None, vec![Diagnostic::new(at, format!("this is not valid JSON: {error}"))]));
            }
        }
    } else {
        Tree::parse(&source.text, place)
    };
    Ok(if mistakes.is_empty() { names::scenario(&tree, place) } else { (None, mistakes) })
}
