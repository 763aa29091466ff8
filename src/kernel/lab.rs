//! The contract between an engine and everything that plays it.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use super::decimal;
use super::event_spec::EventSpec;
use super::params::Params;
use super::property::Property;
use super::random::Seed;
use super::schema::{Action, ActionSpec, ParamSpec};
use super::told::{CARRIED, told};
use super::trace::{Event, Trace};
use super::words;

/// Everything that is known of a lab without running it. Declared once, beside its engine.
#[derive(Clone, Copy, Debug)]
pub struct LabSpec {
    /// Its name in scenarios and on the command line, in kebab-case (`hash-ring`).
    pub id: &'static str,
    /// The lab's name in headings.
    pub title: &'static str,
    /// One sentence: what the lab shows.
    pub summary: &'static str,
    /// The parameter schema.
    pub params: &'static [ParamSpec],
    /// The actions of a reader while it runs.
    pub actions: &'static [ActionSpec],
    /// The kinds of event of its trace.
    pub events: &'static [EventSpec],
    /// The metrics of its report.
    pub metrics: &'static [MetricSpec],
    /// Claims about its runs that hold for some settings; a search for rare runs looks for those that break one.
    pub properties: &'static [Property],
    /// The simplifications of the model, a sentence each.
    pub leaves_out: &'static [&'static str],
}

impl LabSpec {
    /// The sentence for an event of this lab's trace.
    pub fn say(&self, event: &Event) -> String {
        let spec = self.events.iter().find(|spec| spec.kind == event.kind);
        spec.map_or_else(|| event.kind.to_string(), |spec| spec.say(event))
    }
}

/// A number that a lab measures.
#[derive(Clone, Copy, Debug)]
pub struct MetricSpec {
    /// Its name, unit last: `root_latency_ms_p99`. A name that ends in `*` stands for a family (`load_node_*`). One that
    /// begins with `predicted_` is what theory says; a report leaves it out where no closed form is known.
    pub name: &'static str,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Digits after the point when it is shown to people.
    pub decimals: u8,
    /// What it says of another metric, if it is a prediction.
    pub predicts: Option<Prediction>,
}

/// What a `predicted_…` metric says of a measured one, in every run that reports it: elsewhere it is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prediction {
    /// The mean over seeds of the metric `of` is the prediction, give or take `within`, a fraction of it.
    Mean {
        /// The measured metric.
        of: &'static str,
        /// The tolerance, as a fraction of the prediction.
        within: f64,
    },
    /// The metric `of` is never above the prediction, in any run.
    Bound {
        /// The measured metric.
        of: &'static str,
    },
}

impl MetricSpec {
    /// A metric: its name, its unit, one line of help, digits after the point.
    pub const fn new(name: &'static str, unit: &'static str, help: &'static str, decimals: u8) -> Self {
        Self { name, unit, help: told(help), decimals, predicts: None }
    }

    /// The same, as a prediction of the mean of the metric `of`, within a fraction of itself.
    pub const fn predicts(self, of: &'static str, within: f64) -> Self {
        if CARRIED { Self { predicts: Some(Prediction::Mean { of, within }), ..self } } else { self }
    }

    /// The same, as a bound on the metric `of`.
    pub const fn bounds(self, of: &'static str) -> Self {
        if CARRIED { Self { predicts: Some(Prediction::Bound { of }), ..self } } else { self }
    }

    /// A number of things, shown whole.
    pub const fn count(name: &'static str, unit: &'static str, help: &'static str) -> Self {
        Self::new(name, unit, help, 0)
    }

    /// A pure number such as a share, shown with four digits.
    pub const fn fraction(name: &'static str, help: &'static str) -> Self {
        Self::new(name, "", help, 4)
    }

    /// A time in milliseconds, shown with two digits.
    pub const fn ms(name: &'static str, help: &'static str) -> Self {
        Self::new(name, "ms", help, 2)
    }

    /// The help, with what a prediction holds to.
    pub fn explained(&self) -> Cow<'static, str> {
        match self.predicts {
            None => self.help.into(),
            Some(Prediction::Mean { of, within }) => {
                let percent = words::number(100.0 * within, 0);
                format!("{} Within {percent} % of the mean of {of} over seeds.", self.help).into()
            }
            Some(Prediction::Bound { of }) => format!("{} No run has a greater {of}.", self.help).into(),
        }
    }

    /// Whether `name` is this metric, or one of this family.
    pub fn matches(&self, name: &str) -> bool {
        match self.name.strip_suffix('*') {
            Some(prefix) => name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()),
            None => self.name == name,
        }
    }
}

/// The input of an engine: valid parameters, the actions in order of time, the seed.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The parameters, complete and within the schema.
    pub params: &'a Params,
    /// The reader's actions, sorted by `at_ms`.
    pub actions: &'a [Action],
    /// The seed of every stream.
    pub seed: Seed,
    /// The most events to play ([`super::EventLimit`]): [`super::MAX_EVENTS`], or fewer in a test.
    pub max_events: u64,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// The fraction done, in [0, 1).
    Running(f64),
    /// The report is complete.
    Done,
}

/// A run of an engine, advanced in slices so that a browser stays responsive.
///
/// Slicing must not show: any sequence of budgets gives the same report and the same trace.
pub trait Simulation: Any + Send + Sync {
    /// Does at most about `budget` units of work (a unit is of the order of 100 ns) and says how far the run is.
    fn advance(&mut self, budget: u32) -> Progress;

    /// The metrics, in the order of the spec. Before the run is done they are those of the part that has run.
    fn report(&self) -> Report;

    /// The events of the run, so far as it has come.
    fn trace(&self) -> &Trace;
}

impl dyn Simulation {
    /// The run as its own engine knows it, for what draws or checks just that engine.
    ///
    /// # Panics
    /// If it is a run of another engine.
    pub fn engine<S: Simulation>(&self) -> &S {
        let run: &dyn Any = self;
        run.downcast_ref().expect("a lab runs its own engine")
    }
}

/// A measured value.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its name, as in the [`MetricSpec`] (or a member of its family).
    pub name: Cow<'static, str>,
    /// Its unit.
    pub unit: &'static str,
    /// Its value.
    pub value: f64,
    /// Digits after the point when it is shown to people.
    pub decimals: u8,
    /// A reservation about this value, such as that it stands on too few samples.
    pub remark: Option<String>,
}

/// The remark on a value under which there is nothing.
pub const NOTHING_COUNTED: &str = "nothing was counted";

/// The metrics of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// In the order of the spec.
    pub metrics: Vec<Metric>,
    /// Why the run stopped before its end, for a reader; the metrics are then those of the part that ran.
    pub stopped: Option<String>,
}

impl Report {
    /// The value of a metric, if the run has it.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.metrics.iter().find(|metric| metric.name == name).map(|metric| metric.value)
    }

    /// The metrics of these names, with the units and digits of their specs; those without a value are left out.
    ///
    /// # Panics
    /// As [`Report::push`].
    pub fn of<V: Into<Option<f64>>>(
        specs: &'static [MetricSpec],
        values: impl IntoIterator<Item = (&'static str, V)>,
    ) -> Self {
        let mut report = Self::default();
        for (name, value) in values {
            if let Some(value) = value.into() {
                report.push(specs, name, value);
            }
        }
        report
    }

    /// Marks metrics under which there is nothing: their value is none that was measured.
    pub fn mark_empty(&mut self, names: &[&str]) {
        for metric in self.metrics.iter_mut().filter(|metric| names.contains(&metric.name.as_ref())) {
            metric.remark = Some(NOTHING_COUNTED.to_string());
        }
    }

    /// The same report of a run that was stopped before its end, if there is a reason why.
    pub fn stopped(mut self, why: Option<String>) -> Self {
        self.stopped = why;
        self
    }

    /// Adds a metric under the spec that matches its name.
    ///
    /// # Panics
    /// If no spec matches: an engine reports only what it declares.
    pub fn push(&mut self, specs: &'static [MetricSpec], name: impl Into<Cow<'static, str>>, value: f64) {
        let name = name.into();
        let spec = specs.iter().find(|spec| spec.matches(&name));
        let spec = spec.unwrap_or_else(|| panic!("the lab declares no metric `{name}`"));
        // A sum of nothing is −0.0, and adding 0.0 makes it 0.0.
        self.metrics.push(Metric { name, unit: spec.unit, value: value + 0.0, decimals: spec.decimals, remark: None });
    }
}

impl fmt::Display for Report {
    /// An aligned table of name, value, unit and remark, for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name_width = self.metrics.iter().map(|metric| metric.name.len()).max().unwrap_or(0);
        let values: Vec<String> =
            self.metrics.iter().map(|metric| decimal::fixed(metric.value, metric.decimals)).collect();
        let value_width = values.iter().map(String::len).max().unwrap_or(0);
        for (metric, value) in self.metrics.iter().zip(&values) {
            let remark = metric.remark.as_ref().map(|remark| format!("  ({remark})")).unwrap_or_default();
            let line = format!("{:name_width$}  {value:>value_width$} {}{remark}", metric.name, metric.unit);
            writeln!(f, "{}", line.trim_end())?;
        }
        self.stopped.iter().try_for_each(|why| writeln!(f, "stopped early: {why}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPECS: &[MetricSpec] =
        &[MetricSpec::count("moved_keys", "keys", ""), MetricSpec::count("load_node_*", "keys", "")];

    #[test]
    fn a_family_holds_its_members_and_nothing_else() {
        assert!(SPECS[1].matches("load_node_12"));
        assert!(!SPECS[1].matches("load_node_"));
        assert!(!SPECS[1].matches("load"));
        assert!(SPECS[0].matches("moved_keys"));
    }

    #[test]
    fn a_report_prints_as_an_aligned_table() {
        let mut report = Report::default();
        report.push(SPECS, "moved_keys", 9123.0);
        report.push(SPECS, "load_node_0", 12.0);
        assert_eq!(report.to_string(), "moved_keys   9123 keys\nload_node_0    12 keys\n");
        report.metrics[1].remark = Some("of one look".to_string());
        assert!(report.to_string().ends_with("load_node_0    12 keys  (of one look)\n"));
    }
}
