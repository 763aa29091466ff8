//! One day: the messengers' fates, and what the generals do.

use super::policy::Plan;
use crate::kernel::Event;

/// How a day ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Whether the first general attacks.
    pub first: bool,
    /// Whether the second general attacks.
    pub second: bool,
    /// How many messengers set out.
    pub sent: u32,
    /// How many arrived.
    pub arrived: u32,
}

impl Day {
    /// A day on which the messengers of a plan meet these fates, in the order in which they set out; true is caught.
    pub fn of(plan: Plan, caught: impl Iterator<Item = bool>) -> Self {
        match plan {
            Plan::Volley => {
                let (mut sent, mut arrived) = (0, 0);
                for is_caught in caught {
                    sent += 1;
                    arrived += u32::from(!is_caught);
                }
                Self { first: true, second: arrived > 0, sent, arrived }
            }
            Plan::Chain => {
                let fates: Vec<bool> = caught.collect();
                let planned = fates.len() as u32;
                let arrived = fates.iter().take_while(|is_caught| !**is_caught).count() as u32;
                // Letters 1, 3, 5, … go to the second general and 2, 4, 6, … to the first. Whoever lacks one stays.
                let first = arrived >= planned - planned % 2;
                let second = arrived >= planned - (planned + 1) % 2;
                Self { first, second, sent: planned.min(arrived + 1), arrived }
            }
        }
    }

    /// Whether the generals do different things, so that one of them loses.
    pub fn is_lone_attack(&self) -> bool {
        self.first != self.second
    }

    /// How it ended, as an event.
    pub fn event(&self) -> Event {
        let kind = match (self.first, self.second) {
            (true, true) => "both-attack",
            (false, false) => "nobody-attacks",
            (true, false) => "first-attacks-alone",
            (false, true) => "second-attacks-alone",
        };
        Event::new(kind, vec![("sent", self.sent.into()), ("arrived", self.arrived.into())])
    }
}
