//! `faultlines export lab`: a lab as one HTML file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;
use clap::builder::PossibleValuesParser;
use faultlines::book::embed::{self, settings::values};
use faultlines::kernel::Time;
use faultlines::scenario::{Link, Position, link};

use super::super::output;
use super::super::scenario::{ScenarioArgs, sound};

/// Write a lab as one HTML file that opens anywhere, from a USB stick too, without a network.
///
/// It holds the module, the styles and this scenario; its address takes what a link takes. It is made of the built book.
///
///   faultlines export lab hash-ring --set nodes=12 --set join=1 -o ring.html
///   faultlines export lab fan-out --set hedge=percentile --vs hedge=off --at 1500 --theme dark -o tail.html
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Lab {
    #[command(flatten)]
    asked: ScenarioArgs,
    /// A twin beside it that differs in this parameter, as NAME=VALUE; may be given many times.
    #[arg(long, value_name = "NAME=VALUE")]
    vs: Vec<String>,
    /// The moment that is shown, in milliseconds of the run; else its end.
    #[arg(long, value_name = "MS")]
    at: Option<f64>,
    /// The colours.
    #[arg(long, value_parser = PossibleValuesParser::new(values("theme")))]
    theme: Option<String>,
    /// The size of the type: `large` is for a hall.
    #[arg(long, value_parser = PossibleValuesParser::new(values("text")))]
    text: Option<String>,
    /// What can be worked: `minimal` is playback and the story's own actions.
    #[arg(long, value_parser = PossibleValuesParser::new(values("controls")))]
    controls: Option<String>,
    /// What plays when: from its start as soon as it is there, when its slide is shown, or not by itself.
    #[arg(long, value_parser = PossibleValuesParser::new(values("begin")))]
    begin: Option<String>,
    /// Where it pauses for the presenter, in milliseconds of the run: 700,1500,end.
    #[arg(long, value_name = "MS,…")]
    steps: Option<String>,
    /// The title over the picture, in place of the book's.
    #[arg(long)]
    title: Option<String>,
    /// The caption under the title.
    #[arg(long)]
    caption: Option<String>,
    /// The folder of the built site.
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    site: PathBuf,
    /// The file to write; - for standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl Lab {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        super::check(&self.site, &self.output)?;
        self.steps.iter().try_for_each(|steps| super::moments(steps, steps))?;
        ensure!(self.at.is_none_or(|ms| ms >= 0.0), "--at is a moment of the run, in milliseconds from its start");
        let (scenario, mut wrong) = self.asked.scenario()?;
        let mut compare = Vec::new();
        if let Some(scenario) = &scenario {
            for pair in &self.vs {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                match link::compare_pair(scenario, name.trim(), value) {
                    Ok(pair) => compare.push(pair),
                    Err(problem) => wrong.push(problem.to_string()),
                }
            }
        }
        let Some(scenario) = sound(scenario, &wrong) else { return Ok(ExitCode::from(2)) };
        let position = self.at.map(|ms| Position::Moment(Time::from_millis_f64(ms)));
        let link = Link { scenario, compare, position, pick: None, plate: None };
        let file = embed::one_file_of(&self.site, &link, &self.settings())?;
        let told = format!("{}: the lab, {} kB", output::shown(&self.output), file.len() / 1000);
        output::write(&self.output, file.as_bytes(), &told)?;
        Ok(ExitCode::SUCCESS)
    }

    /// How it is to look and play, as pairs of its address.
    fn settings(&self) -> Vec<(&'static str, &str)> {
        let given = [
            ("theme", &self.theme),
            ("text", &self.text),
            ("controls", &self.controls),
            ("begin", &self.begin),
            ("steps", &self.steps),
            ("title", &self.title),
            ("caption", &self.caption),
        ];
        given.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
    }
}
