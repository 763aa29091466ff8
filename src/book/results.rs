//! Inline results: `{{name.metric}}` in the prose, computed by the engine of the scenario called `name`, or read from the
//! record of that name.

mod format;
mod record;
mod remembered;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

pub use format::FORMATS;
use format::{Number, written};
pub use record::{RECORD_KEYS, Record, VALUE_KEYS};

use super::cache::Cache;
use super::diagnostic::{Diagnostic, Position};
use super::parallel;
use crate::kernel::Report;
use crate::scenario::problem::suggested;
use crate::scenario::{Problem, Scenario};

/// Every named scenario of the book: the files in `scenarios/`, and the plates by their ids. Each distinct scenario
/// runs at most once in a build, and not at all if an earlier build of the same program ran it.
#[derive(Debug, Default)]
pub struct Results {
    named: BTreeMap<String, Named>,
    records: BTreeMap<String, (Record, Position)>,
    runs: BTreeMap<String, OnceLock<Report>>,
    cache: Cache,
    broken: BTreeSet<String>,
    doubtful: BTreeSet<String>,
    /// Whether some of the book could not be read: a name that is not known may be declared there.
    pub is_partial: bool,
    /// Whether a page is not in the book that is meant to be: so may a name that is like none that is known.
    pub is_lost: bool,
}

/// How the problem begins with a scenario that is there and cannot be read.
const BROKEN: &str = "this cannot be computed from the broken scenario";

#[derive(Debug)]
struct Named {
    scenario: Scenario,
    /// The scenario's canonical text: the key of its run.
    run: String,
    declared: Position,
}

/// A computed number or a text of a record, ready for the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// As the reader sees it.
    pub text: String,
    /// As the engine, or `make reality`, measured it; a record has texts too.
    pub value: Option<f64>,
    /// The name of the scenario or record that it comes from.
    pub name: String,
}

/// A stretch of text between or inside `{{…}}`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece<'a> {
    /// Text as it is.
    Text(&'a str),
    /// What stands between the braces.
    Result(&'a str),
}

impl Results {
    /// None yet; what they give is remembered in `cache`.
    pub fn remembered_in(cache: Cache) -> Self {
        Self { cache, ..Self::default() }
    }

    /// Runs what these texts speak of, on all cores; a reference that is wrong is left for the page that has it.
    pub fn run_all<'a>(&self, texts: impl Iterator<Item = &'a str>) {
        let mut names = BTreeSet::new();
        for piece in texts.flat_map(pieces) {
            if let Piece::Result(inside) = piece
                && let Some((name, _)) = inside.split_once('.')
                && self.named.contains_key(name.trim())
            {
                names.insert(name.trim());
            }
        }
        let names: Vec<&str> = names.into_iter().collect();
        parallel::map(&names, |name| self.report(name).map(|_| ()));
    }

    /// Adds a scenario under its name.
    pub fn declare(&mut self, name: &str, scenario: Scenario, at: Position) -> Option<Diagnostic> {
        if let Some(taken) = self.taken(name, &at) {
            return Some(taken);
        }
        let run = scenario.to_json().to_string();
        self.runs.entry(run.clone()).or_default();
        self.named.insert(name.to_string(), Named { scenario, run, declared: at });
        None
    }

    /// Adds a record under its name.
    pub fn declare_record(&mut self, name: &str, record: Record, at: Position) -> Option<Diagnostic> {
        let taken = self.taken(name, &at);
        if taken.is_none() {
            self.records.insert(name.to_string(), (record, at));
        }
        taken
    }

    /// What is wrong with a name that is taken.
    fn taken(&self, name: &str, at: &Position) -> Option<Diagnostic> {
        let Position { file, line, .. } = self.declared(name)?;
        let message = format!("the name `{name}` is taken");
        Some(Diagnostic::new(at.clone(), message).hint(format!("it is declared in {file}:{line}")))
    }

    /// Where a name is declared, if it is taken.
    pub fn declared(&self, name: &str) -> Option<&Position> {
        let scenario = self.named.get(name).map(|named| &named.declared);
        scenario.or_else(|| self.records.get(name).map(|(_, declared)| declared))
    }

    /// Whether a scenario that cannot be read has this name.
    pub fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// Remembers the name of a scenario that cannot be read: what is wrong with it is reported where it stands, and not
    /// once more for each number that would come from it.
    pub fn declare_broken(&mut self, name: &str) {
        self.broken.insert(name.to_string());
    }

    /// Remembers the name of a scenario that can be read, but with a mistake in it: nothing is judged by what it measures.
    pub fn doubt(&mut self, name: &str) {
        self.doubtful.insert(name.to_string());
    }

    /// Whether this scenario has the name, and there is no mistake in it.
    pub fn is_sound(&self, name: &str, scenario: &Scenario) -> bool {
        self.named.get(name).is_some_and(|named| named.scenario == *scenario) && !self.doubtful.contains(name)
    }

    /// Whether a mistake is only the consequence of one that is reported elsewhere.
    pub fn follows(mistake: &Diagnostic) -> bool {
        mistake.message.starts_with(BROKEN)
    }

    /// The scenario with a name.
    ///
    /// # Errors
    /// Names the nearest right one.
    pub fn scenario(&self, name: &str) -> Result<&Scenario, Problem> {
        self.find(name).map(|named| &named.scenario)
    }

    /// The metrics of the scenario with a name; runs it if nobody has asked before.
    ///
    /// # Errors
    /// Names the nearest right name.
    pub fn report(&self, name: &str) -> Result<&Report, Problem> {
        let named = self.find(name)?;
        Ok(self.runs[&named.run].get_or_init(|| remembered::report(&named.scenario, &named.run, &self.cache)))
    }

    /// As [`Results::report`], to judge an author by: an answer, the range of a prediction.
    ///
    /// # Errors
    /// Names the nearest right name; of a scenario with a mistake in it, a mistake that [follows](Results::follows).
    pub fn measured(&self, name: &str) -> Result<&Report, Problem> {
        if self.doubtful.contains(name) { Err(follows(name)) } else { self.report(name) }
    }

    /// Computes `name.metric` or `name.metric|format`, or reads it from a record.
    ///
    /// # Errors
    /// Says which of the three is wrong.
    pub fn inline(&self, reference: &str) -> Result<Inline, Problem> {
        let (path, format) = match reference.split_once('|') {
            Some((path, format)) => (path.trim(), Some(format.trim())),
            None => (reference.trim(), None),
        };
        let Some((name, metric)) =
            path.split_once('.').filter(|(name, metric)| !(name.is_empty() || metric.is_empty()))
        else {
            return Err(Problem::new("", format!("`{{{{{path}}}}}` must be `{{{{scenario.metric}}}}`")));
        };
        if let Some((record, _)) = self.records.get(name) {
            let (text, value) = record.inline(metric, format)?;
            return Ok(Inline { text, value, name: name.to_string() });
        }
        let report = self.report(name)?;
        let Some(measured) = report.metrics.iter().find(|measured| measured.name == metric) else {
            let known = report.metrics.iter().map(|measured| measured.name.as_ref());
            let mut problem = Problem::unknown("", "metric", metric, known);
            if problem.hint.as_ref().is_some_and(|hint| hint.starts_with("one of")) {
                // Families have dozens of members; the declared names say more.
                problem = Problem::unknown("", "metric", metric, self.scenario(name)?.metric_names());
            }
            return Err(problem);
        };
        let number = Number { value: measured.value, unit: measured.unit, decimals: measured.decimals };
        Ok(Inline { text: written(number, format)?, value: Some(measured.value), name: name.to_string() })
    }

    /// A text with its inline results written out, and what is wrong with them.
    pub fn plain(&self, text: &str) -> (String, Vec<Problem>) {
        let mut problems = Vec::new();
        let written = pieces(text).into_iter().map(|piece| match piece {
            Piece::Text(text) => {
                problems.extend(text.contains("{{").then(unclosed));
                problems.extend(text.contains("}}").then(stray));
                text.to_string()
            }
            Piece::Result(inside) => self.inline(inside).map(|inline| inline.text).unwrap_or_else(|problem| {
                problems.push(problem);
                format!("{{{{{inside}}}}}")
            }),
        });
        (written.collect(), problems)
    }

    fn find(&self, name: &str) -> Result<&Named, Problem> {
        if (self.is_partial || self.broken.contains(name)) && !self.named.contains_key(name) {
            return Err(follows(name));
        }
        // A record is no scenario, but who writes its name wrongly means it.
        let known = self.named.keys().chain(self.records.keys()).map(String::as_str);
        self.named.get(name).ok_or_else(|| {
            let problem = Problem::unknown("", "scenario", name, known);
            let is_like_one = problem.hint.as_deref().and_then(suggested).is_some();
            if self.is_lost && !is_like_one { follows(name) } else { problem }
        })
    }
}

fn follows(name: &str) -> Problem {
    Problem::new("", format!("{BROKEN} `{name}`"))
}

/// What is wrong with braces that open and do not close on their line.
pub fn unclosed() -> Problem {
    let hint = "write `{{scenario.metric}}`; in `code` braces stay";
    Problem { hint: Some(hint.into()), ..Problem::new("", "`{{` is not closed on its line") }
}

/// What is wrong with braces that close and were not opened on their line.
pub fn stray() -> Problem {
    let hint = "write `{{scenario.metric}}`; in `code` braces stay";
    Problem { hint: Some(hint.into()), ..Problem::new("", "`}}` closes nothing on its line") }
}

/// Cuts a text at its `{{…}}`. Braces that do not close on their line are text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut done, mut line_end) = (0, 0);
    for line in text.split_inclusive('\n') {
        let mut from = line_end;
        line_end += line.len();
        while let Some(open) = text[from..line_end].find("{{").map(|open| from + open)
            && let Some(close) = text[open..line_end].find("}}").map(|close| open + close)
        {
            // Of two that open before one closes, the first is the one that is not closed.
            let open = text[open..close].rfind("{{").map_or(open, |last| open + last);
            if done < open {
                pieces.push(Piece::Text(&text[done..open]));
            }
            pieces.push(Piece::Result(&text[open + 2..close]));
            (done, from) = (close + 2, close + 2);
        }
    }
    if done < text.len() {
        pieces.push(Piece::Text(&text[done..]));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_a_plain_text_name_a_scenario_and_a_metric_and_close() {
        let said = |text: &str| {
            let (_, problems) = Results::default().plain(text);
            problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert_eq!(said("a {{ b"), ["`{{` is not closed on its line"]);
        assert_eq!(said("a {{b, {{.c}}"), ["`{{` is not closed on its line", "`{{.c}}` must be `{{scenario.metric}}`"]);
        assert_eq!(said("{{}} {{a.}} {{a}}").len(), 3);
    }

    #[test]
    fn a_text_is_cut_at_its_braces() {
        let cut = pieces("a {{x.y|2}}{{z.w}} b {{ c");
        assert_eq!(cut, [Piece::Text("a "), Piece::Result("x.y|2"), Piece::Result("z.w"), Piece::Text(" b {{ c")]);
        assert_eq!(pieces("a {{b, {{c.d}}"), [Piece::Text("a {{b, "), Piece::Result("c.d")]);
        assert_eq!(pieces("a {{ b\nc {{d.e}}"), [Piece::Text("a {{ b\nc "), Piece::Result("d.e")]);
    }
}
