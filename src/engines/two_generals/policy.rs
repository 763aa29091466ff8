//! The reader's choice: the generals' plan.

use crate::kernel::{ChoiceTable, Params};

/// The most messengers of a plan: all that befalls them can still be tried.
pub const MAX_MESSENGERS: u32 = 16;

/// The plan on which the generals have agreed beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// The first general sends all messengers at once and attacks; the second attacks if one arrives.
    Volley,
    /// Each letter is the receipt of the one before. A general attacks if every letter that was to reach him did.
    Chain,
}

/// The plans.
pub const PLANS: ChoiceTable<Plan, 2> = ChoiceTable::new([
    ("volley", "All messengers at once", Plan::Volley),
    ("chain", "Each letter a receipt of the one before", Plan::Chain),
]);

impl Plan {
    /// The plan that the parameters name, and the number of its messengers.
    pub fn of(params: &Params) -> (Self, u32) {
        (params.chosen("plan", &PLANS), params.count("messengers"))
    }
}
