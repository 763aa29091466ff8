//! The network between replicas, as the parameters have it.

use crate::kernel::{Delay, Impairment, Input, Link, Network, Rule, Time};

/// How long a message is held back.
const HELD: Time = Time::from_millis(100);

/// The network of a run.
pub(super) fn network(input: &Input) -> Network {
    let params = input.params;
    let delay = Delay::Exponential(params.time("delay_ms"), params.time("jitter_ms"));
    let mut network = Network::new(input.seed, delay, false);
    for impairment in [
        Impairment::Loss(params.number("loss")),
        Impairment::Duplication(params.number("duplication")),
        Impairment::Reordering(params.number("reordering"), HELD),
    ] {
        network.add(Rule { link: Link::ANY, impairment });
    }
    network
}
