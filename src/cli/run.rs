//! `faultlines run`: any lab, without a browser.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use faultlines::registry::{Lab, ParamKind, ParamSpec, labs};
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
///   faultlines run hash-ring --scenario content/part-10/consistent-hashing/scenarios/ring-join.toml
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Run {
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
    /// List the labs with their parameters, actions and metrics.
    #[arg(long, conflicts_with_all = ["set", "seed", "scenario"])]
    list: bool,
    /// Also print the trace, one event a line, before the metrics.
    #[arg(long, conflicts_with = "json")]
    trace: bool,
}

impl Run {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.list {
            return Ok(self.list_labs());
        }
        let (scenario, problems) = self.scenario()?;
        for problem in &problems {
            say(&format!("error: {problem}"));
        }
        let Some(scenario) = scenario.filter(|_| problems.is_empty()) else { return Ok(ExitCode::from(2)) };
        let simulation = scenario.run();
        if self.json {
            print(&serde_json::to_string_pretty(&scenario.outcome_to_json(&*simulation))?);
            return Ok(ExitCode::SUCCESS);
        }
        if self.trace {
            print(simulation.trace().to_string().trim_end());
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
            let list: Vec<Json> = chosen.into_iter().map(describe).collect();
            print(&serde_json::to_string_pretty(&list).unwrap_or_default());
        } else {
            for lab in chosen {
                print(&describe_text(lab));
            }
        }
        ExitCode::SUCCESS
    }
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

fn describe(lab: &Lab) -> Json {
    let spec = lab.spec;
    let params: Vec<Json> = spec.params.iter().map(describe_param).collect();
    let actions: Vec<Json> = spec
        .actions
        .iter()
        .map(|action| {
            json!({
                "do": action.verb, "help": action.help,
                "target": action.target.map(|target| json!({ "noun": target.noun, "max": target.max })),
                "value": action.value.as_ref().map(describe_param),
            })
        })
        .collect();
    let metrics: Vec<Json> = spec
        .metrics
        .iter()
        .map(|metric| json!({ "name": metric.name, "unit": metric.unit, "help": metric.help }))
        .collect();
    json!({
        "id": spec.id, "title": spec.title, "summary": spec.summary, "params": params, "actions": actions,
        "metrics": metrics, "leaves_out": spec.leaves_out,
    })
}

fn describe_param(param: &ParamSpec) -> Json {
    let mut tree = json!({ "name": param.name, "unit": param.unit, "help": param.help });
    match param.kind {
        ParamKind::Integer { min, max, default, .. } => {
            tree["type"] = "integer".into();
            tree["min"] = min.into();
            tree["max"] = max.into();
            tree["default"] = default.into();
        }
        ParamKind::Number { min, max, default, .. } => {
            tree["type"] = "number".into();
            tree["min"] = min.into();
            tree["max"] = max.into();
            tree["default"] = default.into();
        }
        ParamKind::Choice { options, default } => {
            tree["type"] = "choice".into();
            tree["options"] = options.iter().map(|option| option.id).collect();
            tree["default"] = default.into();
        }
    }
    tree
}

fn describe_text(lab: &Lab) -> String {
    use std::fmt::Write as _;
    let spec = lab.spec;
    let mut text = format!("{} — {}\n  {}\n", spec.id, spec.title, spec.summary);
    let width =
        spec.params.iter().map(|param| param.name.len()).chain(spec.metrics.iter().map(|metric| metric.name.len()));
    let width = width.max().unwrap_or(0);
    text.push_str("\n  parameters (--set NAME=VALUE)\n");
    for param in spec.params {
        let _ =
            writeln!(text, "    {:width$}  {} [{}; {}]", param.name, param.help, param.range(), param.default_value());
    }
    if !spec.actions.is_empty() {
        text.push_str("\n  actions (in a scenario file)\n");
        for action in spec.actions {
            let _ = writeln!(text, "    {:width$}  {}", action.verb, action.help);
        }
    }
    text.push_str("\n  metrics\n");
    for metric in spec.metrics {
        let unit = if metric.unit.is_empty() { String::new() } else { format!(" [{}]", metric.unit) };
        let _ = writeln!(text, "    {:width$}  {}{unit}", metric.name, metric.help);
    }
    text
}
