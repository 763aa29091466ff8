//! One call to one leaf, and what the root does about a leaf that does not answer: send a second copy, or give up.

use super::leaf::Leaf;
use super::policy::{HEDGES, HedgeKind};
use crate::kernel::measured::LONGEST_MS;
use crate::kernel::{Params, Time};

/// The rule for sending a second copy of a leaf call (Dean & Barroso, "The Tail at Scale", CACM 56(2), 2013,
/// "Within Request Short-Term Adaptations").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// Never.
    Off,
    /// To another replica, when there is no answer after this long; the slower copy runs to its end for nothing.
    After(Time),
    /// Two copies wait in two queues, each tagged with the other; whichever starts cancels its twin. The second is
    /// sent `after` the first (two network delays); copies that start within one `network` delay of each other both
    /// run, because the cancellation is still under way. A leaf's latency is taken to be its wait in the queue.
    Tied {
        /// How long after the first the second copy is sent.
        after: Time,
        /// How long a cancellation travels.
        network: Time,
    },
}

/// How a root calls its leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The rule for sending a second copy.
    pub hedge: Hedge,
    /// The time after which the root goes on without the leaf's answer.
    pub timeout: Option<Time>,
}

/// One call to one leaf, as the root saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// How long the first copy takes, if it is left to run.
    pub first: Time,
    /// The moment at which the second copy was sent, and how long it takes from there.
    pub second: Option<(Time, Time)>,
    /// How long the root waited: for the faster copy, or until the timeout.
    pub latency: Time,
    /// The root gave up: the answer lacks this leaf.
    pub timed_out: bool,
    /// Two leaves did the work for this one call.
    pub ran_twice: bool,
}

impl Call {
    /// Whether the second copy answered first.
    pub fn second_won(&self) -> bool {
        !self.timed_out && self.second.is_some_and(|(sent, takes)| sent + takes < self.first)
    }
}

impl Policy {
    /// The policy that the parameters name; a percentile is the exact one of `leaf`.
    pub fn of(params: &Params, leaf: &Leaf) -> Self {
        let hedge = match params.chosen("hedge", &HEDGES) {
            HedgeKind::Off => Hedge::Off,
            HedgeKind::Delay => Hedge::After(params.time("hedge_after_ms")),
            HedgeKind::Percentile => {
                let tail = 1.0 - params.number("hedge_percentile") / 100.0;
                Hedge::After(Time::from_millis_f64(leaf.at_survival(tail)))
            }
            HedgeKind::Tied => {
                let network = params.time("network_ms");
                Hedge::Tied { after: network + network, network }
            }
        };
        let timeout_ms = params.number("timeout_ms");
        Self { hedge, timeout: (timeout_ms > 0.0).then(|| Time::from_millis_f64(timeout_ms.min(LONGEST_MS))) }
    }

    /// How long after the first copy the second is sent, if ever.
    pub fn second_after(&self) -> Option<Time> {
        match self.hedge {
            Hedge::Off => None,
            Hedge::After(after) | Hedge::Tied { after, .. } => Some(after),
        }
    }

    /// One call: its first copy's draw, and the draw that its second copy would have. The second draw is spent whether
    /// or not a second copy is sent, so policies meet the same luck.
    #[inline]
    pub fn call(&self, leaf: &Leaf, first_draw: f64, second_draw: f64) -> Call {
        let first = leaf.draw(first_draw);
        let sent = self.second_after().filter(|&after| first > after && self.timeout.is_none_or(|limit| limit > after));
        let second = sent.map(|after| (after, leaf.draw(second_draw)));
        let answered = second.map_or(first, |(sent, takes)| first.min(sent + takes));
        let ran_twice = second.is_some_and(|(sent, takes)| match self.hedge {
            Hedge::Tied { network, .. } => first.0.abs_diff((sent + takes).0) < network.0,
            _ => true,
        });
        let timed_out = self.timeout.is_some_and(|limit| answered > limit);
        let latency = self.timeout.map_or(answered, |limit| answered.min(limit));
        Call { first, second, latency, timed_out, ran_twice }
    }
}
