//! Inline results: `{{name.metric}}` in the prose, computed by the engine of the scenario called `name`.

mod remembered;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::cache::Cache;
use super::diagnostic::{Diagnostic, Position};
use super::parallel;
use crate::kernel::Report;
use crate::scenario::{Problem, Scenario};

/// Every named scenario of the book: the files in `scenarios/`, and the plates by their ids. Each distinct scenario
/// runs at most once in a build, and not at all if an earlier build of the same program ran it.
#[derive(Debug, Default)]
pub struct Results {
    named: BTreeMap<String, Named>,
    runs: BTreeMap<String, OnceLock<Report>>,
    cache: Cache,
    broken: BTreeSet<String>,
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

/// A computed number, ready for the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// As the reader sees it.
    pub text: String,
    /// As the engine measured it.
    pub value: f64,
    /// Where it comes from: `ring-join · moved_fraction`.
    pub origin: String,
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
        if let Some(first) = self.named.get(name) {
            let Position { file, line, .. } = &first.declared;
            let message = format!("the name `{name}` is taken");
            return Some(Diagnostic::new(at, message).hint(format!("it is declared in {file}:{line}")));
        }
        let run = scenario.to_json().to_string();
        self.runs.entry(run.clone()).or_default();
        self.named.insert(name.to_string(), Named { scenario, run, declared: at });
        None
    }

    /// Remembers the name of a scenario that cannot be read: what is wrong with it is reported where it stands, and not
    /// once more for each number that would come from it.
    pub fn declare_broken(&mut self, name: &str) {
        self.broken.insert(name.to_string());
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

    /// Computes `name.metric` or `name.metric|format`.
    ///
    /// # Errors
    /// Says which of the three is wrong.
    pub fn inline(&self, reference: &str) -> Result<Inline, Problem> {
        let (path, format) = match reference.split_once('|') {
            Some((path, format)) => (path.trim(), Some(format.trim())),
            None => (reference.trim(), None),
        };
        let Some((name, metric)) = path.split_once('.') else {
            return Err(Problem::new("", format!("`{{{{{path}}}}}` must be `{{{{scenario.metric}}}}`")));
        };
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
        let text = written(measured.value, measured.decimals, format)?;
        Ok(Inline { text, value: measured.value, origin: format!("{name} · {metric}") })
    }

    /// A text with its inline results written out, and what is wrong with them.
    pub fn plain(&self, text: &str) -> (String, Vec<Problem>) {
        let mut problems = Vec::new();
        let written = pieces(text).into_iter().map(|piece| match piece {
            Piece::Text(text) => text.to_string(),
            Piece::Result(inside) => self.inline(inside).map(|inline| inline.text).unwrap_or_else(|problem| {
                problems.push(problem);
                format!("{{{{{inside}}}}}")
            }),
        });
        (written.collect(), problems)
    }

    fn find(&self, name: &str) -> Result<&Named, Problem> {
        if self.broken.contains(name) && !self.named.contains_key(name) {
            return Err(Problem::new("", format!("{BROKEN} `{name}`")));
        }
        let known = self.named.keys().map(String::as_str);
        self.named.get(name).ok_or_else(|| Problem::unknown("", "scenario", name, known))
    }
}

/// Cuts a text at its `{{…}}`. Braces that do not close on their line are text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut done, mut from) = (0, 0);
    while let Some(open) = text[from..].find("{{").map(|open| from + open) {
        let line_end = text[open..].find('\n').map_or(text.len(), |newline| open + newline);
        let Some(close) = text[open..line_end].find("}}").map(|close| open + close) else {
            from = open + 2;
            continue;
        };
        // Of two that open before one closes, the first is the one that is not closed.
        let open = text[open..close].rfind("{{").map_or(open, |last| open + last);
        if done < open {
            pieces.push(Piece::Text(&text[done..open]));
        }
        pieces.push(Piece::Result(&text[open + 2..close]));
        (done, from) = (close + 2, close + 2);
    }
    if done < text.len() {
        pieces.push(Piece::Text(&text[done..]));
    }
    pieces
}

/// How a number may be written: what stands at the end of it, and what that gives.
pub const FORMATS: &[(&str, &str)] = &[
    ("", "As the metric itself is shown."),
    ("|3", "So many decimals, 0 to 12."),
    ("|%1", "Per cent of a fraction, with so many decimals."),
    ("|,", "A whole number with thousands set apart."),
];

/// A number in one of the [`FORMATS`].
fn written(value: f64, decimals: u8, format: Option<&str>) -> Result<String, Problem> {
    let digits = |text: &str| text.parse::<usize>().ok().filter(|&digits| digits <= 12);
    let bad = || {
        let mut problem = Problem::new("", format!("unknown format `|{}`", format.unwrap_or_default()));
        problem.hint = Some("`|2` for decimals, `|%1` for per cent, `|,` for thousands".into());
        problem
    };
    match format {
        None => Ok(rounded(value, decimals.into())),
        Some(",") => Ok(grouped(&rounded(value, 0))),
        Some(format) => match format.strip_prefix('%') {
            Some(rest) => Ok(format!("{}\u{a0}%", rounded(value * 100.0, digits(rest).ok_or_else(bad)?))),
            None => Ok(rounded(value, digits(format).ok_or_else(bad)?)),
        },
    }
}

/// Fixed decimals, and no minus before a zero.
fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_string(),
        _ => text,
    }
}

fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_how_a_number_reads() {
        assert_eq!(written(9.096, 1, None).unwrap(), "9.1");
        assert_eq!(written(9.096, 1, Some("2")).unwrap(), "9.10");
        assert_eq!(written(0.0909, 4, Some("%1")).unwrap(), "9.1\u{a0}%");
        assert_eq!(written(1_234_567.0, 0, Some(",")).unwrap(), "1,234,567");
        assert_eq!(written(-123.0, 0, Some(",")).unwrap(), "-123");
        assert_eq!(written(-0.001, 2, None).unwrap(), "0.00");
        let problem = written(1.0, 0, Some("%x")).unwrap_err();
        assert_eq!(problem.message, "unknown format `|%x`");
    }

    #[test]
    fn a_text_is_cut_at_its_braces() {
        let cut = pieces("a {{x.y|2}}{{z.w}} b {{ c");
        assert_eq!(cut, [Piece::Text("a "), Piece::Result("x.y|2"), Piece::Result("z.w"), Piece::Text(" b {{ c")]);
        assert_eq!(pieces("a {{b, {{c.d}}"), [Piece::Text("a {{b, "), Piece::Result("c.d")]);
        assert_eq!(pieces("a {{ b\nc {{d.e}}"), [Piece::Text("a {{ b\nc "), Piece::Result("d.e")]);
    }
}
