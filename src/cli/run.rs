//! `faultlines run`: any lab, without a browser.

mod list;
mod search;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use faultlines::engines::catalog::{Lab, labs};
use faultlines::kernel::{Event, Trace, measured, words};
use faultlines::scenario::{Problem, Scenario};
use serde_json::Value as Json;

use super::scenario::{ScenarioArgs, sound};
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
    #[command(flatten)]
    asked: ScenarioArgs,
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
        let (scenario, wrong) = self.asked.scenario()?;
        let Some(mut scenario) = sound(scenario, &wrong) else { return Ok(ExitCode::from(2)) };
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

    fn list_labs(&self) -> anyhow::Result<ExitCode> {
        let chosen: Vec<&Lab> =
            labs().filter(|lab| self.asked.lab.as_deref().is_none_or(|id| id == lab.spec.id)).collect();
        if let (Some(id), true) = (&self.asked.lab, chosen.is_empty()) {
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
