//! The scenario that a command is asked for: a lab with parameters and a seed, or a file.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use faultlines::book::diagnostic::{Diagnostic, Place, Position};
use faultlines::book::tree::Tree;
use faultlines::book::{load, names};
use faultlines::scenario::Scenario;
use serde_json::{Value as Json, json};

use super::say;

/// What says a scenario on the command line.
#[derive(Debug, Args)]
pub(super) struct ScenarioArgs {
    /// The lab's id; `faultlines run --list` prints them all. May be left out when --scenario names it.
    pub(super) lab: Option<String>,
    /// Set a parameter, as NAME=VALUE; may be given many times, and of two values of one parameter the last counts.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// The seed of every random stream: the same seed, the same run.
    #[arg(long, allow_negative_numbers = true)]
    seed: Option<u32>,
    /// Start from a scenario file (TOML or JSON), or from standard input with `-`; --set and --seed change it.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
}

/// The scenario, if nothing is wrong with it; what is wrong is said.
pub(super) fn sound(scenario: Option<Scenario>, wrong: &[String]) -> Option<Scenario> {
    for wrong in wrong {
        say(&format!("error: {wrong}"));
    }
    scenario.filter(|_| wrong.is_empty())
}

impl ScenarioArgs {
    /// The scenario that the arguments say, and everything wrong with it, a line each.
    pub(super) fn scenario(&self) -> anyhow::Result<(Option<Scenario>, Vec<String>)> {
        let (scenario, mut wrong): (_, Vec<String>) = match &self.scenario {
            Some(path) => {
                let (scenario, mistakes) = read(path)?;
                (scenario, mistakes.iter().map(ToString::to_string).collect())
            }
            None if self.lab.is_none() => {
                let example =
                    "name a lab (`faultlines run --list` prints them all) or a file of a scenario (`--scenario FILE`)";
                (None, vec![example.to_string()])
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
