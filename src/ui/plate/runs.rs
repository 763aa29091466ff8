//! A finished run and its twin, and how playback goes through them.

use std::sync::Arc;

use super::Pace;
use crate::kernel::{ParamSpec, Params, Simulation, Time, Trace, Value};
use crate::scenario::{Position, Scenario};
use crate::ui::dom::{Element, Node, element};
use crate::ui::{told, words};

/// One of the runs of a plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The main run.
    Main,
    /// The run beside it.
    Twin,
}

impl Side {
    /// Both, the main run first.
    pub const BOTH: [Self; 2] = [Self::Main, Self::Twin];

    /// This side's run as its engine has it; `None` for a twin that is not there.
    pub fn run<S: Simulation>(self, pair: &RunPair) -> Option<&S> {
        let run: &dyn Simulation = match self {
            Self::Main => &*pair.main,
            Self::Twin => &*pair.twin.as_ref()?.1,
        };
        Some(run.engine())
    }
}

/// The pictures of a plate's runs, each under what tells it from the other: side by side, in columns of one width.
pub fn side_by_side(pictures: Vec<(&str, Node)>) -> Element {
    let class = if pictures.len() == 2 { "runs twins" } else { "runs" };
    let runs = pictures.into_iter().map(|(name, picture)| {
        let name = (!name.is_empty()).then(|| element("p").class("run-name").child(name.to_string()));
        element("div").class("run").child(name).child(picture)
    });
    element("div").class(class).child(runs.collect::<Vec<_>>())
}

/// A finished run, and its twin under the same draws where the plate compares.
#[derive(Clone)]
pub struct RunPair {
    /// What the main run was of.
    pub scenario: Scenario,
    /// The main run.
    pub main: Arc<dyn Simulation>,
    /// The twin's scenario and run.
    pub twin: Option<(Scenario, Arc<dyn Simulation>)>,
}

impl RunPair {
    /// Runs a scenario, and its twin if there is one, to the end.
    pub fn run(scenario: Scenario, twin: Option<Scenario>) -> Self {
        let main = scenario.run().into();
        let twin = twin.map(|twin| {
            let run = twin.run().into();
            (twin, run)
        });
        Self { scenario, main, twin }
    }

    /// The main run and, where there is one, its twin.
    pub fn runs(&self) -> Vec<&Arc<dyn Simulation>> {
        std::iter::once(&self.main).chain(self.twin.as_ref().map(|(_, run)| run)).collect()
    }

    /// The moment at which the picture of the last event of either run has come to rest.
    pub fn end(&self, pace: Pace) -> Time {
        let last = self.runs().into_iter().filter_map(|run| run.trace().events().last()).map(|event| event.at).max();
        last.unwrap_or_default() + pace.settles
    }

    /// The moment before the story begins: the set-up, the events at time zero, has come to rest, and nothing else has
    /// happened yet.
    pub fn before(&self, pace: Pace) -> Time {
        let events = self.main.trace().events();
        let first = events.get(played(self.main.trace(), Time::ZERO) as usize);
        first.map_or(Time::ZERO, |event| pace.settles.min(event.at - Time(1)))
    }

    /// The next event after a moment at which the picture can be looked at: come to rest or, where another follows sooner,
    /// just before that one.
    pub fn next_rest(&self, pace: Pace, moment: Time) -> Time {
        let events = self.main.trace().events();
        let rests = (played(self.main.trace(), moment).saturating_sub(1) as usize..events.len())
            .map(|index| rest(self.main.trace(), pace, index));
        rests.into_iter().find(|&rest| rest > moment).unwrap_or_else(|| self.end(pace))
    }

    /// The same, backwards; the start of the run before the first.
    pub fn previous_rest(&self, pace: Pace, moment: Time) -> Time {
        let trace = self.main.trace();
        let rests = (0..played(trace, moment) as usize).rev().map(|index| rest(trace, pace, index));
        rests.into_iter().find(|&rest| rest < moment).unwrap_or_default()
    }

    /// The moment that a position names.
    pub fn moment(&self, pace: Pace, position: Position) -> Time {
        match position {
            Position::Moment(moment) => moment.min(self.end(pace)),
            Position::Event(0) => Time::ZERO,
            Position::Event(count) if (count as usize) < self.main.trace().events().len() => {
                rest(self.main.trace(), pace, count as usize - 1)
            }
            Position::Event(_) => self.end(pace),
        }
    }

    /// What tells the twins apart, in words: `("Strategy: ring", "Strategy: modulo")`. Without a twin, or with one that
    /// differs in nothing, both are empty. A parameter is named where it has an effect.
    pub fn labels(&self) -> (String, String) {
        let of = |side: usize, params: &Params| {
            let differing = self.differing().filter(|(spec, _)| params.has_effect(spec));
            let lab = self.scenario.lab.spec;
            let labels = differing
                .map(|(spec, values)| format!("{}: {}", told::label(lab, spec), words::value(lab, spec, values[side])));
            labels.collect::<Vec<String>>().join(", ")
        };
        let twin = self.twin.as_ref().map(|(twin, _)| of(1, &twin.params));
        (of(0, &self.scenario.params), twin.unwrap_or_default())
    }

    /// The parameters in which the twins differ, each with the main run's value and the twin's.
    fn differing(&self) -> impl Iterator<Item = (&'static ParamSpec, [Value; 2])> {
        let twin = self.twin.iter().flat_map(|(twin, _)| twin.params.iter());
        let pairs = self.scenario.params.iter().zip(twin).filter(|(main, twin)| main.1 != twin.1);
        pairs.map(|((spec, main), (_, twin))| (spec, [main, twin]))
    }

    /// What tells the twin apart, as a phrase that `own` has words for or that names the parameter: `with nodes at 12`, `with
    /// FNV-1a as hash function`.
    pub fn twin_phrase(&self, own: impl Fn(&ParamSpec, Value) -> Option<&'static str>) -> String {
        let phrase = |(spec, [_, value]): (&ParamSpec, [Value; 2])| {
            let lab = self.scenario.lab.spec;
            let (name, said) = (words::lower(&told::label(lab, spec)), words::value(lab, spec, value));
            own(spec, value).map(str::to_string).unwrap_or_else(|| match value {
                Value::Choice(_) => format!("with {said} as {name}"),
                _ => format!("with {name} at {said}"),
            })
        };
        self.differing().map(phrase).collect::<Vec<String>>().join(", ")
    }

    /// What is said of a twin that differs in nothing: the same again would be a riddle.
    pub fn twin_is_same(&self) -> Option<&'static str> {
        let is_same = self.twin.is_some() && self.differing().next().is_none();
        is_same.then_some(" The second run is the same.")
    }
}

/// How many events of a trace have happened by a moment.
pub fn played(trace: &Trace, moment: Time) -> u32 {
    trace.events().partition_point(|event| event.at <= moment).try_into().unwrap_or(u32::MAX)
}

/// When the picture of an event has come to rest: after a while, or just before the next event, if that comes sooner.
/// Several events of one moment are one to the eye.
fn rest(trace: &Trace, pace: Pace, index: usize) -> Time {
    let events = trace.events();
    let at = events[index].at;
    let next = events[index + 1..].iter().find(|event| event.at > at).map(|event| event.at - Time(1));
    (at + pace.settles).min(next.unwrap_or(Time(u64::MAX))).max(at)
}
