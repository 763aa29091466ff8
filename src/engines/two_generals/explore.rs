//! Every day that can be: each messenger caught or not.

use super::day::Day;
use super::policy::Plan;
use super::spec::SPEC;
use crate::kernel::explore::{Cause, explore as visit};
use crate::kernel::{Event, Exploration, Input, Model, words};

/// More than the days of any plan.
const MAX_STATES: u32 = 200_000;

/// All days of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Fates {
    /// The plan.
    pub plan: Plan,
    /// Its number of messengers.
    pub messengers: u32,
    /// What can become of a messenger: whether he is caught.
    pub fates: &'static [bool],
}

/// Plays every day of the plan that the parameters name.
pub fn explore(input: &Input) -> Exploration {
    let (plan, messengers) = Plan::of(input.params);
    let (fates, which): (&[bool], _) = match input.params.number("capture_probability") {
        0.0 => (&[false], "none of them caught"),
        1.0 => (&[true], "all of them caught"),
        _ => (&[false, true], "each caught or not"),
    };
    let case = format!("one day with {}, {which}", words::counted(messengers.into(), "messenger"));
    visit(&Fates { plan, messengers, fates }, SPEC.properties, MAX_STATES).of(case)
}

impl Fates {
    /// Whether nobody rides any more: all have, or the receipt that the next would carry has not come.
    fn is_over(&self, caught: &[bool]) -> bool {
        caught.len() as u32 == self.messengers || (self.plan == Plan::Chain && caught.last() == Some(&true))
    }
}

impl Model for Fates {
    /// For each messenger that has set out, whether he was caught.
    type State = Vec<bool>;
    /// Whether the next is caught.
    type Action = bool;

    fn start(&self) -> Vec<bool> {
        Vec::new()
    }

    fn actions(&self, caught: &Vec<bool>) -> Vec<bool> {
        if self.is_over(caught) { Vec::new() } else { self.fates.to_vec() }
    }

    fn cause(&self, is_caught: &bool) -> Cause {
        if *is_caught { Cause::OtherFault } else { Cause::System }
    }

    fn next_state(&self, caught: &Vec<bool>, is_caught: &bool, events: &mut Vec<Event>) -> Vec<bool> {
        let messenger = ("messenger", (caught.len() as u64 + 1).into());
        events.push(Event::new(if *is_caught { "caught" } else { "arrives" }, vec![messenger]));
        caught.iter().chain([is_caught]).copied().collect()
    }

    /// How the day ends, once it has.
    fn audit(&self, caught: &Vec<bool>) -> Vec<Event> {
        if !self.is_over(caught) {
            return Vec::new();
        }
        // Of those who never set out none arrives.
        let never_sent = std::iter::repeat_n(true, self.messengers as usize - caught.len());
        vec![Day::of(self.plan, caught.iter().copied().chain(never_sent)).event()]
    }
}
